"""What people have decided about items that belong together or apart: it outweighs every likeness."""

from collections import defaultdict
from collections.abc import Iterable

from newsroom.item import ItemId

ItemPair = tuple[ItemId, ItemId]


class MustLinkCannotLink:
    """Pairs of items that must, or must not, be in one story; the last decision about a pair counts."""

    def __init__(self) -> None:
        self._cannot_link: defaultdict[ItemId, set[ItemId]] = defaultdict(set)
        self._must_link: defaultdict[ItemId, set[ItemId]] = defaultdict(set)

    def cannot_link(self, a: ItemId, b: ItemId) -> None:
        """Never in one story."""
        self.release(a, b)
        self._cannot_link[a].add(b)
        self._cannot_link[b].add(a)

    def must_link(self, a: ItemId, b: ItemId) -> None:
        """Always in one story."""
        self.release(a, b)
        self._must_link[a].add(b)
        self._must_link[b].add(a)

    def release(self, a: ItemId, b: ItemId) -> None:
        """Forget what was decided about this pair."""
        for pairs in (self._cannot_link, self._must_link):
            for one, other in ((a, b), (b, a)):
                if one in pairs:
                    pairs[one].discard(other)

    def cannot_link_with(self, item: ItemId) -> frozenset[ItemId]:
        """The items that must not share this item's story."""
        return frozenset(self._cannot_link.get(item, ()))

    def must_link_with(self, item: ItemId) -> frozenset[ItemId]:
        """The items that must share this item's story."""
        return frozenset(self._must_link.get(item, ()))

    def cannot_link_pairs(self, items: Iterable[ItemId]) -> tuple[ItemPair, ...]:
        """The pairs that must be apart, among these items; each pair once, in order."""
        return _pairs(self._cannot_link, set(items))

    def must_link_pairs(self, items: Iterable[ItemId]) -> tuple[ItemPair, ...]:
        """The pairs that must be together, among these items; each pair once, in order."""
        return _pairs(self._must_link, set(items))


def _pairs(pairs: dict[ItemId, set[ItemId]], known: set[ItemId]) -> tuple[ItemPair, ...]:
    return tuple(sorted((a, b) for a, others in pairs.items() if a in known for b in others if b in known and a < b))
