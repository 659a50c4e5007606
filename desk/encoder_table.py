"""The table of the sentence encoder on disk: 65 MB, of which an item needs some sixty rows of 512 bytes."""

import os
import weakref
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class EncoderRows:
    """Rows of so many bytes in a file; read where they are asked for.

    To read the rows of an item takes a fiftieth of what its vector takes. Mapped into memory, the file would soon be
    there as a whole: the machine brings sixteen pages with each. The file may be taken away while it is read.
    """

    def __init__(self, path: Path, width: int) -> None:
        self._width = width
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def __getitem__(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The rows of these numbers, in this order."""
        width = self._width
        read = b"".join([os.pread(self._file, width, row * width) for row in rows.tolist()])
        return np.frombuffer(read, dtype=np.uint8).reshape(len(rows), width)
