"""Timelines for tests: everything that a test does not speak of has a plain default."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers.render.timeline_document import CoveredDay, TimelineDocument, coverage
from handlers.sentences.reader import Reader
from newsroom.dates import Derivation, Precision
from newsroom.item import Item
from newsroom.timelines.event_mentions import EventRole
from newsroom.timelines.timeline import Timeline
from newsroom.timelines.timeline_entries import CountByOutlet, SourceMention, TimelineEntry
from tests.builders import NOW, item, source

DAY = date(2026, 3, 2)
HOSTILE = "=1+1 <b>&amp; \x00\x1b\u202e \ud800 🙂 " + "é" * 300


def mention(number: int = 1, *, dated: bool = True, of: Item | None = None) -> SourceMention:
    source_item = of or item(number, of=source(number))
    return SourceMention(item=source_item, sentence="The ferry ran aground at noon on 2 March.", dated=dated)


def line(
    text: str = "The ferry ran aground at noon on 2 March.",
    *,
    first: date | None = DAY,
    last: date | None = DAY,
    value: str | None = "2026-03-02",
    precision: Precision = Precision.DAY,
    role: EventRole = EventRole.EVENT,
    year_inferred: bool = False,
    mentions: Sequence[SourceMention] | None = None,
    figures: Sequence[CountByOutlet] = (),
    importance: float = 1.0,
) -> TimelineEntry:
    source_item = tuple(mentions) if mentions is not None else (mention(),)
    return TimelineEntry(
        first=first,
        last=last,
        value=value,
        precision=precision,
        kind=Derivation.STATEMENT if role is EventRole.STATEMENT else Derivation.EXPLICIT,
        year_inferred=year_inferred,
        text=text,
        item=source_item[0].item,
        mentions=source_item,
        role=role,
        documents=len(source_item),
        figures=tuple(figures),
        importance=importance,
    )


def undated(text: str = "The quay was widened recently.") -> TimelineEntry:
    return line(text, first=None, last=None, value=None, precision=Precision.VAGUE)


def exhibit(
    *entries: TimelineEntry,
    title: str = "Ferry",
    background: Sequence[TimelineEntry] = (),
    without_date: Sequence[TimelineEntry] = (),
    covered: Sequence[CoveredDay] | None = None,
    more: int = 0,
    made: datetime = NOW,
) -> TimelineDocument:
    source_item = [m.item for entry in (*background, *entries, *without_date) for m in entry.mentions]
    return TimelineDocument(
        key="topic-ferry",
        title=title,
        timeline=Timeline(entries=entries, background=tuple(background), undated=tuple(without_date), more=more),
        coverage=coverage(source_item) if covered is None else tuple(covered),
        made=made,
        reader=Reader(),
    )


def month(year: int, number: int, last: int, **more: object) -> TimelineEntry:
    first, end = date(year, number, 1), date(year, number, last)
    value = f"{year}-{number:02}"
    return line(first=first, last=end, value=value, precision=Precision.MONTH, **more)  # type: ignore[arg-type] # the test's own words


def full() -> TimelineDocument:
    """Every kind of line: background, month, bounds, statement, disagreement, no date; hostile words."""
    state = item(3, title="State view", of=source(3, name="Sample State Agency"))
    nameless = item(4, title="", of=source(4, name='@Outlet, "quoted"; semi'))
    return exhibit(
        month(2026, 1, 31, year_inferred=True, text="In January the pilots asked for lights."),
        line(
            "Divers found 3 of the crew.",
            mentions=(mention(1), mention(2, dated=False), mention(of=state)),
            figures=(
                CountByOutlet(slot="injured", value=3, number="3", outlet="Sample Outlet 1"),
                CountByOutlet(slot="injured", value=5, number="5", outlet="Sample Outlet 2"),
            ),
        ),
        line(
            "By 1 March two pilots had left.",
            first=None,
            last=date(2026, 3, 1),
            value="../2026-03-01",
            precision=Precision.ON_OR_BEFORE,
        ),
        line("The harbour office said on 3 March that it was sorry.", last=date(2026, 3, 3), first=date(2026, 3, 3),
             value="2026-03-03", role=EventRole.STATEMENT, mentions=(mention(of=nameless),)),
        line(HOSTILE, precision=Precision.PUBLICATION),
        title=f"Порт & паром {HOSTILE}",
        background=[line("The pier was built in 1988.", first=date(1988, 1, 1), last=date(1988, 12, 31), value="1988",
                         precision=Precision.YEAR, role=EventRole.BACKGROUND)],
        without_date=[undated()],
        more=3,
    )  # fmt: skip
