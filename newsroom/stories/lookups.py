"""The ways to find items of the window that are the same or share text: by address, by text, by runs of words."""

from collections import Counter
from dataclasses import replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsroom.item import ItemId
from newsroom.stories.features import NO_WORDS, Features
from newsroom.stories.thresholds import MOST_POSTED, SHINGLE_SAMPLE

Key = TypeVar("Key")
Runs = NDArray[np.uint32]
_LEAST_LATE = 1_024  # runs of late items before they go into the arrays
_LATE_SHARE = (
    16  # ... and for so many runs in the arrays one: of 50,000 headlines it happens every 3,000, in some 20 ms
)


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


class RunPostings:
    """Items by the hashes of their runs of words: of late items in a dictionary, all others in two arrays by run.

    Measured with 10,000 headlines with teasers: a run of an item takes 20 bytes, in a dictionary for all it took 70.
    """

    def __init__(self) -> None:
        self._runs: Runs = np.zeros(0, dtype=np.uint32)  # ascending
        self._items = np.zeros(0, dtype=np.int64)  # of each run
        self._gone: set[ItemId] = set()  # their runs in the arrays no longer count
        self._late: ItemMultimap[int] = ItemMultimap()
        self._late_runs: dict[ItemId, Runs] = {}
        self._late_size = 0

    def add(self, item: ItemId, runs: Runs) -> None:
        """Take in an item that is not there."""
        for run in runs.tolist():
            self._late.add(run, item)
        self._late_runs[item] = runs
        self._late_size += len(runs)
        if self._late_size > max(_LEAST_LATE, len(self._runs) // _LATE_SHARE):
            self._settle()

    def discard(self, item: ItemId) -> None:
        """Take out an item that is there."""
        runs = self._late_runs.pop(item, None)
        if runs is None:
            self._gone.add(item)
            return
        self._late_size -= len(runs)
        for run in runs.tolist():
            self._late.discard(run, item)

    def shared(self, runs: Runs) -> Counter[ItemId]:
        """How many of these runs each item has; a run of too many items counts for none."""
        counted: list[ItemId] = []
        starts, ends = self._runs.searchsorted(runs).tolist(), self._runs.searchsorted(runs, "right").tolist()
        for run, start, end in zip(runs.tolist(), starts, ends, strict=True):
            items = self._late[run]
            if len(items) + end - start - len(self._gone) > MOST_POSTED:
                continue  # a stock phrase of thousands: its items are not even counted
            if start < end:
                items = [*items, *(item for item in self._items[start:end].tolist() if item not in self._gone)]
            if len(items) <= MOST_POSTED:
                counted += items
        return Counter(counted)

    def _settle(self) -> None:
        """Put the late items into the arrays, and take those that have gone out of them."""
        kept = ~np.isin(self._items, np.fromiter(self._gone, np.int64, len(self._gone)))
        late = [np.full(len(runs), item) for item, runs in self._late_runs.items()]
        runs = np.concatenate([self._runs[kept], *self._late_runs.values()])
        order = np.argsort(runs, kind="stable")
        self._runs, self._items = runs[order], np.concatenate([self._items[kept], *late])[order]
        self._gone, self._late, self._late_runs, self._late_size = set(), ItemMultimap(), {}, 0


class ItemLookups:
    """The features of each item, and the ways to find an item that is the same or shares text."""

    def __init__(self) -> None:
        self.items: dict[ItemId, Features] = {}
        self._by_url: ItemMultimap[str] = ItemMultimap()
        self._by_text: ItemMultimap[int] = ItemMultimap()
        self._by_run = RunPostings()

    def add(self, features: Features) -> Features:
        """Take in an item, in place of what was kept under its id; gives what is kept of it."""
        self.discard(features.item)
        kept = self.items[features.item] = replace(features, words=NO_WORDS) if features.words else features
        if features.url:
            self._by_url.add(features.url, features.item)
        self._by_text.add(features.exact, features.item)
        self._by_run.add(features.item, _posted(features))
        return kept

    def discard(self, item: ItemId) -> None:
        """Forget an item, if it is there."""
        features = self.items.pop(item, None)
        if features is None:
            return
        self._by_url.discard(features.url, item)
        self._by_text.discard(features.exact, item)
        self._by_run.discard(item)

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
        hits = self._by_run.shared(_posted(features))
        ranked = sorted((-shared, item) for item, shared in hits.items() if item != features.item)
        return [item for _, item in ranked[:count]]


def _posted(features: Features) -> Runs:
    runs = features.shingles
    posted: Runs = runs[runs % SHINGLE_SAMPLE == 0]
    return posted
