"""Lines of a timeline, made of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from newsroom.claims.claims import Claim, claims
from newsroom.claims.disagreements import Agree, Unrelated, compare
from newsroom.dates import Derivation, Precision
from newsroom.item import Item
from newsroom.text.words import fold
from newsroom.timelines.event_clusters import Event
from newsroom.timelines.event_mentions import LOOKS_AHEAD, EventMention, EventRole, When

READABLE = range(8, 41)  # words; of no matter for ROUGE (8-40 .171, 12-35 .173, any .176), but for a reader
UNREADABLE = 0.6
QUOTED = 0.85
LEANING = 0.85
AHEAD = 0.85
FURNITURE = 0.6
MOST_COMPARED = 12  # items whose figures are set beside each other


# A sentence that needs the one before it, and what a page has around its text.
_LEANING = regex.compile(
    r"(?:He|She|It|They|We|I|This|That|These|Those|But|And|However|Meanwhile|Also|Він|Вона|Вони|Це|Але|Он|Она|Они|Это|Но|"
    r"Il|Elle|Ils|Elles|Mais|Er|Sie|Es|Aber|Das|Dies)\b"
)
_FURNITURE = regex.compile(
    r"\||\b(?:Last updated|Photo(?:graph)?s? ?:|Read more|Click here|Image caption)", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMention:
    """One item that tells the event.

    Attributes:
        sentence: Word for word.
        dated: Whether the sentence names the time itself; where it does not, the time is that of the entry's own item.
    """

    item: Item
    sentence: str
    dated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CountByOutlet:
    """A count that the outlets do not agree on."""

    slot: str
    value: int
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One event on a timeline.

    Attributes:
        first: First possible day; None where nothing bounds it.
        last: Last possible day; None where it is undated.
        value: EDTF (2025-08-11, 2025-08, ../2025-06-28), or TIMEX3 for weeks, quarters and seasons; None where undated.
        precision: How exact that is.
        kind: How the time was come by.
        text: The sentence that tells it best, word for word.
        item: Whose sentence it is.
        mentions: Every item that tells it, one sentence each, in order of time told.
        documents: How many of them are texts of their own.
        figures: What the outlets count differently; empty where they agree.
        importance: Share of the timeline's most important date, 0 to 1.
    """

    first: date | None
    last: date | None
    value: str | None
    precision: Precision
    kind: Derivation
    year_inferred: bool
    text: str
    item: Item
    mentions: tuple[SourceMention, ...]
    role: EventRole
    documents: int
    figures: tuple[CountByOutlet, ...] = ()
    importance: float = 0.0


def entry_of(event: Event, *, background: bool, importance: float) -> TimelineEntry:
    """The line that an event makes."""
    teller = _teller(event)
    when = when_of(event)
    mentions = _mentions(event, teller)
    return TimelineEntry(
        first=when.first,
        last=when.last,
        value=when.value,
        precision=when.precision,
        kind=when.kind,
        year_inferred=when.year_inferred,
        text=teller.sentence,
        item=teller.item,
        mentions=mentions,
        role=EventRole.BACKGROUND if background else event.tellings[0].role,
        documents=len({fold(mention.sentence) for mention in mentions}),
        figures=_figures(mentions),
        importance=importance,
    )


def when_of(event: Event) -> When:
    """The first telling's time; of times that are only bounded, the closest bound."""
    first = event.tellings[0].when
    if first.first is not None or first.last is None:
        return first
    bounded = [t.when for t in event.tellings if t.when.last is not None and t.when.first is None]
    return min(bounded, key=lambda when: when.last or date.max)


def _teller(event: Event) -> EventMention:
    """The sentence nearest to what all tell, of readable length, dated as the event is."""
    time = when_of(event)
    pairs = [
        (telling, words)
        for telling, words in zip(event.tellings, event.vectors, strict=True)
        if telling.when.value == time.value
    ]
    return max(pairs, key=lambda pair: (_fitness(event, *pair), -pair[0].position))[0]


def _fitness(event: Event, telling: EventMention, words: dict[str, float]) -> float:
    fitness = event.likeness(words)
    if len(telling.sentence.split()) not in READABLE:
        fitness *= UNREADABLE
    if telling.sentence.lstrip()[:1] in "\"“«„'‘`":
        fitness *= QUOTED
    if LOOKS_AHEAD.search(telling.sentence):
        fitness *= AHEAD
    if _LEANING.match(telling.sentence):
        fitness *= LEANING
    return fitness * (FURNITURE if _FURNITURE.search(telling.sentence) else 1.0)


def _mentions(event: Event, teller: EventMention) -> tuple[SourceMention, ...]:
    best: dict[int, EventMention] = {teller.item.id: teller}
    for telling in event.tellings:
        held = best.get(telling.item.id)
        if held is None or (telling.dated and not held.dated):
            best[telling.item.id] = telling
    ordered = sorted(best.values(), key=lambda telling: (telling.item.time, telling.item.id))
    return tuple(SourceMention(item=t.item, sentence=t.sentence, dated=t.when.value is not None) for t in ordered)


def _figures(mentions: Sequence[SourceMention]) -> tuple[CountByOutlet, ...]:
    if len({mention.item.source.family for mention in mentions}) < 2:  # noqa: PLR2004 - nobody to disagree with
        return ()
    counted = [claim for mention in mentions[:MOST_COMPARED] for claim in _claims(mention)]
    differing: dict[tuple[str, int, str], CountByOutlet] = {}
    for at, claim in enumerate(counted):
        for other in counted[at + 1 :]:
            if claim.family != other.family and not isinstance(
                compare(claim, other, same_story=True), Agree | Unrelated
            ):
                for one in (claim, other):
                    figure = CountByOutlet(slot=one.slot.value, value=one.value, outlet=one.outlet)
                    differing[figure.slot, figure.value, figure.outlet] = figure
    return tuple(differing.values())


def _claims(mention: SourceMention) -> list[Claim]:
    return [claim for claim in claims(mention.item) if claim.sentence == mention.sentence]
