"""The second look: all items of the last days grouped at once, and what that changes in the stories as they stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from newsroom.item import ItemId
from newsroom.stories.linkage import Linkage, Pair
from newsroom.stories.snapshot import Snapshot
from newsroom.stories.thresholds import ACTIVE_H, FAINT, REPAIR
from newsroom.stories.window import Window
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A story that goes over into an older one with all its items."""

    old: StoryId
    into: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Items that are a story of their own now; its id is the desk's to give.

    Attributes:
        story: Where most of them stood until now.
    """

    story: StoryId
    items: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Items that belong to another open story; their old one goes on."""

    items: tuple[ItemId, ...]
    old: StoryId
    into: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Changes in the order in which they are to be made: merges, moves, splits. Empty where the stories stand well."""

    merges: tuple[Merge, ...] = ()
    moves: tuple[Move, ...] = ()
    splits: tuple[Split, ...] = ()


def repair(snapshot: Snapshot, now: datetime) -> Repair:
    """Group the active items anew and say what differs from the stories as they stand.

    A group keeps the id of the story that most of its items stand in (the older among equals); a story's id goes to the
    group that holds most of it. Items outside the active window stay where they are.
    """
    active = _active(snapshot, now)
    if len(active.items) < 2:  # noqa: PLR2004 - a pair is the least that can be grouped
        return Repair()
    return _changes(active, _groups(active))


def _active(snapshot: Snapshot, now: datetime) -> Snapshot:
    """The items of the last days, and the older ones of their stories."""
    since = now.timestamp() / 3600 - ACTIVE_H
    open_ = {story for seen, story in zip(snapshot.items, snapshot.stories, strict=True) if seen.hours >= since}
    kept = [i for i, story in enumerate(snapshot.stories) if story in open_]
    return Snapshot(
        items=tuple(snapshot.items[i] for i in kept),
        stories=tuple(snapshot.stories[i] for i in kept),
        apart=snapshot.apart,
        together=snapshot.together,
    )


def _groups(snapshot: Snapshot) -> Sequence[Sequence[int]]:
    at = {seen.item: i for i, seen in enumerate(snapshot.items)}
    linkage = Linkage(len(snapshot.items), _likeness(snapshot), _known(snapshot.apart, at))
    linkage.hold(_known(snapshot.together, at))
    return linkage.run(REPAIR)


def _known(pairs: Sequence[tuple[ItemId, ItemId]], at: dict[ItemId, int]) -> list[Pair]:
    return [(at[a], at[b]) for a, b in pairs if a in at and b in at]


def _likeness(snapshot: Snapshot) -> dict[Pair, float]:
    window = Window()
    pairs: dict[Pair, float] = {}
    for i, seen in enumerate(snapshot.items):
        row = window.likeness(seen)
        for j in np.flatnonzero(row >= FAINT):
            pairs[int(j), i] = float(row[j])
        window.add(seen)
    return pairs


def _changes(snapshot: Snapshot, groups: Sequence[Sequence[int]]) -> Repair:
    merges: list[Merge] = []
    moves: list[Move] = []
    splits: list[Split] = []
    sizes = Counter(snapshot.stories)
    for group, home in zip(groups, _homes(snapshot, groups), strict=True):
        parts = _parts(snapshot, group)
        if home is None:
            source = max(parts, key=lambda story: (len(parts[story]), -story))
            splits.append(Split(story=source, items=tuple(snapshot.items[i].item for i in group)))
            continue
        for story, items in parts.items():
            if story != home and len(items) == sizes[story]:
                merges.append(Merge(old=story, into=home))
            elif story != home:
                moves.append(Move(items=items, old=story, into=home))
    return Repair(merges=tuple(merges), moves=tuple(moves), splits=tuple(splits))


def _parts(snapshot: Snapshot, group: Sequence[int]) -> dict[StoryId, tuple[ItemId, ...]]:
    """A group's items by the story that they stand in."""
    parts: dict[StoryId, list[ItemId]] = {}
    for i in group:
        parts.setdefault(snapshot.stories[i], []).append(snapshot.items[i].item)
    return {story: tuple(items) for story, items in parts.items()}


def _homes(snapshot: Snapshot, groups: Sequence[Sequence[int]]) -> list[StoryId | None]:
    """The story whose id each group keeps; None: the group is a new story."""
    sizes = Counter(snapshot.stories)
    claims: list[tuple[int, StoryId, int]] = []
    for g, group in enumerate(groups):
        counts = Counter(snapshot.stories[i] for i in group)
        whole = all(sizes[story] == count for story, count in counts.items())
        claims.extend((-len(group) if whole else -count, story, g) for story, count in counts.items())
    homes: list[StoryId | None] = [None] * len(groups)
    taken: set[StoryId] = set()
    for _, story, g in sorted(claims):
        if homes[g] is None and story not in taken:
            homes[g] = story
            taken.add(story)
    return homes
