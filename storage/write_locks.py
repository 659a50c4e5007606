"""What writes of several processes may not do side by side."""

from enum import StrEnum
from typing import Final


class WriteLock(StrEnum):
    """A write takes the locks of what it reads and then changes; by default all, in this order."""

    ITEMS = "items"  # what sources bring: an item's number says which came first
    DESK = "desk"  # stories, topics, chats, cards, and what is to be sent


ALL: Final = frozenset(WriteLock)
ITEMS: Final = frozenset({WriteLock.ITEMS})
DESK: Final = frozenset({WriteLock.DESK})
NONE: Final[frozenset[WriteLock]] = frozenset()  # it changes only rows that it has claimed or locks itself
