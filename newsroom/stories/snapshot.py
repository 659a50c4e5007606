"""The window as a repair sees it: one picklable value."""

from dataclasses import dataclass

from newsroom.item import ItemId
from newsroom.story import StoryId

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Items by position, the oldest first.

    Attributes:
        hours: When each was told, in hours since 1970.
        stories: Where each stands.
        ties: (position, position) -> likeness, of items with a text of their own.
        leads: Position -> the position that it goes with: a copy with what it copies, a round-up with what it joined.
        apart: Positions that a person keeps apart.
        together: Positions that a person keeps together.
    """

    items: tuple[ItemId, ...]
    hours: tuple[float, ...]
    stories: tuple[StoryId, ...]
    ties: dict[Pair, float]
    leads: dict[int, int]
    apart: tuple[Pair, ...]
    together: tuple[Pair, ...]
