"""/why names the story that came next to an item and what was missing, as far as the chat may know."""

from dataclasses import replace

import pytest

from handlers.commands import story
from handlers.render.why import OtherStories
from handlers.render.why import why as why_message
from handlers.sentences.reader import Reader
from newsroom.chat import ChatId
from newsroom.desk.corrections import CorrectionKind
from newsroom.desk.story_view import PlacedItem
from newsroom.item import ItemId
from newsroom.sentence import sentence
from newsroom.stories.placement import PlacementKind
from newsroom.stories.reclustering import Merge, StoryChanges
from newsroom.story import StoryId, numbered
from storage.database import Database
from tests.builders import CHAT, GROUP, item, place
from tests.desk.test_own_desks import FIRST, OTHER, SECOND, Newsroom
from tests.handlers.ferry import request, services
from tests.handlers.render.test_card import story as view_of

TOWN = ("Sundby bakers raise the price of rye", "Bakers of Sundby ask more for rye bread.")


@pytest.fixture
async def room(database: Database) -> Newsroom:
    made = Newsroom(database)
    await made.begin()
    return made


async def why(room: Newsroom, number: ItemId, chat: ChatId = CHAT) -> str:
    view = await room.view(number, chat)
    asked = replace(request(numbered(view.id), where=place(chat)), command="why")
    answer = await story.why(asked, services(room.database))
    return answer.messages[0].html


async def test_an_item_that_opened_a_story_names_the_one_that_came_next(room: Newsroom) -> None:
    await room.read(1, "a", FIRST)
    opened = await room.read(2, "b", TOWN)
    html = await why(room, opened)
    assert "A story of its own" in html
    assert "next came /story_1 “Ferry Aurora runs aground off Sundby, 7 killed”: likeness" in html
    assert "alike by one name only" in html


async def test_an_item_with_nothing_near_says_so(room: Newsroom) -> None:
    opened = await room.read(1, "a", OTHER)
    html = await why(room, opened)
    assert "nothing open is like it" in html
    assert "next came" not in html


async def test_the_next_story_is_where_its_items_are_by_now(room: Newsroom) -> None:
    first = await room.read(1, "a", FIRST)
    opened = await room.read(2, "b", TOWN)
    other = await room.read(2, "c", OTHER)
    merges = StoryChanges(merges=(Merge(old=StoryId(1), into=StoryId(3)),))
    assert await room.desk.apply_changes(merges) == 1
    assert (await room.view(first, CHAT)).id == (await room.view(other, CHAT)).id == 3
    assert "next came /story_3" in await why(room, opened)


async def test_a_story_that_it_became_one_with_is_no_next_story(room: Newsroom) -> None:
    await room.read(1, "a", FIRST)
    opened = await room.read(2, "b", TOWN)
    await room.desk.apply_changes(StoryChanges(merges=(Merge(old=StoryId(2), into=StoryId(1)),)))
    html = await why(room, opened)
    assert "next came" not in html
    assert "second came" not in html


async def test_a_report_that_a_person_took_out_says_that_a_person_keeps_it_apart(room: Newsroom) -> None:
    first = await room.read(1, "a", FIRST)
    second = await room.read(2, "b", SECOND)
    await room.correct(CorrectionKind.SPLIT, second, first)
    html = await why(room, second)
    assert "next came /story_1" in html
    assert "a person keeps them apart" in html
    assert "a person" not in await why(room, second, GROUP), "it is one story there"


async def test_a_report_left_behind_does_not_say_that_it_joined_what_was_taken_out(room: Newsroom) -> None:
    first = await room.read(1, "a", FIRST)
    second = await room.read(2, "b", SECOND)
    assert "shared: " in await why(room, second)
    made = await room.correct(CorrectionKind.SPLIT, second, first)
    left, taken = await why(room, first), await why(room, second)
    assert "shared: " not in taken
    apart = f"a person keeps it apart from /story_{numbered((await room.view(second, CHAT)).id)} “{SECOND[0]}”"
    assert apart in left
    assert "keeps it apart" not in taken, "there it is named as the one that came next"
    assert "a person" not in await why(room, first, GROUP), "it is one story there"
    await room.undo(made)
    assert "a person" not in await why(room, first)


async def test_what_is_a_chats_own_is_named_to_that_chat_alone(room: Newsroom) -> None:
    own = await room.read(room.own, "a", FIRST)
    shared = await room.read(1, "b", TOWN)
    later = await room.read(room.own, "c", ("Sundby council elects a mayor", "The council of Sundby elected a mayor."))
    for chat in (CHAT, GROUP):
        assert "next came" not in await why(room, shared, chat), "what is for all is never compared with one chat's own"
    assert "next came /story_" in await why(room, later)
    assert not await room.meets(own, GROUP)


def test_the_opener_of_a_sagas_step_says_that_it_may_follow_an_earlier_story() -> None:
    because = sentence("joined.shared_words", words="Sundby, Aurora", gap=sentence("joined.days_apart", count=3))
    opened = PlacedItem(item=item(1), placement=PlacementKind.NEW, of=ItemId(9), likeness_pct=22, why=because)
    moved = replace(opened, placement=PlacementKind.SAME_STORY)
    shown = "it may follow an earlier story, shared: Sundby, Aurora; 3 days apart"
    assert shown in why_message(view_of(opened), (), OtherStories(), opened.item, Reader()).html
    assert "it may follow" not in why_message(view_of(moved), (), OtherStories(), moved.item, Reader()).html


def test_a_report_to_whose_story_an_older_one_was_brought_says_that_a_person_did_it() -> None:
    word = sentence("joined.corrected")
    brought = PlacedItem(item=item(1), placement=PlacementKind.SAME_STORY, of=ItemId(9), likeness_pct=22, why=word)
    alone = sentence("joined.nothing_alike")
    opened = PlacedItem(item=item(2), placement=PlacementKind.NEW, of=None, likeness_pct=0, why=alone)
    html = why_message(view_of(brought, opened), (), OtherStories(), brought.item, Reader()).html
    assert html.count("a person's word") == 2
    assert "nothing open is like it" not in html
