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


def names(role: Role) -> list[str]:
    return [command.name for command in menu_of(role)]


def test_each_role_has_the_commands_of_those_below_and_its_own() -> None:
    assert "track" not in names(Role.READER)
    assert "track" in names(Role.REPORTER)
    assert "invite" not in names(Role.REPORTER)
    assert {"invite", "invites"} == set(names(Role.EDITOR)) - set(names(Role.REPORTER))
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
