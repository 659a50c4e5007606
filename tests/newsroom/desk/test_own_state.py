"""What the state of a chat's own desk takes over from the one that decides what is for all, and what it leaves there."""

from dataclasses import replace

import pytest

from newsroom.chat import Place
from newsroom.desk.hit_row import HitRow, Hits
from newsroom.desk.own_state import OwnState
from newsroom.desk.state import CardState, DeliveryMode, DeskState
from newsroom.item import Item, ItemId
from newsroom.sentence import sentence
from newsroom.stories.independence import Copy
from newsroom.stories.placement import NewStory, SameStory
from newsroom.story import StoryId
from newsroom.topic import TopicId
from tests.builders import CHAT, GROUP, NOW, at, chat, item, place, topic

STORY, OTHER_STORY = StoryId(4), StoryId(5)
ALERT = CardState(mode=DeliveryMode.ALERT)
MINE, THEIRS = TopicId(1), TopicId(2)
ONE, TWO, THREE, FOUR = (ItemId(number) for number in (1, 2, 3, 4))


def shared_state() -> DeskState:
    """Items 1 and 2 are in one story, 3 in another; both chats have cards of both."""
    state = DeskState()
    for number, story_id in ((1, STORY), (2, STORY), (3, OTHER_STORY)):
        state.add_item(item(number), state.open_story(story_id, at(number)))
    for story in state.stories.values():
        for chat_id in (CHAT, GROUP):
            story.cards[place(chat_id)] = ALERT
            state.announced[place(chat_id), min(story.items)] = story.id
    return state


def own_state(shared: DeskState) -> OwnState:
    own = OwnState(CHAT, shared)
    own.set_topics([topic(MINE)], [chat()])
    return own


def reads(number: int) -> Item:
    """An item of the chat's own source."""
    return replace(item(number), owner=CHAT)


def shown(state: DeskState) -> set[tuple[Place, ItemId, StoryId]]:
    return {(where, lead, story) for (where, lead), story in state.announced.items()}


def test_stories_of_the_chats_own_are_numbered_down_from_minus_one() -> None:
    own = own_state(DeskState())
    assert own.next_story == -1
    own.open_story(StoryId(-1), NOW)
    assert own.next_story == -2
    own.open_story(StoryId(-5), NOW)
    own.open_story(StoryId(-3), NOW)
    assert own.next_story == -6


def test_a_story_that_is_for_all_takes_no_number_of_the_chats_own() -> None:
    own = own_state(shared_state())
    own.adopt(STORY, NOW)
    assert own.next_story == -1


def test_only_items_of_the_chats_own_sources_are_its_to_keep() -> None:
    own = own_state(DeskState())
    assert own.keeps(reads(9))
    assert not own.keeps(item(9))
    assert not own.keeps(replace(item(9), owner=GROUP))


def test_a_story_is_adopted_as_it_is_for_all() -> None:
    shared = shared_state()
    theirs = shared.stories[STORY]
    theirs.version, theirs.outlets, theirs.independent, theirs.updated = 7, 3, 2, at(50)
    theirs.copies.append(Copy(item=TWO, of=ONE, shared_pct=90))
    shared.background = {TWO, THREE}
    own = own_state(shared)
    own.background = {FOUR}
    mine = own.adopt(STORY, at(60))
    assert own.stories == {STORY: mine}
    assert list(mine.items) == [ONE, TWO]
    assert own.story_of == {ONE: STORY, TWO: STORY}
    assert (mine.version, mine.outlets, mine.independent) == (7, 3, 2)
    assert (mine.opened, mine.updated) == (at(1), at(50))
    assert mine.copies == theirs.copies
    assert own.background == {TWO, FOUR}


def test_what_comes_to_an_adopted_story_changes_the_one_for_all_in_nothing() -> None:
    shared = shared_state()
    own = own_state(shared)
    mine = own.adopt(STORY, NOW)
    mine.copies.append(Copy(item=TWO, of=ONE, shared_pct=90))
    own.add_item(reads(9), mine)
    assert shared.stories[STORY].copies == []
    assert list(shared.stories[STORY].items) == [ONE, TWO]


def test_a_story_that_is_adopted_already_stays_as_the_chat_has_it() -> None:
    shared = shared_state()
    own = own_state(shared)
    mine = own.adopt(STORY, NOW)
    mine.version = 9
    shared.add_item(item(4), shared.stories[STORY])
    assert own.adopt(STORY, NOW) is mine
    assert mine.version == 9
    assert list(mine.items) == [ONE, TWO]


def test_an_item_that_the_chat_has_elsewhere_stays_there() -> None:
    shared = shared_state()
    own = own_state(shared)
    own.add_item(shared.stories[STORY].items[ONE], own.open_story(StoryId(-1), NOW))
    assert list(own.adopt(STORY, NOW).items) == [TWO]
    assert own.story_of == {ONE: StoryId(-1), TWO: STORY}


def test_a_story_that_has_closed_for_all_is_opened_empty() -> None:
    own = own_state(DeskState())
    mine = own.adopt(STORY, at(5))
    assert (mine.id, mine.opened, dict(mine.items)) == (STORY, at(5), {})


def test_the_matches_of_the_chats_topics_come_along_and_those_of_others_do_not() -> None:
    shared = shared_state()
    both: Hits = {MINE: ("ferry",), THEIRS: ("quay",)}
    shared.stories[STORY].hits = HitRow({ONE: both, TWO: {THEIRS: ("quay",)}})
    own = own_state(shared)
    assert own.adopt(STORY, NOW).hits.by_item() == {ONE: {MINE: ("ferry",)}}
    assert shared.stories[STORY].hits.by_item()[ONE] == both


def test_the_chats_card_is_the_own_desks_from_then_on_and_others_keep_theirs() -> None:
    shared = shared_state()
    own = own_state(shared)
    mine = own.adopt(STORY, NOW)
    assert mine.cards == {place(CHAT): ALERT}
    assert shared.stories[STORY].cards == {place(GROUP): ALERT}
    assert set(shared.stories[OTHER_STORY].cards) == {place(CHAT), place(GROUP)}
    assert shown(own) == {(place(CHAT), ONE, STORY)}
    assert shown(shared) == {
        (place(GROUP), ONE, STORY),
        (place(CHAT), THREE, OTHER_STORY),
        (place(GROUP), THREE, OTHER_STORY),
    }


def test_a_chat_meets_an_item_where_it_has_it_itself_and_else_where_it_is_for_all() -> None:
    own = own_state(shared_state())
    own.story_of[ONE] = StoryId(-1)
    assert [own.story_for(number) for number in (ONE, TWO, FOUR)] == [-1, STORY, None]


def test_figures_are_compared_with_those_for_all_and_with_the_chats_own() -> None:
    shared = shared_state()
    own = own_state(shared)
    assert [index is known for index, known in zip(own.claim_indexes, (shared.claims, own.claims), strict=True)] == [
        True,
        True,
    ]


def test_what_hangs_on_nothing_is_hung_on_the_item_that_made_two_stories_one() -> None:
    own = own_state(DeskState())
    own.joined_to = {ItemId(11): ItemId(11), ItemId(12): ItemId(11)}
    assert own.hang([ItemId(11), ItemId(12), ONE], TWO) == (11,)
    assert own.joined_to == {11: TWO, 12: 11}


@pytest.mark.parametrize(
    ("hung", "root"),
    [({}, 13), ({13: 13}, 13), ({13: 2}, 2), ({13: 12, 12: 11, 11: 2}, 2), ({13: 12, 12: 12}, 12)],
    ids=["for all", "alone", "on one for all", "over others", "over one of its own"],
)
def test_the_root_of_an_item_is_what_the_last_of_those_that_it_hangs_on_hangs_on(
    hung: dict[int, int], root: int
) -> None:
    own = own_state(DeskState())
    own.joined_to = {ItemId(one): ItemId(on) for one, on in hung.items()}
    assert own.root(ItemId(13)) == root


def test_of_a_story_that_closes_nothing_is_remembered() -> None:
    own = own_state(DeskState())
    own.joined_to = {ItemId(11): ONE}
    own.forget(ItemId(11))
    own.forget(ONE)
    assert own.joined_to == {}


def test_an_own_item_hangs_on_the_one_that_it_joined_and_one_that_joined_none_on_nothing() -> None:
    own = own_state(DeskState())
    why = sentence("joined.reclustered")
    joined = SameStory(of=ONE, story=STORY, likeness_pct=60, why=why)
    related = NewStory(related=STORY, of=ONE, likeness_pct=20, why=why)
    for one, placement in ((reads(11), joined), (reads(12), related), (item(13), joined)):
        own.add_item(one, own.open_story(STORY, NOW))
        own.cluster(one, placement)
    assert own.joined_to == {11: ONE, 12: 12}
    assert [own.clusterer.story_of(ItemId(number)) for number in (11, 12, 13)] == [STORY, STORY, None]


def test_what_was_shown_of_an_item_that_the_chat_has_nowhere_is_forgotten() -> None:
    """Its headline left the story: nothing of the chat's asks for it again."""
    shared = shared_state()
    shared.announced[place(CHAT), FOUR] = STORY
    own = own_state(shared)
    own.adopt(STORY, NOW)
    assert shown(own) == {(place(CHAT), ONE, STORY)}
    assert (place(CHAT), FOUR) not in shared.announced
