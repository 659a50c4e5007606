"""Likeness of items in different languages, where there is an encoder.

Shared names and numbers find the candidates, the encoder compares them. Without it, items in two languages are alike by
names and numbers alone. What was measured is in docs/quality.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import islice

import numpy as np

from newsroom.item import Item, ItemId
from newsroom.stories.embeddings import LazyEmbedding
from newsroom.stories.features import Features
from newsroom.stories.likeness_graph import LikenessGraph, LikenessRow
from newsroom.stories.linkage import in_two_languages
from newsroom.stories.lookups import ItemMultimap
from newsroom.stories.thresholds import (
    CROSS_LINGUAL,
    CROSS_LINGUAL_CANDIDATES,
    CROSS_LINGUAL_SHARE,
    HALF_LIFE_H,
    LATEST_OF_NAME,
)

# Gives a vector of unit length, made when it is asked for: texts that say the same in two languages have a high cosine.
# The same item gives the same vector in any process. None: of an item in a language that it does not know.
SentenceEncoder = Callable[[Item], LazyEmbedding | None]


class CrossLingualIndex:
    """The nodes of the window by their names and numbers, in whatever script.

    `items`: the features of what is in the window, kept by its owner.
    """

    def __init__(self, items: Mapping[ItemId, Features]) -> None:
        self._items = items
        self._named: ItemMultimap[str] = ItemMultimap()

    def add(self, features: Features) -> None:
        """Take in a node; one without an embedding can't be compared."""
        if features.embedding is None:
            return
        for name in _names(features):
            self._named.add(name, features.item)

    def discard(self, features: Features) -> None:
        """Forget a node, if it is there."""
        for name in _names(features):
            self._named.discard(name, features.item)

    def joined(self, row: LikenessRow, features: Features, graph: LikenessGraph) -> LikenessRow:
        """The row, with the nodes of other languages that say the same."""
        if features.embedding is None:
            return row
        values = dict(zip(row.slots.tolist(), row.values.tolist(), strict=True))
        for other in self._candidates(features):
            slot, likeness = graph.slot_of[other.item], _alike(features, other)
            if likeness >= CROSS_LINGUAL:
                values[slot] = max(values.get(slot, 0.0), CROSS_LINGUAL_SHARE * likeness)
        shares = dict(zip(row.slots.tolist(), row.mentioned.tolist(), strict=True))
        slots = sorted(values)
        return replace(
            row,
            slots=np.array(slots, dtype=np.intp),
            values=np.array([values[slot] for slot in slots], dtype=np.float32),
            mentioned=np.array([shares.get(slot, 1.0) for slot in slots], dtype=np.float32),
        )

    def _candidates(self, features: Features) -> list[Features]:
        """Nodes of other languages that share most names with an item."""
        shared: dict[ItemId, float] = defaultdict(float)
        weights = features.weights
        for name in _names(features):
            for item in islice(reversed(self._named[name]), LATEST_OF_NAME):
                if item != features.item and in_two_languages(features.language, self._items[item].language):
                    shared[item] += weights[name]
        best = sorted(shared, key=lambda item: (-shared[item], -item))[:CROSS_LINGUAL_CANDIDATES]
        return [self._items[item] for item in best]


def _names(features: Features) -> Iterable[str]:
    return [term for term in features.terms if term.startswith("name ") or term.isdecimal()]


def _alike(a: Features, b: Features) -> float:
    if a.embedding is None or b.embedding is None:
        raise AssertionError("an item without an embedding is neither asked about nor a candidate")
    fading: float = np.exp2(abs(a.hours - b.hours) / -HALF_LIFE_H)
    return float(np.dot(a.embedding.vector.astype(np.float32), b.embedding.vector.astype(np.float32))) * fading
