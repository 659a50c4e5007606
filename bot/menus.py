"""Telegram's own menu of commands, in each language: what most may do for everybody, more for editors and owners."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from telegram import BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from handlers.bot_calls import readable
from handlers.commands.command import Command
from handlers.commands.table import COMMANDS
from handlers.sentences.catalogue import ENGLISH, languages
from handlers.sentences.reader import Reader
from newsroom.access import AccessRule, Role
from storage import chats, people
from storage.database import Database
from storage.retry import run_forever

_LOOK_EVERY_S = 10.0  # a new editor has read the welcome by then

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands that somebody of a role may use in private, in a language."""

    role: Role
    language: str

    @property
    def lines(self) -> list[BotCommand]:
        """As Telegram shows them."""
        reader = Reader(language=self.language)
        return [BotCommand(command.name, reader.say(command.summary)) for command in menu_of(self.role)]


class Menus:
    """Keeps the menus as the roles and languages are; the bot works without them."""

    def __init__(self, database: Database, bot: ExtBot[None], rule: AccessRule) -> None:
        self._database = database
        self._bot = bot
        self._rule = rule
        self._shown: dict[int, Menu] = {}  # chats whose own menu this process has set

    async def run(self, stop: asyncio.Event) -> None:
        """Set them all, and then what changes."""

        async def look() -> None:
            await self.turn()
            await asyncio.sleep(_LOOK_EVERY_S)

        await self.begin()
        await run_forever("menus", look, stop)

    async def begin(self) -> None:
        """Set what everybody sees who has no menu of their own, by the language of their Telegram."""
        for language in languages():
            await self._set_common(Menu(Role.REPORTER, language))

    async def turn(self) -> None:
        """Set the menus of chats that have one of their own since the last turn, and take away those of others."""
        wanted = await self._wanted()
        for chat, menu in wanted.items():
            if self._shown.get(chat) != menu and await self._set(menu, chat):
                self._shown[chat] = menu
        for chat in self._shown.keys() - wanted.keys():
            if await self._set(None, chat):
                del self._shown[chat]

    async def _wanted(self) -> Mapping[int, Menu]:
        """Chats with a menu of their own: those of editors and owners, and those that chose their language."""
        async with self._database.read() as connection:
            known = [await people.known(connection, admin) for admin in self._rule.admins]
            everybody = [*await people.everybody(connection), *filter(None, known)]
            roles = {one.id: self._rule.role(one.id, one.role) for one in everybody}
            leading = {person: role for person, role in roles.items() if role and role.includes(Role.EDITOR)}
            spoken = await chats.languages_of(connection, list(leading))
        return {
            chat: Menu(leading.get(chat, Role.REPORTER), spoken.get(chat, ENGLISH))
            for chat in leading.keys() | spoken.keys()
        }

    async def _set_common(self, menu: Menu) -> None:
        """The menu of those whose Telegram is in that language; the English one is for all others."""
        code = None if menu.language == ENGLISH else menu.language
        try:
            await readable(self._bot.set_my_commands(menu.lines, language_code=code))
        except TelegramError as error:
            log.warning("menu_not_set", error=error.message)

    async def _set(self, menu: Menu | None, chat: int) -> bool:
        """The menu of one chat, whatever language its people have Telegram in; None: the common one. False: again."""
        scope = BotCommandScopeChat(chat)
        try:
            done = (
                self._bot.set_my_commands(menu.lines, scope=scope)
                if menu
                else self._bot.delete_my_commands(scope=scope)
            )
            await readable(done)
        except TelegramError as error:
            log.warning("menu_not_set", error=error.message)
            return isinstance(error, BadRequest | Forbidden)  # it will be refused again
        return True


def menu_of(role: Role) -> list[Command]:
    """The commands that a person of this role may use in private."""
    return [command for command in COMMANDS if role.includes(command.role)]
