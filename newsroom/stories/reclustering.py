"""The second look: all items of the last days grouped at once, and what that changes in the stories as they stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from newsroom.item import ItemId
from newsroom.stories.linkage import Linkage
from newsroom.stories.snapshot import Pair, Snapshot
from newsroom.stories.thresholds import ACTIVE_H, REPAIR
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
        story: Where they stood until now.
        joined: Items of other stories that come to the new one after them, by the story that they leave.
    """

    story: StoryId
    items: tuple[ItemId, ...]
    joined: tuple[tuple[StoryId, tuple[ItemId, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Items that belong to another open story; their old one goes on."""

    items: tuple[ItemId, ...]
    old: StoryId
    into: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChanges:
    """Changes in the order in which they are to be made: merges, moves, splits. Empty where the stories stand well."""

    merges: tuple[Merge, ...] = ()
    moves: tuple[Move, ...] = ()
    splits: tuple[Split, ...] = ()


def recluster(snapshot: Snapshot, now: datetime) -> StoryChanges:
    """Group the active items anew and say what differs from the stories as they stand.

    A group keeps the id of the story that most of its items stand in (the older among equals); a story's id goes to the
    group that holds most of it. Items outside the active window stay where they are.
    """
    return _changes(snapshot, _groups(snapshot, _active(snapshot, now)))


def _active(snapshot: Snapshot, now: datetime) -> list[int]:
    """The positions of the items of the last days, and of the older ones of their stories."""
    since = now.timestamp() / 3600 - ACTIVE_H
    open_ = {story for hours, story in zip(snapshot.hours, snapshot.stories, strict=True) if hours >= since}
    return [position for position, story in enumerate(snapshot.stories) if story in open_]


def _groups(snapshot: Snapshot, active: Sequence[int]) -> list[list[int]]:
    """The active positions in groups; each follower stands with its lead unless a person has a word on it."""
    held = {position for pair in (*snapshot.apart, *snapshot.together) for position in pair}
    known = set(active)
    follows = {a: b for a, b in snapshot.leads.items() if a in known and b in known and a not in held}
    points = [position for position in active if position not in follows]
    at = {position: i for i, position in enumerate(points)}
    likeness = _ties(snapshot, points)
    linkage = Linkage(len(points), likeness, _known(snapshot.apart, at))
    linkage.hold(_known(snapshot.together, at))
    groups = [[points[i] for i in group] for group in linkage.run(REPAIR)]
    home = {position: group for group in groups for position in group}
    for follower in sorted(follows):
        home[follows[follower]].append(follower)
    return groups


def _ties(snapshot: Snapshot, points: Sequence[int]) -> dict[Pair, float]:
    """The ties between the points, by their place in the sequence."""
    place = np.full(len(snapshot.items), -1, dtype=np.int32)
    place[list(points)] = np.arange(len(points), dtype=np.int32)
    one, other = place[snapshot.ties.one], place[snapshot.ties.other]
    kept = (one >= 0) & (other >= 0)
    pairs = zip(one[kept].tolist(), other[kept].tolist(), strict=True)
    return dict(zip(pairs, snapshot.ties.likeness[kept].tolist(), strict=True))


def _known(pairs: Sequence[Pair], at: dict[int, int]) -> list[Pair]:
    return [(at[a], at[b]) for a, b in pairs if a in at and b in at]


def _changes(snapshot: Snapshot, groups: Sequence[Sequence[int]]) -> StoryChanges:
    merges: list[Merge] = []
    moves: list[Move] = []
    splits: list[Split] = []
    sizes = Counter(snapshot.stories)
    for group, home in zip(groups, _homes(snapshot, groups), strict=True):
        parts = _parts(snapshot, group)
        if home is None:
            source = max(parts, key=lambda story: (len(parts[story]), -story))
            items = parts.pop(source)
            splits.append(Split(story=source, items=items, joined=tuple(sorted(parts.items()))))
            continue
        for story, items in parts.items():
            if story != home and len(items) == sizes[story]:
                merges.append(Merge(old=story, into=home))
            elif story != home:
                moves.append(Move(items=items, old=story, into=home))
    return StoryChanges(merges=tuple(merges), moves=tuple(moves), splits=tuple(splits))


def _parts(snapshot: Snapshot, group: Sequence[int]) -> dict[StoryId, tuple[ItemId, ...]]:
    """A group's items by the story that they stand in."""
    parts: dict[StoryId, list[ItemId]] = {}
    for i in group:
        parts.setdefault(snapshot.stories[i], []).append(snapshot.items[i])
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
