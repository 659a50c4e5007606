"""Likeness over languages, where an encoder is at hand: shared names find the candidates, the encoder compares them.

Without it, items in two languages are alike by names and numbers alone. What was measured is in docs/quality.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from newsroom.item import Item, ItemId
from newsroom.stories.features import Features
from newsroom.stories.likeness_graph import LikenessGraph, LikenessRow
from newsroom.stories.thresholds import ACROSS, ACROSS_CANDIDATES, ACROSS_SHARE, HALF_LIFE_H, LATEST_OF_NAME

Vector = NDArray[np.float32]
SentenceEncoder = Callable[[Item], Vector]
"""What an item says, as a vector of unit length: texts that say the same in two languages have a high cosine. The same
item gives the same vector in any process."""


class CrossLingualIndex:
    """The points of the window by their names and numbers, whatever the script they are written in."""

    def __init__(self) -> None:
        self._points: dict[ItemId, Features] = {}
        self._named: dict[str, dict[ItemId, None]] = defaultdict(dict)

    def add(self, seen: Features) -> None:
        """Take in a point; one without a meaning can't be compared."""
        if seen.meaning is None:
            return
        self._points[seen.item] = seen
        for name in _names(seen):
            self._named[name][seen.item] = None

    def drop(self, item: ItemId) -> None:
        """Forget a point; one that is not known is none the worse."""
        seen = self._points.pop(item, None)
        for name in _names(seen) if seen is not None else ():
            named = self._named[name]
            named.pop(item, None)
            if not named:
                del self._named[name]

    def joined(self, row: LikenessRow, seen: Features, graph: LikenessGraph) -> LikenessRow:
        """The row with the points of other languages that say the same."""
        if seen.meaning is None:
            return row
        values = dict(zip(row.slots.tolist(), row.values.tolist(), strict=True))
        for other in self._candidates(seen):
            slot, likeness = graph.slot_of[other.item], _alike(seen, other)
            if likeness >= ACROSS:
                values[slot] = max(values.get(slot, 0.0), ACROSS_SHARE * likeness)
        slots = sorted(values)
        return LikenessRow(
            slots=np.array(slots, dtype=np.intp),
            values=np.array([values[slot] for slot in slots], dtype=np.float32),
        )

    def _candidates(self, seen: Features) -> list[Features]:
        """Points of other languages that share most with an item."""
        shared: dict[ItemId, float] = defaultdict(float)
        weights = seen.weights
        for name in _names(seen):
            for item in islice(reversed(self._named.get(name, {})), LATEST_OF_NAME):
                if item != seen.item and in_two_languages(seen, self._points[item]):
                    shared[item] += weights[name]
        best = sorted(shared, key=lambda item: (-shared[item], -item))[:ACROSS_CANDIDATES]
        return [self._points[item] for item in best]


def in_two_languages(a: Features, b: Features) -> bool:
    """Whether both languages are known and differ."""
    return a.language is not None and b.language is not None and a.language != b.language


def _names(seen: Features) -> Iterable[str]:
    return [term for term in seen.terms if term.startswith("name ") or term.isdecimal()]


def _alike(a: Features, b: Features) -> float:
    if a.meaning is None or b.meaning is None:
        return 0.0
    fading: float = np.exp2(abs(a.hours - b.hours) / -HALF_LIFE_H)
    return float(np.dot(a.meaning, b.meaning)) * fading
