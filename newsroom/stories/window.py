"""The items of the last days, found by words, by address, by text and by copied runs of words."""

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from newsroom.item import ItemId
from newsroom.stories.features import Features
from newsroom.stories.postings import Floats, Postings
from newsroom.stories.thresholds import HALF_LIFE_H, MOST_POSTED, SHINGLE_SAMPLE


class Window:
    """Items in order of arrival, each in a slot of its own; forgetting leaves holes that a rebuild closes."""

    def __init__(self) -> None:
        self.items: list[Features] = []
        self.slot_of: dict[ItemId, int] = {}
        self._alive = bytearray()
        self._hours = array("d")
        self._postings = Postings()
        self._by_url: dict[str, int] = {}
        self._by_text: dict[int, int] = {}
        self._by_shingle: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self.slot_of)

    def add(self, seen: Features) -> int:
        """Take in an item, in place of what was kept under its id; gives its slot."""
        self.forget([seen.item])
        slot = self._postings.add(seen.weights)
        self.items.append(seen)
        self._alive.append(1)
        self._hours.append(seen.hours)
        self.slot_of[seen.item] = slot
        if seen.url:
            self._by_url[seen.url] = slot
        self._by_text[seen.exact] = slot
        for run in seen.shingles:
            if run % SHINGLE_SAMPLE == 0:
                self._by_shingle.setdefault(run, []).append(slot)
        return slot

    def forget(self, items: Iterable[ItemId]) -> None:
        """Drop items; unknown ones are none the worse."""
        for item in items:
            slot = self.slot_of.pop(item, None)
            if slot is not None:
                self._alive[slot] = 0

    def rebuilt(self) -> "Window":
        """The same items without the holes."""
        new = Window()
        for slot in sorted(self.slot_of.values()):
            new.add(self.items[slot])
        return new

    @property
    def holes(self) -> int:
        """Slots of items forgotten."""
        return len(self.items) - len(self.slot_of)

    def at_url(self, url: str) -> int | None:
        """The newest item of an address."""
        return self._live(self._by_url.get(url)) if url else None

    def of_text(self, exact: int) -> int | None:
        """The newest item of exactly this text."""
        return self._live(self._by_text.get(exact))

    def likeness(self, seen: Features) -> Floats:
        """Cosine to each slot, 0 for holes, halved for every HALF_LIFE_H hours between the tellings."""
        if not self.items:
            return np.zeros(0)
        gaps = np.abs(np.frombuffer(self._hours) - seen.hours)
        return self.cosines(seen) * np.exp2(gaps / -HALF_LIFE_H)

    def cosines(self, seen: Features) -> Floats:
        """Cosine to each slot, 0 for holes."""
        return self._postings.cosines(seen.weights) * np.frombuffer(self._alive, dtype=np.uint8)

    def sharing_runs(self, seen: Features) -> list[int]:
        """Slots that share sampled runs of words, most first."""
        hits: dict[int, int] = {}
        for run in seen.shingles:
            posted = self._by_shingle.get(run, ())
            if len(posted) <= MOST_POSTED:
                for slot in posted:
                    hits[slot] = hits.get(slot, 0) + 1
        return [slot for slot in sorted(hits, key=lambda s: (-hits[s], s)) if self._alive[slot]]

    def arrived_before(self, hours: float) -> list[ItemId]:
        """Items first seen before `hours`, in order of arrival."""
        return [item for item, slot in self.slot_of.items() if self.items[slot].arrived < hours]

    def top(self, likeness: Floats, count: int) -> NDArray[np.intp]:
        """The slots most alike, best first; among equals the earlier."""
        some = np.flatnonzero(likeness > 0)
        return some[np.lexsort((some, -likeness[some]))][:count]

    def _live(self, slot: int | None) -> int | None:
        return slot if slot is not None and self._alive[slot] else None
