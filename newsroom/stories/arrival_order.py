"""The items of the window in the order in which they were first seen: which came last, which are too old."""

from array import array
from bisect import bisect_left, bisect_right

from newsroom.item import ItemId


class ArrivalOrder:
    """Hours since 1970 in ascending order, and the item of each; 16 bytes an item.

    Items come nearly in order, at the end, and leave together from the front: nothing walks over those that stay.
    """

    def __init__(self) -> None:
        self._hours = array("d")
        self._items = array("q")

    def add(self, item: ItemId, hours: float) -> None:
        """Take in an item that is not there."""
        at = bisect_right(self._hours, hours)
        self._hours.insert(at, hours)
        self._items.insert(at, item)

    def discard(self, item: ItemId, hours: float) -> None:
        """Take out an item that was added with these hours."""
        first, last = bisect_left(self._hours, hours), bisect_right(self._hours, hours)
        at = self._items.index(item, first, last)
        del self._hours[at], self._items[at]

    def nth_newest(self, rank: int) -> float:
        """When the item of that rank was first seen, 1 being the newest. Raises IndexError."""
        return self._hours[-rank]

    def take_before(self, hours: float) -> list[ItemId]:
        """Take out the items first seen before then, the oldest first; gives them."""
        end = bisect_left(self._hours, hours)
        old = [ItemId(item) for item in self._items[:end]]
        del self._hours[:end], self._items[:end]
        return old
