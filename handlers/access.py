"""Who may use the bot, and who may change what is sent to a chat."""

import re
import time

from telegram import Bot
from telegram.error import TelegramError

from config.schema import AccessMode, AccessSettings
from handlers.bot_calls import readable
from handlers.requests import Managed
from newsroom.chat import ChatId
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence

_ADMINS = frozenset({"administrator", "creator"})
_REMEMBERED_S = 300.0  # a promoted editor waits five minutes at most; asking Telegram each time costs a round trip

_NAME_CHARS = 60
_NUMBER = re.compile(r"-?[0-9]{1,18}")


def welcome(access: AccessSettings, chat_id: int, user_id: int) -> bool:
    """Whether this chat or person may use the bot at all."""
    if access.mode is AccessMode.OPEN:
        return True
    return chat_id in access.chats or user_id in access.chats or user_id in access.admins


def stranger(chat_id: int) -> Sentence:
    """The answer to somebody whom the operator has not let in."""
    return sentence("access.closed", chat=chat_id)


class Admins:
    """Asks Telegram who is an admin of a chat, and remembers for some minutes."""

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
