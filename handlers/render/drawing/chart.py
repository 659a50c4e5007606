"""Coverage per day, drawn: bars of documents with those of outlets before them, and where the events lie."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.render.drawing.bars import CoverageBars
from handlers.render.drawing.lettering import face
from handlers.render.drawing.sheet import Align, Sheet
from handlers.sentences.reader import Reader

HEIGHT_PX = 246
_TITLE_PX, _LABEL_PX = 26, 22
_MARKS_PX, _BARS_PX = 32, 112
_WIDEST_BAR_PX = 56
_GAP = 0.22  # of a bar's place
_SHIFT_PX = 24  # so far may the number of an event give way to the one before it


def draw_chart(
    sheet: Sheet, top: float, left: float, right: float, drawn: CoverageBars, events: Mapping[int, date], reader: Reader
) -> None:
    """Draw it at most HEIGHT_PX high; `events`: the number that an event bears above, and its day."""
    inks = sheet.inks
    sheet.text(left, top, reader.say(f"chart.per_{drawn.step}"), _TITLE_PX, inks.ink, bold=True)
    _legend(sheet, top + 3, right, drawn.most, reader)
    bars_top = top + _TITLE_PX + 20 + _MARKS_PX
    floor = bars_top + _BARS_PX
    places = _places(left, right, len(drawn.bars))
    sheet.box(left, bars_top, right - left, 1, inks.line)
    for at, bar in enumerate(drawn.bars):
        x, width = places[at]
        for number, ink in ((bar.documents, inks.bar), (bar.outlets, inks.mark)):
            if number:
                high = max(3.0, _BARS_PX * number / drawn.most)
                sheet.box(x, floor - high, width, high, ink)
    sheet.box(left, floor, right - left, 2, inks.line)
    _marks(sheet, bars_top - _MARKS_PX, drawn, places, events)
    for at, words in drawn.labels:
        _label(sheet, floor + 10, left, right, places[at], words)


def _places(left: float, right: float, bars: int) -> Sequence[tuple[float, float]]:
    """Where each bar begins, and its width."""
    wide = (right - left) / max(1, bars)
    width = min(wide * (1 - _GAP), _WIDEST_BAR_PX)
    return [(left + wide * at + (wide - width) / 2, width) for at in range(bars)]


def _legend(sheet: Sheet, y: float, right: float, most: int, reader: Reader) -> None:
    x = right
    outlets, documents = reader.say("chart.outlets"), reader.say("chart.documents", most=most)
    for words, ink in ((outlets, sheet.inks.mark), (documents, sheet.inks.bar)):
        sheet.text(x, y, words, _LABEL_PX, sheet.inks.soft, align=Align.RIGHT)
        x -= face(_LABEL_PX).getlength(words) + 30
        sheet.box(x, y + 4, 20, 18, ink)
        x -= 24


def _marks(
    sheet: Sheet, y: float, drawn: CoverageBars, places: Sequence[tuple[float, float]], events: Mapping[int, date]
) -> None:
    """The numbers of the events over their bars, those of one bar together; one that finds no room is left out."""
    by_bar: dict[int, list[int]] = {}
    for number, value in events.items():
        at = drawn.place(value)
        if at is not None:
            by_bar.setdefault(at, []).append(number)
    taken = 0.0
    for at in sorted(by_bar):
        words = ",".join(map(str, by_bar[at]))
        middle = places[at][0] + places[at][1] / 2
        half = face(_LABEL_PX, bold=True).getlength(words) / 2
        x = max(middle, taken + half)
        if x - middle <= _SHIFT_PX:
            sheet.text(x, y, words, _LABEL_PX, sheet.inks.mark, bold=True, align=Align.MIDDLE)
            taken = x + half + 8


def _label(sheet: Sheet, y: float, left: float, right: float, place: tuple[float, float], words: str) -> None:
    """Under the middle of its bar, but never beyond the edges."""
    half = face(_LABEL_PX).getlength(words) / 2
    x = min(max(place[0] + place[1] / 2, left + half), right - half)
    sheet.text(x, y, words, _LABEL_PX, sheet.inks.soft, align=Align.MIDDLE)
