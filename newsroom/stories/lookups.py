"""The items of the window by address, by text and by copied runs of words."""

from collections import Counter
from dataclasses import replace

from newsroom.item import ItemId
from newsroom.stories.features import Features
from newsroom.stories.multimap import ItemMultimap
from newsroom.stories.thresholds import MOST_POSTED, SHINGLE_SAMPLE


class ItemLookups:
    """What is known of each item, and the ways to find it again."""

    def __init__(self) -> None:
        self.items: dict[ItemId, Features] = {}
        self._by_url: ItemMultimap[str] = ItemMultimap()
        self._by_text: ItemMultimap[int] = ItemMultimap()
        self._by_run: ItemMultimap[int] = ItemMultimap()

    def add(self, seen: Features) -> None:
        """Take in an item, in place of what was kept under its id."""
        self.drop(seen.item)
        self.items[seen.item] = replace(seen, words={})
        if seen.url:
            self._by_url.put(seen.url, seen.item)
        self._by_text.put(seen.exact, seen.item)
        for run in _posted(seen):
            self._by_run.put(run, seen.item)

    def drop(self, item: ItemId) -> None:
        """Forget an item; one that is not known is none the worse."""
        seen = self.items.pop(item, None)
        if seen is None:
            return
        self._by_url.take(seen.url, item)
        self._by_text.take(seen.exact, item)
        for run in _posted(seen):
            self._by_run.take(run, item)

    def at_url(self, url: str) -> Features | None:
        """The newest item of an address."""
        found = self._by_url[url] if url else []
        return self.items[max(found)] if found else None

    def of_text(self, seen: Features) -> Features | None:
        """The oldest other item of the same source with exactly this text."""
        found = [item for item in self._by_text[seen.exact] if self.items[item].source == seen.source]
        return self.items[min(found)] if found and seen.terms else None

    def sharing_runs(self, seen: Features, count: int) -> list[ItemId]:
        """The items that share most of the posted runs of words, most first, then the older."""
        hits: Counter[ItemId] = Counter()
        for run in _posted(seen, every=True):
            posted = self._by_run[run]
            if len(posted) <= MOST_POSTED:
                hits.update(posted)
        ranked = sorted((-shared, item) for item, shared in hits.items() if item != seen.item)
        return [item for _, item in ranked[:count]]


def _posted(seen: Features, *, every: bool = False) -> list[int]:
    runs = seen.shingles if every else seen.shingles[seen.shingles % SHINGLE_SAMPLE == 0]
    return [int(run) for run in runs]
