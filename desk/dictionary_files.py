"""The dictionaries of languages as they are once they are read, each in a file beside the database.

To make one out of simplemma's takes a third of a second of a processor for French, 1.5 for Russian and German; to take
it from here .01. What is damaged, or of another version of the package or of what reads it, is made anew.
"""

import sys
import zlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import structlog

from desk.whole_file import of_version, write_versioned
from newsroom.text.dictionary import dictionary, languages_read, take_back
from newsroom.text.lemmas import DICTIONARIES

_MADE_BY = ("dictionary.py", "hash_table.py")

log = structlog.get_logger()


def read_dictionary_files(folder: Path | None, languages: Iterable[str]) -> None:
    """Have the dictionaries of these languages read, where there are any: from files, which are made where they lack.

    `folder`: None where there is no place for files.
    """
    for language in sorted(DICTIONARIES.intersection(languages) - languages_read()):
        path = None if folder is None else folder / f"dictionary-{language}.packed"
        if path is None:
            dictionary(language)
        elif not _taken_back(path, language):
            _keep(path, language)


def _taken_back(path: Path, language: str) -> bool:
    try:
        kept = of_version(_version(), path.read_bytes())
    except OSError:
        return False
    return kept is not None and take_back(language, kept)


def _keep(path: Path, language: str) -> None:
    kept = dictionary(language).to_keep
    try:
        write_versioned(path, _version(), kept)
    except OSError as error:
        log.warning("dictionary_not_kept", language=language, error=str(error))


@cache
def _version() -> int:
    """Another one whenever a dictionary would be made otherwise."""
    number = zlib.crc32(f"{version('simplemma')} {sys.byteorder}".encode())
    for name in _MADE_BY:
        number = zlib.crc32((files("newsroom.text") / name).read_bytes(), number)
    return number
