"""Tellings of one event put together: by time first, then by what their words share."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

import regex

from newsroom.dates.lexicons import LEXICONS
from newsroom.text.frequency import background, function_words
from newsroom.text.words import bare, fold, stem
from newsroom.timelines.event_mentions import EventMention, Exactness

Vector = dict[str, float]

# Cosine from which two sentences with one date tell one event. Agreeing ROUGE-1 on Timeline17: .25 .191, .33 .193,
# .4 .196, .5 .190; read line by line, higher ones tell one event twice.
SAME_DAY = 0.33
SHARED = 3  # telling words that they must share besides
MOST_EVENTS = 50  # a word in more events than that finds none: it is what the whole topic is about
MOST_CANDIDATES = 6
CANDIDATE_TERMS = 8  # rarest words by which events are looked up
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]{2,}")
_LONGEST_WORD = 40
_SUFFIXES = ("ings", "ing", "eds", "ed", "es", "s")
_SHORTEST_ROOT = 4
# Words for one and the same thing, by which two outlets tell one event.
_SAME = (
    "killed kill kills killing killings died dies dying dead death deaths slain",
    "aircraft plane planes airplane jet airliner airliners jets",
    "earthquake quake quakes earthquakes tremor",
    "injured injure injures injuring wounded hurt wounds",
    "arrested arrest arrests detained detain detains detention",
    "elected election elections vote votes voted poll polls",
    "resigned resign resigns resignation quit quits",
    "загинули загинув загинула загибель вбито убито вбиті погибли погиб погибла убиты гибель",
    "tué tués tue mort morts",
    "getötet tote toten starben starb",
)
_ONE = {word: line.split()[0] for line in _SAME for word in line.split()}
_CALENDAR = frozenset(word for read in LEXICONS for word, kind in read.classes.items() if kind in "mjwW")


@lru_cache(maxsize=4_096)
def _root(word: str, language: str | None) -> tuple[str, float]:
    """A word without its English endings, or what it is one with; and how rare that is (0: it says nothing)."""
    plain = bare(word)
    if plain.isdigit() or plain in _CALENDAR or fold(word) in function_words(language):
        return "", 0.0
    if plain in _ONE:
        return _ONE[plain], background().rarity(stem(_ONE[plain]))
    for suffix in _SUFFIXES:
        if plain.endswith(suffix) and len(plain) - len(suffix) >= _SHORTEST_ROOT:
            plain = plain[: -len(suffix)]
            break
    return plain[:6], background().rarity(stem(word))


def term_vector(text: str, language: str | None) -> Vector:
    """The telling words of a text with their weights; length 1."""
    weights: Vector = {}
    for word in _WORD.findall(text):
        root, rarity = _root(word, language) if len(word) <= _LONGEST_WORD else ("", 0.0)
        if rarity:
            weights[root] = rarity
    length = math.sqrt(sum([weight * weight for weight in weights.values()]))
    return {root: weight / length for root, weight in weights.items()} if length else {}


def cosine(a: Vector, b: Vector) -> float:
    """Likeness of two vectors of length 1, from 0 to 1."""
    if len(a) > len(b):
        a, b = b, a
    return sum(weight * b[root] for root, weight in a.items() if root in b)


@dataclass(slots=True)
class Event:
    """Tellings of one event, under construction.

    Attributes:
        centre: Sum of the tellings' vectors.
    """

    tellings: list[EventMention]
    vectors: list[Vector]
    centre: Vector = field(default_factory=dict)
    _length: float | None = None

    def add(self, telling: EventMention, words: Vector) -> None:
        """Take in a telling."""
        self.tellings.append(telling)
        self.vectors.append(words)
        for root, weight in words.items():
            self.centre[root] = self.centre.get(root, 0.0) + weight
        self._length = None

    def likeness(self, words: Vector) -> float:
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


def start(telling: EventMention, words: Vector) -> Event:
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

    def add(self, event: Event, words: Vector) -> None:
        """Make the event findable by these words."""
        number = self._numbers.setdefault(id(event), len(self._events))
        if number == len(self._events):
            self._events.append(event)
        for root in _rarest(words):
            self._by_root.setdefault(root, set()).add(number)

    def like(self, words: Vector) -> list[Event]:
        """Events that share one of the rarest words, most shared first."""
        lists = [self._by_root[root] for root in _rarest(words) if root in self._by_root]
        telling = [events for events in lists if len(events) <= MOST_EVENTS] or sorted(lists, key=len)[:1]
        counts: Counter[int] = Counter()
        for numbers in telling:
            counts.update(numbers)
        return [self._events[number] for number, _ in counts.most_common(MOST_CANDIDATES)]


def _rarest(words: Vector) -> list[str]:
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


def _most_alike(candidates: Sequence[Event], telling: EventMention, words: Vector) -> tuple[Event | None, float]:
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
    if vaguer.when.exactness is Exactness.DAY or precise.when.last is None:
        return False
    if vaguer.when.last is None:
        return True
    first = precise.when.first or precise.when.last
    starts = vaguer.when.first
    return (starts is None or starts <= first) and precise.when.last <= vaguer.when.last + timedelta(days=0)


def shares_enough(a: Vector, b: Vector) -> bool:
    """Whether enough telling words are common to both."""
    return sum(root in b for root in a) >= SHARED
