"""How rare a word is among the items at hand, and not only in the news at large.

On the day of a great event its names are in every tenth headline and say little; the name of a small town is in half of
what its papers write.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.features import Features
from newsroom.stories.thresholds import COMMON, NEWS_AT_LARGE, OF_ONE_EVENT
from newsroom.text.frequency import background
from newsroom.text.words import STEM_LETTERS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeighedWords:
    """What the terms of an item weighed among the items that were at hand when it came, in the order of its terms.

    Attributes:
        weights: Each view as long as before; 0 of a term that says nothing among them.
        counted: Which terms make their words one text more frequent.
    """

    weights: NDArray[np.float32]
    counted: NDArray[np.bool_]


def as_bits(counted: NDArray[np.bool_]) -> bytes:
    """What is counted as a bit for each term, the last byte filled up."""
    return np.packbits(counted).tobytes()


def from_bits(bits: bytes, terms: int) -> NDArray[np.bool_]:
    """The same as it was, of so many terms."""
    return np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=terms).view(np.bool_)


class StreamRarity:
    """Counts the texts by word; of several reports that are much alike a word counts once, so that one event is one."""

    def __init__(self) -> None:
        self._texts: Counter[str] = Counter()
        self._size = 0

    def rarities(self, terms: Iterable[str]) -> dict[str, float]:
        """Of each term as newsroom.text.frequency gives it; less where the items at hand have the word more often."""
        texts, size = self._texts.get, NEWS_AT_LARGE + self._size
        found: dict[str, float] = {}
        for term in terms:
            at_large, others = rarity_at_large(term), texts(_counted_as(term), 0) - OF_ONE_EVENT
            if others > 0:
                share = (NEWS_AT_LARGE * math.exp(-at_large) + others) / size
                found[term] = max(0.0, min(at_large, -math.log(share)))
            else:
                found[term] = at_large
        return found

    def weights(self, features: Features, rarities: Mapping[str, float]) -> dict[str, float]:
        """The weight of each term of an item with this rarity; each view keeps its length, and so does the whole."""
        weighed: list[tuple[str, float, str]] = []
        before: dict[str, float] = defaultdict(float)  # the squares of each view, as they are and with this rarity
        after: dict[str, float] = defaultdict(float)
        for term, given in features.weights.items():
            view, weight = _view(term), given * rarities[term] / rarity_at_large(term)
            weighed.append((term, weight, view))
            before[view] += given * given
            after[view] += weight * weight
        scale = {view: (before[view] / after[view]) ** 0.5 for view in after if after[view]}
        return {term: weight * scale[view] for term, weight, view in weighed if weight}

    def counted(self, features: Features, reported: Collection[str]) -> NDArray[np.bool_]:
        """Which terms of an item are counted with it; `reported`: the terms of the items that it is much like."""
        own = [_counted_as(term) == term and term not in reported for term in features.terms]
        new = [one and rarity_at_large(term) > COMMON for one, term in zip(own, features.terms, strict=True)]
        return np.array(new, dtype=np.bool_)

    def add(self, words: Iterable[str]) -> None:
        """Count a text by its new words."""
        self._texts.update(words)
        self._size += 1

    def discard(self, words: Iterable[str]) -> None:
        """Take back what `add` counted: a word that no text has any more takes no memory."""
        for word in words:
            left = self._texts[word] - 1
            if left:
                self._texts[word] = left
            else:
                del self._texts[word]
        self._size -= 1


@lru_cache(maxsize=8_192)  # terms, 1 MB: an item's are asked for at each comparison
def rarity_at_large(term: str) -> float:
    """The rarity of a term's word in the news at large, as newsroom.text.frequency gives it."""
    return background().rarity(term.rpartition(" ")[2][:STEM_LETTERS])


def _counted_as(term: str) -> str:
    """A word of the title counts as the word that it is."""
    return term.removeprefix("title ")


def _view(term: str) -> str:
    return term.partition(" ")[0] if " " in term else ""
