"""The second look: all items of the last days grouped at once, and what that changes in the stories.

Average linkage by relative likeness: the groups that are most alike, measured by how alike each is within, are joined
first. One bar for all likenesses fails both ways: in a crowded week the day-old step of a saga is as like today's as
two reports of a quiet week's one event are like each other. So a likeness is divided by the likeness that the items
have to their own neighbours. Items that are nearest to each other join; an item with nearer neighbours elsewhere does
not. Placing an item among the open stories (newsroom.stories.placement) uses the same measure.
"""

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from newsroom.item import ItemId
from newsroom.stories.thresholds import (
    ACTIVE_H,
    FOR_ONE_PAIR,
    HALF_LIFE_H,
    LEAST_ALIKE_LONG,
    LEAST_ALIKE_SHORT,
    LEAST_COHESION,
    LONG_CHARS,
    NEIGHBOURS,
    PRIOR_PAIRS,
    RECLUSTER,
    SHORT_CHARS,
)
from newsroom.story import StoryId

PositionPair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """Pairs of items and how alike they are, in three arrays of one length: 50,000 items have some millions."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    likeness: NDArray[np.float32]


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


def recluster(snapshot: Snapshot, now: datetime) -> StoryChanges:
    """Group the active items anew and give what differs from the present stories.

    A group keeps the id of the story that most of its items are in (the older among equals); a story's id goes to the
    group that has most of it. Items outside the active window stay where they are.
    """
    return story_changes(snapshot, _groups(snapshot, _active(snapshot, now)))


def _active(snapshot: Snapshot, now: datetime) -> list[int]:
    """The positions of the items of the last days, and of the older ones of their stories."""
    since = now.timestamp() / 3600 - ACTIVE_H
    active = {story for hours, story in zip(snapshot.hours, snapshot.stories, strict=True) if hours >= since}
    return [position for position, story in enumerate(snapshot.stories) if story in active]


def _groups(snapshot: Snapshot, active: Sequence[int]) -> list[list[int]]:
    """The active positions in groups; each follower goes with its lead unless a person has corrected one of them."""
    corrected = {position for pair in (*snapshot.cannot_link, *snapshot.must_link) for position in pair}
    known = set(active)
    follows = {a: b for a, b in snapshot.leads.items() if a in known and b in known and a not in corrected}
    nodes = [position for position in active if position not in follows]
    number_of = {position: number for number, position in enumerate(nodes)}
    likeness, unfaded = _likenesses(snapshot, nodes)
    before_fading = UnfadedLikeness(
        likeness=unfaded,
        letters=[snapshot.letters[position] for position in nodes],
        languages=[snapshot.languages[position] for position in nodes],
    )
    linkage = Linkage(len(nodes), likeness, _numbered(snapshot.cannot_link, number_of), before_fading)
    linkage.link(_numbered(snapshot.must_link, number_of))
    groups = [[nodes[number] for number in group] for group in linkage.run(RECLUSTER)]
    group_of = {position: group for group in groups for position in group}
    for follower in sorted(follows):
        group_of[follows[follower]].append(follower)
    return groups


def _likenesses(
    snapshot: Snapshot, nodes: Sequence[int]
) -> tuple[dict[PositionPair, float], dict[PositionPair, float]]:
    """The edges between the nodes, by the nodes' numbers in the sequence: as they are, and before they faded."""
    edges, hours = snapshot.edges, np.array(snapshot.hours)
    unfaded = edges.likeness * np.exp2(np.abs(hours[edges.one] - hours[edges.other]) / HALF_LIFE_H)
    number_of = np.full(len(snapshot.items), -1, dtype=np.int32)
    number_of[list(nodes)] = np.arange(len(nodes), dtype=np.int32)
    one, other = number_of[snapshot.edges.one], number_of[snapshot.edges.other]
    kept = (one >= 0) & (other >= 0)
    pairs = list(zip(one[kept].tolist(), other[kept].tolist(), strict=True))
    faded = dict(zip(pairs, edges.likeness[kept].tolist(), strict=True))
    return faded, dict(zip(pairs, unfaded[kept].tolist(), strict=True))


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


def neighbourhood(likenesses: Iterable[float]) -> float:
    """How alike an item is to its three nearest, on average; missing ones count as 0."""
    return math.fsum(heapq.nlargest(NEIGHBOURS, likenesses)) / NEIGHBOURS


def cohesion(size: int, inner: float, neighbourhoods: float) -> float:
    """How alike the items of a group are to each other.

    Args:
        size: How many items it has.
        inner: The sum of the likenesses of its pairs.
        neighbourhoods: The sum of its items' neighbourhoods: they count in place of pairs while there are few.
    """
    pairs = size * (size - 1) / 2
    return (inner + PRIOR_PAIRS * neighbourhoods / size) / (pairs + PRIOR_PAIRS)


def least_alike(letters: float, pairs: int) -> float:
    """The mean likeness, before it fades, that two groups need at least to join.

    Args:
        letters: How long their items are, on average.
        pairs: Of an item of one and an item of the other: many that are alike are no chance, a single one may be.
    """
    share = min(1.0, max(0.0, (letters - SHORT_CHARS) / (LONG_CHARS - SHORT_CHARS)))
    of_many = LEAST_ALIKE_SHORT + share * (LEAST_ALIKE_LONG - LEAST_ALIKE_SHORT)
    return of_many * (1.0 + (FOR_ONE_PAIR - 1.0) / math.sqrt(pairs))


def relative_likeness(likeness: float, one: float, other: float) -> float:
    """Two groups' mean likeness against the cohesion of each: about 1 where they are as alike as they are within."""
    return likeness / max(LEAST_COHESION, math.sqrt(one * other))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfadedLikeness:
    """The likenesses of items before they fade with the hours between them, and what is to be known of each item.

    Attributes:
        letters: How long it is, in characters.
        languages: None where it is not known.
    """

    likeness: Mapping[PositionPair, float]
    letters: Sequence[int]
    languages: Sequence[str | None]


class Linkage:
    """Groups of 0..n-1 over sparse likenesses; a pair that is not given counts as 0.

    Deterministic: among equals the pair with the smallest first members is joined first.
    """

    def __init__(
        self,
        size: int,
        likeness: Mapping[PositionPair, float],
        cannot_link: Iterable[PositionPair] = (),
        before_fading: UnfadedLikeness | None = None,
    ) -> None:
        self._letters = {i: before_fading.letters[i] for i in range(size)} if before_fading else {}
        self._languages = {i: {before_fading.languages[i]} for i in range(size)} if before_fading else {}
        self._unfaded: dict[int, dict[int, float]] = {i: {} for i in range(size)}
        for (a, b), value in before_fading.likeness.items() if before_fading else ():
            self._unfaded[a][b] = self._unfaded[b][a] = value
        self._members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self._sums: dict[int, dict[int, float]] = {i: {} for i in range(size)}
        for (a, b), value in likeness.items():
            self._sums[a][b] = self._sums[b][a] = value
        self._neighbourhoods = {i: neighbourhood(values.values()) for i, values in self._sums.items()}
        self._inner = dict.fromkeys(range(size), 0.0)
        self._cohesion = {i: cohesion(1, 0.0, near) for i, near in self._neighbourhoods.items()}
        self._cannot_link: dict[int, set[int]] = {i: set() for i in range(size)}
        for a, b in cannot_link:
            self._cannot_link[a].add(b)
            self._cannot_link[b].add(a)

    def link(self, pairs: Iterable[PositionPair]) -> None:
        """Join what must be together, whatever its likeness; groups that must be apart stay apart."""
        for a, b in pairs:
            one, other = sorted((self._group(a), self._group(b)))
            if one != other and other not in self._cannot_link[one]:
                self._join(one, other)

    def run(self, bar: float) -> Sequence[Sequence[int]]:
        """Join while two groups are relatively alike by `bar` or more; gives the groups, each in ascending order."""
        heap = [(-self._alike(a, b), a, b) for a, others in self._sums.items() for b in others if a < b]
        heapq.heapify(heap)
        while heap and -heap[0][0] >= bar:
            value, a, b = heapq.heappop(heap)
            if self._is_stale(-value, a, b) or b in self._cannot_link[a]:
                continue
            self._join(a, b)
            for c in self._sums[a]:
                heapq.heappush(heap, (-self._alike(a, c), min(a, c), max(a, c)))
        return sorted(sorted(members) for members in self._members.values())

    def _alike(self, a: int, b: int) -> float:
        pairs = len(self._members[a]) * len(self._members[b])
        if self._letters and not self._alike_enough(a, b, pairs):
            return 0.0
        return relative_likeness(self._sums[a][b] / pairs, self._cohesion[a], self._cohesion[b])

    def _alike_enough(self, a: int, b: int, pairs: int) -> bool:
        one, other = self._languages[a] - {None}, self._languages[b] - {None}
        if one and other and one != other:
            return True  # of two languages the names and the encoder decide
        letters = (self._letters[a] + self._letters[b]) / (len(self._members[a]) + len(self._members[b]))
        return self._unfaded[a].get(b, 0.0) / pairs >= least_alike(letters, pairs)

    def _is_stale(self, value: float, a: int, b: int) -> bool:
        if a not in self._members or b not in self._members or b not in self._sums[a]:
            return True
        return not math.isclose(value, self._alike(a, b), rel_tol=1e-12)

    def _group(self, member: int) -> int:
        return next(group for group, members in self._members.items() if member in members)

    def _join(self, a: int, b: int) -> None:
        self._inner[a] += self._inner.pop(b) + self._sums[a].get(b, 0.0)
        self._neighbourhoods[a] += self._neighbourhoods.pop(b)
        self._members[a].extend(self._members.pop(b))
        self._cohesion[a] = cohesion(len(self._members[a]), self._inner[a], self._neighbourhoods[a])
        for sums in (self._sums, self._unfaded):
            for c, value in sums.pop(b).items():
                del sums[c][b]
                if c != a:
                    sums[a][c] = sums[c][a] = sums[a].get(c, 0.0) + value
        if self._letters:
            self._letters[a] += self._letters.pop(b)
            self._languages[a] |= self._languages.pop(b)
        for c in self._cannot_link.pop(b):
            self._cannot_link[c].discard(b)
            if c != a:
                self._cannot_link[a].add(c)
                self._cannot_link[c].add(a)
