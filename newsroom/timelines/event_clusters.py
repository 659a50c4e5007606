"""Events made of event mentions: by time first, then by what their words share; vaguer times join the precise ones."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from newsroom.dates import Derivation, Precision
from newsroom.timelines.event_mentions import DatedSentences, EventMention, EventRole, When
from newsroom.timelines.term_vectors import TermVector, term_vector

# Cosine from which two sentences with one date tell one event. Agreeing ROUGE-1 on Timeline17: .25 .191, .33 .193,
# .4 .196, .5 .190; read line by line, higher ones tell one event twice.
SAME_DAY = 0.33
SHARED = 3  # telling words that they must share besides
MOST_EVENTS = 50  # a word in more events than that finds none: it is what the whole topic is about
MOST_CANDIDATES = 6
CANDIDATE_TERMS = 8  # rarest words by which events are looked up
# Cosine from which a telling with a vaguer time or none tells an event whose time is known. Agreeing ROUGE-1 on
# Timeline17: .25 .188, .3 .193, .4 .181; and only .3 puts every outlet of the sample pair to its event.
VAGUER = 0.3
SAME_ITEM = 0.08  # ... and for two things that one item only implies: its cause and what was reported are rarely two
STATED = 0.8  # a sentence tells the event rather than the statement about it
_IMPLIED = {Precision.ON_OR_BEFORE, Precision.BEFORE}
_UNDATED = When(first=None, last=None, value=None, precision=Precision.VAGUE, kind=Derivation.VAGUE)


@dataclass(slots=True)
class Event:
    """Tellings of one event, under construction.

    Attributes:
        centre: Sum of the tellings' vectors.
    """

    tellings: list[EventMention]
    vectors: list[TermVector]
    centre: TermVector = field(default_factory=dict)
    _length: float | None = None

    def add(self, telling: EventMention, words: TermVector) -> None:
        """Take in a telling."""
        self.tellings.append(telling)
        self.vectors.append(words)
        for root, weight in words.items():
            self.centre[root] = self.centre.get(root, 0.0) + weight
        self._length = None

    def likeness(self, words: TermVector) -> float:
        """Cosine with the centre."""
        if self._length is None:
            self._length = math.sqrt(sum(weight * weight for weight in self.centre.values()))
        if not self._length:
            return 0.0
        centre = self.centre
        return sum([weight * centre[root] for root, weight in words.items() if root in centre]) / self._length

    def sentences_of(self, telling: EventMention) -> bool:
        """Whether the same sentence of the same item is in it already."""
        return any(t.item.id == telling.item.id and t.position == telling.position for t in self.tellings)


def start(telling: EventMention, words: TermVector) -> Event:
    """An event of one telling."""
    event = Event([], [])
    event.add(telling, words)
    return event


class EventLookup:
    """Events by their telling words, so that no telling is compared with all of them."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._numbers: dict[int, int] = {}
        self._by_root: dict[str, set[int]] = {}

    def add(self, event: Event, words: TermVector) -> None:
        """Make the event findable by these words."""
        number = self._numbers.setdefault(id(event), len(self._events))
        if number == len(self._events):
            self._events.append(event)
        for root in _rarest(words):
            self._by_root.setdefault(root, set()).add(number)

    def like(self, words: TermVector) -> list[Event]:
        """Events that share one of the rarest words, most shared first."""
        lists = [self._by_root[root] for root in _rarest(words) if root in self._by_root]
        telling = [events for events in lists if len(events) <= MOST_EVENTS] or sorted(lists, key=len)[:1]
        counts: Counter[int] = Counter()
        for numbers in telling:
            counts.update(numbers)
        return [self._events[number] for number, _ in counts.most_common(MOST_CANDIDATES)]


def _rarest(words: TermVector) -> list[str]:
    return [root for _, root in sorted([(-weight, root) for root, weight in words.items()])[:CANDIDATE_TERMS]]


def cluster_by_terms(tellings: Iterable[EventMention]) -> list[Event]:
    """One day's, month's or year's tellings as events: each joins the most alike, or starts its own."""
    lookup, events = EventLookup(), list[Event]()
    for telling in tellings:
        words = term_vector(telling.part, telling.item.language)
        best, likeness = _most_alike(lookup.like(words), telling, words)
        if best is None or likeness < SAME_DAY:
            best = start(telling, words)
            events.append(best)
        else:
            best.add(telling, words)
        lookup.add(best, words)
    return events


def _most_alike(candidates: Sequence[Event], telling: EventMention, words: TermVector) -> tuple[Event | None, float]:
    best, likeness = None, 0.0
    for event in candidates:
        if event.sentences_of(telling):
            continue
        value = event.likeness(words)
        if value > likeness:
            best, likeness = event, value
    return best, likeness


def may_be_one(precise: EventMention, vaguer: EventMention) -> bool:
    """Whether the vaguer time holds the precise one; two days are never one."""
    if vaguer.when.precision is Precision.DAY or precise.when.last is None:
        return False
    if vaguer.when.last is None:
        return True
    first = precise.when.first or precise.when.last
    starts = vaguer.when.first
    return (starts is None or starts <= first) and precise.when.last <= vaguer.when.last


def shares_enough(a: TermVector, b: TermVector) -> bool:
    """Whether enough telling words are common to both."""
    return sum(root in b for root in a) >= SHARED


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
    rank = 2 if when.last is None else 1 if when.precision in _IMPLIED else 0
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


def _home(lookup: EventLookup, event: Event, words: TermVector) -> Event | None:
    first = event.tellings[0]
    if first.when.precision in {Precision.DAY, Precision.PUBLICATION}:
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
    return one.item.id == other.item.id and {one.when.precision, other.when.precision} <= _IMPLIED


def _centre(event: Event) -> TermVector:
    length = math.sqrt(sum(weight * weight for weight in event.centre.values()))
    return {root: weight / length for root, weight in event.centre.items()} if length else {}


def _worth_a_line(event: Event) -> bool:
    """What was only reported on a day needs a second sentence that tells it: else each report would stand twice."""
    if any(not telling.implied for telling in event.tellings):
        return True
    if event.tellings[0].when.precision is Precision.BEFORE:
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
