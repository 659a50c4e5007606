"""A number for how texts are read at present: what was read in another way is read anew."""

import platform
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

# Folders and files on which `newsroom.stories.features` depends, as far as they say what a text's words come down to.
READ_BY = (
    "newsroom.dates",
    "newsroom.languages",
    "newsroom.text",
    "newsroom.text.data",
    "newsroom.stories/attack_days.py",
    "newsroom.stories/day_mentions.py",
    "newsroom.stories/features.py",
    "newsroom.stories/headline_names.py",
    "newsroom.stories/series_steps.py",
    "newsroom.stories/thresholds.py",
    "newsroom/weekdays.py",
)
_LIBRARIES = ("anyascii", "regex")


@cache
def reading_version() -> int:
    """Another one whenever a file or a library that reading depends on is another: nobody has to remember it.

    A comment that is changed changes it, too; then the first start afterwards takes as long as without what is stored.
    Two megabytes are read for it, in 10 ms.
    """
    libraries = [platform.python_version(), unicodedata.unidata_version, *map(version, _LIBRARIES)]
    number = zlib.crc32(" ".join(libraries).encode())
    return _numbered(_files(), number)


def numbered_with(package: str, number: int) -> int:
    """The number of what depends on the files of a folder, too."""
    folder = sorted(files(package).iterdir(), key=lambda one: one.name)
    return _numbered((file for file in folder if file.is_file()), number)


def _numbered(some: Iterable[Traversable], number: int) -> int:
    for file in some:
        number = zlib.crc32(file.read_bytes(), zlib.crc32(file.name.encode(), number))
    return number


def _files() -> Iterator[Traversable]:
    for name in READ_BY:
        package, _, file = name.partition("/")
        folder = files(package)
        names = [file] if file else sorted(one.name for one in folder.iterdir() if one.is_file())
        yield from (folder / name for name in names)
