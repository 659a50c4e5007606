"""What people say to each other is no business of the bot's: it is not even stored."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from handlers.updates.relevance import is_for_us
from storage import inbox
from storage.database import Database
from storage.tables import updates
from tests.builders import NOW

GROUP, PRIVATE, CHANNEL = (
    {"id": -5, "type": "supergroup"},
    {"id": 5, "type": "private"},
    {"id": -6, "type": "channel"},
)


def spoken_update(text: str | None, chat: dict[str, Any], kind: str = "message", **more: Any) -> dict[str, Any]:
    return {"update_id": 1, kind: {"message_id": 1, "chat": chat, **({} if text is None else {"text": text}), **more}}


def reply_to(name: str, *, bot: bool = True, number: int = 3) -> dict[str, Any]:
    return {"reply_to_message": {"message_id": number, "from": {"id": 2, "is_bot": bot, "username": name}}}


OPENED_BY_US = reply_to("Wirewatch_bot", number=9) | {"message_thread_id": 9}

CASES = [
    pytest.param(spoken_update("oil", GROUP, **reply_to("wirewatch_bot")), True, id="a reply to us in a group"),
    pytest.param(spoken_update("oil", GROUP, **reply_to("other_bot")), False, id="a reply to another bot"),
    pytest.param(spoken_update("oil", GROUP, **reply_to("wirewatch_bot", bot=False)), False, id="a reply to a person"),
    pytest.param(spoken_update("oil", GROUP, **OPENED_BY_US), False, id="talk in a forum topic that we opened"),
    pytest.param(spoken_update("Confidential chatter among colleagues", GROUP), False, id="talk in a group"),
    pytest.param(spoken_update("see /track and more", GROUP), False, id="talk that names a command"),
    pytest.param(spoken_update("/track@OtherBot oil", GROUP), False, id="another bot's command"),
    pytest.param(spoken_update(None, GROUP, photo=[{}], caption="/track x"), False, id="a picture"),
    pytest.param(spoken_update(None, GROUP, document={}), False, id="a file in a group"),
    pytest.param(spoken_update(None, GROUP, document={}, caption="our plan"), False, id="a file with words"),
    pytest.param(spoken_update(None, GROUP, document={}, caption="/opml"), True, id="a file with a command"),
    pytest.param(spoken_update(None, GROUP, document={}, caption="/opml@OtherBot"), False, id="another bot's file"),
    pytest.param(spoken_update(None, GROUP, new_chat_members=[{}]), False, id="somebody joins"),
    pytest.param(spoken_update("A post for readers", CHANNEL, "channel_post"), False, id="a channel's post"),
    pytest.param(spoken_update("/track oil", GROUP), True, id="a command in a group"),
    pytest.param(spoken_update("/track@wirewatch_bot oil", GROUP), True, id="our command by name"),
    pytest.param(spoken_update("/TRACK@WIREWATCH_BOT oil", GROUP), True, id="in any case"),
    pytest.param(spoken_update("/story_12", GROUP), True, id="a command with its number"),
    pytest.param(spoken_update("/track oil", CHANNEL, "channel_post"), True, id="a command in a channel"),
    pytest.param(spoken_update("oil", PRIVATE), True, id="a word in private"),
    pytest.param(spoken_update(None, PRIVATE, document={}), True, id="a file in private"),
    pytest.param(spoken_update(None, GROUP, migrate_to_chat_id=-7), True, id="a group becomes a supergroup"),
    pytest.param({"update_id": 1, "callback_query": {"id": "1"}}, True, id="a pressed button"),
    pytest.param({"update_id": 1, "my_chat_member": {}}, True, id="our membership"),
    pytest.param({"update_id": 1, "message": None}, True, id="malformed, nobody talks in it"),
    pytest.param({"update_id": 1, "message": {"chat": 7}}, True, id="malformed, no chat"),
    pytest.param({"update_id": 1}, True, id="empty"),
]


@pytest.mark.parametrize(("update", "ours"), CASES)
def test_only_what_may_be_for_us_is_for_us(update: dict[str, Any], *, ours: bool) -> None:
    assert is_for_us(update, "Wirewatch_bot") is ours


@given(st.text().filter(lambda text: not text.lstrip().startswith("/")))
def test_no_talk_of_a_group_is_ever_for_us(text: str) -> None:
    assert not is_for_us(spoken_update(text, GROUP), "wirewatch_bot")


async def test_of_what_is_not_for_us_nothing_is_stored_and_the_offset_moves_behind_it(database: Database) -> None:
    talk = spoken_update("Confidential chatter", GROUP) | {"update_id": 41}
    command = spoken_update("/help", GROUP) | {"update_id": 40}
    offset = await inbox.receive(database, [command, talk], NOW, lambda update: is_for_us(update, "wirewatch_bot"))
    async with database.read() as connection:
        stored = (await connection.execute(select(updates))).all()
    assert offset == 42
    assert await database.ask(inbox.next_offset) == 42
    assert [row.update_id for row in stored] == [40]
    assert "Confidential" not in str(stored)
