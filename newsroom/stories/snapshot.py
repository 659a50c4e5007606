"""The window as a repair sees it."""

from dataclasses import dataclass

from newsroom.item import ItemId
from newsroom.stories.features import Features
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Items in order of arrival, the story of each, and people's word on pairs of them."""

    items: tuple[Features, ...]
    stories: tuple[StoryId, ...]
    apart: tuple[tuple[ItemId, ItemId], ...]
    together: tuple[tuple[ItemId, ItemId], ...]
