"""What a hand-over covers as a picture for a phone: items by the hour, a row of bars for each topic."""

from handlers.render.drawing.hour_bars import HourBars, TopicRow
from handlers.render.drawing.lettering import face, wrapped
from handlers.render.drawing.sheet import LIGHT, Align, Sheet
from handlers.render.picture import WIDTH_PX
from handlers.sentences.reader import Reader

_MARGIN, _GAP_PX = 48, 26
_TITLE_PX, _NAME_PX, _LABEL_PX = 36, 27, 23
_LEADING = 1.3
_BARS_PX = 72
_ROW_PX = _NAME_PX * _LEADING + _BARS_PX + _GAP_PX
_GAP = 0.2  # of a bar's place
_WIDEST_BAR_PX = 56


def coverage_plot(title: str, drawn: HourBars, reader: Reader) -> bytes:
    """PNG, 1080 pixels wide: at most eight topics, at most 1250 high."""
    heading = wrapped(title, face(_TITLE_PX, bold=True), WIDTH_PX - 2 * _MARGIN, 2)
    head = _MARGIN + len(heading) * _TITLE_PX * _LEADING + _LABEL_PX * _LEADING + _GAP_PX
    foot = 2 * _LABEL_PX * _LEADING + _MARGIN / 2
    sheet = Sheet(WIDTH_PX, round(head + len(drawn.rows) * _ROW_PX + foot), LIGHT)
    y: float = _MARGIN
    for line in heading:
        sheet.text(_MARGIN, y, line, _TITLE_PX, sheet.inks.ink, bold=True)
        y += _TITLE_PX * _LEADING
    scale = reader.say("plot.scale", hours=reader.say("unit.hour", count=drawn.step_h), most=drawn.most)
    sheet.text(_MARGIN, y, scale, _LABEL_PX, sheet.inks.soft)
    y = head
    for row in drawn.rows:
        _row(sheet, y, row, drawn.most, reader)
        y += _ROW_PX
    _foot(sheet, y - _GAP_PX / 2, drawn, reader)
    return sheet.png()


def _row(sheet: Sheet, top: float, row: TopicRow, most: int, reader: Reader) -> None:
    """A topic's words and how many items it had, and its bars under them."""
    inks, right = sheet.inks, WIDTH_PX - _MARGIN
    items = reader.say("unit.item", count=sum(row.items))
    room = right - _MARGIN - face(_LABEL_PX).getlength(items) - 30
    name = "".join(wrapped(row.title, face(_NAME_PX, bold=True), room, 1))
    sheet.text(_MARGIN, top, name, _NAME_PX, inks.ink, bold=True)
    sheet.text(right, top + 4, items, _LABEL_PX, inks.soft, align=Align.RIGHT)
    floor = top + _NAME_PX * _LEADING + _BARS_PX
    wide = (right - _MARGIN) / len(row.items)
    width = min(wide * (1 - _GAP), _WIDEST_BAR_PX)
    for at, number in enumerate(row.items):
        if number:
            high = max(3.0, _BARS_PX * number / most)
            sheet.box(_MARGIN + wide * at + (wide - width) / 2, floor - high, width, high, inks.mark)
    sheet.box(_MARGIN, floor, right - _MARGIN, 2, inks.line)


def _foot(sheet: Sheet, top: float, drawn: HourBars, reader: Reader) -> None:
    """The moments under the bars, and how many topics are left out."""
    for middle, _, words in label_places(drawn):
        sheet.text(middle, top, words, _LABEL_PX, sheet.inks.soft, align=Align.MIDDLE)
    if drawn.left_out:
        words = reader.say("plot.left_out", count=drawn.left_out)
        sheet.text(WIDTH_PX - _MARGIN, top + _LABEL_PX * _LEADING, words, _LABEL_PX, sheet.inks.soft, align=Align.RIGHT)


def label_places(drawn: HourBars) -> list[tuple[float, float, str]]:
    """Middle, half width and words of the first label and the last, and of those between that have room."""
    left, right = _MARGIN, WIDTH_PX - _MARGIN
    wide = (right - left) / len(drawn.rows[0].items) if drawn.rows else 0.0
    found: list[tuple[float, float, str]] = []
    for at, words in drawn.labels:
        half = face(_LABEL_PX).getlength(words) / 2
        found.append((min(max(left + wide * (at + 0.5), left + half), right - half), half, words))
    shown = found[:1]
    for middle, half, words in found[1:-1]:
        begins = shown[-1][0] + shown[-1][1] + _LABEL_PX
        ends = found[-1][0] - found[-1][1] - _LABEL_PX
        if middle - half >= begins and middle + half <= ends:
            shown.append((middle, half, words))
    return shown + found[1:][-1:]
