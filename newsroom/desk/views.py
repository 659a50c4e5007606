"""Stories as they are told: what storage finds and rendering shows."""

from dataclasses import dataclass
from datetime import datetime

from newsroom.facts.disagreements import Disagreement
from newsroom.item import Item, ItemId
from newsroom.stories.edits import Change, EditVerdict
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
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
class Version:
    """An older headline and text of an item, and what the edit that replaced them changed."""

    item: Item
    number: int
    title: str
    replaced: datetime
    verdict: EditVerdict | None
    changed: tuple[Change, ...]
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
    items: tuple[Told, ...]
    related: Relation | None
    disputes: tuple[Dispute, ...]
    versions: tuple[Version, ...]

    @property
    def lead(self) -> Item:
        """The item that names the story: the first one seen."""
        return self.items[0].item
