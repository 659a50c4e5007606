"""A file that is written as a whole or not at all, for its owner's eyes alone."""

import os
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import Struct
from typing import BinaryIO

_HEAD = Struct("<II")  # how what follows is made, and its sum


def write_versioned(path: Path, version: int, body: bytes | memoryview) -> None:
    """Write what only a program of the same version (32 bits) is to read.

    Raises OSError where the disk does not take it; what was there stays.
    """
    write_whole(path, lambda file: file.writelines((_HEAD.pack(version, zlib.crc32(body)), body)))


def of_version(version: int, whole: bytes) -> memoryview | None:
    """What was written, out of the whole file; None where that is damaged or of another version."""
    if len(whole) < _HEAD.size:
        return None
    written, crc = _HEAD.unpack_from(whole)
    body = memoryview(whole)[_HEAD.size :]
    return body if written == version and crc == zlib.crc32(body) else None


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write it in place of what was there, whenever the program ends; sums must tell what a power cut left.

    Raises OSError where the disk does not take it; what was there stays.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with open(part, "wb", opener=_private) as file:
            write(file)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
