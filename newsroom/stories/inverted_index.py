"""The texts of the window by their weighed words: which of them share words with one text, and how much that says."""

from array import array
from bisect import bisect_left
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
_SLOT_BITS = 32  # of a posting, its upper ones: so postings are in the order of their slots
_WEIGHT = (1 << _SLOT_BITS) - 1  # the bits of the weight, a float of 32 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedNames:
    """The slots that share names with a text, in no order: to each how many, and their rarity summed."""

    slots: Slots
    counts: Floats
    rarities: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _SharedPostings:
    """What a text's terms are posted at, over the slots that share a word with it.

    Attributes:
        slots: Each once, in no order.
        of_words: So many of the postings are of words, the first ones; the others are of names and titles.
        at: Of each posting the place of its slot among `slots`.
        term: Of each posting the number of its term.
        weights: Of each posting.
    """

    slots: Slots
    of_words: int
    at: Slots
    term: Slots
    weights: NDArray[np.float32]


class InvertedIndex:
    """Slots (0, 1, 2 ... in order of arrival) by term: gives the cosines of one text to all that share a word with it.

    A slot is never used again; the index is rebuilt to forget. A posting is a number: the slot, then the bits of the
    weight. Those of a term are one contiguous block of memory; a single one, as most terms have, is kept without. Sums
    are made over the postings of the text's own terms alone: no step looks at every slot of the window.
    """

    def __init__(self) -> None:
        self._postings: dict[str, array[int] | int] = {}
        self._place = np.zeros(0, dtype=np.intc)  # of a slot among those of the sum under way
        self._last: tuple[tuple[int | str, ...], _SharedPostings] | None = None
        self.size = 0

    def add(self, terms: Iterable[str], weights: NDArray[np.float32]) -> int:
        """Take in a text of unit length, by its terms of a weight above 0; gives its slot."""
        slot = self.size
        self.size += 1
        new, postings = weights.view(np.uint32).astype(np.int64) | slot << _SLOT_BITS, self._postings
        each = [*terms]
        for term, posting, known in zip(each, new.tolist(), map(postings.get, each), strict=True):
            if known is None:
                postings[term] = posting
            elif isinstance(known, int):
                postings[term] = array("q", (known, posting))
            else:
                known.append(posting)
        return slot

    def cosines(
        self, weights: Mapping[str, float], rarity: Callable[[str], float], least: float = 0.0
    ) -> tuple[Slots, Floats]:
        """Slots in no order with the cosine of a text to each; all others have less than `least`.

        The cosine, 0..1, is less where few or common words are all that is shared. A headline that shares one name with
        another reaches the cosine that long reports of one event have; the amount of what is shared distinguishes them.
        Where several words are shared a part is kept whatever they say.

        Sums in the order of the text's own terms: repeatable.

        Args:
            weights: Of the text's terms.
            rarity: Of a term, as newsroom.text.frequency measures it.
            least: Most slots share a word or two, and are less like the text however rare those are.
        """
        shared = [
            term for term in weights if term in self._postings and (" " in term or rarity_at_large(term) > COMMON)
        ]
        words = [term for term in shared if " " not in term]
        if not words:
            return _NO_SLOTS, _NO_VALUES  # names and titles are words once more: alone they are no evidence
        terms = [*words, *(term for term in shared if " " in term)]
        found = self._shared(terms, len(words))
        products = found.weights * np.array([weights[term] for term in terms])[found.term]
        cosines = np.bincount(found.at, weights=products, minlength=len(found.slots))
        likely = np.flatnonzero(cosines >= least)  # what follows makes none of them more
        place = np.full(len(cosines), -1, dtype=np.intc)
        place[likely] = np.arange(len(likely), dtype=np.intc)
        at = place[found.at[: found.of_words]]
        of_likely = np.flatnonzero(at >= 0)
        at, term = at[of_likely], found.term[of_likely]
        evidence = np.bincount(at, weights=np.array([rarity(term) for term in words])[term], minlength=len(likely))
        several = np.bincount(at, minlength=len(likely))
        untested = np.where(several >= SEVERAL_WORDS, UNTESTED_SHARE, 0.0)
        tested = untested + (1.0 - untested) * np.minimum(1.0, evidence / ENOUGH_EVIDENCE)
        return found.slots[likely], cosines[likely] * tested * np.where(several > 1, 1.0, ONE_WORD)

    def weights(self, terms: Sequence[str], slot: int) -> NDArray[np.float32]:
        """What each of some terms weighs in a slot; 0 where the slot does not have it."""
        bits, lowest = [], slot << _SLOT_BITS
        for postings in map(self._postings.get, terms):
            posting = 0  # no posting of a weight above 0 is 0 itself
            if isinstance(postings, int):
                posting = postings
            elif postings is not None:
                posting = postings[-1]  # it is asked for soon after it came
                if posting >> _SLOT_BITS > slot:
                    posting = postings[bisect_left(postings, lowest)]
            bits.append(posting & _WEIGHT if posting >> _SLOT_BITS == slot else 0)
        return np.array(bits, dtype=np.uint32).view(np.float32)

    def has(self, term: str, slots: Slots) -> NDArray[np.bool_]:
        """Which of some slots, ascending, have a term."""
        if term not in self._postings:
            return np.zeros(len(slots), dtype=np.bool_)
        some = self._postings[term]
        posted = np.array((some,), np.int64) if isinstance(some, int) else np.frombuffer(some, np.int64)
        at = posted.searchsorted(slots.astype(np.int64) << _SLOT_BITS)
        there: NDArray[np.bool_] = posted.take(at, mode="clip") >> _SLOT_BITS == slots
        return there

    def shared_names(self, terms: Iterable[str]) -> SharedNames:
        """The slots that share names with a text of these terms."""
        names = [term for term in terms if term.startswith("name ") and term in self._postings]
        if not names:
            return SharedNames(slots=_NO_SLOTS, counts=_NO_VALUES, rarities=_NO_VALUES)
        slots, at = self._distinct(_slots(self._posted(names)))
        rarity = np.repeat([rarity_at_large(term) for term in names], self._counts(names))
        rarities = np.bincount(at, weights=rarity, minlength=len(slots)).astype(np.float64, copy=False)
        return SharedNames(slots=slots, counts=np.bincount(at).astype(np.float64), rarities=rarities)

    def compacted(self, new_of: Sequence[int], size: int) -> "InvertedIndex":
        """The same texts under new slots; those whose new slot is -1 are left out."""
        new = InvertedIndex()
        new.size = size
        for term, postings in self._postings.items():  # nearly every term has one posting: a plain loop is quickest
            if isinstance(postings, int):
                slot = new_of[postings >> _SLOT_BITS]
                if slot >= 0:
                    new._postings[term] = slot << _SLOT_BITS | postings & _WEIGHT
                continue
            moved = [(new_of[posting >> _SLOT_BITS], posting & _WEIGHT) for posting in postings]
            kept = [slot << _SLOT_BITS | weight for slot, weight in moved if slot >= 0]
            if kept:
                new._postings[term] = kept[0] if len(kept) == 1 else array("q", kept)
        return new

    def _shared(self, terms: Sequence[str], words: int) -> _SharedPostings:
        """The postings of a text's terms, its words first; kept for the next question about the same text."""
        asked: tuple[int | str, ...] = (self.size, *terms)
        if self._last is None or self._last[0] != asked:
            self._last = (asked, self._gathered(terms, words))
        return self._last[1]

    def _gathered(self, terms: Sequence[str], words: int) -> _SharedPostings:
        counts = self._counts(terms)
        of_words = sum(counts[:words])
        postings = self._posted(terms)
        posted = _slots(postings)
        slots, at_words = self._distinct(posted[:of_words])
        at_views = self._place[posted[of_words:]]
        there = slots[np.minimum(at_views, len(slots) - 1)] == posted[of_words:]
        term = np.repeat(np.arange(len(terms), dtype=np.intc), counts)
        weights = postings.astype(np.uint32).view(np.float32)
        return _SharedPostings(
            slots=slots,
            of_words=of_words,
            at=np.concatenate([at_words, at_views[there]]),
            term=np.concatenate([term[:of_words], term[of_words:][there]]),
            weights=np.concatenate([weights[:of_words], weights[of_words:][there]]),
        )

    def _counts(self, terms: Iterable[str]) -> list[int]:
        found = (self._postings[term] for term in terms)
        return [1 if isinstance(postings, int) else len(postings) for postings in found]

    def _posted(self, terms: Iterable[str]) -> NDArray[np.int64]:
        posted = array("q")
        for term in terms:
            some = self._postings[term]
            if isinstance(some, int):
                posted.append(some)
            else:
                posted.extend(some)
        return np.frombuffer(posted, np.int64)

    def _distinct(self, posted: Slots) -> tuple[Slots, Slots]:
        """Each slot once, and at which of them each posting is; without a sort, and without a look at other slots."""
        if len(self._place) < self.size:
            self._place = np.zeros(2 * self.size, dtype=np.intc)
        numbers = np.arange(len(posted), dtype=np.intc)
        self._place[posted] = numbers
        slots = posted[self._place[posted] == numbers]
        self._place[slots] = numbers[: len(slots)]
        return slots, self._place[posted]


def _slots(postings: NDArray[np.int64]) -> Slots:
    return (postings >> _SLOT_BITS).astype(np.intc)
