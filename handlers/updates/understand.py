"""Updates to answers: who speaks, where, what is asked; kind words for what can't be."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from telegram import CallbackQuery, ChatMemberUpdated, Update
from telegram import Chat as TelegramChat
from telegram import Message as TelegramMessage
from telegram.constants import ChatMemberStatus

from handlers.access import Admins, stranger, welcome
from handlers.buttons import OF_TOPICS, Press, pressed
from handlers.commands import presses, start_help_status
from handlers.commands.arguments import Spoken, short_enough, spoken
from handlers.commands.command import Command
from handlers.commands.table import COMMANDS
from handlers.messages import Message
from handlers.requests import Answer, Effect, Request, Services, Speaker
from handlers.sending.closed_chats import close_chat
from handlers.sentences.reader import Reader, reader_of
from newsroom.chat import MAIN_THREAD, Chat, ChatId, ChatKind, Place
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from storage import chats, stories, topics
from storage.database import Transaction

_TOAST_CHARS = 200  # Source: telegram bot API, answerCallbackQuery.text
_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodUpdate:
    """An update, understood.

    Attributes:
        place: Where the answer goes.
        before: What is written before the answer's own effect.
        reply_to: The message that the answer replies to; None in private, where nobody else speaks.
        query_id: Of a pressed button, whose spinner is to stop; None for a message.
        pressed_message: The message that has the button.
        reader: For whom the answer is written; English where the chat was not let in.
    """

    name: str
    place: Place
    answer: Answer
    before: tuple[Effect, ...] = ()
    reply_to: int | None = None
    query_id: str | None = None
    pressed_message: int | None = None
    reader: Reader = field(default_factory=Reader)


class UpdateReader:
    """Understands updates; asks Telegram only who is an admin."""

    def __init__(self, admins: Admins) -> None:
        self._admins = admins

    async def understand(self, update: Update, services: Services, now: datetime) -> UnderstoodUpdate | None:
        """What is to be done; None for what is not for us. An edited message is no new command, a channel post is."""
        match update:
            case Update(message=TelegramMessage() as message) | Update(channel_post=TelegramMessage() as message):
                if message.migrate_to_chat_id is not None:
                    return _migration(message.chat.id, message.migrate_to_chat_id)
                return await self._text(message, services, now)
            case Update(callback_query=CallbackQuery(message=TelegramMessage() as message) as query):
                return await self._button(query, message, services, now)
            case Update(my_chat_member=ChatMemberUpdated() as change):
                return await _membership(change, services, now)
            case _:
                return None

    async def _text(self, message: TelegramMessage, services: Services, now: datetime) -> UnderstoodUpdate | None:
        """A message or channel post."""
        if message.text is None:
            return None
        words = spoken(message.text)
        own = services.bot_name()
        if words and words.bot and words.bot.lower() != own.lower():
            return None
        if words is None and message.chat.type != TelegramChat.PRIVATE:
            return None
        place = _place(message)
        understood = UnderstoodUpdate(
            name=words.name if words else "text",
            place=place,
            answer=Answer(),
            reply_to=None if message.chat.type == TelegramChat.PRIVATE else message.message_id,
        )
        user = message.from_user.id if message.from_user else 0
        if not welcome(services.access, place.chat, user):
            return replace(understood, answer=_say(stranger(place.chat), Reader()))
        known = await _known(message.chat, user, services, now)
        try:
            answer = await self._command(message, words, known, services, now)
        except UserError as error:
            answer = _say(error.sentence, reader_of(known))
        meeting = _meeting(message.chat, user, services, now)
        return replace(understood, answer=answer, before=(meeting,), reader=reader_of(known))

    async def _command(
        self, message: TelegramMessage, words: Spoken | None, chat: Chat, services: Services, now: datetime
    ) -> Answer:
        if words is None:
            return _say(sentence("update.no_command"), reader_of(chat))
        command = COMMANDS.find(words.name)
        if command is None:
            return _say(start_help_status.unknown(words.name, COMMANDS.near(words.name)), reader_of(chat))
        request = await self._request(message, words, command, chat, services, now)
        if command.changes_by(request.argument) and not await self._may_change(request):
            return _say(sentence("access.admins_only"), reader_of(chat))
        return await command.run(request, services)

    async def _request(
        self,
        message: TelegramMessage,
        words: Spoken,
        command: Command,
        chat: Chat,
        services: Services,
        now: datetime,
    ) -> Request:
        place, user = _place(message), message.from_user.id if message.from_user else 0
        target, about = chat, place
        private = message.chat.type == TelegramChat.PRIVATE
        if private and not command.private_only:
            target, about = await _managed(user, chat, place, services)
        # An anonymous admin and a channel speak as the chat itself. Source: telegram bot API, Message.sender_chat.
        itself = message.sender_chat is not None and message.sender_chat.id == message.chat.id
        replied = message.reply_to_message
        if replied is not None and replied.message_id == message.message_thread_id:
            replied = None  # in a forum topic every message "replies" to the one that opened it
        return Request(
            speaker=Speaker(
                user=0 if itself else user,
                admin=(private and about == place) or itself or message.chat.type == TelegramChat.CHANNEL,
                place=place,
            ),
            chat=target,
            place=about,
            command=words.name,
            argument=short_enough(words.argument),
            now=now,
            replied=replied.message_id if replied else None,
            message_id=message.message_id,
        )

    async def _may_change(self, request: Request) -> bool:
        if request.speaker.admin:
            return True
        return await self._admins.is_admin(request.place.chat, request.speaker.user)

    async def _button(
        self, query: CallbackQuery, message: TelegramMessage, services: Services, now: datetime
    ) -> UnderstoodUpdate:
        """A pressed button."""
        place = _place(message)
        understood = UnderstoodUpdate(
            name="button",
            place=place,
            answer=Answer(),
            reply_to=message.message_id,
            query_id=query.id,
            pressed_message=message.message_id,
        )
        if not welcome(services.access, place.chat, query.from_user.id):
            return replace(understood, answer=_warn(stranger(place.chat), Reader()))
        known = await _known(message.chat, query.from_user.id, services, now)
        try:
            answer = await self._press(query, message, known, services, now)
        except UserError as error:
            answer = _warn(error.sentence, reader_of(known))
        return replace(understood, answer=answer, before=(_waking(place.chat),), reader=reader_of(known))

    async def _press(
        self, query: CallbackQuery, message: TelegramMessage, chat: Chat, services: Services, now: datetime
    ) -> Answer:
        press = pressed(query.data or "")
        if press is None:
            return _warn(sentence("update.old_button"), reader_of(chat))
        user, place = query.from_user.id, _place(message)
        private = message.chat.type == TelegramChat.PRIVATE
        target, about = chat, place
        if private and not await _of_itself(press, message, services):
            target, about = await _managed(user, chat, place, services)
        speaker = Speaker(user=user, admin=private and about == place, place=place)
        request = Request(speaker=speaker, chat=target, place=about, command="button", argument="", now=now)
        if presses.changes(press) and not await self._may_change(request):
            return _warn(sentence("access.admins_only"), reader_of(chat))
        return await presses.press(request, services, press)


async def _membership(change: ChatMemberUpdated, services: Services, now: datetime) -> UnderstoodUpdate:
    """The bot was added, removed, blocked or let in again."""
    chat, user = change.chat, change.from_user.id
    place = Place(chat=ChatId(chat.id))
    if change.new_chat_member.status in _GONE:
        # A basic group is also "left" when it becomes a supergroup: the next message's answer says which it was.
        moving = chat.type == TelegramChat.GROUP and change.new_chat_member.status == ChatMemberStatus.LEFT
        return UnderstoodUpdate(
            name="left", place=place, answer=Answer(effect=None if moving else _leaving(place.chat, now))
        )
    came = change.old_chat_member.status in _GONE
    meeting = _meeting(chat, user, services, now)
    if chat.type in (TelegramChat.PRIVATE, TelegramChat.CHANNEL) or not came:
        return UnderstoodUpdate(name="met", place=place, answer=Answer(), before=(meeting,))
    hello = _say(sentence("update.hello"), reader_of(await _known(chat, user, services, now)))
    return UnderstoodUpdate(name="met", place=place, answer=hello, before=(meeting,))


def _migration(old: int, new: int) -> UnderstoodUpdate:
    """A group became a supergroup."""

    async def follow(tx: Transaction) -> Sequence[Message]:
        await chats.migrate(tx, old, new)
        return ()

    return UnderstoodUpdate(name="migrated", place=Place(chat=ChatId(new)), answer=Answer(effect=follow))


def _warn(what: Sentence, reader: Reader) -> Answer:
    """A note over the chat, which stays until it is closed."""
    return Answer(toast=reader.plain(what)[:_TOAST_CHARS], alert=True)


def _say(what: Sentence, reader: Reader) -> Answer:
    return Answer(messages=(Message(html=reader.html(what)),))


def _place(message: TelegramMessage) -> Place:
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(chat=ChatId(message.chat.id), thread=thread or MAIN_THREAD)


def _title(chat: TelegramChat) -> str:
    return chat.title or " ".join(filter(None, (chat.first_name, chat.last_name))) or chat.username or str(chat.id)


async def _known(chat: TelegramChat, user: int, services: Services, now: datetime) -> Chat:
    found = await services.database.ask(lambda c: chats.chat(c, chat.id))
    return found or Chat(
        id=ChatId(chat.id),
        kind=ChatKind(chat.type),
        title=_title(chat),
        made=now,
        zone=services.zone,
        owner=user or None,
    )


def _meeting(chat: TelegramChat, user: int, services: Services, now: datetime) -> Effect:
    async def meet(tx: Transaction) -> Sequence[Message]:
        await chats.meet(tx, chat.id, chat.type, _title(chat), chat.username, user or None, services.zone, now)
        return ()

    return meet


def _leaving(chat_id: int, now: datetime) -> Effect:
    async def leave(tx: Transaction) -> Sequence[Message]:
        await close_chat(tx, chat_id, "removed", now, because=sentence("closed.removed"))
        return ()

    return leave


def _waking(chat_id: int) -> Effect:
    async def wake(tx: Transaction) -> Sequence[Message]:
        await chats.wake(tx, chat_id)
        return ()

    return wake


async def _of_itself(press: Press, message: TelegramMessage, services: Services) -> bool:
    """Whether a button is about the chat where it stands, whatever that manages.

    So it is with its topics, under its alerts, and under the answers to buttons of these, which reply to them.
    """
    async with services.database.read() as connection:
        if press.act in OF_TOPICS:
            return await topics.topic(connection, press.number, message.chat.id) is not None
        for above in filter(None, (message, message.reply_to_message)):
            if await stories.story_of_message(connection, message.chat.id, above.message_id) is not None:
                return True
    return False


async def _managed(user: int, chat: Chat, place: Place, services: Services) -> tuple[Chat, Place]:
    """The channel that this person's private chat speaks for, or the chat itself."""
    async with services.database.read() as connection:
        managed = await chats.managed_by(connection, user)
        target = await chats.chat(connection, managed) if managed is not None else None
    return (chat, place) if target is None else (target, Place(chat=target.id))
