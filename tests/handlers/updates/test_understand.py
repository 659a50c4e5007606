"""Who is spoken for, where a private chat manages a channel; who hears of a chat that shut us out."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update
from telegram import Update

from handlers.requests import Answer
from handlers.updates.understand import UpdateReader
from handlers.updates.understood_update import UnderstoodUpdate
from newsroom.desk.state import DeliveryMode
from newsroom.matching.query import parse
from newsroom.topic import TopicMode
from storage import chats, story_cards, topics
from storage.database import Database
from storage.tables import cards, deliveries
from storage.tables import chats as chat_table
from tests.builders import CHAT, GROUP, NOW, OTHER_GROUP, place
from tests.handlers.ferry import read, services

CHANNEL = OTHER_GROUP
ANN = {"id": CHAT, "first_name": "Ann", "is_bot": False}
ALERT, ANSWER, ELSEWHERE = 5, 6, 9  # messages in the private chat


async def everybody(_chat: int, _person: int) -> bool:
    """Is an admin."""
    return True


@pytest.fixture
async def desk(database: Database) -> Database:
    """Ann's chat was alerted of story 1, and manages a channel that tracks the same."""
    await read(database)
    async with database.write() as tx:
        await chats.meet(tx, CHANNEL, "channel", "News", "news", CHAT, "UTC", NOW)
        await topics.track(tx, place(CHANNEL), parse("tram"), CHAT, NOW)
        await chats.manage(tx, CHAT, CHANNEL)
        await story_cards.record_shown(tx, 1, ALERT, 1)
    return database


async def pressed(desk: Database, data: str, message: int, *, under: int | None = None) -> Answer:
    """A button pressed in the private chat; `under`: the message that the button's one replies to."""
    return (await understood_press(desk, data, message, under=under)).answer


async def understood_press(desk: Database, data: str, message: int, *, under: int | None = None) -> UnderstoodUpdate:
    shown = message_json(message) | ({} if under is None else {"reply_to_message": message_json(under)})
    query = {"id": "9", "from": ANN, "chat_instance": "1", "data": data, "message": shown}
    event = Update.de_json({"update_id": 1, "callback_query": query})
    understood = await UpdateReader(everybody, services(desk)).understand(event, NOW)
    assert understood is not None
    return understood


def message_json(number: int) -> dict[str, Any]:
    chat = {"id": CHAT, "type": "private", "first_name": "Ann"}
    return {"message_id": number, "date": int(NOW.timestamp()), "chat": chat, "text": "An alert"}


async def answered(desk: Database, answer: Answer) -> str:
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
            await story_cards.mark_known(tx, where, [1], DeliveryMode.SILENT, NOW)
            await story_cards.set_muted(tx, where, 1, muted=True)


async def test_a_button_under_ones_own_alert_mutes_the_story_there_and_not_in_the_channel(desk: Database) -> None:
    assert "Muted here" in await answered(desk, await pressed(desk, "mu:1", ALERT))
    assert await muted(desk) == {CHAT}


async def test_the_way_back_under_that_answer_leads_back_there(desk: Database) -> None:
    await mute_both(desk)
    await answered(desk, await pressed(desk, "um:1", ANSWER, under=ALERT))
    assert await muted(desk) == {CHANNEL}


async def test_a_button_under_an_answer_to_the_manager_acts_on_the_channel_and_names_it(desk: Database) -> None:
    """/story 1, asked for the channel."""
    mute = await pressed(desk, "mu:1", ELSEWHERE)
    assert mute.spoken_for == "News"
    assert "Muted here" in await answered(desk, mute)
    assert await muted(desk) == {CHANNEL}
    await mute_both(desk)
    unmute = await pressed(desk, "um:1", ELSEWHERE)
    assert unmute.spoken_for == "News"
    assert "Unmuted" in await answered(desk, unmute)
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
    assert listed in await answered(desk, await pressed(desk, f"lp:{topic}", ELSEWHERE))
    async with desk.read() as connection:
        known = await topics.topic(connection, topic, owner)
    assert known is not None
    assert known.mode is TopicMode.PAUSED


@pytest.mark.parametrize(("topic", "owner"), [(1, CHAT), (2, CHANNEL)], ids=["one's own", "the channel's"])
async def test_undo_acts_on_the_chat_whose_topic_was_stopped(desk: Database, topic: int, owner: int) -> None:
    """Of one's own it was called too long ago, as long as a channel was managed."""
    before = [one.text for one in await desk.ask(lambda c: topics.topics_of(c, owner))]
    await happens(desk, await understood_press(desk, f"tx:{topic}", ELSEWHERE))
    assert await desk.ask(lambda c: topics.topics_of(c, owner)) == []
    await happens(desk, await understood_press(desk, "cr:1", ELSEWHERE))
    assert [one.text for one in await desk.ask(lambda c: topics.topics_of(c, owner))] == before


async def test_a_topic_of_a_chat_that_is_not_ones_own_nor_managed_stays(desk: Database) -> None:
    async with desk.write() as tx:
        await chats.manage(tx, CHAT, None)
    answer = await pressed(desk, "lp:2", ELSEWHERE)
    assert (answer.effect, answer.alert) == (None, True)


async def happens(desk: Database, understood: UnderstoodUpdate) -> None:
    """What is written when it is read."""
    async with desk.write() as tx:
        for effect in (*understood.before, understood.answer.effect):
            if effect is not None:
                await effect(tx)


async def test_a_button_pressed_in_a_suspended_chat_lets_it_be_written_to(desk: Database) -> None:
    """Its answer waited for the daily retry. Nothing else of the chat changes: not its name, not its owner."""
    before = await desk.ask(lambda c: chats.chat(c, CHAT))
    async with desk.write() as tx:
        await chats.suspend(tx, CHAT, "blocked", NOW)
    await happens(desk, await understood_press(desk, "nonsense", ALERT))
    assert await desk.ask(lambda c: chats.chat(c, CHAT)) == before


async def removed(desk: Database, chat_id: int, kind: str, status: str) -> None:
    """Somebody removes the bot from a chat."""
    bot = {"id": 1, "is_bot": True, "first_name": "Wirewatch"}
    change = {
        "chat": {"id": chat_id, "type": kind, "title": "Desk"},
        "from": {"id": 999, "first_name": "Bob", "is_bot": False},
        "date": int(NOW.timestamp()),
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {}),
    }
    event = Update.de_json({"update_id": 2, "my_chat_member": change})
    understood = await UpdateReader(everybody, services(desk)).understand(event, NOW)
    assert understood is not None
    await happens(desk, understood)


async def messages_to(desk: Database, chat_id: int) -> list[str]:
    async with desk.read() as connection:
        wanted = select(deliveries.c.payload).where(deliveries.c.chat_id == chat_id, deliveries.c.kind == "message")
        return [payload["html"] for payload in (await connection.execute(wanted)).scalars()]


async def suspended(desk: Database, chat_id: int) -> bool:
    known = await desk.ask(lambda c: chats.chat(c, chat_id))
    assert known is not None
    return known.suspended


async def test_the_owner_hears_once_that_the_bot_was_removed(desk: Database) -> None:
    """The update suspended the chat in silence, and the refusal that came later was no news."""
    async with desk.write() as tx:
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, CHAT, "UTC", NOW)
    for _ in range(2):
        await removed(desk, GROUP, "supergroup", "kicked")
    (message,) = await messages_to(desk, CHAT)
    assert "I can't write to <b>Desk</b> any more: the bot was removed or blocked" in message
    assert await suspended(desk, GROUP)


async def test_who_blocks_the_bot_is_not_written_to_about_it(desk: Database) -> None:
    async with desk.write() as tx:
        await tx.execute(update(chat_table).where(chat_table.c.id == CHAT).values(owner_id=CHAT))
    await removed(desk, CHAT, "private", "kicked")
    assert await messages_to(desk, CHAT) == []
    assert await suspended(desk, CHAT)


async def test_a_basic_group_that_is_left_may_be_moving_and_nobody_is_alarmed(desk: Database) -> None:
    """Whether it was a move or a removal, the next message's answer says: Moved or Shut."""
    async with desk.write() as tx:
        await chats.meet(tx, GROUP, "group", "Desk", None, CHAT, "UTC", NOW)
    await removed(desk, GROUP, "group", "left")
    assert await messages_to(desk, CHAT) == []
    assert not await suspended(desk, GROUP)


async def added_again(desk: Database, chat_id: int) -> list[str]:
    """What the bot says then."""
    bot = {"id": 900, "first_name": "Wirewatch", "is_bot": True}
    change = {
        "chat": {"id": chat_id, "type": "supergroup", "title": "Desk"},
        "from": {"id": 999, "first_name": "Bob", "is_bot": False},
        "date": int(NOW.timestamp()),
        "old_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
        "new_chat_member": {"user": bot, "status": "member"},
    }
    understood = await UpdateReader(everybody, services(desk)).understand(
        Update.de_json({"update_id": 3, "my_chat_member": change}), NOW
    )
    assert understood is not None
    assert understood.name == "met"
    await happens(desk, understood)
    return [message.html for message in understood.answer.messages]


async def test_a_bot_that_is_added_again_writes_to_its_chat_as_before(desk: Database) -> None:
    async with desk.write() as tx:
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, CHAT, "UTC", NOW)
    await removed(desk, GROUP, "supergroup", "kicked")
    assert await suspended(desk, GROUP)
    await added_again(desk, GROUP)
    assert not await suspended(desk, GROUP)
    assert await messages_to(desk, CHAT) != [], "the owner had heard that it was gone"


async def test_a_bot_that_comes_back_names_what_it_still_tracks(desk: Database) -> None:
    async with desk.write() as tx:
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, CHAT, "UTC", NOW)
    assert (await added_again(desk, GROUP))[0].startswith("Hello.")
    async with desk.write() as tx:
        await topics.track(tx, place(GROUP), parse("ferry"), CHAT, NOW)
    assert await added_again(desk, GROUP) == ["I am back. Tracked here as before: 1 topic (/topics)."]


def in_group(text: str, person: dict[str, Any]) -> Update:
    """What a person writes in the group."""
    chat = {"id": GROUP, "type": "supergroup", "title": "Desk"}
    return Update.de_json({"update_id": 4, "message": message_json(7) | {"text": text, "chat": chat, "from": person}})


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        pytest.param("/banish 12", False, id="another bot's, or nobody's"),
        pytest.param("/banish@wire_bot 12", True, id="said to us"),
        pytest.param("/tarck ferry", True, id="mistyped"),
        pytest.param("/topics", True, id="ours"),
    ],
)
async def test_a_command_in_a_group_that_is_like_none_of_ours_is_left_to_other_bots(
    desk: Database, text: str, *, answered: bool
) -> None:
    known = replace(services(desk), bot_name=lambda: "wire_bot")
    found = await UpdateReader(nobody, known).understand(in_group(text, ANN), NOW)
    assert (found is not None) == answered


async def test_a_name_with_markup_is_shown_as_it_is(desk: Database) -> None:
    name = "<b>Desk</b> & <a href='x'>co\u202e"
    async with desk.write() as tx:
        await chats.meet(tx, GROUP, "supergroup", name, None, CHAT, "UTC", NOW)
    await removed(desk, GROUP, "supergroup", "kicked")
    (message,) = await messages_to(desk, CHAT)
    assert "&lt;b&gt;Desk&lt;/b&gt; &amp; &lt;a href=" in message
    assert "\u202e" not in message


async def nobody(_chat: int, _person: int) -> bool:
    """Is an admin."""
    return False


@pytest.mark.parametrize(
    ("kind", "understood"),
    [
        pytest.param("message", "topics", id="a message is a command"),
        pytest.param("channel_post", "topics", id="so is a channel's post"),
        pytest.param("edited_message", None, id="an edited message is no new one"),
        pytest.param("edited_channel_post", None, id="nor is an edited post"),
    ],
)
async def test_what_is_written_anew_is_a_command_and_what_is_edited_is_none(
    desk: Database, kind: str, understood: str | None
) -> None:
    event = Update.de_json({"update_id": 3, kind: message_json(7) | {"text": "/topics"}})
    found = await UpdateReader(everybody, services(desk)).understand(event, NOW)
    assert (found.name if found else None) == understood


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        pytest.param("/digest", False, id="reads the digest"),
        pytest.param("/quiet", False, id="reads the quiet hours"),
        pytest.param("/digest off", True, id="ends the digest"),
        pytest.param("/untrack", True, id="the list of topics to stop"),
        pytest.param("/topics", False, id="lists topics"),
    ],
)
async def test_who_is_no_admin_of_a_group_reads_and_changes_nothing(
    desk: Database, text: str, *, refused: bool
) -> None:
    bob = {"id": 999, "first_name": "Bob", "is_bot": False}
    found = await UpdateReader(nobody, services(desk)).understand(in_group(text, bob), NOW)
    assert found is not None
    assert any("Only admins of this chat" in m.html for m in found.answer.messages) == refused


async def test_start_in_a_private_chat_is_about_that_chat_whatever_it_manages(desk: Database) -> None:
    event = Update.de_json({"update_id": 5, "message": message_json(7) | {"text": "/start", "from": ANN}})
    found = await UpdateReader(nobody, services(desk)).understand(event, NOW)
    assert found is not None
    assert "for you:" in found.answer.messages[0].html
