"""Who is spoken for, where a private chat manages a channel."""

from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update
from telegram.ext import ExtBot

from handlers.hearing import Ears
from handlers.requests import Answer
from newsroom.topic import TopicMode
from storage import chats, stories, topics
from storage.database import Database
from storage.tables import cards
from tests.builders import CHAT, NOW, OTHER_GROUP, place
from tests.handlers.ferry import read, services

CHANNEL = OTHER_GROUP
ALERT, ANSWER, ELSEWHERE = 5, 6, 9  # messages in the private chat


class Everybody:
    """An admin each."""

    async def is_admin(self, *_asked: object) -> bool:
        return True


@pytest.fixture
async def desk(database: Database) -> Database:
    """Ann's chat was alerted of story 1, and manages a channel that tracks the same."""
    await read(database)
    async with database.write() as tx:
        await chats.meet(tx, CHANNEL, "channel", "News", "news", CHAT, "UTC", NOW)
        await topics.track(tx, place(CHANNEL), "tram", CHAT, NOW)
        await chats.manage(tx, CHAT, CHANNEL)
        await stories.card_shown(tx, 1, ALERT, 1)
    return database


async def pressed(desk: Database, data: str, message: int, *, under: int | None = None) -> Answer:
    """A button pressed in the private chat; `under`: the message that the button's one replies to."""
    told = message_json(message) | ({} if under is None else {"reply_to_message": message_json(under)})
    person = {"id": CHAT, "first_name": "Ann", "is_bot": False}
    query = {"id": "9", "from": person, "chat_instance": "1", "data": data, "message": told}
    update = Update.de_json({"update_id": 1, "callback_query": query}, ExtBot("123456:" + "A" * 35))
    heard = await Ears(Everybody()).button(update, services(desk), NOW)  # type: ignore[arg-type] # only asked who is an admin
    assert heard is not None
    return heard.answer


def message_json(number: int) -> dict[str, Any]:
    chat = {"id": CHAT, "type": "private", "first_name": "Ann"}
    return {"message_id": number, "date": int(NOW.timestamp()), "chat": chat, "text": "An alert"}


async def said(desk: Database, answer: Answer) -> str:
    assert answer.effect is not None, answer.toast
    async with desk.write() as tx:
        return "\n".join(message.html for message in await answer.effect(tx))


async def muted(desk: Database) -> set[int]:
    """The chats where story 1 is muted."""
    async with desk.read() as connection:
        wanted = select(cards.c.chat_id).where(cards.c.story_id == 1, cards.c.muted == 1)
        return set((await connection.execute(wanted)).scalars())


async def mute_both(desk: Database) -> None:
    async with desk.write() as tx:
        for where in (place(), place(CHANNEL)):
            await stories.tell_silently(tx, where, [1], "silent", NOW)
            await stories.set_muted(tx, where, 1, muted=True)


async def test_a_button_under_ones_own_alert_mutes_the_story_there_and_not_in_the_channel(desk: Database) -> None:
    assert "Muted here" in await said(desk, await pressed(desk, "mu:1", ALERT))
    assert await muted(desk) == {CHAT}


async def test_the_way_back_under_that_answer_leads_back_there(desk: Database) -> None:
    await mute_both(desk)
    await said(desk, await pressed(desk, "um:1", ANSWER, under=ALERT))
    assert await muted(desk) == {CHANNEL}


async def test_a_button_under_an_answer_to_the_manager_acts_on_the_channel_and_names_it(desk: Database) -> None:
    """/story 1, asked for the channel."""
    assert "Muted in News" in await said(desk, await pressed(desk, "mu:1", ELSEWHERE))
    assert await muted(desk) == {CHANNEL}
    await mute_both(desk)
    assert "Unmuted in News" in await said(desk, await pressed(desk, "um:1", ELSEWHERE))
    assert await muted(desk) == {CHAT}


async def test_why_under_ones_own_alert_speaks_of_ones_own_topics(desk: Database) -> None:
    answer = await pressed(desk, "wy:1", ALERT)
    assert "topic <b>ferry</b>" in answer.messages[0].html


@pytest.mark.parametrize(
    ("topic", "owner", "listed"),
    [pytest.param(1, CHAT, "ferry", id="one's own"), pytest.param(2, CHANNEL, "tram", id="the channel's")],
)
async def test_a_topics_button_acts_on_the_chat_that_tracks_it(
    desk: Database, topic: int, owner: int, listed: str
) -> None:
    assert listed in await said(desk, await pressed(desk, f"lp:{topic}", ELSEWHERE))
    async with desk.read() as connection:
        known = await topics.topic(connection, topic, owner)
    assert known is not None
    assert known.mode is TopicMode.PAUSED


async def test_a_topic_of_a_chat_that_is_not_ones_own_nor_managed_stays(desk: Database) -> None:
    async with desk.write() as tx:
        await chats.manage(tx, CHAT, None)
    answer = await pressed(desk, "lp:2", ELSEWHERE)
    assert (answer.effect, answer.alert) == (None, True)
