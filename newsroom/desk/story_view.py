"""Stories as they are told: what storage finds and rendering shows."""

from dataclasses import dataclass
from datetime import datetime

from newsroom.claims.disagreements import Disagreement
from newsroom.claims.headline_edits import EditVerdict, WordChange
from newsroom.item import Item, ItemId
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedItem:
    """An item in its story, with how it came there.

    Attributes:
        placement: new, same_story, reprint, partial_reprint, same_item, edited.
        of: The item that it was joined to; None for the first.
        likeness_pct: 0-100.
    """

    item: Item
    placement: str
    of: ItemId | None
    likeness_pct: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A stored disagreement; `dismissed`: a person said that it is none."""

    id: int
    disagreement: Disagreement
    found: datetime
    dismissed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An earlier story of the same saga."""

    id: StoryId
    title: str
    opened: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemVersion:
    """An older headline and text of an item, and what the edit that replaced them changed."""

    item: Item
    number: int
    title: str
    replaced: datetime
    verdict: EditVerdict | None
    changed: tuple[WordChange, ...]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story with everything that a message about it may say; items in order of first seen."""

    id: StoryId
    opened: datetime
    updated: datetime
    version: int
    outlets: int
    independent: int
    items: tuple[PlacedItem, ...]
    related: Relation | None
    disputes: tuple[Dispute, ...]
    versions: tuple[ItemVersion, ...]

    @property
    def lead(self) -> Item:
        """The item that names the story: the first one seen."""
        return self.items[0].item
