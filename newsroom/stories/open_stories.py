"""The open stories and their items: which one an item is nearest to."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

from newsroom.item import ItemId
from newsroom.stories.cohesion import cohesion, neighbourhood, relative
from newsroom.stories.likeness_graph import LikenessGraph, LikenessRow
from newsroom.stories.thresholds import CANDIDATE_ITEMS, CANDIDATES, MEMBERS
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A story, and the item of it that is most alike.

    Attributes:
        likeness: To the story's items on average, 0..1.
        relative: The same against the cohesion of both: what is compared with the bar.
    """

    story: StoryId
    of: ItemId
    likeness: float
    relative: float


class OpenStories:
    """Which items stand in which story."""

    def __init__(self) -> None:
        self.of: dict[ItemId, StoryId] = {}
        self._members: dict[StoryId, set[ItemId]] = {}

    def put(self, item: ItemId, story: StoryId) -> None:
        """Set an item's story."""
        self.take_out(item)
        self.of[item] = story
        self._members.setdefault(story, set()).add(item)

    def take_out(self, item: ItemId) -> None:
        """Forget an item; a story without items is forgotten with its last."""
        story = self.of.pop(item, None)
        if story is not None:
            self._members[story].discard(item)
            if not self._members[story]:
                del self._members[story]

    def nearest(self, graph: LikenessGraph, row: LikenessRow, barred: Collection[StoryId]) -> Nearest | None:
        """The story that an item's row is nearest to, relatively; among equals the older one."""
        values = dict(zip(row.slots.tolist(), row.values.tolist(), strict=True))
        own = neighbourhood(values.values())
        top: dict[StoryId, ItemId] = {}
        for slot in sorted(values, key=lambda slot: (-values[slot], graph.item(slot)))[:CANDIDATE_ITEMS]:
            top.setdefault(self.of[graph.item(slot)], graph.item(slot))
        tried = [story for story in top if story not in barred][:CANDIDATES]
        found = [self._against(graph, story, top[story], values, own) for story in tried]
        return min(found, key=lambda near: (-near.relative, near.story), default=None)

    def _against(
        self, graph: LikenessGraph, story: StoryId, item: ItemId, values: dict[int, float], own: float
    ) -> Nearest:
        newest = sorted((other for other in self._members[story] if other in graph.slot_of), reverse=True)[:MEMBERS]
        slots = [graph.slot_of[other] for other in newest]
        near = math.fsum(neighbourhood([*graph.top(slot), values.get(slot, 0.0)]) for slot in slots)
        inner = math.fsum(graph.between(a, b) for a, b in combinations(slots, 2))
        mean = math.fsum(values.get(slot, 0.0) for slot in slots) / len(slots)
        held = cohesion(len(slots), inner, near)
        return Nearest(story=story, of=item, likeness=mean, relative=relative(mean, own, held))
