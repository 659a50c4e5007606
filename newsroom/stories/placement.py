"""What an item is to the stories that are open: the closed union of answers, each with its reason."""

from dataclasses import dataclass

from newsroom.item import ItemId
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class SameItem:
    """Nothing new: the same entry once more, word for word."""

    of: ItemId
    story: StoryId
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedItem:
    """The same entry with other words."""

    of: ItemId
    story: StoryId
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """Another outlet's text told again.

    Attributes:
        likeness_pct: The share of the shorter text's five-word runs that stands in the other, 0..100.
        partial: Only a part was taken over; the rest is the outlet's own.
    """

    of: ItemId
    story: StoryId
    likeness_pct: int
    partial: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SameStory:
    """An own report of an event that is already told.

    Attributes:
        of: The item of the story that it is most like.
        likeness_pct: How much it is like the story's items on average, fading with the hours between, 0..100.
    """

    of: ItemId
    story: StoryId
    likeness_pct: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStory:
    """Told for the first time.

    Attributes:
        related: An open story of the same saga, not the same event; None where there is none.
        of: The item through which it is related; None with `related`.
        likeness_pct: Its likeness to the nearest story, below the bar, 0..100.
    """

    related: StoryId | None
    of: ItemId | None
    likeness_pct: int
    why: str


Placement = SameItem | EditedItem | Reprint | SameStory | NewStory
