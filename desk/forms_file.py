"""The forms of words that topics ask for, in a file beside the database: a start need not work them out anew.

For 10,000 topics to work them out takes ten times as long as to read them. It is a cache: a file that is damaged, or of
other rules, tables or languages, is made anew. A word that no topic asks any more is in it no longer.
"""

import threading
import zlib
from collections.abc import Collection, Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import structlog

from desk.whole_file import of_version, write_versioned
from newsroom.matching.kept_forms import KeptForms, lines_without
from newsroom.stories.reading_version import numbered_with, reading_version

_LINE = "\n"

log = structlog.get_logger()


class FormsFile:
    """The file: the languages of the texts, and a line for each word."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._alone = threading.Lock()  # words are left out while the desk goes on

    def read(self, languages: Collection[str]) -> KeptForms:
        """What is kept of these languages, and of these alone."""
        with self._alone:
            named, *lines = self._lines() or [""]
        return KeptForms(languages, lines if named == _named(languages) else ())

    def keep(self, forms: KeptForms) -> None:
        """Write what was asked for, in place of what was there, where that is another."""
        if forms.changed():
            with self._alone:
                self._write([_named(forms.languages), *forms.asked()])

    def leave_out(self, words: frozenset[str]) -> None:
        """Words that no topic asks any more."""
        with self._alone:
            lines = self._lines()
            if lines and len(left := lines_without(words, lines[1:])) < len(lines) - 1:
                self._write([lines[0], *left])

    def _lines(self) -> list[str]:
        """Empty where there is no file, or none that we wrote by the rules of today."""
        try:
            whole = self._path.read_bytes()
        except OSError:
            return []
        body = of_version(_version(), whole)
        return [] if body is None else str(body, "utf-8").split(_LINE)

    def _write(self, lines: Iterable[str]) -> None:
        try:
            write_versioned(self._path, _version(), _LINE.join(lines).encode())
        except OSError as error:
            log.warning("forms_not_kept", error=str(error))
            self._path.unlink(missing_ok=True)  # what was to be left out is not to stay


def _named(languages: Collection[str]) -> str:
    return " ".join(sorted(languages))


@cache
def _version() -> int:
    """Another one whenever anything is another that the forms of a word depend on."""
    number = zlib.crc32(f"{reading_version()} {version('simplemma')}".encode())
    return numbered_with("newsroom.matching", number)
