"""Which slots are alike, and how much: the edges of the graph of likenesses, in a few arrays for all slots."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.reclustering import Edges
from newsroom.stories.thresholds import NEIGHBOURS

_NONE = -1  # where a chain of edges ends
_Numbers = NDArray[np.int32]


class SlotEdges:
    """The edges with which each slot came, to slots before it; chained, those that it got from slots after it.

    Arrays of their own for each slot took 500 bytes of an item with nine edges, these take 200. Edges of slots that are
    gone stay until the others are compacted.
    """

    def __init__(self) -> None:
        self._ends = array("i", (0,))  # of the edges of each slot, after a zero: they begin where the last ones end
        self._earlier = array("i")
        self._later = array("i")
        self._values = array("f")
        self._mentioned = array("f")
        self._before = array("i")  # of each edge the one before it that the same earlier slot got
        self._last = array("i")  # of each slot the last edge that it got
        self._top: dict[int, tuple[float, ...]] = {}  # of the slots that were asked for

    def append(self, earlier: Sequence[int], values: Sequence[float], mentioned: Sequence[float]) -> None:
        """Take in the edges of the next slot: the slots before it in ascending order, and two likenesses of each."""
        first, slot = len(self._earlier), len(self._last)
        self._last.append(_NONE)
        self._earlier.extend(earlier)
        self._values.extend(values)
        self._mentioned.extend(mentioned)
        self._later.extend(repeat(slot, len(earlier)))
        self._ends.append(len(self._earlier))
        for edge, (other, value) in enumerate(zip(earlier, values, strict=True), start=first):
            self._before.append(self._last[other])
            self._last[other] = edge
            known = self._top.get(other)
            if known is not None and (len(known) < NEIGHBOURS or value > known[-1]):
                self._top[other] = _nearest((*known, value))

    def came_with(self, slot: int) -> tuple[list[int], list[float], list[float]]:
        """What `append` was given of a slot."""
        own = self._own(slot)
        return self._earlier[own].tolist(), self._values[own].tolist(), self._mentioned[own].tolist()

    def of(self, slot: int) -> Iterator[tuple[int, float]]:
        """The slots that a slot is like, with the likeness; those that are gone as well."""
        own = self._own(slot)
        yield from zip(self._earlier[own], self._values[own], strict=True)
        edge = self._last[slot]
        while edge != _NONE:
            yield self._later[edge], self._values[edge]
            edge = self._before[edge]

    def top(self, slot: int, is_there: Callable[[int], object]) -> tuple[float, ...]:
        """The likeness to the nearest slots that are there, best first; remembered until that changes."""
        known = self._top.get(slot)
        if known is None:
            known = self._top[slot] = _nearest(value for other, value in self.of(slot) if is_there(other))
        return known

    def gone(self, slot: int) -> None:
        """A slot is no more there: it is no other's nearest."""
        self._top.pop(slot, None)
        for other, value in self.of(slot) if self._top else ():
            known = self._top.get(other)
            if known is not None and (len(known) < NEIGHBOURS or value >= known[-1]):
                del self._top[other]

    def between(self, a: int, b: int) -> float:
        """The likeness of two slots; 0 where they are not even faintly alike."""
        earlier, later = (a, b) if a < b else (b, a)
        end = self._ends[later + 1]
        at = bisect_left(self._earlier, earlier, self._ends[later], end)
        return self._values[at] if at < end and self._earlier[at] == earlier else 0.0

    def all(self, places: _Numbers) -> Edges:
        """Every edge once, between the places given for the slots; -1 where a slot has none: its edges are left out.

        In the order of the slots with the lower places.
        """
        slots = np.concatenate([np.frombuffer(some, dtype=np.int32) for some in (self._earlier, self._later)])
        others = np.roll(slots, len(self._later))
        one, other = places[slots], places[others]
        kept = np.flatnonzero((one < other) & (one >= 0))
        kept = kept[np.lexsort((others[kept], slots[kept]))]
        edge = kept % max(1, len(self._later))
        return Edges(
            one=one[kept],
            other=other[kept],
            likeness=np.frombuffer(self._values, dtype=np.float32)[edge],
            mentioned=np.frombuffer(self._mentioned, dtype=np.float32)[edge],
        )

    def compacted(self, new_of: Sequence[int], size: int) -> "SlotEdges":
        """The same between slots under new numbers, in the same order; those whose new number is -1 are left out."""
        new_numbers = np.array(new_of, dtype=np.int32)
        earlier, later = (new_numbers[np.frombuffer(some, np.int32)] for some in (self._earlier, self._later))
        kept = (earlier >= 0) & (later >= 0)
        earlier, later = earlier[kept], later[kept]
        new = SlotEdges()
        new._earlier, new._later = array("i", earlier.tobytes()), array("i", later.tobytes())
        new._values = array("f", np.frombuffer(self._values, np.float32)[kept].tobytes())
        new._mentioned = array("f", np.frombuffer(self._mentioned, np.float32)[kept].tobytes())
        ends = np.cumsum(np.bincount(later, minlength=size), dtype=np.int32)
        new._ends.extend(ends.tolist())
        new._before, new._last = _chains(earlier, size)
        return new

    def _own(self, slot: int) -> slice:
        return slice(self._ends[slot], self._ends[slot + 1])


def _chains(earlier: _Numbers, size: int) -> "tuple[array[int], array[int]]":
    """Of each edge the one before it that the same slot got, and of each of so many slots the last."""
    order = np.argsort(earlier, kind="stable")
    again = np.flatnonzero(np.diff(earlier[order]) == 0) + 1
    before, last = np.full(len(earlier), _NONE, dtype=np.int32), np.full(size, _NONE, dtype=np.int32)
    before[order[again]] = order[again - 1]
    last[earlier[order]] = order  # of several the last one stays
    return array("i", before.tobytes()), array("i", last.tobytes())


def _nearest(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(sorted(values, reverse=True)[:NEIGHBOURS])
