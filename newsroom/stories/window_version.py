"""A number for how items are read and compared at present: a window that was kept by other rules is not taken over."""

import zlib
from importlib.metadata import version

from newsroom.stories.reading_version import numbered_with, reading_version


def window_version(*, encoded: bool) -> int:
    """Another one whenever a file of this folder, or one that reading depends on, is another.

    `encoded`: whether the items have vectors. Numpy's version is part of it, since a window holds arrays.
    """
    number = zlib.crc32(f"{reading_version()} {version('numpy')} {encoded}".encode())
    return numbered_with("newsroom.stories", number)
