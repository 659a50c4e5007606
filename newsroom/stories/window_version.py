"""A number for how items are read and compared at present: a window that was kept by other rules is not taken over."""

import zlib
from importlib.metadata import version
from importlib.resources import files

from newsroom.stories.reading_version import reading_version


def window_version(*, encoded: bool) -> int:
    """Another one whenever a file of this folder, or one that reading depends on, is another.

    `encoded`: whether the items have vectors. Numpy's version is part of it, since a window holds arrays.
    """
    number = zlib.crc32(f"{reading_version()} {version('numpy')} {encoded}".encode())
    for file in sorted(files("newsroom.stories").iterdir(), key=lambda one: one.name):
        if file.is_file():
            number = zlib.crc32(file.read_bytes(), zlib.crc32(file.name.encode(), number))
    return number
