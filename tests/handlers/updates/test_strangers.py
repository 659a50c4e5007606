"""Who is not admitted reads one kind sentence; who is let in, or lets a group in, is served."""

from dataclasses import replace
from typing import Any

import pytest
from telegram import Update

from handlers.requests import Services
from handlers.updates.understand import UpdateReader
from handlers.updates.understood_update import UnderstoodUpdate
from newsroom.access import AccessMode, AccessRule, Role
from storage import admission, change_log, chats, people
from storage.database import Database
from storage.people import Person
from tests.builders import CHAT, GROUP, NOW, OTHER_GROUP
from tests.handlers.ferry import services

STRANGER, EDITOR, OWNER = 31, 32, 33
KIND = "I work for a newsroom, by invitation. Ask @olga for an invite link, and open it here."


async def nobody(_chat: int, _person: int) -> bool:
    """Is an admin."""
    return False


def person(number: int, role: Role, name: str) -> Person:
    return Person(id=number, role=role, name=name, username=name.lower(), added_by=None, invite=None, added_at=NOW)


@pytest.fixture
async def newsroom(desk: Database) -> Services:
    """By invitation: an owner and an editor, and a group that the editor let in."""
    invited = replace(services(desk), access=AccessRule(mode=AccessMode.INVITE))
    async with desk.write() as tx:
        await people.put(tx, person(OWNER, Role.OWNER, "Olga"))
        await people.put(tx, person(EDITOR, Role.EDITOR, "Ed"))
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, EDITOR, "UTC", NOW)
        await admission.let_in(tx, invited.access, GROUP, EDITOR, NOW)
    return invited


def user(number: int) -> dict[str, Any]:
    return {"id": number, "first_name": f"Person {number}", "is_bot": False}


def chat_json(chat: int) -> dict[str, Any]:
    if chat > 0:
        return {"id": chat, "type": "private", "first_name": f"Person {chat}"}
    return {"id": chat, "type": "supergroup", "title": "A group"}


def message(chat: int, who: int) -> dict[str, Any]:
    return {
        "message_id": 7,
        "date": int(NOW.timestamp()),
        "chat": chat_json(chat),
        "from": user(who),
        "text": "/topics",
    }


async def happens(newsroom: Services, update: dict[str, Any]) -> UnderstoodUpdate:
    understood = await UpdateReader(nobody, newsroom).understand(Update.de_json({"update_id": 1} | update), NOW)
    assert understood is not None
    async with newsroom.database.write() as tx:
        for effect in (*understood.before, understood.answer.effect):
            if effect is not None:
                await effect(tx)
    return understood


async def says(newsroom: Services, chat: int, who: int) -> list[str]:
    """What is answered."""
    return [one.html for one in (await happens(newsroom, {"message": message(chat, who)})).answer.messages]


async def adds(newsroom: Services, chat: int, who: int) -> list[str]:
    bot = {"id": 1, "is_bot": True, "first_name": "Wirewatch"}
    change = {
        "chat": chat_json(chat),
        "from": user(who),
        "date": int(NOW.timestamp()),
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": {"user": bot, "status": "member"},
    }
    return [one.html for one in (await happens(newsroom, {"my_chat_member": change})).answer.messages]


async def met(newsroom: Services, chat: int) -> bool:
    return await newsroom.database.ask(lambda c: chats.chat(c, chat)) is not None


async def test_a_stranger_reads_what_to_ask_for_and_whom_and_is_not_stored(newsroom: Services) -> None:
    understood = await happens(newsroom, {"message": message(STRANGER, STRANGER)})
    assert [one.html for one in understood.answer.messages] == [KIND]
    assert understood.for_stranger
    assert not await met(newsroom, STRANGER)


async def test_without_an_owner_who_has_a_name_the_sentence_names_none(newsroom: Services) -> None:
    async with newsroom.database.write() as tx:
        await people.put(tx, replace(person(OWNER, Role.OWNER, "Olga"), username=None))
    assert "Olga" not in (await says(newsroom, STRANGER, STRANGER))[0]


async def test_an_admitted_group_serves_whoever_speaks_there(newsroom: Services) -> None:
    assert "nothing" in (await says(newsroom, GROUP, STRANGER))[0].lower()


async def test_a_group_that_a_stranger_adds_the_bot_to_reads_the_sentence_once(newsroom: Services) -> None:
    added = await adds(newsroom, OTHER_GROUP, STRANGER)
    assert [one.split(".")[0] for one in added] == ["I work for a newsroom, by invitation"]
    assert await says(newsroom, OTHER_GROUP, STRANGER) == []
    assert not await met(newsroom, OTHER_GROUP)


@pytest.mark.parametrize("come", [pytest.param(adds, id="by adding"), pytest.param(says, id="by speaking there")])
@pytest.mark.parametrize("who", [EDITOR, OWNER])
async def test_an_editor_or_owner_lets_a_group_in(newsroom: Services, come: Any, who: int) -> None:
    await adds(newsroom, OTHER_GROUP, STRANGER)
    assert "invitation" not in (await come(newsroom, OTHER_GROUP, who))[0]
    assert "invitation" not in (await says(newsroom, OTHER_GROUP, STRANGER))[0]
    logged = await newsroom.database.ask(lambda c: change_log.page(c, 0, 10))
    assert [(one.by, one.sentence.name) for one in logged] == [(who, "log.let_in")]


async def test_a_press_in_a_chat_that_is_shut_is_answered_over_the_chat(newsroom: Services) -> None:
    async with newsroom.database.write() as tx:
        await admission.settle(tx, newsroom.access, NOW)  # Ann's chat, that of an open bot
    pressed = {"id": "9", "from": user(CHAT), "chat_instance": "1", "data": "lp:1", "message": message(CHAT, 1)}
    understood = await happens(newsroom, {"callback_query": pressed})
    assert (understood.answer.toast, understood.for_stranger) == (KIND, True)


async def test_where_the_bot_is_listed_a_stranger_reads_the_number_to_list(newsroom: Services) -> None:
    listed = replace(newsroom, access=AccessRule(mode=AccessMode.LISTED, admins=frozenset({OWNER})))
    assert str(STRANGER) in (await says(listed, STRANGER, STRANGER))[0]
    assert str(OTHER_GROUP) in (await says(listed, OTHER_GROUP, OWNER))[0]
    assert "invitation" not in (await says(listed, OWNER, OWNER))[0]
