"""What people have said about items that belong together or apart: it outweighs every likeness."""

from collections import defaultdict
from collections.abc import Iterable

from newsroom.item import ItemId


class MustLinkCannotLink:
    """Pairs of items held together or apart; the later word on a pair takes the place of the earlier."""

    def __init__(self) -> None:
        self._apart: defaultdict[ItemId, set[ItemId]] = defaultdict(set)
        self._together: defaultdict[ItemId, set[ItemId]] = defaultdict(set)

    def keep_apart(self, a: ItemId, b: ItemId) -> None:
        """Never in one story."""
        self.release(a, b)
        self._apart[a].add(b)
        self._apart[b].add(a)

    def keep_together(self, a: ItemId, b: ItemId) -> None:
        """Always in one story."""
        self.release(a, b)
        self._together[a].add(b)
        self._together[b].add(a)

    def release(self, a: ItemId, b: ItemId) -> None:
        """Nobody has a word on this pair any more."""
        for pairs in (self._apart, self._together):
            for one, other in ((a, b), (b, a)):
                if one in pairs:
                    pairs[one].discard(other)

    def apart_from(self, item: ItemId) -> frozenset[ItemId]:
        """The items that must not share this item's story."""
        return frozenset(self._apart.get(item, ()))

    def together_with(self, item: ItemId) -> frozenset[ItemId]:
        """The items that must share this item's story."""
        return frozenset(self._together.get(item, ()))

    def among(
        self, items: Iterable[ItemId]
    ) -> tuple[tuple[tuple[ItemId, ItemId], ...], tuple[tuple[ItemId, ItemId], ...]]:
        """The pairs (apart, together) both of whose items are given, each pair once, in order."""
        known = set(items)
        return _pairs(self._apart, known), _pairs(self._together, known)


def _pairs(pairs: dict[ItemId, set[ItemId]], known: set[ItemId]) -> tuple[tuple[ItemId, ItemId], ...]:
    return tuple(sorted((a, b) for a, others in pairs.items() if a in known for b in others if b in known and a < b))
