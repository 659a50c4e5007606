"""Rows of buttons as a phone can show them: a row in which a word would be cut is broken into several. Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from handlers.html import shortened
from handlers.messages import Button, Rows
from handlers.render.drawing.lettering import face

# Measured in the chat page: on a phone 390 px wide a message has 333 of them; its buttons have 4 between them, 8 on
# each side of their words, and letters of 14. Telegram's apps were not measured.
_ROW_PX, _GAP_PX, _PADDING_PX, _LETTER_PX = 333, 4, 16, 14
_FONT_PX = 100  # large, so that no width is rounded
_OF_CONDENSED = 1 / 0.9  # the font that comes along is as wide as nine tenths of the plain one
_PICTURE_EM = 1.25  # emoji, of which the font has none: as wide as the widest that Chromium draws here
_DINGBAT_EM = 0.84  # ✓ ✕ ✗ ✎, of which the font has none either: it measured a box, 3 px narrower
_OPENS_EM = 1.2  # the arrow of a button that opens a page
_MOST_CHARS = 100  # of the narrowest letters no more have room
_CHARACTER = regex.compile(r"\X")
_PICTURE = regex.compile(r"[\p{Co}\p{Cn}\p{Extended_Pictographic}\p{Regional_Indicator}\p{East_Asian_Width=Wide}]")
_DINGBAT = regex.compile(r"\p{InDingbats}")
_WITHOUT_WIDTH = "CM"  # control characters, and marks above or below a letter


def rows_that_fit(rows: Rows) -> Rows:
    """The same buttons in the same order, each with room for its words, or with a row for itself."""
    return tuple(part for row in rows for part in _parts(row))


def packed(buttons: Sequence[Button]) -> Rows:
    """Two a row wherever both have room, in the order in which they come."""
    rows: list[tuple[Button, ...]] = []
    for one in buttons:
        beside = (*rows[-1], one) if rows and len(rows[-1]) == 1 else ()
        if beside and _is_whole(beside):
            rows[-1] = beside
        else:
            rows.append((one,))
    return tuple(rows)


def fits(label: str, among: int = 1, *, opens: bool = False) -> bool:
    """Whether a label is shown whole on one of so many buttons of a row; `opens`: it leads to a page."""
    room = (_ROW_PX - _GAP_PX * (among - 1)) / among - _PADDING_PX
    return (_width_em(label) + _OPENS_EM * opens) * _LETTER_PX <= room


def cut_to_fit(label: str, after: str = "", *, opens: bool = False) -> str:
    """The label of a button that has a row for itself, cut at a word's end where it is too long; `after` is kept.

    `opens`: it leads to a page.
    """
    for chars in range(min(len(label), _MOST_CHARS), 1, -1):
        if fits(short := shortened(label, chars) + after, opens=opens):
            return short
    return after


def _parts(row: tuple[Button, ...]) -> Rows:
    """The fewest rows, as even as they may be."""
    if len(row) == 1:
        (one,) = row
        return (row,) if _is_whole(row) else ((replace(one, text=cut_to_fit(one.text, opens=one.url is not None)),),)
    for rows in range(1, len(row)):
        a_row = -(-len(row) // rows)
        parts = tuple(row[at : at + a_row] for at in range(0, len(row), a_row))
        if all(_is_whole(part) for part in parts):
            return parts
    return tuple(_parts((one,))[0] for one in row)


def _is_whole(row: tuple[Button, ...]) -> bool:
    return all(fits(one.text, len(row), opens=one.url is not None) for one in row)


def _width_em(label: str) -> float:
    return sum(map(_sign_em, _CHARACTER.findall(label)))


@lru_cache(maxsize=4_096)
def _sign_em(sign: str) -> float:
    """Of what is one character to a reader: an emoji of several code points is one picture."""
    if _PICTURE.search(sign):
        return _PICTURE_EM
    if _DINGBAT.fullmatch(sign):
        return _DINGBAT_EM
    return sum(map(_letter_em, sign))


def _letter_em(letter: str) -> float:
    kind = unicodedata.category(letter)[0]
    if kind in _WITHOUT_WIDTH:
        return 0.0
    # Of the separators of lines and paragraphs the library can lay out none, and fails.
    return face(_FONT_PX).getlength(" " if kind == "Z" else letter) / _FONT_PX * _OF_CONDENSED
