"""Tellings gathered into events: precise times first, vaguer ones put to them where they tell the same."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from newsroom.dates import Derivation
from newsroom.timelines.event_mentions import DatedSentences, EventMention, EventRole, Exactness, When
from newsroom.timelines.events import (
    Event,
    EventLookup,
    Vector,
    cluster_by_terms,
    may_be_one,
    shares_enough,
    term_vector,
)

# Cosine from which a telling with a vaguer time or none tells an event whose time is known. Agreeing ROUGE-1 on
# Timeline17: .25 .188, .3 .193, .4 .181; and only .3 puts every outlet of the sample pair to its event.
VAGUER = 0.3
SAME_ITEM = 0.08  # ... and for two things that one item only implies: its cause and what was reported are rarely two
STATED = 0.8  # a sentence tells the event rather than the statement about it
_IMPLIED = {Exactness.ON_OR_BEFORE, Exactness.BEFORE}
_UNDATED = When(first=None, last=None, value=None, exactness=Exactness.VAGUE, kind=Derivation.VAGUE)


def cluster_mentions(tellings: Iterable[EventMention]) -> list[Event]:
    """The events that the tellings make, each with its most precise telling first."""
    groups: defaultdict[str, list[EventMention]] = defaultdict(list)
    for telling in tellings:
        groups[telling.when.value or f"undated {telling.item.id} {telling.position}"].append(telling)
    events = [
        event for group in groups.values() for event in cluster_by_terms(sorted(group, key=lambda t: not t.dated))
    ]
    events.sort(key=lambda event: _vagueness(event.tellings[0].when))
    return [event for event in _put_together(events) if _worth_a_line(event)]


def _vagueness(when: When) -> tuple[int, int]:
    """Implied times last, and among the rest the shorter the earlier."""
    rank = 2 if when.last is None else 1 if when.exactness in _IMPLIED else 0
    first, last = when.first or date.min, when.last or date.max
    return rank, (last - first).days


def _put_together(events: Sequence[Event]) -> list[Event]:
    lookup = EventLookup()
    kept: list[Event] = []
    for event in events:
        words = _centre(event)
        home = _home(lookup, event, words)
        if home is None:
            kept.append(event)
            lookup.add(event, words)
            continue
        for telling, own in zip(event.tellings, event.vectors, strict=True):
            home.add(telling, own)
        lookup.add(home, words)
    return kept


def _home(lookup: EventLookup, event: Event, words: Vector) -> Event | None:
    first = event.tellings[0]
    if first.when.exactness in {Exactness.DAY, Exactness.PUBLICATION}:
        return None
    for other in lookup.like(words):
        if any(other.sentences_of(telling) for telling in event.tellings) or (first.implied and _is_said(other)):
            continue
        alike = other.likeness(words)
        if _both_implied(other.tellings[0], first) and alike >= SAME_ITEM:
            return other
        if may_be_one(other.tellings[0], first) and alike >= VAGUER and shares_enough(words, other.centre):
            return other
    return None


def _is_said(event: Event) -> bool:
    """Whether its date is that of a statement: what the statement is about happened before."""
    return event.tellings[0].role is EventRole.STATEMENT


def _both_implied(one: EventMention, other: EventMention) -> bool:
    return one.item.id == other.item.id and {one.when.exactness, other.when.exactness} <= _IMPLIED


def _centre(event: Event) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in event.centre.values()))
    return {root: weight / length for root, weight in event.centre.items()} if length else {}


def _worth_a_line(event: Event) -> bool:
    """What was only reported on a day needs a second sentence that tells it: else each report would stand twice."""
    if any(not telling.implied for telling in event.tellings):
        return True
    if event.tellings[0].when.exactness is Exactness.BEFORE:
        return True
    return len({(telling.item.id, telling.position) for telling in event.tellings}) > 1


def attach_undated(events: Sequence[Event], readings: Iterable[tuple[DatedSentences, Sequence[bool]]]) -> None:
    """Put sentences that name no time to the event that they tell, if any: it lends them its date."""
    lookup = EventLookup()
    held: set[tuple[int, int]] = set()
    for event in events:
        lookup.add(event, _centre(event))
        held |= {(telling.item.id, telling.position) for telling in event.tellings}
    for reading, wanted in readings:
        for at, text in enumerate(reading.texts):
            if wanted[at] and not _dates(reading, at) and (reading.item.id, at) not in held:
                _lend(lookup, reading, at, text)


def _dates(reading: DatedSentences, at: int) -> bool:
    return any(mention.kind is not Derivation.VAGUE for mention in reading.mentions[at])


def _lend(lookup: EventLookup, reading: DatedSentences, at: int, text: str) -> None:
    words = term_vector(text, reading.item.language)
    told_on = reading.item.time.date()
    best: Event | None = None
    likeness = VAGUER
    for event in lookup.like(words):
        when = event.tellings[0].when
        alike = event.likeness(words) * (STATED if _is_said(event) else 1.0)
        past = when.last is not None and (when.first or when.last) <= told_on
        if past and alike >= likeness and shares_enough(words, event.centre):
            best, likeness = event, alike
    if best is not None:
        best.tellings.append(
            EventMention(
                item=reading.item,
                position=at,
                sentence=text,
                part=text,
                when=_UNDATED,
                role=EventRole.EVENT,
                dated=False,
            )
        )
        best.vectors.append(words)
