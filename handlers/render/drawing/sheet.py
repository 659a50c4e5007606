"""A sheet to draw on, in the pixels of the finished picture; drawn at twice the size, so that edges are smooth."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from PIL import Image, ImageDraw, features

from handlers.render.drawing.lettering import face, is_backwards

SCALE = 2
LEADING = 1.26  # from line to line, of their size
_COLOURS = 96  # of the finished file: the few inks and their edges; 1080 x 1300 in 80 kB, in full colour 190 kB


class Align(StrEnum):
    """Which part of a text is at its x: the beginning, the middle or the end."""

    LEFT = "l"
    MIDDLE = "m"
    RIGHT = "r"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inks:
    """The colours of a picture, as #rrggbb."""

    paper: str
    ink: str
    soft: str
    line: str
    mark: str
    bar: str
    warn: str
    on_mark: str


LIGHT = Inks(
    paper="#ffffff",
    ink="#1b1f24",
    soft="#59636e",
    line="#d5dbe1",
    mark="#0a5aa8",
    bar="#9cc3ea",
    warn="#9a3d00",
    on_mark="#ffffff",
)
DARK = Inks(
    paper="#14181d",
    ink="#e8ecf0",
    soft="#9fabb7",
    line="#3a444f",
    mark="#7fbcf5",
    bar="#2f5f8f",
    warn="#ffb37a",
    on_mark="#14181d",
)


class Sheet:
    """An empty sheet in the colour of its paper."""

    def __init__(self, width_px: int, height_px: int, inks: Inks) -> None:
        self.width_px, self.height_px, self.inks = width_px, height_px, inks
        self._image = Image.new("RGB", (width_px * SCALE, height_px * SCALE), inks.paper)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size_px: int,
        ink: str,
        *,
        bold: bool = False,
        align: Align = Align.LEFT,
        direction: Literal["rtl"] | None = None,
    ) -> None:
        """Words on one line, their top at y; `direction`: None as their own letters run."""
        font, at = face(size_px * SCALE, bold=bold), (x * SCALE, y * SCALE)
        self._draw.text(at, words, font=font, fill=ink, anchor=f"{align.value}a", direction=direction)

    def paragraph(
        self, left: float, right: float, y: float, lines: Sequence[str], size_px: int, ink: str, *, bold: bool = False
    ) -> float:
        """Lines of one paragraph, at the edge where its script begins; gives where they end."""
        backwards = is_backwards(" ".join(lines))
        x, align = (right, Align.RIGHT) if backwards else (left, Align.LEFT)
        direction: Literal["rtl"] | None = None
        if backwards and features.check("raqm"):  # else a line of it that begins in Latin would turn
            direction = "rtl"
        for line in lines:
            self.text(x, y, line, size_px, ink, bold=bold, align=align, direction=direction)
            y += size_px * LEADING
        return y

    def box(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        """A filled rectangle, at least a pixel high."""
        last = (round((x + width) * SCALE) - 1, round((y + height) * SCALE) - 1)
        first = (min(round(x * SCALE), last[0]), min(round(y * SCALE), last[1]))
        self._draw.rectangle((*first, *last), fill=ink)

    def disc(self, x: float, y: float, radius: float, ink: str) -> None:
        """A filled circle."""
        self._draw.ellipse(
            ((x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE), fill=ink
        )

    def png(self) -> bytes:
        """The finished picture."""
        small = self._image.reduce(SCALE).quantize(_COLOURS, dither=Image.Dither.NONE)
        out = io.BytesIO()
        small.save(out, "PNG", compress_level=6)
        return out.getvalue()
