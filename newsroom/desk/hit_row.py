"""Which topics the items of a story matched well enough to alert, with the words: kept in few bytes."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias, cast

from newsroom.item import ItemId
from newsroom.topic import TopicId

HitWords: TypeAlias = tuple[str, ...]
_TopicHit: TypeAlias = tuple[ItemId, TopicId, HitWords]
Hits: TypeAlias = dict[TopicId, HitWords]  # of one item, or of a whole story


class HitRow:
    """The hits of each item that has any, in the order in which they came.

    All of a story are in one row: item, topic, words, item, topic, words ... 10,000 items of a desk with 10,000 topics
    had 89,000 hits; dictionaries for each item and each story took 12 MB of them.
    """

    __slots__ = ("_row",)

    def __init__(self, by_item: Mapping[ItemId, Hits] | None = None) -> None:
        self._row: tuple[ItemId | TopicId | HitWords, ...] = ()  # one for all stories without hits, as most are
        for item, hits in (by_item or {}).items():
            self.put(item, hits)

    def by_item(self) -> dict[ItemId, Hits]:
        """Those of each item."""
        found: dict[ItemId, Hits] = {}
        for item, topic, words in self._each():
            found.setdefault(item, {})[topic] = words
        return found

    def of_story(self, instead: Mapping[ItemId, Hits]) -> Hits:
        """Those of the whole story; `instead`: what some items have in place of what is kept of them."""
        return story_hits({**self.by_item(), **instead})

    def put(self, item: ItemId, hits: Hits) -> None:
        """Keep the hits of an item, in place of what it had."""
        if item in self._row[::3]:
            others = [one for one in self._each() if one[0] != item]
            self._row = tuple(part for one in others for part in one)
        more = [(item, topic, _shared(words)) for topic, words in hits.items()]
        self._row += tuple(part for one in more for part in one)

    def add(self, item: ItemId, hits: Hits) -> None:
        """Keep more hits of an item; of topics that it had already the words are replaced."""
        self.put(item, {**self.by_item().get(item, {}), **hits})

    def _each(self) -> Iterator[_TopicHit]:
        parts = iter(self._row)
        return cast("Iterator[_TopicHit]", zip(parts, parts, parts, strict=True))


def story_hits(hits: Mapping[ItemId, Hits]) -> Hits:
    """The hits of a whole story: for each topic the words of the latest item that matched it."""
    found: Hits = {}
    for item in sorted(hits):
        found.update(hits[item])
    return found


@lru_cache(maxsize=8_192)
def _shared(words: Iterable[str]) -> HitWords:
    """One value for all hits with the same words: a topic's items mostly have the same ones of it."""
    return tuple(map(sys.intern, words))
