"""The texts of the window's items on disk: they are read for the few items that are looked at again."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

import structlog

from desk.nameless_file import NamelessFile
from newsroom.item import Paragraph

_BLOCK = 256  # bytes: a guess; a teaser takes one or two
_LENGTH_BITS = 32  # of where a text is, its lower ones

log = structlog.get_logger()


class TextFile:
    """Texts in a file without a name."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the folder takes no file."""
        self._file = NamelessFile(folder, _BLOCK)

    def __len__(self) -> int:
        """How many blocks it has."""
        return len(self._file)

    def keep(self, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
        """The same text on disk; where it is there already, or the disk is full, as it is."""
        if not paragraphs or isinstance(paragraphs, FiledText):
            return paragraphs
        try:
            return FiledText(self, self._put(json.dumps([(one.text, one.heading) for one in paragraphs]).encode()))
        except OSError as error:
            log.warning("text_in_memory", error=str(error))
            return paragraphs

    def _put(self, text: bytes) -> int:
        return self._file.put(text) << _LENGTH_BITS | len(text)

    def get(self, at: int) -> tuple[Paragraph, ...]:
        """The text at a place; none where the disk fails.

        It is read while another item is decided, which would be set aside in place of this one.
        """
        try:
            stored = self._file.get(at >> _LENGTH_BITS, _length(at))
            return tuple([Paragraph(text=text, heading=heading) for text, heading in json.loads(stored)])
        except (OSError, ValueError):
            log.exception("text_not_read")
            return ()

    def free(self, at: int) -> None:
        """The text at a place is wanted no more."""
        self._file.free(at >> _LENGTH_BITS, _length(at))


class FiledText(Sequence[Paragraph]):
    """The paragraphs of an item, read from the file whenever they are asked for: 80 bytes for what they take."""

    __slots__ = ("_at", "_texts")

    def __init__(self, texts: TextFile, at: int) -> None:
        self._texts, self._at = texts, at

    def __iter__(self) -> Iterator[Paragraph]:
        return iter(self._texts.get(self._at))

    def __len__(self) -> int:
        return len(self._texts.get(self._at))

    @overload
    def __getitem__(self, index: int) -> Paragraph: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Paragraph, ...]: ...
    def __getitem__(self, index: int | slice) -> Paragraph | tuple[Paragraph, ...]:
        return self._texts.get(self._at)[index]

    def __eq__(self, other: object) -> bool:
        """Whether the paragraphs are the same, wherever they are."""
        return isinstance(other, (tuple, FiledText)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __del__(self) -> None:
        """Its blocks are for another."""
        self._texts.free(self._at)


def text_file(folder: Path) -> TextFile | None:
    """The file for texts; None where the folder takes none."""
    try:
        return TextFile(folder)
    except OSError as error:
        log.warning("texts_in_memory", folder=str(folder), error=str(error))
        return None


def _length(at: int) -> int:
    return at & (1 << _LENGTH_BITS) - 1
