"""A file without a name, which is gone when the process ends: what would take memory is kept on the disk."""

import errno
import os
import tempfile
import weakref
from pathlib import Path


class NamelessFile:
    """Bytes at places that its owner chooses."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the folder takes no file."""
        with tempfile.TemporaryFile(dir=folder) as file:
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)

    def put(self, content: bytes, at: int) -> None:
        """Write from a place on. Raises OSError where the disk is full."""
        if os.pwrite(self._file, content, at) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def get(self, length: int, at: int) -> bytes:
        """What is there. Raises OSError where the disk fails."""
        return os.pread(self._file, length, at)
