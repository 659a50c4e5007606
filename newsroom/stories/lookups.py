"""The ways to find items of the window: by address, by text, by copied runs of words, by weighed words."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsroom.item import ItemId
from newsroom.stories.features import Features
from newsroom.stories.stream_rarity import rarity_at_large
from newsroom.stories.thresholds import (
    COMMON,
    ENOUGH_EVIDENCE,
    MOST_POSTED,
    ONE_WORD,
    SEVERAL_WORDS,
    SHINGLE_SAMPLE,
    UNTESTED_SHARE,
)

Floats = NDArray[np.float64]
Key = TypeVar("Key")


class ItemMultimap(Generic[Key]):
    """Item ids by a key that they share. Nearly every key has one item, which is kept without a container of its own.

    Measured with 10,000 items of real feeds: 3 MB, where a dict for each key took 15.
    """

    def __init__(self) -> None:
        self._items: dict[Key, ItemId | list[ItemId]] = {}

    def __getitem__(self, key: Key) -> list[ItemId]:
        """The items of a key, in the order in which they were added; empty where there are none."""
        found = self._items.get(key)
        if found is None:
            return []
        return found if isinstance(found, list) else [found]

    def add(self, key: Key, item: ItemId) -> None:
        """Take in an item that is not there under this key."""
        found = self._items.get(key)
        if found is None:
            self._items[key] = item
        elif isinstance(found, list):
            found.append(item)
        else:
            self._items[key] = [found, item]

    def discard(self, key: Key, item: ItemId) -> None:
        """Take an item out, if it is there."""
        found = self._items.get(key)
        if found == item:
            del self._items[key]
        elif isinstance(found, list) and item in found:
            found.remove(item)
            if not found:
                del self._items[key]


class ItemLookups:
    """The features of each item, and the ways to find an item that is the same or shares text."""

    def __init__(self) -> None:
        self.items: dict[ItemId, Features] = {}
        self._by_url: ItemMultimap[str] = ItemMultimap()
        self._by_text: ItemMultimap[int] = ItemMultimap()
        self._by_run: ItemMultimap[int] = ItemMultimap()

    def add(self, features: Features) -> None:
        """Take in an item, in place of what was kept under its id."""
        self.discard(features.item)
        self.items[features.item] = replace(features, words={})
        if features.url:
            self._by_url.add(features.url, features.item)
        self._by_text.add(features.exact, features.item)
        for run in _posted(features):
            self._by_run.add(run, features.item)

    def discard(self, item: ItemId) -> None:
        """Forget an item, if it is there."""
        features = self.items.pop(item, None)
        if features is None:
            return
        self._by_url.discard(features.url, item)
        self._by_text.discard(features.exact, item)
        for run in _posted(features):
            self._by_run.discard(run, item)

    def at_url(self, url: str) -> Features | None:
        """The newest item of an address."""
        found = self._by_url[url] if url else []
        return self.items[max(found)] if found else None

    def of_text(self, features: Features) -> Features | None:
        """The oldest other item of the same source with exactly this text."""
        found = [item for item in self._by_text[features.exact] if self.items[item].source == features.source]
        return self.items[min(found)] if found and features.terms else None

    def sharing_runs(self, features: Features, count: int) -> list[ItemId]:
        """The items that share most of the posted runs of words, most first, then the older."""
        hits: Counter[ItemId] = Counter()
        for run in _posted(features, every=True):
            posted = self._by_run[run]
            if len(posted) <= MOST_POSTED:
                hits.update(posted)
        ranked = sorted((-shared, item) for item, shared in hits.items() if item != features.item)
        return [item for _, item in ranked[:count]]


def _posted(features: Features, *, every: bool = False) -> list[int]:
    runs = features.shingles if every else features.shingles[features.shingles % SHINGLE_SAMPLE == 0]
    return [int(run) for run in runs]


class InvertedIndex:
    """The texts by their weighed words: gives the cosines of one text to all others at once.

    Slots (0, 1, 2 ... in order of arrival) by term. A slot is never used again; the index is rebuilt to forget. A
    posting list is one contiguous block of memory and the sum over all of them one call: placing and adding an item
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

    def cosines(self, weights: Mapping[str, float], rarity: Callable[[str], float]) -> Floats:
        """The cosine of a text to each slot, 0..1, less where few or common words are all that is shared.

        A headline that shares one name with another reaches the cosine that long reports of one event have; the amount
        of what is shared distinguishes them. Where several words are shared a part is kept whatever they say.

        Sums in the order of the text's own terms: repeatable.

        Args:
            weights: Of the text's terms.
            rarity: Of a term, as newsroom.text.frequency measures it.
        """
        shared = [term for term in weights if term in self._slots and (" " in term or rarity_at_large(term) > COMMON)]
        if not shared:
            return np.zeros(self.size)
        evidence_of = {term: 0.0 if " " in term else rarity(term) for term in shared}  # a name is a word: once
        counts = [len(self._slots[term]) for term in shared]
        slots = np.concatenate([np.frombuffer(self._slots[term], dtype=np.intc) for term in shared])
        theirs = np.concatenate([np.frombuffer(self._weights[term], dtype=np.float32) for term in shared])
        cosines = self._sum(slots, theirs * np.repeat([weights[term] for term in shared], counts))
        evidence = self._sum(slots, np.repeat([evidence_of[term] for term in shared], counts))
        words = self._sum(slots, np.repeat([float(" " not in term) for term in shared], counts))
        untested = np.where(words >= SEVERAL_WORDS, UNTESTED_SHARE, 0.0)
        tested = untested + (1.0 - untested) * np.minimum(1.0, evidence / ENOUGH_EVIDENCE)
        return cosines * tested * np.where(words > 1, 1.0, ONE_WORD)

    def shared_names(self, terms: Iterable[str]) -> tuple[Floats, Floats]:
        """To each slot: how many names are shared, and their rarity summed."""
        shared = [term for term in terms if term.startswith("name ") and term in self._slots]
        if not shared:
            return np.zeros(self.size), np.zeros(self.size)
        counts = [len(self._slots[term]) for term in shared]
        slots = np.concatenate([np.frombuffer(self._slots[term], dtype=np.intc) for term in shared])
        rarities = np.repeat([rarity_at_large(term) for term in shared], counts)
        return self._sum(slots, np.ones(len(slots))), self._sum(slots, rarities)

    def _sum(self, slots: NDArray[np.intc], parts: Floats) -> Floats:
        sums: Floats = np.bincount(slots, weights=parts, minlength=self.size).astype(np.float64, copy=False)
        return sums

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
