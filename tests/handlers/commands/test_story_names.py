"""By which headline an answer names a story: that of the chat's own card, under which the button was pressed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import update

from handlers.asked_back import QuestionError
from handlers.commands import mute, noting, saved, story, taking
from handlers.requests import Answer, Request, Services
from storage.database import Database
from storage.tables import cards, items
from tests.handlers.ferry import WEEK, read, request, services

FIRST, ON_THE_CARD = WEEK[0][1], WEEK[1][1]
Command = Callable[[Request, Services], Awaitable[Answer]]


@pytest.fixture
async def desk(database: Database) -> Database:
    """The chat's card of story 1 is headed by its second report, the only one with the word that the chat asked for."""
    await read(database)
    async with database.write() as tx:
        await tx.execute(update(items).values(story_id=1))
        await tx.execute(update(cards).where(cards.c.story_id == 1).values(why=["divers"]))
    return database


async def answer_of(desk: Database, command: Command, argument: str) -> str:
    answer = await command(request(argument), services(desk))
    assert answer.effect is not None
    async with desk.write() as tx:
        return "\n".join(message.html for message in await answer.effect(tx))


@pytest.mark.parametrize(
    ("command", "argument"),
    [
        pytest.param(mute.mute, "1", id="mute"),
        pytest.param(mute.mute, "1 2h", id="mute for a while"),
        pytest.param(taking.take, "1", id="take"),
        pytest.param(saved.save, "1", id="save"),
        pytest.param(noting.note, "1 Call the harbour", id="note"),
    ],
)
async def test_what_is_done_with_a_story_is_confirmed_by_its_card_s_headline(
    desk: Database, command: Command, argument: str
) -> None:
    html = await answer_of(desk, command, argument)
    assert ON_THE_CARD in html
    assert FIRST not in html


@pytest.mark.parametrize("command", [mute.unmute, saved.saved_list, story.why, story.all_sources, story.edits])
async def test_lists_and_answers_about_a_story_name_it_by_its_card_s_headline_too(
    desk: Database, command: Command
) -> None:
    for done in (mute.mute, saved.save):
        await answer_of(desk, done, "1")
    about = "" if command in (mute.unmute, saved.saved_list) else "1"
    (message, *_) = (await command(request(about), services(desk))).messages
    named = message.html if command in (mute.unmute, saved.saved_list) else message.html.split("\n")[0]
    assert ON_THE_CARD in named
    assert FIRST not in named


async def test_what_to_note_is_asked_by_its_card_s_headline(desk: Database) -> None:
    with pytest.raises(QuestionError) as asked:
        await noting.press_note(request(""), services(desk), 1)
    assert asked.value.sentence.values["story"] == ON_THE_CARD


async def test_a_chat_without_a_card_has_the_story_s_first_headline(desk: Database) -> None:
    elsewhere = request("1 Call the harbour")
    unknown = replace(elsewhere, place=replace(elsewhere.place, thread=7))
    answer = await noting.note(unknown, services(desk))
    assert answer.effect is not None
    async with desk.write() as tx:
        (noted,) = await answer.effect(tx)
    assert FIRST in noted.html
