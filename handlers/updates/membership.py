"""The bot comes to a chat, goes, or moves with it."""

from collections.abc import Sequence
from datetime import datetime

from telegram import Chat as TelegramChat
from telegram import ChatMemberUpdated
from telegram import User as TelegramUser
from telegram.constants import ChatMemberStatus

from handlers.access import Caller, caller
from handlers.messages import Message
from handlers.requests import Answer, Effect, Services
from handlers.sending.closed_chats import close_chat
from handlers.sentences.reader import Reader, reader_of
from handlers.updates.origin import known_chat, language_of, title_of
from handlers.updates.strangers import turned_away
from handlers.updates.understood_update import UnderstoodUpdate
from newsroom.chat import ChatId, Place
from newsroom.sentence import sentence
from storage import admission, change_log, chats, topics
from storage.database import Transaction

_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


async def membership(change: ChatMemberUpdated, services: Services, now: datetime) -> UnderstoodUpdate:
    """The bot was added, removed, blocked or let in again."""
    chat, user = change.chat, change.from_user.id
    place = Place(chat=ChatId(chat.id))
    if change.new_chat_member.status in _GONE:
        # A basic group is also "left" when it becomes a supergroup: the next message's answer says which it was.
        moving = chat.type == TelegramChat.GROUP and change.new_chat_member.status == ChatMemberStatus.LEFT
        answer = Answer(effect=None if moving else _leaving(place.chat, now))
        return UnderstoodUpdate(name="left", place=place, answer=answer)
    came = change.old_chat_member.status in _GONE
    quiet = chat.type in (TelegramChat.PRIVATE, TelegramChat.CHANNEL) or not came
    who = await caller(services.database, services.access, chat.id, user)
    if not who.may_speak:
        unmet = UnderstoodUpdate(
            name="turned_away", place=place, answer=Answer(), reader=Reader(language=language_of(change.from_user))
        )
        return unmet if quiet else await turned_away(unmet, services)
    met = meeting(chat, change.from_user, who, services, now)
    if quiet:
        return UnderstoodUpdate(name="met", place=place, answer=Answer(), before=(met,))
    reader = reader_of(await known_chat(chat, change.from_user, services.database, services.zone, now))
    tracked = await services.database.ask(lambda c: topics.count(c, place.chat))
    words = reader.say("update.hello")
    if tracked:
        words = reader.say("update.hello_again", topics=reader.say("unit.topic", count=tracked))
    hello = Answer(messages=(Message(html=words),))
    return UnderstoodUpdate(name="met", place=place, answer=hello, before=(met,), reader=reader)


def migration(old: int, new: int) -> UnderstoodUpdate:
    """A group became a supergroup: its chat goes on under another number."""

    async def follow(tx: Transaction) -> Sequence[Message]:
        await chats.migrate(tx, old, new)
        return ()

    return UnderstoodUpdate(name="migrated", place=Place(chat=ChatId(new)), answer=Answer(effect=follow))


def meeting(chat: TelegramChat, speaker: TelegramUser | None, who: Caller, services: Services, now: datetime) -> Effect:
    """Store a chat as Telegram describes it, and let it in where the person who speaks there does."""
    title, zone, user = title_of(chat), services.zone, speaker.id if speaker else 0
    language = language_of(speaker)

    async def meet(tx: Transaction) -> Sequence[Message]:
        await chats.meet(tx, chat.id, chat.type, title, chat.username, user or None, zone, now, language)
        if who.lets_in:
            await admission.let_in(tx, services.access, chat.id, user, now)
            await change_log.add(tx, user, sentence("log.let_in", chat=title), now)
        return ()

    return meet


def _leaving(chat_id: int, now: datetime) -> Effect:
    async def leave(tx: Transaction) -> Sequence[Message]:
        await close_chat(tx, chat_id, "removed", now, because=sentence("closed.removed"))
        return ()

    return leave
