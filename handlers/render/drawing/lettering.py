"""Words on a picture: the fonts that come along, what they can show, and lines that fit a width."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from PIL import ImageFont

from handlers.render.timeline_document import plainly

_FONTS = Path(__file__).parents[1] / "fonts"
_LONGEST = 1_000  # characters that are looked at; no line of a picture holds more
_PROBE_PX = 24
_UNSHOWN = frozenset({"So", "Cs", "Co", "Cn", "Cf"})  # emoji, surrogates, unassigned, joiners
_SPACES = frozenset({"Zs", "Mn", "Me"})  # no ink of their own


@lru_cache(maxsize=32)
def face(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The font at a size: Latin, Cyrillic, Greek, Armenian, Georgian, Hebrew and Arabic."""
    # By its path: the library then maps the file; from bytes each size had its own copy, 0.7 MB.
    return ImageFont.truetype(_FONTS / ("DejaVuSansCondensed-Bold.ttf" if bold else "DejaVuSansCondensed.ttf"), size_px)


def showable(text: str) -> str:
    """The text in signs that the font has: emoji dropped, other scripts in Latin letters, on one line."""
    line = " ".join(unicodedata.normalize("NFC", plainly(text[:_LONGEST])).split())
    return " ".join("".join(map(_sign, line)).split())


@lru_cache(maxsize=4_096)
def _sign(char: str) -> str:
    if char.isascii() or (unicodedata.category(char) in _SPACES and not "\ufe00" <= char <= "\ufe0f"):
        return char
    if _inked(char):
        return char
    return "" if unicodedata.category(char) in _UNSHOWN or "\ufe00" <= char <= "\ufe0f" else anyascii(char)


def _inked(char: str) -> bool:
    """Whether the font has a sign of its own for it; what it lacks is drawn as an empty box."""
    probe = face(_PROBE_PX)
    return bytes(probe.getmask(char)) != bytes(probe.getmask("\uffff"))


def is_backwards(text: str) -> bool:
    """Whether a text runs from right to left: by its first letter."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def wrapped(text: str, font: ImageFont.FreeTypeFont, width_px: float, lines: int) -> list[str]:
    """The text in at most so many lines of that width, the last with an ellipsis where it goes on."""
    left = showable(text)
    found: list[str] = []
    while left and len(found) < lines:
        cut = _fitting(left, font, width_px)
        found.append(left[:cut].rstrip())
        left = left[cut:].lstrip()
    if left and found:
        found[-1] = _with_ellipsis(found[-1], font, width_px)
    return found


def _fitting(text: str, font: ImageFont.FreeTypeFont, width_px: float) -> int:
    """How many characters fit on a line: to a word's end, inside a word only where not even one fits."""
    if font.getlength(text) <= width_px:
        return len(text)
    low, high = 1, len(text)
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (middle, high) if font.getlength(text[:middle]) <= width_px else (low, middle)
    space = text.rfind(" ", 0, low + 1)
    return space if space > 0 else low


def _with_ellipsis(line: str, font: ImageFont.FreeTypeFont, width_px: float) -> str:
    """The line with an ellipsis after its last whole word that leaves room for one."""
    if font.getlength(line + "…") > width_px:
        cut = _fitting(line, font, width_px - font.getlength("…"))
        line = line[:cut]
    return line.rstrip(" ,;:–—-") + "…"
