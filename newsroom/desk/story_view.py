"""A story with all that a message may show of it: what storage finds and rendering shows."""

from dataclasses import dataclass
from datetime import datetime

from newsroom.claims.disagreements import Disagreement
from newsroom.claims.headline_edits import EditVerdict, WordChange
from newsroom.item import Item, ItemId
from newsroom.sentence import Sentence
from newsroom.stories.independence import Copy, Independence, independence
from newsroom.stories.next_story import NextStory
from newsroom.stories.placement import PlacementKind
from newsroom.story import StoryId

_COPIES = frozenset({PlacementKind.REPRINT, PlacementKind.PARTIAL_REPRINT, PlacementKind.SAME_ITEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedItem:
    """An item in its story, with the reason why it is there.

    Attributes:
        of: The item that it was joined to; None for the first.
        likeness_pct: 0-100.
    """

    item: Item
    placement: PlacementKind
    of: ItemId | None
    likeness_pct: int
    why: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A stored disagreement; `dismissed`: a person decided that it is none."""

    id: int
    disagreement: Disagreement
    found: datetime
    dismissed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStory:
    """A story that a message about another names, and the headline by which the chat knows it."""

    id: StoryId
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearStory:
    """A story that an item of another came near to."""

    id: StoryId
    found: NextStory


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
    """A story with everything that a message about it may show; items in the order in which they were first seen.

    Attributes:
        related: An earlier story of the same saga; None: none is known.
    """

    id: StoryId
    opened: datetime
    updated: datetime
    version: int
    outlets: int
    independent: int
    items: tuple[PlacedItem, ...]
    related: StoryId | None
    disputes: tuple[Dispute, ...]
    versions: tuple[ItemVersion, ...]

    @property
    def lead(self) -> Item:
        """The item whose headline names the story: the first one seen."""
        return self.items[0].item

    def independence(self) -> Independence:
        """The story's reports in the order in which they were first published, with what copies what as decided."""
        copies = [
            Copy(
                item=placed.item.id,
                of=placed.of,
                shared_pct=100 if placed.placement is PlacementKind.SAME_ITEM else placed.likeness_pct,
            )
            for placed in self.items
            if placed.placement in _COPIES and placed.of is not None
        ]
        return independence([placed.item for placed in self.items], copies)
