"""Tellings of one event put together: by time first, then by what their words share."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from newsroom.facts.tellings import Exactness, Telling
from newsroom.text.frequency import background, function_words
from newsroom.text.words import bare, stem, tokens

Vector = dict[str, float]

# Cosine from which two sentences with one date tell one event. Timeline17 read line by line: below .3 a day's events
# run
# into each other, above .5 the same event stands twice.
SAME_DAY = 0.33
# ... from which a sentence without a date, or with a vaguer one, tells an event whose date is known.
VAGUER = 0.3
SHARED = 3  # telling words that they must share besides
CANDIDATE_TERMS = 8  # rarest words by which events are looked up
_SUFFIXES = ("ings", "ing", "eds", "ed", "es", "s")
_SHORTEST_ROOT = 4
_COMMON = 3.0  # rarity below which a shared word says nothing


@lru_cache(maxsize=65_536)
def _root(word: str) -> tuple[str, float]:
    """A word without its English endings, so that raid, raids and raided are one; and how rare it is."""
    plain = bare(word)
    for suffix in _SUFFIXES:
        if plain.endswith(suffix) and len(plain) - len(suffix) >= _SHORTEST_ROOT:
            plain = plain[: -len(suffix)]
            break
    return plain[:6], background().rarity(stem(word))


def vector(text: str, language: str | None) -> Vector:
    """The telling words of a text with their weights; length 1."""
    silent = function_words(language)
    weights: Vector = {}
    for token in tokens(text):
        if len(token.text) > 1 and token.folded not in silent:
            root, rarity = _root(token.text)
            weights[root] = max(rarity, weights.get(root, 0.0))
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
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

    tellings: list[Telling]
    vectors: list[Vector]
    centre: Vector = field(default_factory=dict)

    def add(self, telling: Telling, words: Vector) -> None:
        """Take in a telling."""
        self.tellings.append(telling)
        self.vectors.append(words)
        for root, weight in words.items():
            self.centre[root] = self.centre.get(root, 0.0) + weight

    def likeness(self, words: Vector) -> float:
        """Cosine with the centre."""
        length = math.sqrt(sum(weight * weight for weight in self.centre.values()))
        return sum(weight * self.centre.get(root, 0.0) for root, weight in words.items()) / length if length else 0.0

    def sentences_of(self, telling: Telling) -> bool:
        """Whether the same sentence of the same item is in it already."""
        return any(t.item.id == telling.item.id and t.position == telling.position for t in self.tellings)


def start(telling: Telling, words: Vector) -> Event:
    """An event of one telling."""
    event = Event([], [])
    event.add(telling, words)
    return event


class Lookup:
    """Events by their telling words, so that no telling is compared with all of them."""

    def __init__(self) -> None:
        self._by_root: defaultdict[str, list[Event]] = defaultdict(list)

    def add(self, event: Event, words: Vector) -> None:
        """Make the event findable by these words."""
        for root in _rarest(words):
            self._by_root[root].append(event)

    def like(self, words: Vector) -> list[Event]:
        """Events that share one of the rarest words, most shared first."""
        counts: dict[int, int] = {}
        found: dict[int, Event] = {}
        for root in _rarest(words):
            for event in self._by_root.get(root, ())[:200]:
                counts[id(event)] = counts.get(id(event), 0) + 1
                found[id(event)] = event
        return [found[key] for key in sorted(counts, key=lambda key: -counts[key])[:12]]


def _rarest(words: Vector) -> list[str]:
    return sorted(words, key=lambda root: (-words[root], root))[:CANDIDATE_TERMS]


def events_of(tellings: Iterable[Telling]) -> list[Event]:
    """One day's, month's or year's tellings as events: each joins the most alike, or starts its own."""
    lookup, events = Lookup(), list[Event]()
    for telling in tellings:
        words = vector(telling.part, telling.item.language)
        best, likeness = _most_alike(lookup.like(words), telling, words)
        if best is None or likeness < SAME_DAY:
            best = start(telling, words)
            events.append(best)
        else:
            best.add(telling, words)
        lookup.add(best, words)
    return events


def _most_alike(candidates: Sequence[Event], telling: Telling, words: Vector) -> tuple[Event | None, float]:
    best, likeness = None, 0.0
    for event in candidates:
        if event.sentences_of(telling):
            continue
        value = event.likeness(words)
        if value > likeness:
            best, likeness = event, value
    return best, likeness


def may_be_one(precise: Telling, vaguer: Telling) -> bool:
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
