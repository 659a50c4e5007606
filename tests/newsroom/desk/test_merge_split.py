"""Stories put together and taken apart, and what the memory holds of them after."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from newsroom.desk.decide import Arrival, apply, decide
from newsroom.desk.merge_split import StoryChange, apply_regrouping, moved_items, moves_after, regroup
from newsroom.desk.state import AlertRules, Desk, DeskState
from newsroom.item import Item, ItemId, Paragraph
from newsroom.stories.reclustering import Merge, Move, Split
from newsroom.story import StoryId
from tests.builders import NOW, chat, item, topic

FERRY = "The ferry Aurora ran aground off Lower Quay and its 140 passengers were taken to Sundby."
BAKERY = "A bakery that makes rye bread opened its doors on Upper Square after the roof was mended."


def report(number: int, title: str, text: str, at: datetime) -> Item:
    return replace(
        item(),
        id=ItemId(number),
        url=f"https://outlet.example/{number}",
        title=title,
        paragraphs=(Paragraph(text=text),),
        published=at,
        arrived_at=at,
    )


def take(state: DeskState, one: Item) -> StoryId:
    decision = decide(Arrival(item=one, background=False), Desk(state, AlertRules(), one.arrived_at))
    apply(decision, state, one.arrived_at)
    return decision.story


@pytest.mark.parametrize("change", ["merge", "move"])
def test_a_story_stays_open_as_long_as_an_item_that_came_to_it_by_a_regrouping(change: str) -> None:
    """Closed at its own items' end it was opened anew by the next report, without the cards that it has."""
    state = DeskState()
    state.set_topics([topic(query="ferry OR bakery")], [chat()])
    later = NOW + timedelta(days=5)
    old = take(state, report(1, "Bakery opens on Upper Square", BAKERY, NOW))
    new = take(state, report(2, "Ferry Aurora runs aground off Lower Quay", FERRY, later))
    assert take(state, report(3, "Ferry Aurora aground, 140 taken to Sundby", FERRY, later)) == new
    wanted: StoryChange = Merge(old=new, into=old) if change == "merge" else Move(old=new, into=old, items=(ItemId(3),))
    regrouping = regroup(wanted, Desk(state, AlertRules(), later))
    assert regrouping is not None
    apply_regrouping(regrouping, state, later)
    state.close_old_stories(NOW + timedelta(days=8))
    assert state.clusterer.story_of(ItemId(3)) == old
    assert old in state.stories
    assert state.stories[old].cards


def test_a_headline_that_was_shown_is_known_as_long_as_its_item_is_kept() -> None:
    """Merged into a story that goes on it outlives its own; once the story has closed nothing of it stays."""
    state = DeskState()
    state.set_topics([topic(query="ferry OR bakery")], [chat()])
    later = NOW + timedelta(days=5)
    old = take(state, report(1, "Bakery opens on Upper Square", BAKERY, NOW))
    new = take(state, report(2, "Ferry Aurora runs aground off Lower Quay", FERRY, later))
    regrouping = regroup(Merge(old=old, into=new), Desk(state, AlertRules(), later))
    assert regrouping is not None
    apply_regrouping(regrouping, state, later)
    state.close_old_stories(NOW + timedelta(days=8))
    assert {item for _, item in state.announced} == {1, 2}
    state.close_old_stories(NOW + timedelta(days=13))
    assert not state.announced


def test_a_split_whose_items_stood_in_two_stories_is_made_whole() -> None:
    """The desk dropped it: what was filed wrongly in two stories stayed there at every repair."""
    state = DeskState()
    for number, id_ in enumerate((1, 1, 2, 2), start=1):
        one = report(number, f"Headline {number}", f"Word{number} stands alone.", NOW)
        story = state.open_story(StoryId(id_), NOW)
        state.add_item(one, story)
        state.clusterer.add(one, StoryId(id_))
    waiting: list[StoryChange] = [
        Split(story=StoryId(1), items=(ItemId(2),), joined=((StoryId(2), (ItemId(4),)),)),
    ]
    while waiting:
        change = waiting.pop()
        regrouping = regroup(change, Desk(state, AlertRules(), NOW))
        assert regrouping is not None
        apply_regrouping(regrouping, state, NOW)
        waiting += moves_after(change, state)
    assert state.story_of == {1: 1, 2: 3, 3: 2, 4: 3}


def test_nothing_follows_a_split_that_the_desk_did_not_make() -> None:
    state = DeskState()
    assert moves_after(Split(story=StoryId(1), items=(ItemId(2),), joined=((StoryId(2), (ItemId(4),)),)), state) == ()


def two_stories() -> tuple[DeskState, StoryId, StoryId]:
    """Of one item each, both with a card."""
    state = DeskState()
    state.set_topics([topic(query="ferry OR bakery")], [chat()])
    one = take(state, report(1, "Bakery opens on Upper Square", BAKERY, NOW))
    other = take(state, report(2, "Ferry Aurora runs aground off Lower Quay", FERRY, NOW))
    return state, one, other


def test_what_a_change_moves_is_asked_before_it_is_made() -> None:
    state, one, other = two_stories()
    assert moved_items(Merge(old=other, into=one), state) == (ItemId(2),)
    assert moved_items(Split(story=one, items=(ItemId(1),)), state) == (ItemId(1),)
    assert moved_items(Move(old=one, into=other, items=(ItemId(1),)), state) == (ItemId(1),)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(Merge(old=StoryId(9), into=StoryId(1)), id="what goes is closed"),
        pytest.param(Merge(old=StoryId(1), into=StoryId(1)), id="into itself"),
        pytest.param(Split(story=StoryId(1), items=(ItemId(1),)), id="a split of all that there is"),
        pytest.param(Split(story=StoryId(1), items=(ItemId(2),)), id="an item that is elsewhere by now"),
        pytest.param(Move(old=StoryId(9), into=StoryId(1), items=(ItemId(2),)), id="out of a closed story"),
    ],
)
def test_a_change_that_the_stories_have_outrun_is_not_made(change: StoryChange) -> None:
    state, _, _ = two_stories()
    assert regroup(change, Desk(state, AlertRules(), NOW)) is None


def test_items_do_not_move_into_a_story_that_has_closed() -> None:
    state, one, _ = two_stories()
    third = report(3, "Ferry Aurora aground, 140 taken to Sundby", FERRY, NOW)
    assert take(state, third) != one
    assert regroup(Move(old=StoryId(2), into=StoryId(9), items=(ItemId(3),)), Desk(state, AlertRules(), NOW)) is None


def test_a_merge_taken_back_gives_the_chat_its_old_card_again() -> None:
    """It would get a second message with a headline that it has in its chat already."""
    state, one, other = two_stories()
    merged = regroup(Merge(old=other, into=one), Desk(state, AlertRules(), NOW))
    assert merged is not None
    apply_regrouping(merged, state, NOW)
    parted = regroup(Split(story=one, items=(ItemId(2),)), Desk(state, AlertRules(), NOW))
    assert parted is not None
    (reused,) = parted.transfers
    assert (reused.old, reused.into) == (other, StoryId(3))
    apply_regrouping(parted, state, NOW)
    card = state.stories[StoryId(3)].cards[reused.place]
    assert card.lead == ItemId(2)
