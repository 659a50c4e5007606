"""Who speaks, whether they and their chat are admitted, and who may change what is sent to a chat."""

import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import Bot
from telegram.error import TelegramError

from handlers.bot_calls import readable
from handlers.requests import Managed, Request, Services
from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from newsroom.access import AccessMode, AccessRule, Need, Role
from newsroom.chat import ChatId, ChatKind
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from storage import admission, people
from storage.database import Connection, Database

_ADMINS = frozenset({"administrator", "creator"})
_REMEMBERED_S = 5.0  # one command asks up to three times; whoever is no admin any more reads on for so long

IsAdmin = Callable[[int, int], Awaitable[bool]]  # of a chat, a person

_NAME_CHARS = 60
_NUMBER = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who speaks in a chat.

    Attributes:
        role: The person's; None: none.
        admitted: Whether the chat is, or is as soon as it is met.
        lets_in: The chat is not admitted, but the person lets it in by speaking there.
    """

    role: Role | None
    admitted: bool
    lets_in: bool

    @property
    def may_speak(self) -> bool:
        """Whether they are answered."""
        return self.admitted or self.lets_in


async def caller(database: Database, rule: AccessRule, chat_id: int, person: int) -> Caller:
    """Who speaks; `person`: 0 where Telegram names none."""
    async with database.read() as connection:
        role = await role_in(connection, rule, person)
        admitted = await admission.admitted(connection, chat_id)
    private = chat_id > 0
    if admitted is None:
        admitted = rule.admits(chat_id, role if private else None)
    return Caller(role=role, admitted=admitted, lets_in=not admitted and not private and rule.lets_in(role))


async def role_in(connection: Connection, rule: AccessRule, person: int | None) -> Role | None:
    """A person's role; None where there is none, or nobody is named."""
    return rule.role(person, await people.role_of(connection, person)) if person else None


async def stranger(connection: Connection, rule: AccessRule, chat_id: int) -> Sentence:
    """What somebody who is not admitted reads: what to ask for, and whom."""
    if rule.mode is AccessMode.LISTED:
        return sentence("access.closed", chat=chat_id)
    if await nobody_owns(connection, rule):
        return sentence("access.nobody_owns" if chat_id > 0 else "access.nobody_owns_here")
    whom = await givers(connection, rule)
    return sentence("access.stranger" if chat_id > 0 else "access.strange_chat", whom=whom)


async def nobody_owns(connection: Connection, rule: AccessRule) -> bool:
    """Whether there is no owner yet, neither by a role nor by the settings."""
    return not rule.admins and not await people.owners(connection)


async def givers(connection: Connection, rule: AccessRule) -> Sentence:
    """Who can give a role: an owner who has an @name, for others can't be written to by their name."""
    if await nobody_owns(connection, rule):
        return sentence("access.nobody_yet")
    listed = [await people.known(connection, admin) for admin in sorted(rule.admins)]
    named = [owner for owner in (*await people.owners(connection), *listed) if owner and owner.username]
    return sentence("access.owner_named", name=named[0].shown) if named else sentence("access.an_owner")


async def refusal(need: Need, request: Request, services: Services, is_admin: IsAdmin) -> Sentence | None:
    """Why a person may not do something, and who can help; None: they may.

    Raises:
        UserError: Telegram can't be asked just now who is an admin of the chat.
    """
    own_chat, role = request.chat.kind is ChatKind.PRIVATE, request.speaker.role
    if need.is_met(role, own_chat=own_chat, chat_admin=request.speaker.admin):
        return None
    if not own_chat and not (need.role and need.role.includes(Role.EDITOR)):
        if await is_admin(request.place.chat, request.speaker.user):
            return None
        if not need.work:
            own_topics = role is not None and role.includes(Role.REPORTER)
            return sentence("access.admins_only" if own_topics else "access.ask_admins")
    return await services.database.ask(lambda c: _needs_role(c, services.access, need, role))


async def with_known_rights(request: Request, is_admin: IsAdmin) -> Request:
    """The request, its speaker an admin where Telegram says so; not, too, where Telegram can't be asked."""
    try:
        admin = request.speaker.admin or await is_admin(request.place.chat, request.speaker.user)
    except UserError:
        admin = False
    return replace(request, speaker=replace(request.speaker, admin=admin))


async def _needs_role(connection: Connection, rule: AccessRule, need: Need, role: Role | None) -> Sentence:
    wanted, yours = role_name(need.role), role_name(role)
    # Where roles let nobody in, the terminal has no line that makes an owner.
    if rule.mode is not AccessMode.LISTED and await nobody_owns(connection, rule):
        return sentence("access.needs_first_owner", wanted=wanted, yours=yours)
    return sentence("access.needs_role", wanted=wanted, yours=yours, whom=await givers(connection, rule))


def role_called(word: str) -> Role | None:
    """The role of that name, in English or any other language that the bot speaks; None where there is none."""
    wanted = word.casefold().replace("ё", "е")
    for reader in (Reader(language=language) for language in languages()):
        for role in Role:
            if wanted in (role.value, reader.say(f"role.{role}").casefold().replace("ё", "е")):
                return role
    return None


def role_name(role: Role | None) -> Sentence:
    """A role in the reader's language: "editor"; None: "none"."""
    return sentence("role.none" if role is None else f"role.{role}")


class Admins:
    """Asks Telegram who is an admin of a chat, and remembers for some seconds."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[bool, float]] = {}

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """Whether the person is an admin of the chat.

        Raises:
            UserError: Telegram can't be asked just now.
        """
        known = self._known.get((chat_id, user_id))
        if known and known[1] > time.monotonic():
            return known[0]
        try:
            member = await readable(self._bot.get_chat_member(chat_id, user_id))
        except TelegramError:
            raise UserError(sentence("access.admins_unknown")) from None
        now_s = time.monotonic()
        self._known = {who: known for who, known in self._known.items() if known[1] > now_s}
        self._known[chat_id, user_id] = (member.status in _ADMINS, now_s + _REMEMBERED_S)
        return member.status in _ADMINS

    async def find_channel(self, name: str, user_id: int) -> Managed:
        """The channel or group called so (@name or its number), if the person is an admin there."""
        wanted: str | int = int(name) if _NUMBER.fullmatch(name) else f"@{name.lstrip('@')}"
        try:
            chat = await readable(self._bot.get_chat(wanted))
            member = await readable(self._bot.get_chat_member(chat.id, user_id))
        except TelegramError:
            return Managed(chat=None, problem=sentence("manage.not_in", name=name[:_NAME_CHARS]))
        if member.status not in _ADMINS:
            return Managed(chat=None, problem=sentence("manage.no_admin", name=name[:_NAME_CHARS]))
        return Managed(
            chat=ChatId(chat.id),
            kind=chat.type,
            title=chat.title or chat.username or str(chat.id),
            username=chat.username,
        )
