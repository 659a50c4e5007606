"""Timeline entries: the line that an event makes, with its best sentence and its sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from newsroom.claims.claims import Claim, claims
from newsroom.claims.disagreements import Agree, Unrelated, compare
from newsroom.dates import Derivation, Precision
from newsroom.item import Item
from newsroom.languages import any_of
from newsroom.text.words import fold
from newsroom.timelines.event_clusters import Event
from newsroom.timelines.event_mentions import LOOKS_AHEAD, EventMention, EventRole, When
from newsroom.timelines.term_vectors import TermVector

# What a sentence's likeness to its event is multiplied by if it reads badly as a line. Guesses for the reader's sake:
# they do not matter for agreeing ROUGE-1 on Timeline17 (.195).
READABLE = range(8, 41)  # words; at any number: .196
UNREADABLE = 0.6  # at .3: .196, at .8: .197, at 1: .196
QUOTED = 0.85  # at .7 and at 1: .195
LEANING = 0.85  # at .7: .196, at 1: .193
AHEAD = 0.85  # at .7: .195, at 1: .193
NAMED = 0.6  # the sentence only names the thing of that time; a guess
FURNITURE = 0.6  # at .3: .196, at 1: .194
# Items whose counts are compared with each other: a bound, as the pairs grow with the square. The earliest ones; a
# number that only a thirteenth item has is not shown.
MOST_COMPARED = 12


# A sentence that needs the one before it, and what a page has around its text.
_LEANING = regex.compile(rf"(?:{any_of(lambda language: language.timelines.leaning)})\b")
_FURNITURE = regex.compile(rf"\||\b(?:{any_of(lambda language: language.timelines.furniture)})", regex.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMention:
    """One item that reports the event.

    Attributes:
        sentence: Word for word.
        dated: The sentence names the time itself; if not, the time comes from the entry's own item.
    """

    item: Item
    sentence: str
    dated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CountByOutlet:
    """One outlet's number where the outlets disagree.

    Attributes:
        value: Of a range its upper end.
        number: The same as people read it: "30", "20–30".
    """

    slot: str
    value: int
    number: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One event on a timeline.

    Attributes:
        first: First possible day; None where nothing bounds it.
        last: Last possible day; None where it is undated.
        value: EDTF (2025-08-11, 2025-08, ../2025-06-28), or TIMEX3 for weeks, quarters and seasons; None where undated.
        precision: How exactly the time is known.
        kind: How the time was found.
        year_inferred: The sentence names no year.
        text: The sentence that reports it best, word for word.
        item: The item that the sentence is from.
        mentions: Every item that reports it, one sentence each, in order of publication.
        documents: How many different sentences those are: reprints count once.
        figures: Counts on which the outlets disagree; empty where they agree.
        named: The sentence only names something of that time, and tells of another event.
        importance: As a share of the timeline's most important date, 0 to 1.
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
    named: bool = False
    importance: float = 0.0


def entry_of(event: Event, *, background: bool, importance: float) -> TimelineEntry:
    """The line that an event makes."""
    best = _best_mention(event)
    when = best.when if best.dated else when_of(event)  # two ways to name one time: that of the sentence shown
    mentions = _source_mentions(event, best)
    return TimelineEntry(
        first=when.first,
        last=when.last,
        value=when.value,
        precision=when.precision,
        kind=when.kind,
        year_inferred=when.year_inferred and best.when.year_inferred,
        text=best.sentence,
        item=best.item,
        mentions=mentions,
        role=EventRole.BACKGROUND if background else event.mentions[0].role,
        documents=len({fold(mention.sentence) for mention in mentions}),
        figures=_differing_counts(mentions),
        named=best.named,
        importance=importance,
    )


def when_of(event: Event) -> When:
    """The time of the event's first mention; where it is only bounded, the closest bound of all mentions."""
    first = event.mentions[0].when
    if first.first is not None or first.last is None:
        return first
    bounded = [one.when for one in event.mentions if one.when.last is not None and one.when.first is None]
    return min(bounded, key=lambda when: when.last or date.max)


def _best_mention(event: Event) -> EventMention:
    """The mention most like all the others, of readable length, with the event's own date."""
    time = when_of(event)
    pairs = [
        (mention, vector)
        for mention, vector in zip(event.mentions, event.vectors, strict=True)
        if mention.when.value == time.value
    ]
    return max(pairs, key=lambda pair: (_fitness(event, *pair), -pair[0].position))[0]


def _fitness(event: Event, mention: EventMention, vector: TermVector) -> float:
    fitness = event.likeness(vector)
    if len(mention.sentence.split()) not in READABLE:
        fitness *= UNREADABLE
    if mention.sentence.lstrip()[:1] in "\"“«„'‘`":
        fitness *= QUOTED
    if LOOKS_AHEAD.search(mention.sentence):
        fitness *= AHEAD
    if _LEANING.match(mention.sentence):
        fitness *= LEANING
    if mention.named:
        fitness *= NAMED
    return fitness * (FURNITURE if _FURNITURE.search(mention.sentence) else 1.0)


def _source_mentions(event: Event, best: EventMention) -> tuple[SourceMention, ...]:
    """One mention of each item: the best one for its own item, a dated one before an undated one for the others."""
    by_item: dict[int, EventMention] = {best.item.id: best}
    for mention in event.mentions:
        known = by_item.get(mention.item.id)
        if known is None or (mention.dated and not known.dated):
            by_item[mention.item.id] = mention
    ordered = sorted(by_item.values(), key=lambda mention: (mention.item.time, mention.item.id))
    return tuple(
        SourceMention(item=mention.item, sentence=mention.sentence, dated=mention.when.value is not None)
        for mention in ordered
    )


def _differing_counts(mentions: Sequence[SourceMention]) -> tuple[CountByOutlet, ...]:
    if len({mention.item.source.family for mention in mentions}) < 2:  # noqa: PLR2004 - nobody to disagree with
        return ()
    counted = [claim for mention in mentions[:MOST_COMPARED] for claim in _claims(mention)]
    differing: dict[tuple[str, str, str], CountByOutlet] = {}
    for at, claim in enumerate(counted):
        for other in counted[at + 1 :]:
            if claim.family != other.family and not isinstance(
                compare(claim, other, same_story=True), Agree | Unrelated
            ):
                for one in (claim, other):
                    figure = _by_outlet(one)
                    differing[figure.slot, figure.number, figure.outlet] = figure
    return tuple(differing.values())


def _by_outlet(claim: Claim) -> CountByOutlet:
    return CountByOutlet(slot=claim.slot.value, value=claim.value, number=claim.number, outlet=claim.outlet)


def _claims(mention: SourceMention) -> list[Claim]:
    return [claim for claim in claims(mention.item) if claim.sentence == mention.sentence]
