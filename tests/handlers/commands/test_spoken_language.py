"""A chat reads its own language: at first that of whoever speaks there, then the one it chooses."""

from dataclasses import replace
from typing import Any

import pytest

from handlers.access import IsAdmin
from handlers.buttons import Act
from handlers.sentences.reader import Reader
from handlers.updates.understand import UpdateReader
from newsroom.access import AccessMode, AccessRule
from storage import chats
from storage.database import Database
from tests.builders import GROUP
from tests.handlers.ferry import services
from tests.handlers.invited import STRANGER, Newsroom, message_json

OLENA = 41


async def nobody(_chat: int, _person: int) -> bool:
    """Is no admin."""
    return False


async def everybody(_chat: int, _person: int) -> bool:
    """Is an admin."""
    return True


def open_to_all(desk: Database, is_admin: IsAdmin = everybody) -> Newsroom:
    given = services(desk)
    return Newsroom(services=given, reader=UpdateReader(is_admin, given))


def types(text: str, language: str | None, chat: int = OLENA, who: int = OLENA) -> dict[str, Any]:
    message = message_json(chat, who, text)
    if language is not None:
        message["from"]["language_code"] = language
    return {"message": message}


def presses(number: int, chat: int = OLENA, who: int = OLENA) -> dict[str, Any]:
    asked = message_json(chat, who)
    data = f"{Act.SPEAK}:{number}"
    query = {"id": "1", "from": asked["from"], "chat_instance": "1", "message": asked, "data": data}
    return {"callback_query": query}


async def language_of(desk: Database, chat: int) -> str | None:
    known = await desk.ask(lambda c: chats.chat(c, chat))
    return known.language if known else None


@pytest.mark.parametrize(
    ("telegram", "language", "answer"),
    [
        ("uk-UA", "uk", "Цей чат ще нічого не відстежує."),
        ("fr", "fr", "Cette discussion ne suit encore rien."),
        ("ru", "ru", "Этот чат пока ничего не отслеживает."),
        ("de", "en", "This chat tracks nothing yet."),
        (None, "en", "This chat tracks nothing yet."),
    ],
)
async def test_a_new_chat_reads_the_language_of_whoever_speaks_first(
    desk: Database, telegram: str | None, language: str, answer: str
) -> None:
    _, texts = await open_to_all(desk).happens(types("/topics", telegram))
    assert texts[0].startswith(answer)
    assert await language_of(desk, OLENA) == language


async def test_a_group_keeps_the_language_of_its_first_speaker(desk: Database) -> None:
    newsroom = open_to_all(desk)
    await newsroom.happens(types("/topics", "uk", chat=GROUP))
    _, texts = await newsroom.happens(types("/topics", "fr", chat=GROUP, who=42))
    assert texts[0].startswith("Цей чат")


async def test_whoever_adds_the_bot_to_a_group_is_greeted_in_their_language(desk: Database) -> None:
    bot = {"id": 9, "is_bot": True, "first_name": "Wirewatch"}
    change = types("", "fr", chat=-700)["message"] | {
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": {"user": bot, "status": "member"},
    }
    _, texts = await open_to_all(desk).happens({"my_chat_member": change})
    assert texts == [Reader(language="fr").say("update.hello")]
    assert await language_of(desk, -700) == "fr"


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("uk", "uk"),
        ("FR", "fr"),
        ("українська", "uk"),
        ("Français", "fr"),
        ("французька", "fr"),
        ("russian", "ru"),
        ("англійська", "en"),
    ],
)
async def test_a_language_is_chosen_by_its_code_or_any_name_of_it(desk: Database, typed: str, language: str) -> None:
    _, texts = await open_to_all(desk).happens(types(f"/language {typed}", "en"))
    assert await language_of(desk, OLENA) == language
    assert texts[0].endswith(Reader(language=language).say("language.changed", language="|").partition("|")[2])


async def test_each_language_has_a_button_in_its_own_name(desk: Database) -> None:
    newsroom = open_to_all(desk)
    understood, _ = await newsroom.happens(types("/language", "en"))
    buttons = [button for row in understood.answer.messages[0].buttons for button in row]
    assert [button.text for button in buttons] == ["English", "Українська", "Français", "Русский"]
    for number, language in enumerate(("en", "uk", "fr", "ru")):
        assert buttons[number].data == f"{Act.SPEAK}:{number}"
        await newsroom.happens(presses(number))
        assert await language_of(desk, OLENA) == language


async def test_a_language_that_the_bot_does_not_speak_changes_nothing(desk: Database) -> None:
    newsroom = open_to_all(desk)
    _, texts = await newsroom.happens(types("/language klingon", "uk"))
    assert texts[0].startswith("Мови «klingon» я не знаю.")
    await newsroom.happens(presses(99))
    assert await language_of(desk, OLENA) == "uk"


async def test_only_who_may_change_a_groups_settings_changes_its_language(desk: Database) -> None:
    newsroom = open_to_all(desk, nobody)
    _, texts = await newsroom.happens(types("/language", "uk", chat=GROUP))
    assert "Українська" in texts[0]
    _, texts = await newsroom.happens(types("/language fr", "uk", chat=GROUP))
    assert texts == [Reader(language="uk").say("access.admins_only")]
    understood, _ = await newsroom.happens(presses(2, chat=GROUP))
    assert understood.answer.toast == Reader(language="uk").say("access.admins_only")[:200]
    assert await language_of(desk, GROUP) == "uk"


async def test_a_stranger_is_turned_away_in_their_own_language(desk: Database) -> None:
    given = replace(services(desk), access=AccessRule(mode=AccessMode.INVITE))
    newsroom = Newsroom(services=given, reader=UpdateReader(nobody, given))
    _, texts = await newsroom.happens(types("/topics", "ru", chat=STRANGER, who=STRANGER))
    assert texts[0].startswith("Я работаю для редакции")
