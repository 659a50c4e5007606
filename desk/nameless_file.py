"""A file without a name, which is gone when the process ends: what the program need not have in memory."""

import errno
import os
import tempfile
import weakref
from collections import defaultdict
from pathlib import Path


class NamelessFile:
    """Blocks of one size, one or several for what is put there.

    The blocks of what is wanted no more are taken by the next that needs as many: the file grows with what is kept at a
    time, and no further.
    """

    def __init__(self, folder: Path, block_bytes: int) -> None:
        """Raises OSError where the folder takes no file."""
        with tempfile.TemporaryFile(dir=folder) as file:
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)
        self._block_bytes = block_bytes
        self._free: defaultdict[int, list[int]] = defaultdict(list)  # by how many blocks they are
        self._blocks = 0

    def __len__(self) -> int:
        """How many blocks it has."""
        return self._blocks

    def put(self, content: bytes) -> int:
        """Keep this; gives its first block. Raises OSError where the disk is full."""
        count = self._count(len(content))
        free = self._free[count]
        if not free:
            free.append(self._blocks)
            self._blocks += count
        block, written = free.pop(), 0
        try:
            written = os.pwrite(self._file, content, block * self._block_bytes)
        finally:
            if written != len(content):
                free.append(block)
        if written != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return block

    def get(self, block: int, length: int) -> bytes:
        """So many bytes from the beginning of a block; fewer where the disk gives no more. Raises OSError."""
        return os.pread(self._file, length, block * self._block_bytes)

    def free(self, block: int, length: int) -> None:
        """What was put there, of so many bytes, is wanted no more."""
        self._free[self._count(length)].append(block)

    def _count(self, length: int) -> int:
        return -(-length // self._block_bytes)
