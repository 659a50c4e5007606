"""Telegram's own menu of commands: what most may do for everybody, more for each editor and owner in private."""

import asyncio
from collections.abc import Mapping, Sequence

import structlog
from telegram import BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from handlers.bot_calls import readable
from handlers.commands.command import Command
from handlers.commands.table import COMMANDS
from handlers.sentences.reader import Reader
from newsroom.access import AccessRule, Role
from storage import people
from storage.database import Database
from storage.retry import run_forever

_LOOK_EVERY_S = 10.0  # a new editor has read the welcome by then

log = structlog.get_logger()


class Menus:
    """Keeps the menus as the roles are; the bot works without them."""

    def __init__(self, database: Database, bot: ExtBot[None], rule: AccessRule) -> None:
        self._database = database
        self._bot = bot
        self._rule = rule
        self._shown: dict[int, Role] = {}  # private chats whose own menu this process has set

    async def run(self, stop: asyncio.Event) -> None:
        """Set them all, and then what changes."""

        async def look() -> None:
            await self.turn()
            await asyncio.sleep(_LOOK_EVERY_S)

        await self._set(menu_of(Role.REPORTER), None)
        await run_forever("menus", look, stop)

    async def turn(self) -> None:
        """Set the menus of editors and owners who are new since the last turn, and take away those of others."""
        wanted = await self._wanted()
        for person, role in wanted.items():
            if self._shown.get(person) is not role and await self._set(menu_of(role), person):
                self._shown[person] = role
        for person in self._shown.keys() - wanted.keys():
            if await self._set((), person):
                del self._shown[person]

    async def _wanted(self) -> Mapping[int, Role]:
        async with self._database.read() as connection:
            known = [await people.known(connection, admin) for admin in self._rule.admins]
            everybody = [*await people.everybody(connection), *filter(None, known)]
        roles = {one.id: self._rule.role(one.id, one.role) for one in everybody}
        return {person: role for person, role in roles.items() if role and role.includes(Role.EDITOR)}

    async def _set(self, commands: Sequence[Command], person: int | None) -> bool:
        """The menu of a person's private chat: without commands, and for None, the common one; False: try again."""
        scope = None if person is None else BotCommandScopeChat(person)
        menu = [BotCommand(command.name, Reader().say(command.summary)) for command in commands]
        try:
            done = self._bot.set_my_commands(menu, scope=scope) if menu else self._bot.delete_my_commands(scope=scope)
            await readable(done)
        except TelegramError as error:
            log.warning("menu_not_set", error=error.message)
            return isinstance(error, BadRequest | Forbidden)  # it will be refused again
        return True


def menu_of(role: Role) -> Sequence[Command]:
    """The commands that a person of this role may use in private."""
    return [command for command in COMMANDS if role.includes(command.role)]
