"""Who is not admitted reads one kind sentence; who is let in, or lets a group in, is served."""

from dataclasses import replace
from typing import Any

import pytest

from handlers.updates.understand import UpdateReader
from newsroom.access import AccessMode, AccessRule, Role
from storage import admission, change_log, chats, people
from storage.database import Database
from tests.builders import CHAT, NOW
from tests.handlers.invited import (
    EDITOR,
    GROUP,
    OTHER_GROUP,
    OWNER,
    STRANGER,
    Newsroom,
    message_json,
    newsroom_of,
    nobody,
    person,
    user,
)

KIND = "I work for a newsroom, by invitation. Ask @olga for an invite link, and open it here."


@pytest.fixture
async def newsroom(desk: Database) -> Newsroom:
    return await newsroom_of(desk)


async def test_a_stranger_reads_what_to_ask_for_and_whom_and_is_not_stored(newsroom: Newsroom) -> None:
    understood, texts = await newsroom.happens({"message": message_json(STRANGER, STRANGER)})
    assert (texts, understood.for_stranger) == ([KIND], True)
    assert not await newsroom.met(STRANGER)


async def test_without_an_owner_who_has_a_name_the_sentence_names_none(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await people.put(tx, replace(person(OWNER, Role.OWNER), username=None))
    assert "Ask the newsroom's owner for an invite link" in await newsroom.says(STRANGER, "/topics")


async def test_an_admitted_group_serves_whoever_speaks_there(newsroom: Newsroom) -> None:
    assert "nothing" in (await newsroom.says(STRANGER, "/topics", GROUP)).lower()


async def test_a_group_that_a_stranger_adds_the_bot_to_reads_the_sentence_once(newsroom: Newsroom) -> None:
    assert (await newsroom.adds(STRANGER, OTHER_GROUP)).startswith("I work for a newsroom, by invitation.")
    assert await newsroom.says(STRANGER, "/topics", OTHER_GROUP) == ""
    assert not await newsroom.met(OTHER_GROUP)


async def adds(newsroom: Newsroom, who: int) -> str:
    return await newsroom.adds(who, OTHER_GROUP)


async def speaks(newsroom: Newsroom, who: int) -> str:
    return await newsroom.says(who, "/topics", OTHER_GROUP)


@pytest.mark.parametrize("come", [pytest.param(adds, id="by adding"), pytest.param(speaks, id="by speaking there")])
@pytest.mark.parametrize("who", [EDITOR, OWNER])
async def test_an_editor_or_owner_lets_a_group_in(newsroom: Newsroom, come: Any, who: int) -> None:
    await newsroom.adds(STRANGER, OTHER_GROUP)
    assert "invitation" not in await come(newsroom, who)
    assert "invitation" not in await newsroom.says(STRANGER, "/topics", OTHER_GROUP)
    logged = await newsroom.database.ask(lambda c: change_log.page(c, 0, 10))
    assert [(one.by, one.sentence.name) for one in logged] == [(who, "log.let_in")]


async def test_who_manages_a_chat_that_is_no_longer_admitted_learns_it(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await chats.manage(tx, OWNER, GROUP)
    assert "no longer serve" not in await newsroom.says(OWNER, "/topics")
    await newsroom.says(OWNER, "/role @ed reader")
    assert "I no longer serve Desk" in await newsroom.says(OWNER, "/topics")
    assert "no longer serve" not in await newsroom.says(OWNER, "/manage off")
    assert "no longer serve" not in await newsroom.says(OWNER, "/topics")


async def test_an_owner_by_the_settings_is_named_once_known(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await people.remove(tx, OWNER)
    access = AccessRule(admins=frozenset({OWNER}))
    services = replace(newsroom.services, access=access)
    settings = Newsroom(services=services, reader=UpdateReader(nobody, services), update_id=500)
    assert await settings.says(STRANGER, "/topics") == KIND


async def test_a_press_in_a_chat_that_is_shut_is_answered_over_the_chat(newsroom: Newsroom) -> None:
    async with newsroom.database.write() as tx:
        await admission.settle(tx, newsroom.services.access, NOW)  # Ann's chat, that of an open bot
    pressed = {"id": "9", "from": user(CHAT), "chat_instance": "1", "data": "lp:1", "message": message_json(CHAT, CHAT)}
    understood, _ = await newsroom.happens({"callback_query": pressed})
    assert (understood.answer.toast, understood.for_stranger) == (KIND, True)


async def test_where_the_bot_is_listed_a_stranger_reads_the_number_to_list(newsroom: Newsroom) -> None:
    access = AccessRule(mode=AccessMode.LISTED, admins=frozenset({OWNER}))
    services = replace(newsroom.services, access=access)
    async with newsroom.database.write() as tx:
        await admission.settle(tx, access, NOW)
    listed = Newsroom(services=services, reader=UpdateReader(nobody, services))
    assert str(STRANGER) in await listed.says(STRANGER, "/topics")
    assert str(OTHER_GROUP) in await listed.says(OWNER, "/topics", OTHER_GROUP)
    assert str(EDITOR) in await listed.says(EDITOR, "/topics")
    assert "closed newsroom" not in await listed.says(OWNER, "/topics")
