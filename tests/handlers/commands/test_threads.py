"""What commands do in a forum's thread that has no topics of its own."""

import pytest

from newsroom.chat import ChatId, Place
from newsroom.matching.query import parse
from storage import chats, topics
from storage.database import Database
from tests.builders import CHAT, NOW
from tests.handlers.talk import KINDS, Spoken, Talk, everybody, talk

FORUM, THREAD, EMPTY = KINDS["supergroup"], 7, 8


@pytest.fixture
async def ann(desk: Database) -> Talk:
    async with desk.write() as tx:
        await chats.meet(tx, FORUM, "supergroup", "Desk", None, CHAT, "UTC", NOW)
        await topics.track(tx, Place(chat=ChatId(FORUM), thread=THREAD), parse("ferry"), CHAT, NOW)
    return talk(desk, everybody)


async def says(ann: Talk, text: str, thread: int) -> list[Spoken]:
    message = ann.message(text, "supergroup")
    message["chat"] |= {"is_forum": True}
    return await ann.comes({"message": message | {"message_thread_id": thread, "is_topic_message": True}})


async def snoozed(ann: Talk) -> bool:
    known = await ann.database.ask(lambda c: chats.chat(c, FORUM))
    return known is not None and known.snoozed_until is not None


async def test_mute_in_a_thread_without_topics_keeps_no_other_thread_quiet(ann: Talk) -> None:
    (answer,) = await says(ann, "/mute 2h", EMPTY)
    assert "nothing to keep quiet here" in answer.html
    assert not await snoozed(ann)
    assert answer.rows == [["🔕 The whole chat"]]
    await ann.presses(answer.buttons["🔕 The whole chat"], "supergroup")
    assert await snoozed(ann)


async def test_mute_in_a_thread_with_topics_is_about_them(ann: Talk) -> None:
    (answer,) = await says(ann, "/mute 2h", THREAD)
    assert "ferry" in answer.html
    assert not await snoozed(ann)


async def test_the_digest_asked_for_in_a_thread_without_topics_is_said_to_come_elsewhere(ann: Talk) -> None:
    (answer,) = await says(ann, "/digest now", EMPTY)
    assert "Nothing is tracked in this thread" in answer.html


async def test_an_empty_digest_is_shown_to_whoever_asks_though_empty_days_are_silent(ann: Talk) -> None:
    await says(ann, "/digest silent", THREAD)
    shown, settings = await says(ann, "/digest now", THREAD)
    assert "1 topic" in shown.html
    assert "Digest: every day" in settings.html
