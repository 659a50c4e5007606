"""An inverted index of weighed words: the cosines of one text to all texts of the window at once."""

from array import array
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.thresholds import COMMON, ENOUGH_EVIDENCE
from newsroom.text.frequency import background
from newsroom.text.words import STEM_LETTERS

Floats = NDArray[np.float64]


class InvertedIndex:
    """Slots (0, 1, 2 ... in order of arrival) by term. A slot is never taken back; the index is rebuilt to forget.

    A posting list is one contiguous block of memory and the sum over all of them one call: placing and adding an item
    among 50,000 takes 2.3 ms (median; p99 4.6) of a processor shared with others (benchmarks/stories_speed.py).
    """

    def __init__(self) -> None:
        self._slots: dict[str, array[int]] = {}
        self._weights: dict[str, array[float]] = {}
        self.size = 0

    def add(self, weights: Mapping[str, float]) -> int:
        """Take in a text of unit length; gives its slot."""
        slot = self.size
        self.size += 1
        for term, weight in weights.items():
            if term not in self._slots:
                self._slots[term] = array("i")
                self._weights[term] = array("f")
            self._slots[term].append(slot)
            self._weights[term].append(weight)
        return slot

    def cosines(self, weights: Mapping[str, float]) -> Floats:
        """The cosine of a text to each slot, 0..1, tempered where few or common words are all that is shared.

        A headline that shares one name with another reaches the cosine at which long reports of one event stand; it is
        the amount of what is shared that tells them apart. Sums in the order of the text's own terms: repeatable.
        """
        evidence_of = {term: _evidence(term) for term in weights if term in self._slots}
        shared = [term for term, tells in evidence_of.items() if tells > COMMON or " " in term]
        if not shared:
            return np.zeros(self.size)
        counts = [len(self._slots[term]) for term in shared]
        slots = np.concatenate([np.frombuffer(self._slots[term], dtype=np.intc) for term in shared])
        theirs = np.concatenate([np.frombuffer(self._weights[term], dtype=np.float32) for term in shared])
        cosines = self._sum(slots, theirs * np.repeat([weights[term] for term in shared], counts))
        evidence = self._sum(slots, np.repeat([evidence_of[term] for term in shared], counts))
        return cosines * np.minimum(1.0, evidence / ENOUGH_EVIDENCE)

    def names(self, terms: Iterable[str]) -> tuple[Floats, Floats]:
        """To each slot: how many names are shared, and their rarity summed."""
        shared = [term for term in terms if term.startswith("name ") and term in self._slots]
        if not shared:
            return np.zeros(self.size), np.zeros(self.size)
        counts = [len(self._slots[term]) for term in shared]
        slots = np.concatenate([np.frombuffer(self._slots[term], dtype=np.intc) for term in shared])
        rarity = background().rarity
        told = np.repeat([rarity(term.removeprefix("name ")[:STEM_LETTERS]) for term in shared], counts)
        return self._sum(slots, np.ones(len(slots))), self._sum(slots, told)

    def _sum(self, slots: NDArray[np.intc], parts: Floats) -> Floats:
        sums: Floats = np.bincount(slots, weights=parts, minlength=self.size).astype(np.float64, copy=False)
        return sums

    def compacted(self, new_of: NDArray[np.intp], size: int) -> "InvertedIndex":
        """The same texts under new slots; those that map to -1 are left out."""
        new = InvertedIndex()
        new.size = size
        for term, slots in self._slots.items():
            moved = new_of[np.frombuffer(slots, dtype=np.intc)]
            kept = moved >= 0
            if kept.any():
                new._slots[term] = array("i", moved[kept].tolist())
                new._weights[term] = array("f", np.frombuffer(self._weights[term], dtype=np.float32)[kept].tolist())
        return new


def _evidence(term: str) -> float:
    """How much a shared term tells; names and the title's words are counted where they stand as words."""
    return 0.0 if " " in term else background().rarity(term)
