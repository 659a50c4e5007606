"""Who is like whom among the items of the window: a sparse graph, kept up as items come and go."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsroom.item import ItemId
from newsroom.stories.day_mentions import days_apart
from newsroom.stories.features import Features
from newsroom.stories.inverted_index import InvertedIndex
from newsroom.stories.snapshot import Ties
from newsroom.stories.thresholds import (
    ABROAD_EVIDENCE,
    ABROAD_GAP_H,
    FAINT,
    HALF_LIFE_H,
    MOST_TIES,
    NEAR_DAYS,
    NEIGHBOURS,
    OTHER_DAYS,
    RELATED_WORDS,
)

NOBODY = np.zeros(0, dtype=np.intc)
NOTHING = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessRow:
    """An item's likeness to the points more than faintly like it, slot by slot; of many the best and the latest."""

    slots: NDArray[np.intp]
    values: NDArray[np.float32]


class LikenessGraph:
    """Points in order of arrival, each in a slot; dropping leaves holes that a rebuild of the index closes."""

    def __init__(self) -> None:
        self.slot_of: dict[ItemId, int] = {}
        self._items: list[ItemId] = []
        self._hours = array("d")
        self._alive = bytearray()
        self._days: list[frozenset[int]] = []
        self._languages: list[str | None] = []
        self._postings = InvertedIndex()
        self._near: list[array[int]] = []
        self._values: list[array[float]] = []
        self._top: list[tuple[float, ...] | None] = []

    @property
    def holes(self) -> int:
        """Slots of points dropped."""
        return len(self._items) - len(self.slot_of)

    def item(self, slot: int) -> ItemId:
        """Whose slot it is."""
        return self._items[slot]

    def row(self, seen: Features) -> LikenessRow:
        """The points that an item is like: cosine, halved for every HALF_LIFE_H hours between the tellings."""
        if not self._items:
            return LikenessRow(slots=NOBODY.astype(np.intp), values=NOTHING)
        gaps = np.abs(np.frombuffer(self._hours) - seen.hours)
        faded = self._cosines(seen) * np.exp2(gaps / -HALF_LIFE_H)
        slots = np.flatnonzero(faded >= FAINT)
        if seen.days:
            faded[slots] *= [self._fading(seen, slot) for slot in slots.tolist()]
            slots = slots[faded[slots] >= FAINT]
        if len(slots) > 2 * MOST_TIES:  # a story is judged by its latest members
            strongest = slots[np.argsort(-faded[slots], kind="stable")[:MOST_TIES]]
            slots = np.union1d(strongest, slots[-MOST_TIES:])
        return LikenessRow(slots=slots, values=faded[slots].astype(np.float32))

    def _fading(self, seen: Features, slot: int) -> float:
        """What is left of the likeness of two undated texts that name quite other days; 1 where the days agree."""
        return OTHER_DAYS if days_apart(seen.days, self._days[slot]) > NEAR_DAYS else 1.0

    def unfaded(self, seen: Features, count: int) -> list[tuple[float, ItemId]]:
        """The points most alike whatever the time between, best first, each with its cosine."""
        if not self._items:
            return []
        cosines = self._cosines(seen)
        slots = np.flatnonzero(cosines >= FAINT)
        best = slots[np.argsort(-cosines[slots], kind="stable")][: 2 * count]
        ranked = sorted((-float(cosines[slot]), self._items[slot]) for slot in best)
        return [(-value, item) for value, item in ranked[:count]]

    def abroad(self, seen: Features) -> ItemId | None:
        """The point in another language that shares the most telling names; None where none shares enough."""
        if seen.language is None or not self._items:
            return None
        shared, told = self._postings.names(seen.terms)
        near = np.abs(np.frombuffer(self._hours) - seen.hours) <= ABROAD_GAP_H
        likely = near & (shared >= RELATED_WORDS) & (told >= ABROAD_EVIDENCE) & (self._living() == 1)
        foreign = [
            slot for slot in np.flatnonzero(likely).tolist() if self._languages[slot] not in (None, seen.language)
        ]
        return min(((-told[slot], self._items[slot]) for slot in foreign), default=(0.0, None))[1]

    def add(self, seen: Features, row: LikenessRow) -> None:
        """Take in a point with its row, as `row` gave it just now."""
        slot = self._postings.add(seen.weights)
        self._items.append(seen.item)
        self._hours.append(seen.hours)
        self._alive.append(1)
        self._days.append(seen.days)
        self._languages.append(seen.language)
        self.slot_of[seen.item] = slot
        self._near.append(array("i", row.slots.tolist()))
        self._values.append(array("f", row.values.tolist()))
        for other, value in zip(row.slots.tolist(), row.values.tolist(), strict=True):
            self._near[other].append(slot)
            self._values[other].append(value)
            known = self._top[other]
            if known is not None and (len(known) < NEIGHBOURS or value > known[-1]):
                self._top[other] = _nearest((*known, value))
        self._top.append(_nearest(row.values.tolist()))

    def drop(self, item: ItemId) -> None:
        """Forget a point; one that is not known is none the worse."""
        slot = self.slot_of.pop(item, None)
        if slot is not None:
            for other in self._near[slot]:
                self._top[other] = None
            self._alive[slot] = 0
            self._near[slot], self._values[slot] = array("i"), array("f")

    def compacted(self) -> "LikenessGraph":
        """The same points without the holes."""
        slots = sorted(self.slot_of.values())
        new_of = np.full(len(self._items), -1, dtype=np.intp)
        new_of[slots] = np.arange(len(slots))
        new = LikenessGraph()
        new._items = [self._items[slot] for slot in slots]
        new.slot_of = {item: slot for slot, item in enumerate(new._items)}
        new._hours = array("d", [self._hours[slot] for slot in slots])
        new._languages = [self._languages[slot] for slot in slots]
        new._days = [self._days[slot] for slot in slots]
        new._alive = bytearray(b"\1" * len(slots))
        new._postings = self._postings.compacted(new_of, len(slots))
        for slot in slots:
            kept = [(int(new_of[other]), value) for other, value in self.ties(slot)]
            new._near.append(array("i", [other for other, _ in kept]))
            new._values.append(array("f", [value for _, value in kept]))
            new._top.append(None)
        return new

    def ties(self, slot: int) -> Iterator[tuple[int, float]]:
        """The points that a point is like, with the likeness."""
        for other, value in zip(self._near[slot], self._values[slot], strict=True):
            if self._alive[other]:
                yield other, value

    def all_ties(self, position_of: Mapping[ItemId, int]) -> Ties:
        """Every tie once, between the positions given for the items."""
        places = np.full(len(self._items), -1, dtype=np.int32)
        for item, slot in self.slot_of.items():
            places[slot] = position_of[item]
        counts = [len(near) for near in self._near]
        one = np.repeat(places, counts)
        other = places[np.concatenate([np.frombuffer(near, dtype=np.intc) for near in self._near] or [NOBODY])]
        likeness = np.concatenate([np.frombuffer(values, dtype=np.float32) for values in self._values] or [NOTHING])
        kept = (one < other) & (one >= 0)
        return Ties(one=one[kept], other=other[kept], likeness=likeness[kept])

    def top(self, slot: int) -> tuple[float, ...]:
        """The likeness to the nearest points, best first."""
        known = self._top[slot]
        if known is None:
            known = self._top[slot] = _nearest(value for _, value in self.ties(slot))
        return known

    def between(self, a: int, b: int) -> float:
        """The likeness of two points that are there; 0 where they are not even faintly alike."""
        near = self._near[a]
        at = bisect_left(near, b)  # slots are only ever added behind, so they ascend
        return self._values[a][at] if at < len(near) and near[at] == b else 0.0

    def _cosines(self, seen: Features) -> NDArray[np.float64]:
        return self._postings.cosines(seen.weights) * self._living()

    def _living(self) -> NDArray[np.uint8]:
        return np.frombuffer(self._alive, dtype=np.uint8)


def _nearest(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(sorted(values, reverse=True)[:NEIGHBOURS])
