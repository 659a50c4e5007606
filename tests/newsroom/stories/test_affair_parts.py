"""A large group is parted by its headlines, and stays so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from newsroom.item import ItemId
from newsroom.stories.affair_parts import ReadHeadline, parted
from newsroom.stories.reclustering import Edges, Snapshot, Split, StoryChanges, recluster
from newsroom.story import StoryId
from tests.newsroom.stories.writing import MONDAY

ONE_SIDE, OTHER_SIDE = ("plea", "court"), ("wife", "divorce")


def headline(side: Sequence[str], number: int) -> ReadHeadline:
    """Says what all of its side say, and a little of its own."""
    says = np.zeros(512, dtype=np.float16)
    says[int(side is ONE_SIDE)], says[100 + number] = 0.8, 0.6
    return ReadHeadline(says=says, words=(*side,), mentions=frozenset(side))


def affair(size: int = 7, **changed: Any) -> Snapshot:
    """Reports of one affair that came at once, all in one story and much alike."""
    pairs = list(combinations(range(size), 2))
    begin = MONDAY.timestamp() / 3600
    snapshot = Snapshot(
        items=tuple(ItemId(number) for number in range(size)),
        hours=(begin,) * size,
        letters=(200,) * size,
        languages=("en",) * size,
        stories=(StoryId(1),) * size,
        edges=Edges(
            one=np.array([one for one, _ in pairs], dtype=np.int32),
            other=np.array([other for _, other in pairs], dtype=np.int32),
            likeness=np.full(len(pairs), 0.4, dtype=np.float32),
            mentioned=np.full(len(pairs), 0.5, dtype=np.float32),
        ),
        leads={},
        cannot_link=(),
        must_link=(),
    )
    return replace(snapshot, **changed)


def headlines_of(items: Sequence[ItemId]) -> Mapping[ItemId, ReadHeadline]:
    """From the sixth item on they tell the other side."""
    return {item: headline(OTHER_SIDE if item >= 5 else ONE_SIDE, item) for item in items}


def test_two_sides_of_an_affair_are_two_groups_and_reports_of_one_event_one() -> None:
    sides = [headline(side, number) for number, side in enumerate([ONE_SIDE, ONE_SIDE, OTHER_SIDE, ONE_SIDE])]
    assert parted(sides) == [[0, 1, 3], [2]]
    assert parted(sides, [(2, 0)]) == [[0, 1, 2, 3]], "a person keeps these together"


def test_a_headline_of_names_alone_can_lack_nothing() -> None:
    bare = replace(headline(ONE_SIDE, 1), words=())
    assert parted([headline(ONE_SIDE, 0), bare]) == [[0, 1]]


def test_a_large_story_is_parted_and_the_larger_part_keeps_it() -> None:
    assert recluster(affair(), MONDAY, headlines_of) == StoryChanges(
        splits=(Split(story=StoryId(1), items=(ItemId(5), ItemId(6))),)
    )


def test_what_was_parted_is_left_alone_by_the_next_repair_whatever_comes_to_a_part() -> None:
    stories = (*[StoryId(1)] * 5, StoryId(2), StoryId(2))
    assert recluster(affair(stories=stories), MONDAY, headlines_of) == StoryChanges()
    joined = affair(8, stories=(*stories, StoryId(2)))
    assert recluster(joined, MONDAY, headlines_of) == StoryChanges()


def test_a_copy_goes_with_what_it_copies() -> None:
    change = recluster(affair(8, leads={7: 6}), MONDAY, headlines_of)
    assert change.splits == (Split(story=StoryId(1), items=(ItemId(5), ItemId(6), ItemId(7))),)


@pytest.mark.parametrize(
    "left",
    [
        pytest.param(affair(5), id="of five"),
        pytest.param(affair(7, languages=("en",) * 6 + ("fr",)), id="in two languages"),
        pytest.param(
            affair(7, hours=tuple(MONDAY.timestamp() / 3600 - 24 + 4 * number for number in range(7))), id="among few"
        ),
        pytest.param(affair(7, must_link=((0, 6), (1, 5))), id="kept together by a person"),
    ],
)
def test_a_story_is_not_parted(left: Snapshot) -> None:
    assert recluster(left, MONDAY, headlines_of) == StoryChanges()


def test_a_story_is_not_parted_where_one_headline_cant_be_read() -> None:
    assert recluster(affair(), MONDAY, lambda items: headlines_of(items[:-1])) == StoryChanges()
    assert recluster(affair(), MONDAY) == StoryChanges(), "without an encoder"
