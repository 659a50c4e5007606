"""How much of each other's headlines two items mention.

A headline says what happened, a text says what it belongs to. So two reports of one event mention what the other's
headline says, and two reports of one affair share its names alone.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.features import Features
from newsroom.stories.inverted_index import InvertedIndex
from newsroom.stories.stream_rarity import rarity_at_large
from newsroom.stories.thresholds import WHOLE_HEADLINE

_TITLE = "title "


class SlotHeadlines:
    """The words of the headline of each slot, in order."""

    def __init__(self) -> None:
        self._words: list[tuple[str, ...]] = []

    def append(self, features: Features) -> None:
        """Take in the headline of the next slot."""
        self._words.append(_headline(features))

    def discard(self, slot: int) -> None:
        """Forget that of a slot."""
        self._words[slot] = ()

    def mentioned(self, features: Features, slots: NDArray[np.intp], index: InvertedIndex) -> NDArray[np.float32]:
        """For each slot the share of both headlines that the other item mentions, on average, 0..1.

        A rare word counts more. Of an item without a headline nothing can be missing: 1.

        Args:
            features: Of the item that is compared.
            slots: Of the items that it is like.
            index: Of the words of all slots.
        """
        own = _headline(features)
        if not own or not len(slots):
            return np.ones(len(slots), dtype=np.float32)
        there = {term for term in features.terms if " " not in term}
        found = np.zeros(len(slots))
        for word in own:
            found += rarity_at_large(word) * index.has(word, slots)
        theirs = [self._words[slot] for slot in slots.tolist()]
        shares = (np.minimum(1.0, found / _whole(own)) + [_share(words, there) for words in theirs]) / 2
        return np.where([bool(words) for words in theirs], shares, 1.0).astype(np.float32)

    def compacted(self, slots: Sequence[int]) -> "SlotHeadlines":
        """Those of these slots, in this order."""
        new = SlotHeadlines()
        new._words = [self._words[slot] for slot in slots]
        return new


def _headline(features: Features) -> tuple[str, ...]:
    return tuple(term.removeprefix(_TITLE) for term in features.terms if term.startswith(_TITLE))


def _share(headline: Sequence[str], there: Collection[str]) -> float:
    """How much of a headline is among some words."""
    return min(1.0, sum(rarity_at_large(word) for word in headline if word in there) / _whole(headline))


def _whole(headline: Sequence[str]) -> float:
    """The rarities of a headline's words, summed; of a long one no more than most have."""
    return min(WHOLE_HEADLINE, sum(rarity_at_large(word) for word in headline)) or 1.0
