"""A window that is filled from stored comparisons is the one that compared the items itself."""

import numpy as np

from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.reclustering import Snapshot
from newsroom.stories.window import StoredComparison
from newsroom.story import StoryId
from tests.newsroom.stories.writing import wire_week

ITEMS = wire_week(seed=3, days=2)


def compared(items: list[Item]) -> tuple[StoryClusterer, dict[int, StoredComparison]]:
    clusterer, stored = StoryClusterer(), {}
    for one in items:
        clusterer.add(one, StoryId(one.id))
        stored[int(one.id)] = clusterer.stored(one.id)
    return clusterer, stored


def same(a: Snapshot, b: Snapshot) -> bool:
    edges = [np.array_equal(getattr(a.edges, name), getattr(b.edges, name)) for name in ("one", "other", "likeness")]
    return all(edges) and (a.items, a.leads, a.stories) == (b.items, b.leads, b.stories)


def test_copies_and_likenesses_are_as_they_were() -> None:
    first, stored = compared(ITEMS)
    again = StoryClusterer()
    assert all(again.add_stored(one, StoryId(one.id), stored[int(one.id)]) for one in ITEMS)
    snapshot = first.snapshot()
    assert len(snapshot.edges.one) >= 2
    assert snapshot.leads
    assert same(snapshot, again.snapshot())


def test_the_next_items_are_placed_alike() -> None:
    known, later = ITEMS[:-4], ITEMS[-4:]
    first, stored = compared(known)
    again = StoryClusterer()
    for one in known:
        again.add_stored(one, StoryId(one.id), stored[int(one.id)])
    assert [again.place(one) for one in later] == [first.place(one) for one in later]


def test_a_copy_of_what_has_left_is_not_taken_in() -> None:
    _, stored = compared(ITEMS)
    copy = next(one for one in ITEMS if stored[int(one.id)].lead is not None)
    again = StoryClusterer()
    assert not again.add_stored(copy, StoryId(copy.id), stored[int(copy.id)])
    assert len(again) == 0
