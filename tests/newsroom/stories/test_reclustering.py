import pickle
from datetime import timedelta

import numpy as np

from newsroom.item import ItemId
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.linkage import least_alike
from newsroom.stories.placement import NewStory
from newsroom.stories.reclustering import (
    Edges,
    Merge,
    Move,
    Snapshot,
    Split,
    StoryChanges,
    items_a_day,
    recluster,
    story_changes,
)
from newsroom.story import StoryId
from tests.newsroom.stories.writing import FERRY, FERRY_AGAIN, FERRY_LONG, MONDAY, QUAKE, item, take, wire_week

NOW = MONDAY + timedelta(hours=6)
FERRY_TWO = item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=1)
FERRY_THREE = item(
    3, "Tarnholm ferry hit rocks", "The Tarnholm ferry hit rocks; coast guard boats took 140 passengers off."
)


def filed(*stories: int) -> StoryClusterer:
    """The ferry told three times and the quake once, in the stories given."""
    clusterer = StoryClusterer()
    items = [
        item(1, "Ferry runs aground off Tarnholm", FERRY),
        FERRY_TWO,
        FERRY_THREE,
        item(4, "Quake shakes Velmora", QUAKE),
    ]
    for one, story in zip(items, stories, strict=False):
        clusterer.add(one, StoryId(story))
    return clusterer


def test_stories_that_are_right_are_left_alone() -> None:
    assert recluster(filed(1, 1, 1, 4).snapshot(), NOW) == StoryChanges()


def test_two_stories_of_one_event_merge_into_the_older() -> None:
    assert recluster(filed(7, 9, 9, 4).snapshot(), NOW) == StoryChanges(
        merges=(Merge(old=StoryId(9), into=StoryId(7)),)
    )


def test_a_stranger_is_split_off_and_the_larger_part_keeps_the_story() -> None:
    change = recluster(filed(5, 5, 5, 5).snapshot(), NOW)
    assert change == StoryChanges(splits=(Split(story=StoryId(5), items=(ItemId(4),)),))


def test_an_item_in_the_wrong_story_moves_and_both_stories_go_on() -> None:
    clusterer = filed(1, 1, 4, 4)
    assert recluster(clusterer.snapshot(), NOW) == StoryChanges(
        moves=(Move(items=(ItemId(3),), old=StoryId(4), into=StoryId(1)),)
    )


def test_nothing_open_is_nothing_to_repair() -> None:
    assert recluster(StoryClusterer().snapshot(), NOW) == StoryChanges()


def twelve_items(hours: float, likeness: float = 0.2, mentioned: float = 0.4) -> Snapshot:
    """Spread over so many hours; the first two come together and are faintly alike."""
    begin = MONDAY.timestamp() / 3600
    two = Edges(
        one=np.array([0], dtype=np.int32),
        other=np.array([1], dtype=np.int32),
        likeness=np.array([likeness], dtype=np.float32),
        mentioned=np.array([mentioned], dtype=np.float32),
    )
    return Snapshot(
        items=tuple(ItemId(number) for number in range(12)),
        hours=(begin, *(begin + hours * step / 10 for step in range(11))),
        letters=(200,) * 12,
        languages=("en",) * 12,
        stories=tuple(StoryId(number) for number in range(12)),
        edges=two,
        leads={},
        cannot_link=(),
        must_link=(),
    )


def test_a_stream_that_has_only_begun_asks_for_as_much_likeness_as_a_day_of_it() -> None:
    quiet, begun = twelve_items(hours=48), twelve_items(hours=1)
    assert recluster(quiet, MONDAY + timedelta(hours=48)).merges == (Merge(old=StoryId(1), into=StoryId(0)),)
    assert recluster(begun, MONDAY + timedelta(hours=1)) == StoryChanges()


def test_a_small_desk_asks_for_as_much_likeness_on_its_first_day_as_on_its_fourth() -> None:
    assert items_a_day(40, span_h=24) == items_a_day(160, span_h=96) == 40
    assert least_alike(200, 1, items_a_day(40, span_h=24)) == least_alike(200, 1, 5_000)


def test_short_reports_that_mention_little_of_each_others_headlines_stay_apart_in_a_crowd() -> None:
    def merged(mentioned: float, hours: float) -> bool:
        snapshot = twelve_items(hours, likeness=0.22, mentioned=mentioned)
        return bool(recluster(snapshot, MONDAY + timedelta(hours=hours)).merges)

    assert merged(mentioned=0.5, hours=1)
    assert not merged(mentioned=0.1, hours=1)
    assert merged(mentioned=0.1, hours=48)  # among few items the same likeness is no chance


def test_what_people_keep_apart_is_not_merged() -> None:
    clusterer = filed(1, 2, 1, 4)
    clusterer.cannot_link(ItemId(1), ItemId(2))
    clusterer.cannot_link(ItemId(3), ItemId(2))
    assert recluster(clusterer.snapshot(), NOW) == StoryChanges()


def test_what_people_keep_together_is_not_split() -> None:
    clusterer = filed(1, 1, 1, 1)
    clusterer.must_link(ItemId(1), ItemId(4))
    assert recluster(clusterer.snapshot(), NOW) == StoryChanges()


def test_a_word_taken_back_counts_no_more() -> None:
    clusterer = filed(1, 1, 1, 1)
    clusterer.must_link(ItemId(1), ItemId(4))
    clusterer.release(ItemId(4), ItemId(1))
    assert len(recluster(clusterer.snapshot(), NOW).splits) == 1


def test_a_copy_goes_where_its_original_goes() -> None:
    clusterer = filed(1, 1, 1)
    clusterer.add(item(5, "Quake shakes Velmora", QUAKE + " " + FERRY_LONG), StoryId(5))
    clusterer.add(item(6, "From the wires", QUAKE + " " + FERRY_LONG, hours=2), StoryId(1))
    change = recluster(clusterer.snapshot(), NOW)
    moved = {one for move in change.moves for one in move.items}
    merged = {merge.old for merge in change.merges}
    assert ItemId(6) in moved or StoryId(5) in merged


def test_old_stories_are_not_touched() -> None:
    clusterer = filed(7, 9, 9, 4)
    assert recluster(clusterer.snapshot(), MONDAY + timedelta(days=6)) == StoryChanges()


def test_a_new_story_of_items_from_two_says_which_leave_which() -> None:
    clusterer = StoryClusterer()
    for number, story in enumerate((1, 1, 1, 2, 2, 2, 1, 2), start=1):
        clusterer.add(item(number, f"Headline {number}", f"Word{number} stands alone."), StoryId(story))
    groups = ((0, 1, 2), (3, 4, 5), (6, 7))
    split = Split(story=StoryId(1), items=(ItemId(7),), joined=((StoryId(2), (ItemId(8),)),))
    assert story_changes(clusterer.snapshot(), groups) == StoryChanges(splits=(split,))


def test_a_snapshot_and_its_repair_travel_between_processes() -> None:
    snapshot = filed(7, 9, 9, 4).snapshot()
    change = recluster(pickle.loads(pickle.dumps(snapshot)), NOW)  # noqa: S301 - our own bytes
    assert pickle.loads(pickle.dumps(change)) == recluster(snapshot, NOW)  # noqa: S301 - our own bytes


def test_a_repair_made_leaves_nothing_to_repair() -> None:
    clusterer = StoryClusterer()
    items = wire_week(5, days=4)
    placed = take(clusterer, items)
    now = items[-1].arrived_at
    number = 1000
    change = recluster(clusterer.snapshot(), now)
    for merge in change.merges:
        clusterer.move([one.id for one in items if clusterer.story_of(one.id) == merge.old], merge.into)
    for move in change.moves:
        clusterer.move(move.items, move.into)
    for split in change.splits:
        number += 1
        clusterer.move([*split.items, *(one for _, some in split.joined for one in some)], StoryId(number))
    assert recluster(clusterer.snapshot(), now) == StoryChanges()
    assert any(isinstance(one, NewStory) for one in placed)
