"""How much of each other's headlines two items mention.

A headline says what happened, a text what it belongs to. So two reports of one event mention what the other's headline
says, and two reports of one affair share its names alone. Of dated items the names are left out: they say which affair
of these days it is. Undated ones may be years apart, and names distinguish their events.
"""

import math
import sys
from array import array
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.features import Features
from newsroom.stories.inverted_index import InvertedIndex
from newsroom.stories.stream_rarity import rarity_at_large
from newsroom.stories.thresholds import WHOLE_HEADLINE

_TITLE = "title "
_NOT_SUMMED = -1.0  # rarities are 0 or more


class SlotHeadlines:
    """The words of the headline of each slot, and their rarities summed.

    They are made out when the slot is first compared. Until then the terms that they are among stand in their place,
    and no sum: most items of a week are like few others, and a start has all of them at once.
    """

    def __init__(self) -> None:
        self._words: list[tuple[str, ...]] = []
        self._whole = array("f")

    def append(self, features: Features) -> None:
        """Take in the headline of the next slot."""
        self._words.append(_terms(features))
        self._whole.append(_NOT_SUMMED)

    def discard(self, slot: int) -> None:
        """Forget that of a slot."""
        self._words[slot] = ()
        self._whole[slot] = math.nan

    def mentioned(self, features: Features, slots: NDArray[np.intp], index: InvertedIndex) -> NDArray[np.float32]:
        """For each slot the share of both headlines that the other item mentions, on average, 0..1.

        A rare word counts more. Of an item without a headline nothing can be missing: 1.

        Args:
            features: Of the item that is compared.
            slots: Of the items that it is like.
            index: Of the words of all slots.
        """
        own = headline_words(features) if len(slots) else ()
        if not own:
            return np.ones(len(slots), dtype=np.float32)
        at, there = slots.astype(np.intc), frozenset(features.terms)
        found = np.array([rarity_at_large(word) for word in own]) @ np.array([index.has(word, at) for word in own])
        shares = (np.minimum(1.0, found / headline_rarity(own)) + self._shares(slots, there)) / 2
        return np.where(np.isnan(shares), 1.0, shares).astype(np.float32)

    def _shares(self, slots: NDArray[np.intp], there: Collection[str]) -> NDArray[np.float64]:
        """How much of the headline in each slot is among some words; NaN where it has none."""
        theirs = [self._words_of(slot) for slot in slots.tolist()]
        found = [sum([rarity_at_large(word) for word in words if word in there]) for words in theirs]
        shares: NDArray[np.float64] = np.minimum(1.0, found / np.frombuffer(self._whole, dtype=np.float32)[slots])
        return shares

    def _words_of(self, slot: int) -> tuple[str, ...]:
        if self._whole[slot] == _NOT_SUMMED:
            self._words[slot] = _headline(self._words[slot])
            self._whole[slot] = headline_rarity(self._words[slot])
        return self._words[slot]

    def compacted(self, slots: Sequence[int]) -> "SlotHeadlines":
        """Those of these slots, in this order."""
        new = SlotHeadlines()
        new._words = [self._words[slot] for slot in slots]
        new._whole = array("f", [self._whole[slot] for slot in slots])
        return new


def _terms(features: Features) -> tuple[str, ...]:
    """Those that the words of an item's headline are among."""
    return features.unnamed if features.dated else features.terms


def _headline(terms: Iterable[str]) -> tuple[str, ...]:
    # The word is a term of the text as well: tens of thousands of headlines share its string.
    return tuple([sys.intern(term[len(_TITLE) :]) for term in terms if term.startswith(_TITLE)])


def headline_words(features: Features) -> tuple[str, ...]:
    """The words of an item's headline; of a dated one without the names."""
    return _headline(_terms(features))


def headline_rarity(headline: Sequence[str]) -> float:
    """The rarities of a headline's words, summed; of a long one no more than most have; NaN where there are none."""
    return min(WHOLE_HEADLINE, sum(rarity_at_large(word) for word in headline)) or math.nan
