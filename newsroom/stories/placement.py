"""Where an item belongs among the open stories: the closed union of answers, and the story that it is nearest to."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import assert_never

import numpy as np

from newsroom.item import ItemId
from newsroom.sentence import Sentence
from newsroom.stories.features import Features
from newsroom.stories.likeness_graph import LikenessGraph, LikenessRow
from newsroom.stories.linkage import (
    Likeness,
    cohesion,
    counted_by_headlines,
    in_two_languages,
    least_alike,
    mean_likeness,
    neighbourhood,
    relative_likeness,
)
from newsroom.stories.lookups import ItemMultimap
from newsroom.stories.next_story import NextStory
from newsroom.stories.thresholds import CANDIDATE_ITEMS, CANDIDATES, MANY_A_DAY, MEMBERS_COMPARED
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class SameItem:
    """Nothing new: the same entry once more, word for word."""

    of: ItemId
    story: StoryId
    why: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedItem:
    """The same entry with other words."""

    of: ItemId
    story: StoryId
    why: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """A copy of another outlet's text.

    Attributes:
        likeness_pct: The share of the shorter text's five-word runs that the other text has too, 0..100.
        partial: Only a part was copied; the rest is the outlet's own.
    """

    of: ItemId
    story: StoryId
    likeness_pct: int
    partial: bool
    why: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SameStory:
    """An own report of an event that others have reported.

    Attributes:
        of: The item of the story that it is most like.
        likeness_pct: How much it is like the story's items on average, less with the hours between, 0..100.
        next_story: The story that came second; None where none was near.
    """

    of: ItemId
    story: StoryId
    likeness_pct: int
    why: Sentence
    next_story: NextStory | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStory:
    """The first report of its event.

    Attributes:
        related: An open story of the same saga, not the same event; None where there is none.
        of: The item through which it is related; None with `related`.
        likeness_pct: Its likeness to the nearest story, below the bar, 0..100.
        next_story: The nearest story; None where none is even faintly like it.
    """

    related: StoryId | None
    of: ItemId | None
    likeness_pct: int
    why: Sentence
    next_story: NextStory | None = None


Placement = SameItem | EditedItem | Reprint | SameStory | NewStory


class PlacementKind(StrEnum):
    """The kinds of placement, as storage keeps them."""

    NEW = "new"
    SAME_STORY = "same_story"
    REPRINT = "reprint"
    PARTIAL_REPRINT = "partial_reprint"
    SAME_ITEM = "same_item"
    EDITED = "edited"


def kind_of(placement: Placement) -> PlacementKind:
    """The kind of a placement."""
    match placement:
        case SameItem():
            return PlacementKind.SAME_ITEM
        case EditedItem():
            return PlacementKind.EDITED
        case Reprint(partial=partial):
            return PlacementKind.PARTIAL_REPRINT if partial else PlacementKind.REPRINT
        case SameStory():
            return PlacementKind.SAME_STORY
        case NewStory():
            return PlacementKind.NEW
        case _:
            assert_never(placement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A story, and the item of it that is most alike.

    Attributes:
        likeness: To the story's items on average, 0..1.
        relative: The same against the cohesion of both: what is compared with the bar.
        enough: Whether they are alike enough, before that fades with the hours, to be compared with it at all.
    """

    story: StoryId
    of: ItemId
    likeness: float
    relative: float
    enough: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _LikenessBySlot:
    """A row by slot.

    Attributes:
        counted: How many times each likeness counts where it is asked whether it is enough.
        own: How alike the item is to its nearest.
    """

    values: Mapping[int, float]
    counted: Mapping[int, float]
    own: float

    @classmethod
    def of(cls, row: LikenessRow, items_a_day: int) -> "_LikenessBySlot":
        slots = row.slots.tolist()
        # At most as it is: the others are still to come.
        counted = np.minimum(1.0, counted_by_headlines(row.mentioned, items_a_day)).tolist()
        values = dict(zip(slots, row.values.tolist(), strict=True))
        return cls(values=values, counted=dict(zip(slots, counted, strict=True)), own=neighbourhood(values.values()))


class OpenStories:
    """Which items are in which story."""

    def __init__(self) -> None:
        self.story_of: dict[ItemId, StoryId] = {}
        self._members: ItemMultimap[StoryId] = ItemMultimap()

    def put(self, item: ItemId, story: StoryId) -> None:
        """Set an item's story."""
        self.discard(item)
        self.story_of[item] = story
        self._members.add(story, item)

    def discard(self, item: ItemId) -> None:
        """Forget an item; a story without items is forgotten with its last."""
        story = self.story_of.pop(item, None)
        if story is not None:
            self._members.discard(story, item)

    def ranked(
        self, graph: LikenessGraph, row: LikenessRow, features: Features, wanted: Callable[[StoryId], bool]
    ) -> list[Nearest]:
        """The wanted stories that an item's row is nearest to, relatively; among equals the older one first.

        Stories that it is hardly like at all come last.
        """
        if not len(row.slots):
            return []
        likenesses = _LikenessBySlot.of(row, graph.items_a_day(features.hours))
        values = likenesses.values
        top: dict[StoryId, ItemId] = {}
        for slot in sorted(values, key=lambda slot: (-values[slot], graph.item(slot)))[:CANDIDATE_ITEMS]:
            top.setdefault(self.story_of[graph.item(slot)], graph.item(slot))
        candidates = [story for story in top if wanted(story)][:CANDIDATES]
        found = [self._against(graph, story, top[story], likenesses, features) for story in candidates]
        return sorted(found, key=lambda near: (not near.enough, -near.relative, near.story))

    def _likeness(
        self, graph: LikenessGraph, slots: Sequence[int], likenesses: _LikenessBySlot, features: Features
    ) -> tuple[Likeness, int]:
        """To the items in some slots, and in how many of these pairs there are two languages."""
        foreign = {slot for slot in slots if in_two_languages(features.language, graph.language(slot))}
        values, counted = likenesses.values, likenesses.counted
        near = {slot: values[slot] for slot in slots if slot in values}
        own = {slot: value for slot, value in near.items() if slot not in foreign}
        likeness = Likeness(
            own=math.fsum(own.values()),
            unfaded=math.fsum(
                counted[slot] * graph.before_fading(slot, value, features.hours) for slot, value in own.items()
            ),
            foreign=math.fsum(near[slot] for slot in foreign.intersection(near)),
            agreeing=len(foreign.intersection(near)),
        )
        return likeness, len(foreign)

    def _alike_enough(
        self, graph: LikenessGraph, slots: Sequence[int], features: Features, likeness: Likeness, own_pairs: int
    ) -> bool:
        if not own_pairs:
            return True  # of two languages the names and the encoder decide
        letters = (features.letters + sum(graph.letters(slot) for slot in slots)) / (len(slots) + 1)
        # MANY_A_DAY: the others are still to come.
        return likeness.unfaded / own_pairs >= least_alike(letters, own_pairs, MANY_A_DAY)

    def _latest(self, graph: LikenessGraph, story: StoryId) -> list[int]:
        """The slots of a story's latest members."""
        there = sorted((item for item in self._members[story] if item in graph.slot_of), reverse=True)
        return [graph.slot_of[item] for item in there[:MEMBERS_COMPARED]]

    def _against(
        self,
        graph: LikenessGraph,
        story: StoryId,
        item: ItemId,
        likenesses: _LikenessBySlot,
        features: Features,
    ) -> Nearest:
        slots, values = self._latest(graph, story), likenesses.values
        near = math.fsum(neighbourhood([*graph.top(slot), values.get(slot, 0.0)]) for slot in slots)
        inner = [
            graph.between(a, b)
            for a, b in combinations(slots, 2)
            if not in_two_languages(graph.language(a), graph.language(b))
        ]
        likeness, foreign = self._likeness(graph, slots, likenesses, features)
        mean = mean_likeness(likeness, len(slots), foreign)
        relative = relative_likeness(mean, likenesses.own, cohesion(len(slots), len(inner), math.fsum(inner), near))
        enough = self._alike_enough(graph, slots, features, likeness, len(slots) - foreign)
        return Nearest(story=story, of=item, likeness=mean, relative=relative, enough=enough)
