"""Events made of event mentions: by time first, then by what their words share; vaguer times join the precise ones."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from newsroom.dates import Precision
from newsroom.timelines.dated_sentences import DatedSentences
from newsroom.timelines.event_mentions import UNKNOWN_TIME, EventMention, EventRole, When, is_counted_on
from newsroom.timelines.term_vectors import RootsOf, TermVector, roots, term_vector

# Cosine from which two sentences with one date report one event. Agreeing ROUGE-1 on Timeline17: .25 .191, .33 .193,
# .4 .196, .5 .190; read line by line, higher ones list one event twice.
SAME_DAY = 0.33
# Which events a mention is compared with: those that share one of its rarest words, but none by a word in more events
# than MOST_EVENTS, which is what the whole topic is about. A bound of time; ROUGE-1 with 4 and 16 words .178 and .193,
# with 3 and 12 candidates .195 and .200, with 25 and 100 events .198 and .185.
CANDIDATE_TERMS = 8
MOST_CANDIDATES = 6
MOST_EVENTS = 50
# Cosine from which a mention with a vaguer time or none joins an event whose time is known. Agreeing ROUGE-1 on
# Timeline17: .25 .188, .3 .193, .4 .181; and only .3 puts every outlet of the sample pair to its event.
VAGUER = 0.3
SHARED = 3  # and distinctive words that it must share besides; with 1: .189, 2: .191, 3: .195, 4: .190
# The same for two events that one item implies: a cause and a reported event are rarely two. A guess by the sample
# pair: no figure moves from .04 to .16.
SAME_ITEM = 0.08
# Likeness to a statement counts less: a sentence reports the event rather than what was said of it. At .6: .194, at 1:
# .195.
STATED = 0.8
_IMPLIED = {Precision.ON_OR_BEFORE, Precision.BEFORE}


@dataclass(slots=True)
class Event:
    """Mentions of one event, under construction.

    Attributes:
        vectors: One for each mention, in the same order.
        centre: Sum of the vectors.
    """

    mentions: list[EventMention]
    vectors: list[TermVector]
    centre: TermVector = field(default_factory=dict)
    _length: float | None = None
    _sentences: set[tuple[int, int]] = field(default_factory=set)

    def add(self, mention: EventMention, vector: TermVector) -> None:
        """Take a mention in; the centre moves towards it."""
        self.mentions.append(mention)
        self.vectors.append(vector)
        self._sentences.add((mention.item.id, mention.position))
        for root, weight in vector.items():
            self.centre[root] = self.centre.get(root, 0.0) + weight
        self._length = None

    def likeness(self, vector: TermVector) -> float:
        """Cosine with the centre."""
        if self._length is None:
            self._length = math.sqrt(sum(weight * weight for weight in self.centre.values()))
        if not self._length:
            return 0.0
        centre = self.centre
        return sum([weight * centre[root] for root, weight in vector.items() if root in centre]) / self._length

    def unit_centre(self) -> TermVector:
        """The centre at length 1."""
        length = math.sqrt(sum(weight * weight for weight in self.centre.values()))
        return {root: weight / length for root, weight in self.centre.items()} if length else {}

    def has_sentence_of(self, mention: EventMention) -> bool:
        """Whether a mention from the same sentence of the same item was added."""
        return (mention.item.id, mention.position) in self._sentences


class EventLookup:
    """Events by their rarest words, so that a mention is not compared with all of them."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._numbers: dict[int, int] = {}
        self._by_root: dict[str, set[int]] = {}

    def add(self, event: Event, rarest: Sequence[str]) -> None:
        """Let the event be found by these words."""
        number = self._numbers.setdefault(id(event), len(self._events))
        if number == len(self._events):
            self._events.append(event)
        for root in rarest:
            self._by_root.setdefault(root, set()).add(number)

    def like(self, rarest: Sequence[str]) -> list[Event]:
        """Events that share one of these words, those that share most first."""
        lists = [self._by_root[root] for root in rarest if root in self._by_root]
        short = [events for events in lists if len(events) <= MOST_EVENTS] or sorted(lists, key=len)[:1]
        counts = Counter(chain.from_iterable(short))
        most = sorted(counts.items(), key=itemgetter(1), reverse=True)[:MOST_CANDIDATES]
        return [self._events[number] for number, _ in most]


def _rarest(vector: TermVector) -> list[str]:
    return [root for _, root in sorted([(-weight, root) for root, weight in vector.items()])[:CANDIDATE_TERMS]]


def cluster_mentions(mentions: Iterable[EventMention], roots_of: RootsOf = roots) -> list[Event]:
    """The events that the mentions report, each with its most precise mention first.

    `roots_of`: gives the roots of a sentence.
    """
    groups: defaultdict[str, list[EventMention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.when.value or f"undated {mention.item.id} {mention.position}"].append(mention)
    weighed = _WeighedParts(roots_of)
    events = [
        event
        for group in groups.values()
        for event in _cluster_by_terms(sorted(group, key=lambda one: not one.dated), weighed)
    ]
    events.sort(key=lambda event: _vagueness(event.mentions[0].when))
    return [event for event in _join_vaguer(events) if _has_evidence(event)]


class _WeighedParts(dict[tuple[str, str | None], tuple[TermVector, list[str]]]):
    """The vector and the rarest words of parts of sentences; what many outlets have word for word is weighed once."""

    def __init__(self, roots_of: RootsOf) -> None:
        super().__init__()
        self._roots_of = roots_of

    def __missing__(self, part: tuple[str, str | None]) -> tuple[TermVector, list[str]]:
        vector = term_vector(*part, self._roots_of)
        found = self[part] = vector, _rarest(vector)
        return found


def _cluster_by_terms(mentions: Iterable[EventMention], weighed: _WeighedParts) -> list[Event]:
    """The events of one day, month or year: each mention joins the most alike event, or starts one of its own."""
    lookup, events = EventLookup(), list[Event]()
    for mention in mentions:
        vector, rarest = weighed[mention.part, mention.item.language]
        best, likeness = _most_alike(lookup.like(rarest), mention, vector)
        if best is None or likeness < SAME_DAY:
            best = Event([], [])
            events.append(best)
        best.add(mention, vector)
        lookup.add(best, rarest)
    return events


def _most_alike(candidates: Sequence[Event], mention: EventMention, vector: TermVector) -> tuple[Event | None, float]:
    best, highest = None, 0.0
    for event in candidates:
        if event.has_sentence_of(mention):
            continue
        likeness = event.likeness(vector)
        if likeness > highest:
            best, highest = event, likeness
    return best, highest


def _vagueness(when: When) -> tuple[int, int]:
    """Known times before implied ones before none; among each the shorter time first."""
    rank = 2 if when.last is None else 1 if when.precision in _IMPLIED else 0
    first, last = when.first or date.min, when.last or date.max
    return rank, (last - first).days


def _join_vaguer(events: Sequence[Event]) -> list[Event]:
    """The events in the order given, those with a vaguer time joined to a precise one that reports the same."""
    lookup = EventLookup()
    kept: list[Event] = []
    for event in events:
        centre = event.unit_centre()
        rarest = _rarest(centre)
        precise = _precise_event(lookup, rarest, event, centre)
        if precise is None:
            kept.append(event)
            lookup.add(event, rarest)
            continue
        for mention, vector in zip(event.mentions, event.vectors, strict=True):
            precise.add(mention, vector)
        lookup.add(precise, rarest)
    return kept


def _precise_event(lookup: EventLookup, rarest: Sequence[str], event: Event, centre: TermVector) -> Event | None:
    """The event with a more precise time that reports the same; None where there is none, or for a day's own event."""
    first = event.mentions[0]
    if first.when.precision in {Precision.DAY, Precision.PUBLICATION}:
        return None
    for other in lookup.like(rarest):
        if any(other.has_sentence_of(mention) for mention in event.mentions) or (
            first.implied and _is_statement(other)
        ):
            continue
        likeness = other.likeness(centre)
        if _both_implied(other.mentions[0], first) and likeness >= SAME_ITEM:
            return other
        if _may_be_one(other.mentions[0], first) and likeness >= VAGUER and _shares_enough(centre, other.centre):
            return other
    return None


def _may_be_one(precise: EventMention, vaguer: EventMention) -> bool:
    """Whether the vaguer time, which is no day, contains the precise one; two that nobody dates are never one."""
    if precise.when.last is None:
        return False
    if vaguer.when.last is None:
        return True
    first = precise.when.first or precise.when.last
    starts = vaguer.when.first
    return (starts is None or starts <= first) and precise.when.last <= vaguer.when.last


def _shares_enough(a: TermVector, b: TermVector) -> bool:
    return sum(root in b for root in a) >= SHARED


def _is_statement(event: Event) -> bool:
    """Whether its date is that of a statement: the event that the statement is about happened before."""
    return event.mentions[0].role is EventRole.STATEMENT


def _both_implied(one: EventMention, other: EventMention) -> bool:
    return one.item.id == other.item.id and {one.when.precision, other.when.precision} <= _IMPLIED


def _has_evidence(event: Event) -> bool:
    """Whether the event makes a line: one that is only implied by a report needs a second sentence or a named cause."""
    if any(not mention.implied for mention in event.mentions):
        return True
    if event.mentions[0].when.precision is Precision.BEFORE:
        return True
    return len({(mention.item.id, mention.position) for mention in event.mentions}) > 1


def attach_undated(
    events: Sequence[Event], items: Iterable[tuple[DatedSentences, Sequence[bool]]], roots_of: RootsOf = roots
) -> None:
    """Add each sentence that names no time to the event that it reports, if any; it takes that event's date.

    One that counts from another time ("two days earlier") has one of its own, which nobody knows here.

    Args:
        events: Changed in place.
        items: For each item its sentences, and for each of them whether it is about the topic.
        roots_of: Gives the roots of a sentence.
    """
    undated = _UndatedSentences(events, roots_of)
    placed = {(mention.item.id, mention.position) for event in events for mention in event.mentions}
    for dated, wanted in items:
        for at in range(len(dated.texts)):
            free = wanted[at] and not dated.has_date(at) and (dated.item.id, at) not in placed
            if free and not (at and dated.text.asked(is_counted_on, at)):
                undated.attach(dated, at)


class _Reported(NamedTuple):
    """A sentence's vector, and the events that it may report, each with its likeness."""

    vector: TermVector
    events: Sequence[tuple[Event, float]]


class _UndatedSentences:
    """Finds the event that a sentence without a time reports; what many outlets have word for word is compared once.

    The centres of the events stay as they are meanwhile.
    """

    def __init__(self, events: Sequence[Event], roots_of: RootsOf) -> None:
        self._roots_of = roots_of
        self._lookup = EventLookup()
        for event in events:
            self._lookup.add(event, _rarest(event.unit_centre()))
        self._reported: dict[tuple[str, str | None], _Reported] = {}

    def attach(self, dated: DatedSentences, at: int) -> None:
        """Add the sentence to the event of a time gone by that it is most like, if to any."""
        text, language = dated.texts[at], dated.item.language
        reported = self._reported.get((text, language))
        if reported is None:
            reported = self._reported[text, language] = self._like(text, language)
        published = dated.published
        best: Event | None = None
        highest = VAGUER
        for event, likeness in reported.events:
            when = event.mentions[0].when
            past = when.last is not None and (when.first or when.last) <= published
            if past and likeness >= highest:
                best, highest = event, likeness
        if best is not None:
            undated = EventMention(
                item=dated.item,
                position=at,
                sentence=text,
                part=text,
                when=UNKNOWN_TIME,
                role=EventRole.EVENT,
                dated=False,
            )
            best.mentions.append(undated)
            best.vectors.append(reported.vector)

    def _like(self, text: str, language: str | None) -> _Reported:
        """The events that it may report, whenever they were, each with its likeness."""
        vector = term_vector(text, language, self._roots_of)
        found: list[tuple[Event, float]] = []
        for event in self._lookup.like(_rarest(vector)):
            likeness = event.likeness(vector) * (STATED if _is_statement(event) else 1.0)
            if likeness >= VAGUER and _shares_enough(vector, event.centre):
                found.append((event, likeness))
        return _Reported(vector, found)
