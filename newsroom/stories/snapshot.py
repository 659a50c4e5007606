"""The window as a repair sees it: one picklable value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsroom.item import ItemId
from newsroom.story import StoryId

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ties:
    """Pairs of items and how alike they are, in three arrays of one length: 50,000 items have some millions."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    likeness: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """Items by position, the oldest first.

    Attributes:
        hours: When each was told, in hours since 1970.
        stories: Where each stands.
        ties: Of items with a text of their own: position, later position, likeness.
        leads: Position -> the position that it goes with: a copy with what it copies, a round-up with what it joined.
        apart: Positions that a person keeps apart.
        together: Positions that a person keeps together.
    """

    items: tuple[ItemId, ...]
    hours: tuple[float, ...]
    stories: tuple[StoryId, ...]
    ties: Ties
    leads: dict[int, int]
    apart: tuple[Pair, ...]
    together: tuple[Pair, ...]
