"""The texts of the window by their weighed words: which of them share words with one text, and how much that says."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.slot_languages import Slots
from newsroom.stories.stream_rarity import rarity_at_large
from newsroom.stories.thresholds import COMMON, ENOUGH_EVIDENCE, ONE_WORD, SEVERAL_WORDS, UNTESTED_SHARE

Floats = NDArray[np.float64]
_NO_SLOTS: Slots = np.zeros(0, dtype=np.intc)
_NO_VALUES: Floats = np.zeros(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedNames:
    """The slots that share names with a text, in no order: to each how many, and their rarity summed."""

    slots: Slots
    counts: Floats
    rarities: Floats


class InvertedIndex:
    """Slots (0, 1, 2 ... in order of arrival) by term: gives the cosines of one text to all that share a word with it.

    A slot is never used again; the index is rebuilt to forget. A posting list is one contiguous block of memory, and
    sums are made over the postings of the text's own terms alone: no step looks at every slot of the window.
    """

    def __init__(self) -> None:
        self._slots: dict[str, array[int]] = {}
        self._weights: dict[str, array[float]] = {}
        self._place = np.zeros(0, dtype=np.intc)  # of a slot among those of the sum under way
        self.size = 0

    def add(self, weights: Mapping[str, float]) -> int:
        """Take in a text of unit length; gives its slot."""
        slot = self.size
        self.size += 1
        for term, weight in weights.items():
            slots = self._slots.get(term)
            if slots is None:
                self._slots[term], self._weights[term] = array("i", (slot,)), array("f", (weight,))
            else:
                slots.append(slot)
                self._weights[term].append(weight)
        return slot

    def cosines(self, weights: Mapping[str, float], rarity: Callable[[str], float]) -> tuple[Slots, Floats]:
        """Slots in no order with the cosine of a text to each; all others have 0.

        The cosine, 0..1, is less where few or common words are all that is shared. A headline that shares one name with
        another reaches the cosine that long reports of one event have; the amount of what is shared distinguishes them.
        Where several words are shared a part is kept whatever they say.

        Sums in the order of the text's own terms: repeatable.

        Args:
            weights: Of the text's terms.
            rarity: Of a term, as newsroom.text.frequency measures it.
        """
        shared = [term for term in weights if term in self._slots and (" " in term or rarity_at_large(term) > COMMON)]
        words = [term for term in shared if " " not in term]
        if not words:
            return _NO_SLOTS, _NO_VALUES  # names and titles are words once more: alone they are no evidence
        found = self._posted(words)
        slots, at = self._distinct(found)
        evidence = _sum(at, [rarity(term) for term in words], self._counts(words), len(slots))
        several = np.bincount(at, minlength=len(slots))
        untested = np.where(several >= SEVERAL_WORDS, UNTESTED_SHARE, 0.0)
        tested = untested + (1.0 - untested) * np.minimum(1.0, evidence / ENOUGH_EVIDENCE)
        cosines = self._dot(weights, words, [term for term in shared if " " in term], slots, at)
        return slots, cosines * tested * np.where(several > 1, 1.0, ONE_WORD)

    def shared_names(self, terms: Iterable[str]) -> SharedNames:
        """The slots that share names with a text of these terms."""
        names = [term for term in terms if term.startswith("name ") and term in self._slots]
        if not names:
            return SharedNames(slots=_NO_SLOTS, counts=_NO_VALUES, rarities=_NO_VALUES)
        slots, at = self._distinct(self._posted(names))
        rarities = _sum(at, [rarity_at_large(term) for term in names], self._counts(names), len(slots))
        return SharedNames(slots=slots, counts=np.bincount(at).astype(np.float64), rarities=rarities)

    def compacted(self, new_of: NDArray[np.intp], size: int) -> "InvertedIndex":
        """The same texts under new slots; those whose new slot is -1 are left out."""
        new = InvertedIndex()
        new.size = size
        for term, slots in self._slots.items():
            moved = new_of[np.frombuffer(slots, dtype=np.intc)]
            kept = moved >= 0
            if kept.any():
                new._slots[term] = array("i", moved[kept].tolist())
                new._weights[term] = array("f", np.frombuffer(self._weights[term], dtype=np.float32)[kept].tolist())
        return new

    def _dot(
        self, weights: Mapping[str, float], words: Sequence[str], views: Sequence[str], slots: Slots, at: Slots
    ) -> Floats:
        """The products of a text with these slots: of its words, posted at the places `at`, and then of its views."""
        places, parts = [at], [self._parts(weights, words)]
        if views:
            posted = self._posted(views)
            among = self._place[posted]
            there = slots[np.minimum(among, len(slots) - 1)] == posted
            places.append(among[there])
            parts.append(self._parts(weights, views)[there])
        sums = np.bincount(np.concatenate(places), weights=np.concatenate(parts), minlength=len(slots))
        return sums.astype(np.float64, copy=False)

    def _posted(self, terms: Iterable[str]) -> Slots:
        return np.concatenate([np.frombuffer(self._slots[term], dtype=np.intc) for term in terms])

    def _counts(self, terms: Iterable[str]) -> list[int]:
        return [len(self._slots[term]) for term in terms]

    def _parts(self, weights: Mapping[str, float], terms: Sequence[str]) -> Floats:
        theirs = np.concatenate([np.frombuffer(self._weights[term], dtype=np.float32) for term in terms])
        parts: Floats = theirs * np.repeat([weights[term] for term in terms], self._counts(terms))
        return parts

    def _distinct(self, posted: Slots) -> tuple[Slots, Slots]:
        """Each slot once, and at which of them each posting is; without a sort, and without a look at other slots."""
        if len(self._place) < self.size:
            self._place = np.zeros(2 * self.size, dtype=np.intc)
        numbers = np.arange(len(posted), dtype=np.intc)
        self._place[posted] = numbers
        slots = posted[self._place[posted] == numbers]
        self._place[slots] = numbers[: len(slots)]
        return slots, self._place[posted]


def _sum(at: Slots, values: Sequence[float], counts: Sequence[int], size: int) -> Floats:
    sums = np.bincount(at, weights=np.repeat(values, counts), minlength=size)
    return sums.astype(np.float64, copy=False)
