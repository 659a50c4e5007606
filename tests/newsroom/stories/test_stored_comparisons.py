"""A window that is filled from stored comparisons is the one that compared the items itself."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.reclustering import Snapshot
from newsroom.stories.stream_rarity import WeighedWords
from newsroom.stories.thresholds import WINDOW_H
from newsroom.stories.window import StoredComparison
from newsroom.story import StoryId
from tests.newsroom.stories.writing import wire_week

ITEMS = wire_week(seed=3, days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a restart reads of an item."""

    item: Item
    stored: StoredComparison
    weighed: WeighedWords | None


def compared(items: list[Item]) -> tuple[StoryClusterer, list[Kept]]:
    clusterer, kept = StoryClusterer(), []
    for one in items:
        clusterer.add(one, StoryId(one.id))
        kept.append(Kept(item=one, stored=clusterer.stored(one.id), weighed=clusterer.weighed(one.id)))
    return clusterer, kept


def restored(kept: list[Kept]) -> StoryClusterer:
    again = StoryClusterer()
    for one in kept:
        assert again.add_stored(one.item, StoryId(one.item.id), one.stored, one.weighed)
    return again


def same(a: Snapshot, b: Snapshot) -> bool:
    columns = ("one", "other", "likeness", "mentioned")
    edges = [np.array_equal(getattr(a.edges, name), getattr(b.edges, name)) for name in columns]
    return all(edges) and (a.items, a.leads, a.stories) == (b.items, b.leads, b.stories)


def alike(a: WeighedWords | None, b: WeighedWords | None) -> bool:
    if a is None or b is None:
        return a is b
    return np.array_equal(a.weights, b.weights) and np.array_equal(a.counted, b.counted)


def test_copies_and_likenesses_are_as_they_were() -> None:
    first, kept = compared(ITEMS)
    snapshot = first.snapshot()
    assert len(snapshot.edges.one) >= 2
    assert snapshot.leads
    assert same(snapshot, restored(kept).snapshot())


def test_the_next_items_are_placed_alike() -> None:
    known, later = ITEMS[:-4], ITEMS[-4:]
    first, kept = compared(known)
    again = restored(kept)
    assert [again.place(one) for one in later] == [first.place(one) for one in later]


def test_without_what_the_terms_weighed_it_is_made_out_anew() -> None:
    first, kept = compared(ITEMS)
    again = restored([replace(one, weighed=None) for one in kept])
    assert same(first.snapshot(), again.snapshot())
    for one in ITEMS:
        assert alike(again.weighed(one.id), first.weighed(one.id))


def test_terms_weigh_what_they_weighed_among_items_that_have_left() -> None:
    """WeighedWords anew among what is left they would weigh more than they do in a desk that never stopped."""
    first, kept = compared(ITEMS)
    half = len(ITEMS) // 2
    first.expire(ITEMS[half].arrived_at + timedelta(hours=WINDOW_H))
    left = [one for one in kept if first.story_of(one.item.id) is not None]
    there = [one for one in left if one.stored.lead is None or first.story_of(one.stored.lead) is not None]
    again = restored(there)
    assert len(there) < len(ITEMS)
    for one in there:
        assert alike(again.weighed(one.item.id), one.weighed)


def test_a_copy_of_what_has_left_is_not_taken_in() -> None:
    _, kept = compared(ITEMS)
    copy = next(one for one in kept if one.stored.lead is not None)
    again = StoryClusterer()
    assert not again.add_stored(copy.item, StoryId(copy.item.id), copy.stored)
    assert len(again) == 0
