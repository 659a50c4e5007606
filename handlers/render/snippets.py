"""The place of a story's text that a search hit, where its headline lacks a word."""

from collections.abc import Collection
from dataclasses import dataclass

from handlers.html import escape
from newsroom.item import Item

_BEFORE_CHARS, _AFTER_CHARS = 40, 70  # a guess: two lines of a phone, more of what follows than of what led there


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that a search found.

    Attributes:
        words: Those that hit, as they are written in the item.
    """

    item: Item
    words: tuple[str, ...]


def snippet(shown_title: str, hit: Hit) -> str:
    """What is around the first word that the headline lacks, as HTML with it in bold; "" where it has all of them."""
    missing = [word for word in hit.words if _first(shown_title, (word,)) is None]
    for text in (hit.item.title, *(paragraph.text for paragraph in hit.item.paragraphs)) if missing else ():
        place = _first(text, missing)
        if place is not None:
            return _around(text, *place)
    return ""


def _first(text: str, words: Collection[str]) -> tuple[int, int] | None:
    """Where the first of the words begins and ends."""
    folded = text.casefold()
    if len(folded) != len(text):
        return None  # a letter that is two in small letters moves all places behind it
    found = [(at, at + len(word)) for word in words if (at := folded.find(word.casefold())) >= 0]
    return min(found, default=None)


def _around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _BEFORE_CHARS), min(len(text), end + _AFTER_CHARS)
    before, after = text[first:start], text[end:last]
    if first and " " in before:
        before = f"…{before.partition(' ')[2]}"
    if last < len(text) and " " in after:
        after = f"{after.rpartition(' ')[0]}…"
    return f"{escape(before)}<b>{escape(text[start:end])}</b>{escape(after)}"
