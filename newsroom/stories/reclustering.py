"""The second look: all items of the last days grouped at once, and what that changes in the stories."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from newsroom.item import ItemId
from newsroom.stories.affair_parts import ReadHeadline, parted
from newsroom.stories.features import hours_of
from newsroom.stories.linkage import Linkage, PositionPair, UnfadedLikeness, counted_by_headlines, crowd_of
from newsroom.stories.thresholds import ACTIVE_H, HALF_LIFE_H, LARGE_GROUP, MOST_PARTED, RECLUSTER
from newsroom.story import StoryId

_DAY_H = 24.0  # what is few and what is many is said of a day
# The least that shows a pace. 1/6: basil cut to teasers loses .003 of F1; 12: among the first items of a small desk
# French precision on arrival is .06 less.
_SHORTEST_SPAN_H = 6.0
_AT_ONCE_H = 1 / 6  # between two repairs: items that came at once, and undated ones, show no pace; they count as many


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """Pairs of items and how alike they are, in four arrays of one length: 50,000 items have some millions.

    Attributes:
        mentioned: How much of each other's headlines they mention (newsroom.stories.slot_headlines).
    """

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    likeness: NDArray[np.float32]
    mentioned: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """The window of items as one picklable value. Items are named by position, the oldest first.

    Attributes:
        hours: The time of each item (Item.time), in hours since 1970.
        letters: How long each item is, in characters.
        languages: The language of each item; None where it is not known.
        stories: The story of each item.
        edges: Between items with a text of their own: position, later position, likeness.
        leads: From a follower's position to its lead's: from a copy to what it copies, from a round-up to the report
            that it is most like.
        cannot_link: Pairs of positions that a person keeps apart.
        must_link: Pairs of positions that a person keeps together.
    """

    items: tuple[ItemId, ...]
    hours: tuple[float, ...]
    letters: tuple[int, ...]
    languages: tuple[str | None, ...]
    stories: tuple[StoryId, ...]
    edges: Edges
    leads: dict[int, int]
    cannot_link: tuple[PositionPair, ...]
    must_link: tuple[PositionPair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A story that goes over into an older one with all its items."""

    old: StoryId
    into: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Items that are a story of their own now; the desk gives it an id.

    Attributes:
        story: The story that they leave.
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
    """Changes in the order in which to make them: merges, moves, splits. Empty where the stories are right."""

    merges: tuple[Merge, ...] = ()
    moves: tuple[Move, ...] = ()
    splits: tuple[Split, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroups:
    """The active items of a snapshot, grouped anew, by their positions.

    Attributes:
        groups: Of the items with a text of their own.
        followers: From a follower to the one whose group it is in.
        among_many: Whether a day has so many items that large groups are grouped once more by their headlines.
    """

    groups: Sequence[Sequence[int]]
    followers: Mapping[int, int]
    among_many: bool


# What the headlines of some items say by themselves; one that can't be read is left out.
HeadlinesOf = Callable[[Sequence[ItemId]], Mapping[ItemId, ReadHeadline]]


def recluster(snapshot: Snapshot, now: datetime, headlines_of: HeadlinesOf = lambda _: {}) -> StoryChanges:
    """Group the active items anew and give what differs from the present stories.

    A group keeps the id of the story that most of its items are in (the older among equals); a story's id goes to the
    group that has most of it. Items outside the active window stay where they are.
    """
    found = group_anew(snapshot, now)
    return changes_to(snapshot, found, headlines_of(asked_for(snapshot, found)))


def group_anew(snapshot: Snapshot, now: datetime) -> NewGroups:
    """Group the active items anew: by far the most of a look. The large groups are still to be parted."""
    return _groups(snapshot, _active(snapshot, now))


def asked_for(snapshot: Snapshot, found: NewGroups) -> list[ItemId]:
    """The items of the large groups: what their headlines say is wanted."""
    return [snapshot.items[position] for group in found.groups if _is_large(group, found) for position in group]


def changes_to(snapshot: Snapshot, found: NewGroups, headlines: Mapping[ItemId, ReadHeadline]) -> StoryChanges:
    """What turns the present stories into the groups, the large ones parted where all their headlines are known."""
    groups = [[*part] for group in found.groups for part in _parts(group, snapshot, found, headlines)]
    group_of = {position: group for group in groups for position in group}
    for follower in sorted(found.followers):
        group_of[found.followers[follower]].append(follower)
    return story_changes(snapshot, groups)


def _is_large(group: Sequence[int], found: NewGroups) -> bool:
    return found.among_many and LARGE_GROUP <= len(group) <= MOST_PARTED


def _parts(
    group: Sequence[int], snapshot: Snapshot, found: NewGroups, headlines: Mapping[ItemId, ReadHeadline]
) -> list[Sequence[int]]:
    """A group, or what its headlines part it into. Items of two languages are left together: so are their headlines."""
    if not _is_large(group, found) or len({snapshot.languages[position] for position in group}) > 1:
        return [group]
    read = [headlines[item] for position in group if (item := snapshot.items[position]) in headlines]
    if len(read) < len(group):
        return [group]
    place = {position: at for at, position in enumerate(group)}
    return [[group[at] for at in part] for part in parted(read, _numbered(snapshot.must_link, place))]


def _active(snapshot: Snapshot, now: datetime) -> list[int]:
    """The positions of the items of the last days, and of the older ones of their stories."""
    since = hours_of(now) - ACTIVE_H
    active = {story for hours, story in zip(snapshot.hours, snapshot.stories, strict=True) if hours >= since}
    return [position for position, story in enumerate(snapshot.stories) if story in active]


def _groups(snapshot: Snapshot, active: Sequence[int]) -> NewGroups:
    """The active positions in groups; each follower goes with its lead unless a person has corrected one of them."""
    corrected = {position for pair in (*snapshot.cannot_link, *snapshot.must_link) for position in pair}
    known = set(active)
    follows = {a: b for a, b in snapshot.leads.items() if a in known and b in known and a not in corrected}
    nodes = [position for position in active if position not in follows]
    number_of = {position: number for number, position in enumerate(nodes)}
    hours = [snapshot.hours[position] for position in nodes]
    crowd = items_a_day(len(nodes), max(hours) - min(hours) if hours else 0.0)
    likeness, counted = _likenesses(snapshot, nodes, crowd)
    before_fading = UnfadedLikeness(
        likeness=counted,
        letters=[snapshot.letters[position] for position in nodes],
        hours=hours,
        languages=[snapshot.languages[position] for position in nodes],
        items_a_day=crowd,
    )
    linkage = Linkage(len(nodes), likeness, _numbered(snapshot.cannot_link, number_of), before_fading)
    linkage.link(_numbered(snapshot.must_link, number_of))
    groups = [[nodes[number] for number in group] for group in linkage.run(RECLUSTER)]
    return NewGroups(groups=groups, followers=follows, among_many=crowd_of(crowd) >= 1.0)


def items_a_day(items: int, span_h: float) -> int:
    """How many items a day has at the pace of those that came in so many hours.

    Likeness fades in a day and a half: what is alike by chance depends on the pace, not on how many days are compared.
    """
    return round(items * _DAY_H / (_AT_ONCE_H if span_h < _AT_ONCE_H else max(span_h, _SHORTEST_SPAN_H)))


def _likenesses(
    snapshot: Snapshot, nodes: Sequence[int], crowd: int
) -> tuple[dict[PositionPair, float], dict[PositionPair, float]]:
    """The edges between the nodes, by the nodes' numbers in the sequence: as they are, and as they count.

    Where it is asked whether a likeness is enough, it counts as it was before it faded, and by the headlines.
    """
    edges, hours = snapshot.edges, np.array(snapshot.hours)
    unfaded = edges.likeness * np.exp2(np.abs(hours[edges.one] - hours[edges.other]) / HALF_LIFE_H)
    counted = unfaded * counted_by_headlines(edges.mentioned, crowd)
    number_of = np.full(len(snapshot.items), -1, dtype=np.int32)
    number_of[list(nodes)] = np.arange(len(nodes), dtype=np.int32)
    one, other = number_of[snapshot.edges.one], number_of[snapshot.edges.other]
    kept = (one >= 0) & (other >= 0)
    pairs = list(zip(one[kept].tolist(), other[kept].tolist(), strict=True))
    faded = dict(zip(pairs, edges.likeness[kept].tolist(), strict=True))
    return faded, dict(zip(pairs, counted[kept].tolist(), strict=True))


def _numbered(pairs: Sequence[PositionPair], number_of: Mapping[int, int]) -> list[PositionPair]:
    return [(number_of[a], number_of[b]) for a, b in pairs if a in number_of and b in number_of]


def story_changes(snapshot: Snapshot, groups: Sequence[Sequence[int]]) -> StoryChanges:
    """What turns the present stories into the groups of positions."""
    merges: list[Merge] = []
    moves: list[Move] = []
    splits: list[Split] = []
    sizes = Counter(snapshot.stories)
    for group, kept_id in zip(groups, _kept_ids(snapshot, groups), strict=True):
        parts = _by_story(snapshot, group)
        if kept_id is None:
            source = max(parts, key=lambda story: (len(parts[story]), -story))
            items = parts.pop(source)
            splits.append(Split(story=source, items=items, joined=tuple(sorted(parts.items()))))
            continue
        for story, items in parts.items():
            if story != kept_id and len(items) == sizes[story]:
                merges.append(Merge(old=story, into=kept_id))
            elif story != kept_id:
                moves.append(Move(items=items, old=story, into=kept_id))
    return StoryChanges(merges=tuple(merges), moves=tuple(moves), splits=tuple(splits))


def _by_story(snapshot: Snapshot, group: Sequence[int]) -> dict[StoryId, tuple[ItemId, ...]]:
    """A group's items by their present story."""
    parts: dict[StoryId, list[ItemId]] = {}
    for position in group:
        parts.setdefault(snapshot.stories[position], []).append(snapshot.items[position])
    return {story: tuple(items) for story, items in parts.items()}


def _kept_ids(snapshot: Snapshot, groups: Sequence[Sequence[int]]) -> list[StoryId | None]:
    """The story whose id each group keeps; None: the group is a new story."""
    sizes = Counter(snapshot.stories)
    claims: list[tuple[int, StoryId, int]] = []
    for number, group in enumerate(groups):
        counts = Counter(snapshot.stories[position] for position in group)
        whole = all(sizes[story] == count for story, count in counts.items())
        claims.extend((-len(group) if whole else -count, story, number) for story, count in counts.items())
    kept: list[StoryId | None] = [None] * len(groups)
    taken: set[StoryId] = set()
    for _, story, number in sorted(claims):
        if kept[number] is None and story not in taken:
            kept[number] = story
            taken.add(story)
    return kept
