"""A timeline as a picture for a phone: what happened, with coverage per day beneath it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.html import shortened
from handlers.render.drawing.bars import CoverageBars, bars
from handlers.render.drawing.chart import HEIGHT_PX as CHART_PX
from handlers.render.drawing.chart import draw_chart
from handlers.render.drawing.lettering import face, showable, wrapped
from handlers.render.drawing.sheet import DARK, LEADING, LIGHT, Align, Sheet
from handlers.render.timeline_dates import marks, when
from handlers.render.timeline_document import TimelineDocument, disagreements, sentence
from handlers.sentences.reader import Reader
from newsroom.dates import Precision
from newsroom.timelines.timeline_entries import TimelineEntry

WIDTH_PX = 1080
# Telegram makes the longer side of a photo 1280 at most; what is higher than 4:5 loses its sharpness on a phone.
HIGHEST_PX = 1400
MOST_EVENTS = 8
_MARGIN, _RAIL = 48, 64
_TITLE_PX, _DATE_PX, _TEXT_PX, _SMALL_PX = 40, 27, 28, 23
_LINES = (4, 3, 2)  # of a sentence: as many as the height allows
_GAP = 20
_NAME_CHARS = 24  # of an outlet beside others: two such have room beside a date and its marks
_EXACT = frozenset({Precision.DAY, Precision.PUBLICATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class _EventBlock:
    """An event as lines: its date and who reports it on the first, then the sentence, then what is disputed."""

    entry: TimelineEntry
    dated: str
    marks: str
    sentence: tuple[str, ...]
    cited: str
    differ: tuple[str, ...]

    @property
    def height_px(self) -> float:
        lines = _DATE_PX + len(self.sentence) * _TEXT_PX + len(self.differ) * _SMALL_PX
        return lines * LEADING + _GAP


def picture(document: TimelineDocument, *, dark: bool = False) -> bytes:
    """PNG, 1080 pixels wide and up to 1400 high: at most eight events, those that matter most, in order of date."""
    reader = document.reader
    title = wrapped(document.title, face(_TITLE_PX, bold=True), WIDTH_PX - 2 * _MARGIN, 2)
    title = title or [reader.say("timeline.heading")]
    head = _MARGIN + len(title) * _TITLE_PX * LEADING + _SMALL_PX * LEADING + _GAP
    drawn = bars(document.coverage, reader)
    foot = (CHART_PX if drawn.bars else 0) + _SMALL_PX * LEADING + _MARGIN
    blocks = _chosen(document.timeline.entries or document.timeline.background, HIGHEST_PX - head - foot, reader)
    height = head + sum(block.height_px for block in blocks) + foot
    sheet = Sheet(WIDTH_PX, round(height), DARK if dark else LIGHT)
    _head(sheet, title, _summary(document))
    y = _events(sheet, head, blocks)
    if drawn.bars:
        _coverage(sheet, y, drawn, blocks, reader)
    _foot(sheet, document, left_out=_dates(document) - len({block.entry.value for block in blocks}))
    return sheet.png()


def _chosen(entries: Sequence[TimelineEntry], room_px: float, reader: Reader) -> list[_EventBlock]:
    """As many events as fit: the most important first, each date once before any twice; longer where there is room."""
    ranked = _ranked(entries)[:MOST_EVENTS]
    kept = [_block(entry, _LINES[0], reader) for entry in ranked]
    for lines in _LINES[1:]:
        if sum(block.height_px for block in kept) > room_px:
            kept = [_block(entry, lines, reader) for entry in ranked]
    while kept and sum(block.height_px for block in kept) > room_px:
        kept.pop()
    order = {id(entry): at for at, entry in enumerate(entries)}
    return sorted(kept, key=lambda block: order[id(block.entry)])


def _ranked(entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    by_date: defaultdict[str | None, list[TimelineEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: -one.documents):
        by_date[entry.value].append(entry)
    rounds = [(turn, entry) for same in by_date.values() for turn, entry in enumerate(same)]
    rounds.sort(key=lambda pair: (pair[0], -pair[1].importance, -pair[1].documents))
    return [entry for _, entry in rounds]


def _block(entry: TimelineEntry, lines: int, reader: Reader) -> _EventBlock:
    width = WIDTH_PX - 2 * _MARGIN - _RAIL
    dated, marked = when(entry, reader), "".join(f" · {mark}" for mark in marks(entry, reader))
    room = width - face(_DATE_PX, bold=True).getlength(dated) - face(_SMALL_PX).getlength(marked) - 30
    small = face(_SMALL_PX, bold=True)
    differ = [reader.say("figures.differ", figures=line) for line in disagreements(entry, reader)[:2]]
    return _EventBlock(
        entry=entry,
        dated=dated,
        marks=marked,
        sentence=tuple(wrapped(sentence(entry), face(_TEXT_PX), width, lines)),
        cited="".join(wrapped(_cited(entry), face(_SMALL_PX), room, 1)),
        differ=tuple(part for line in differ for part in wrapped(line, small, width, 2)),
    )


def _cited(entry: TimelineEntry) -> str:
    """Who reports it; of several no name is so long that there is no room for the second."""
    names = tuple(dict.fromkeys(showable(mention.item.source.shown) for mention in entry.mentions))
    return ", ".join(names if len(names) == 1 else (shortened(name, _NAME_CHARS) for name in names))


def _summary(document: TimelineDocument) -> str:
    documents = sum(covered.documents for covered in document.coverage)
    outlets = {name for covered in document.coverage for name in covered.outlets}
    reader = document.reader
    return reader.say(
        "picture.summary",
        documents=reader.say("unit.document", count=documents),
        outlets=reader.say("unit.outlet", count=len(outlets)),
    )


def _head(sheet: Sheet, title: Sequence[str], summary: str) -> None:
    y = sheet.paragraph(_MARGIN, WIDTH_PX - _MARGIN, _MARGIN, title, _TITLE_PX, sheet.inks.ink, bold=True)
    sheet.text(_MARGIN, y, summary, _SMALL_PX, sheet.inks.soft)


def _events(sheet: Sheet, top: float, blocks: Sequence[_EventBlock]) -> float:
    """Draw them down a rail, numbered; gives where they end."""
    x, y = _MARGIN + 20, top
    height = sum(block.height_px for block in blocks)
    sheet.box(x - 1, top + 8, 3, max(0.0, height - _GAP - 16), sheet.inks.line)
    for number, block in enumerate(blocks, start=1):
        sheet.disc(x, y + _DATE_PX / 2 + 3, 19, sheet.inks.mark)
        sheet.text(x, y + 5, str(number), _SMALL_PX, sheet.inks.on_mark, bold=True, align=Align.MIDDLE)
        y = _event(sheet, y, block) + _GAP
    return y


def _event(sheet: Sheet, top: float, block: _EventBlock) -> float:
    left, inks = _MARGIN + _RAIL, sheet.inks
    sheet.text(left, top, block.dated, _DATE_PX, inks.mark, bold=True)
    after = left + face(_DATE_PX, bold=True).getlength(block.dated)
    sheet.text(after, top + 4, block.marks, _SMALL_PX, inks.soft)
    sheet.text(WIDTH_PX - _MARGIN, top + 4, block.cited, _SMALL_PX, inks.soft, align=Align.RIGHT)
    y = sheet.paragraph(left, WIDTH_PX - _MARGIN, top + _DATE_PX * LEADING, block.sentence, _TEXT_PX, inks.ink)
    for line in block.differ:
        sheet.text(left, y, line, _SMALL_PX, inks.warn, bold=True)
        y += _SMALL_PX * LEADING
    return y


def _coverage(sheet: Sheet, top: float, drawn: CoverageBars, blocks: Sequence[_EventBlock], reader: Reader) -> None:
    days = {
        number: block.entry.last
        for number, block in enumerate(blocks, start=1)
        if block.entry.last is not None and block.entry.precision in _EXACT
    }
    draw_chart(sheet, top, _MARGIN, WIDTH_PX - _MARGIN, drawn, days, reader)


def _dates(document: TimelineDocument) -> int:
    return len({entry.value for entry in document.timeline.entries}) + document.timeline.more


def _foot(sheet: Sheet, document: TimelineDocument, left_out: int) -> None:
    y, reader = sheet.height_px - _MARGIN - _SMALL_PX / 2, document.reader
    made = reader.say("picture.made", time=reader.moment_utc(document.made))
    sheet.text(_MARGIN, y, made, _SMALL_PX, sheet.inks.soft)
    if left_out > 0:
        words = reader.say("picture.left_out", count=left_out)
        sheet.text(WIDTH_PX - _MARGIN, y, words, _SMALL_PX, sheet.inks.soft, align=Align.RIGHT)
