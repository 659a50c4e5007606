"""What the second look may change in the stories of a chat's own."""

from dataclasses import replace

import pytest

from newsroom.desk.own_desk import place_again
from newsroom.desk.own_repair import MOST_PLACED_AGAIN, own_changes, to_place_again
from newsroom.desk.own_state import OwnState
from newsroom.desk.state import DeskState
from newsroom.item import Item, ItemId
from newsroom.stories.reclustering import Merge, Move, Split, StoryChanges
from newsroom.stories.thresholds import ACTIVE_H
from newsroom.story import StoryId
from tests.builders import CHAT, NOW, at, item

FERRY = (
    "Ferry Aurora runs aground off Sundby, 7 killed",
    "The ferry Aurora ran aground off Sundby. Police said 7 passengers were killed.",
)
AGAIN = (
    "Seven dead as ferry Aurora runs aground off Sundby",
    "Seven people died when the ferry Aurora ran aground off Sundby, officials said.",
)
SHARED, ONE, OTHER, MIXED = StoryId(1), StoryId(-1), StoryId(-2), StoryId(-3)
FIRST = (ItemId(1),)


def own(number: int) -> Item:
    return replace(item(number, *FERRY), owner=CHAT)


@pytest.fixture
def state() -> OwnState:
    """Own stories of item 11 and of item 12, one of 13 with an item for all, and an adopted one with 14."""
    made = OwnState(CHAT, DeskState())
    for one, story in ((own(11), ONE), (own(12), OTHER), (own(13), MIXED), (item(3), MIXED), (own(14), SHARED)):
        made.add_item(one, made.open_story(story, NOW))
    return made


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        (StoryChanges(merges=(Merge(old=OTHER, into=ONE),)), True),
        (StoryChanges(moves=(Move(items=FIRST, old=OTHER, into=ONE),)), True),
        (StoryChanges(splits=(Split(story=ONE, items=FIRST),)), True),
        (StoryChanges(splits=(Split(story=ONE, items=FIRST, joined=((OTHER, FIRST),)),)), True),
        (StoryChanges(merges=(Merge(old=OTHER, into=SHARED),)), False),
        (StoryChanges(merges=(Merge(old=SHARED, into=OTHER),)), False),
        (StoryChanges(merges=(Merge(old=MIXED, into=ONE),)), False),
        (StoryChanges(moves=(Move(items=FIRST, old=SHARED, into=ONE),)), False),
        (StoryChanges(splits=(Split(story=SHARED, items=FIRST),)), False),
        (StoryChanges(splits=(Split(story=ONE, items=FIRST, joined=((MIXED, FIRST),)),)), False),
        (StoryChanges(merges=(Merge(old=StoryId(-9), into=ONE),)), False),
    ],
)
def test_only_stories_of_nothing_but_own_items_are_judged_by_these(
    state: OwnState, changes: StoryChanges, *, allowed: bool
) -> None:
    wanted = [*changes.merges, *changes.moves, *changes.splits]
    assert own_changes(changes, state) == (wanted if allowed else [])


def test_the_newest_own_items_of_own_stories_are_placed_again(state: OwnState) -> None:
    """Not those that are with something for all: what is for all is looked at by itself."""
    assert [one.id for one in to_place_again(state, NOW)] == [11, 12]
    assert [one.id for one in to_place_again(state, at(ACTIVE_H * 60))] == [11, 12]
    assert to_place_again(state, at(ACTIVE_H * 60 + 1)) == []
    for number in range(100, 100 + MOST_PLACED_AGAIN):
        state.add_item(own(number), state.stories[ONE])
    assert [one.id for one in to_place_again(state, NOW)] == list(range(100, 100 + MOST_PLACED_AGAIN))


def test_an_own_story_becomes_one_with_the_story_for_all_that_it_is_like_by_now(state: OwnState) -> None:
    mine = state.stories[ONE].items[ItemId(11)]
    assert place_again(mine, state) is None
    shared = item(2, *AGAIN)
    state.shared.add_item(shared, state.shared.open_story(SHARED, NOW))
    state.shared.clusterer.add(shared, SHARED)
    placed = place_again(mine, state)
    assert placed is not None
    assert (placed.story, placed.merge, placed.hangs_on) == (SHARED, Merge(old=ONE, into=SHARED), 2)
    assert place_again(state.stories[SHARED].items[ItemId(14)], state) is None, "it is there already"
    state.clusterer.cannot_link(ItemId(11), ItemId(14))
    assert place_again(mine, state) is None, "a person has parted them"
