"""The open stories, held in memory: where an item is placed, and how people's and the repair's changes come in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from newsroom.item import Item, ItemId
from newsroom.stories.bonds import Bonds
from newsroom.stories.copying import Copying, copying
from newsroom.stories.features import Features, features
from newsroom.stories.grouping import EditedItem, NewStory, Placement, Reprint, SameItem, SameStory
from newsroom.stories.postings import Floats
from newsroom.stories.snapshot import Snapshot
from newsroom.stories.thresholds import CANDIDATES, COPY_CANDIDATES, JOIN, RELATED, SAME_ADDRESS, WINDOW_H
from newsroom.stories.window import Window
from newsroom.story import StoryId

LikenessHint = Callable[[Item, Item], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nearest:
    story: StoryId
    of: ItemId
    likeness: float


class StoryIndex:
    """A cache: the same calls of add, move and expire in the same order make the same decisions, in any process."""

    def __init__(self) -> None:
        self._window = Window()
        self._story_of: dict[ItemId, StoryId] = {}
        self._members: dict[StoryId, dict[ItemId, None]] = {}
        self._bonds = Bonds()
        self._read = lru_cache(maxsize=8)(features)

    def __len__(self) -> int:
        return len(self._window)

    def story_of(self, item: ItemId) -> StoryId | None:
        """The story an item stands in; None once it has left the window."""
        return self._story_of.get(item)

    def place(self, item: Item) -> Placement:
        """Say what an item is to the open stories; changes nothing."""
        seen = self._read(item)
        known = self._same(seen)
        if known is not None:
            return known
        likeness = self._window.likeness(seen)
        copied = self._copied(seen, likeness)
        if copied is not None:
            return copied
        return self._story(seen, likeness)

    def add(self, item: Item, story: StoryId) -> None:
        """Take in an item that was placed (or stored before): a story's members count in the order of these calls."""
        seen = self._read(item)
        self._window.add(seen)
        self._put(item.id, story)

    def move(self, items: Iterable[ItemId], story: StoryId) -> None:
        """Put items into a story, as a repair or a person wants it; items that have left the window are passed over."""
        for item in items:
            if item in self._story_of:
                self._put(item, story)

    def expire(self, now: datetime) -> None:
        """Forget the items first seen more than seven days before `now`."""
        old = self._window.arrived_before(now.timestamp() / 3600 - WINDOW_H)
        self._window.forget(old)
        for item in old:
            self._take_out(item)
        if self._window.holes > max(1000, len(self._window)):
            self._window = self._window.rebuilt()

    def keep_apart(self, a: ItemId, b: ItemId) -> None:
        """A person's word: these two are not one story. Holds against placing and repair until taken back."""
        self._bonds.keep_apart(a, b)

    def keep_together(self, a: ItemId, b: ItemId) -> None:
        """A person's word: these two are one story. Holds against repair until taken back."""
        self._bonds.keep_together(a, b)

    def release(self, a: ItemId, b: ItemId) -> None:
        """Take a person's word on two items back."""
        self._bonds.release(a, b)

    def snapshot(self) -> Snapshot:
        """What a repair needs, in one picklable value."""
        items = [self._window.items[slot] for slot in sorted(self._window.slot_of.values())]
        apart, together = self._bonds.among(self._story_of)
        return Snapshot(
            items=tuple(items),
            stories=tuple(self._story_of[seen.item] for seen in items),
            apart=apart,
            together=together,
        )

    def _put(self, item: ItemId, story: StoryId) -> None:
        self._take_out(item)
        self._story_of[item] = story
        self._members.setdefault(story, {})[item] = None

    def _take_out(self, item: ItemId) -> None:
        story = self._story_of.pop(item, None)
        if story is not None:
            del self._members[story][item]
            if not self._members[story]:
                del self._members[story]

    def _same(self, seen: Features) -> SameItem | EditedItem | None:
        at = self._window.slot_of.get(seen.item, self._window.at_url(seen.url))
        if at is None:
            at = self._window.of_text(seen.exact)
            if at is None or self._window.items[at].source != seen.source or not seen.weights:
                return None
        known = self._window.items[at]
        story = self._story_of[known.item]
        if known.exact == seen.exact:
            return SameItem(of=known.item, story=story, why="the same text at the same outlet or address")
        if known.item == seen.item or _cosine(known, seen) >= SAME_ADDRESS:
            return EditedItem(of=known.item, story=story, why="the same address with other words")
        return None

    def _copied(self, seen: Features, likeness: Floats) -> Reprint | None:
        slots = dict.fromkeys([*self._window.sharing_runs(seen)[:COPY_CANDIDATES]])
        slots.update(dict.fromkeys(int(slot) for slot in self._window.top(likeness, COPY_CANDIDATES)))
        found: tuple[Copying, Features] | None = None
        for slot in slots:
            other = self._window.items[slot]
            copy = copying(seen, other)
            if (
                copy
                and not copy.partial
                and other.source != seen.source
                and self._may_join(seen, self._story_of[other.item])
            ):
                found = max(found or (copy, other), (copy, other), key=lambda pair: pair[0].shared_pct)
        if found is None:
            return None
        copy, other = found
        return Reprint(
            of=other.item,
            story=self._story_of[other.item],
            likeness_pct=copy.shared_pct,
            partial=copy.partial,
            why=f"{copy.shared_pct} % of the shorter text stands in the other word for word",
        )

    def _story(self, seen: Features, likeness: Floats) -> SameStory | NewStory:
        nearest = self._nearest(seen, likeness)
        if nearest is not None and nearest.likeness >= JOIN:
            return SameStory(
                of=nearest.of,
                story=nearest.story,
                likeness_pct=round(100 * nearest.likeness),
                why=self._why(seen, nearest.of),
            )
        related = self._related(seen)
        return NewStory(
            related=related.story if related else None,
            of=related.of if related else None,
            likeness_pct=round(100 * nearest.likeness) if nearest else 0,
            why=self._why(seen, related.of) if related else "nothing open is like it",
        )

    def _nearest(self, seen: Features, likeness: Floats) -> _Nearest | None:
        best: _Nearest | None = None
        tried: set[StoryId] = set()
        for slot in self._window.top(likeness, CANDIDATES):
            item = self._window.items[slot].item
            story = self._story_of[item]
            if story in tried or not self._may_join(seen, story):
                continue
            tried.add(story)
            mean = self._mean(likeness, story)
            if best is None or mean > best.likeness:
                best = _Nearest(story=story, of=item, likeness=mean)
        return best

    def _mean(self, likeness: Floats, story: StoryId) -> float:
        slots = [self._window.slot_of[item] for item in self._members[story]]
        return float(np.mean(likeness[slots]))

    def _may_join(self, seen: Features, story: StoryId) -> bool:
        return not any(self._story_of.get(other) == story for other in self._bonds.apart_from(seen.item))

    def _related(self, seen: Features) -> _Nearest | None:
        unfaded = self._window.cosines(seen)
        top = self._window.top(unfaded, 1)
        if not len(top) or unfaded[top[0]] < RELATED:
            return None
        item = self._window.items[top[0]].item
        return _Nearest(story=self._story_of[item], of=item, likeness=float(unfaded[top[0]]))

    def _why(self, seen: Features, of: ItemId) -> str:
        other = self._window.items[self._window.slot_of[of]]
        shared = sorted(
            seen.weights.keys() & other.weights.keys(),
            key=lambda term: (-seen.weights[term] * other.weights[term], term),
        )
        words = ", ".join(seen.words[term] for term in shared[:4])
        return f"shared words: {words}; {abs(seen.hours - other.hours):.0f} h apart"


def _cosine(a: Features, b: Features) -> float:
    return sum(weight * b.weights.get(term, 0.0) for term, weight in a.weights.items())
