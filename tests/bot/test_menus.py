"""Each sees the commands that he may use: the menus follow the roles."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from telegram import BotCommandScopeChat
from telegram.ext import ExtBot

from bot.menus import Menus, menu_of
from newsroom.access import AccessRule, Role
from standin import Running, StandinSettings, initial_chats, standin
from storage import chats, people
from storage.database import Database
from storage.people import Person
from tests.builders import NOW

OLGA, EMIL = 1003, 1004


@dataclass(slots=True)
class Shown:
    """A bot and what Telegram shows of it."""

    bot: ExtBot[None]
    database: Database
    telegram: Running

    async def menu(self, person: int | None = None) -> list[str]:
        scope = None if person is None else BotCommandScopeChat(person)
        return [command.command for command in await self.bot.get_my_commands(scope=scope)]

    async def give(self, person: int, role: Role | None) -> None:
        async with self.database.write() as tx:
            if role is None:
                await people.remove(tx, person)
            else:
                new = Person(id=person, role=role, name="A", username=None, added_by=None, invite=None, added_at=NOW)
                await people.put(tx, new)


@pytest.fixture
async def shown(database: Database) -> AsyncIterator[Shown]:
    async with standin(StandinSettings()) as telegram:
        initial_chats.bring_newcomers(telegram.server.state)
        bot: ExtBot[None] = ExtBot(telegram.token, base_url=f"{telegram.url}/bot")
        async with bot:
            yield Shown(bot=bot, database=database, telegram=telegram)


async def test_everybody_sees_the_commands_in_the_language_of_their_telegram(shown: Shown) -> None:
    await Menus(shown.database, shown.bot, AccessRule()).begin()
    for code, summary in {
        None: "what is tracked here",
        "uk": "що тут відстежується",
        "fr": "ce qui est suivi ici",
    }.items():
        listed = {one.command: one.description for one in await shown.bot.get_my_commands(language_code=code)}
        assert (list(listed), listed["topics"]) == (names(Role.REPORTER), summary)


async def test_a_chat_that_chose_its_language_sees_the_commands_in_it(shown: Shown) -> None:
    menus = Menus(shown.database, shown.bot, AccessRule())
    async with shown.database.write() as tx:
        await chats.meet(tx, EMIL, "private", "Emil", None, EMIL, "UTC", NOW, "uk")
        await chats.meet(tx, OLGA, "private", "Olga", None, OLGA, "UTC", NOW, "uk")
        await chats.set_language(tx, OLGA, "ru")
    await menus.turn()
    listed = await shown.bot.get_my_commands(scope=BotCommandScopeChat(OLGA))
    assert {one.command: one.description for one in listed}["topics"] == "что здесь отслеживается"
    assert await shown.menu(EMIL) == []
    async with shown.database.write() as tx:
        await chats.set_language(tx, OLGA, "en")
    await menus.turn()
    listed = await shown.bot.get_my_commands(scope=BotCommandScopeChat(OLGA))
    assert {one.command: one.description for one in listed}["topics"] == "what is tracked here"


async def test_an_editors_commands_are_in_the_language_of_the_private_chat(shown: Shown) -> None:
    await shown.give(OLGA, Role.EDITOR)
    async with shown.database.write() as tx:
        await chats.meet(tx, OLGA, "private", "Olga", None, OLGA, "UTC", NOW, "fr")
    await Menus(shown.database, shown.bot, AccessRule()).turn()
    listed = await shown.bot.get_my_commands(scope=BotCommandScopeChat(OLGA))
    assert [one.command for one in listed] == names(Role.EDITOR)
    assert {one.command: one.description for one in listed}["topics"] == "ce qui est suivi ici"


def names(role: Role) -> list[str]:
    return [command.name for command in menu_of(role)]


def test_each_role_has_the_commands_of_those_below_and_its_own() -> None:
    assert "track" not in names(Role.READER)
    assert "track" in names(Role.REPORTER)
    assert "invite" not in names(Role.REPORTER)
    assert {"invite", "invites", "webhook"} == set(names(Role.EDITOR)) - set(names(Role.REPORTER))
    assert {"role", "log"} <= set(names(Role.OWNER)) - set(names(Role.EDITOR))


async def test_the_menus_of_editors_and_owners_come_and_go_with_the_role(shown: Shown) -> None:
    menus = Menus(shown.database, shown.bot, AccessRule())
    await shown.give(OLGA, Role.OWNER)
    await shown.give(EMIL, Role.READER)
    await menus.turn()
    assert (await shown.menu(OLGA), await shown.menu(EMIL)) == (names(Role.OWNER), [])
    await shown.give(EMIL, Role.EDITOR)
    await shown.give(OLGA, Role.EDITOR)
    await menus.turn()
    assert (await shown.menu(OLGA), await shown.menu(EMIL)) == (names(Role.EDITOR), names(Role.EDITOR))
    await shown.give(OLGA, None)
    await menus.turn()
    assert (await shown.menu(OLGA), await shown.menu(EMIL)) == ([], names(Role.EDITOR))


async def test_an_owner_by_the_settings_has_the_menu_once_the_chat_is_known(shown: Shown) -> None:
    menus = Menus(shown.database, shown.bot, AccessRule(admins=frozenset({OLGA})))
    await menus.turn()
    assert await shown.menu(OLGA) == []
    async with shown.database.write() as tx:
        await chats.meet(tx, OLGA, "private", "Olga", "olga", OLGA, "UTC", NOW)
    await menus.turn()
    assert await shown.menu(OLGA) == names(Role.OWNER)


async def test_whom_telegram_does_not_know_is_asked_after_once(shown: Shown) -> None:
    menus = Menus(shown.database, shown.bot, AccessRule())
    await shown.give(4711, Role.OWNER)
    await shown.give(OLGA, Role.OWNER)
    for _ in range(2):
        await menus.turn()
    assert await shown.menu(OLGA) == names(Role.OWNER)
