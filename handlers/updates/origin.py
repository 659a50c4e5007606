"""Where an update comes from, and which chat is meant: the chat itself, or the channel that it manages."""

from dataclasses import dataclass, replace
from datetime import datetime

from telegram import Chat as TelegramChat
from telegram import Message as TelegramMessage
from telegram import User as TelegramUser

from handlers.access import IsAdmin
from handlers.buttons import OF_LISTS, OF_TOPICS, Act, FileAct, Press
from handlers.sentences.catalogue import spoken
from handlers.sentences.reader import Reader, reader_of
from newsroom.access import Role
from newsroom.chat import MAIN_THREAD, Chat, ChatId, ChatKind, Place
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage import chat_files, chats, story_cards, topics
from storage.database import Database

_NAME_CHARS = 60  # a guess: longer ones are pranks. Telegram takes 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who speaks, and where.

    Attributes:
        chat: As it is stored, or as it would be: a chat that was never met is made with the defaults.
        place: The chat and the thread in it.
        user: The person; 0 where Telegram names none.
        role: What the person may do; None: no role.
        now: When the update is read.
        name: The person's, as Telegram shows it.
    """

    chat: Chat
    place: Place
    user: int
    now: datetime
    role: Role | None = None
    name: str = ""

    @property
    def private(self) -> bool:
        """Whether nobody else reads along."""
        return self.chat.kind is ChatKind.PRIVATE

    @property
    def reader(self) -> Reader:
        """Whoever reads the chat."""
        return reader_of(self.chat)


def place_of(message: TelegramMessage) -> Place:
    """The chat of a message, and its thread in a forum."""
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(chat=ChatId(message.chat.id), thread=thread or MAIN_THREAD)


def title_of(chat: TelegramChat) -> str:
    """What a chat is called: its title, the person's name, or at least its number."""
    return chat.title or " ".join(filter(None, (chat.first_name, chat.last_name))) or chat.username or str(chat.id)


def name_of(speaker: TelegramUser | None) -> str:
    """What a person is called; "" where Telegram names none."""
    return " ".join(speaker.full_name.split())[:_NAME_CHARS] if speaker else ""


def language_of(speaker: TelegramUser | None) -> str:
    """The language to begin with: that of the person's Telegram, if we speak it."""
    return spoken(speaker.language_code if speaker else None)


async def known_chat(
    chat: TelegramChat, speaker: TelegramUser | None, database: Database, zone: str, now: datetime
) -> Chat:
    """The chat as it is stored; one never met as it will be: in the default `zone`, in the speaker's language."""
    found = await database.ask(lambda c: chats.chat(c, chat.id))
    if found is not None:
        return found
    kind, title, owner = ChatKind(chat.type), title_of(chat), speaker.id if speaker else None
    return Chat(
        id=ChatId(chat.id), kind=kind, title=title, made=now, zone=zone, language=language_of(speaker), owner=owner
    )


async def managed_by(origin: Origin, database: Database, is_admin: IsAdmin) -> Origin:
    """The channel that a person's private chat speaks for; the chat itself where it manages none.

    Telegram is asked whether the person is still an admin there, and what it says counts for five seconds
    (`handlers.access`): whoever lost that reads nothing of it any more.

    Raises:
        UserError: The channel is no longer admitted, or Telegram does not say that the person is an admin there.
    """
    async with database.read() as connection:
        managed = await chats.managed_by(connection, origin.user)
        target = await chats.chat(connection, managed) if managed is not None else None
    if target is None:
        return origin
    if not target.admitted:
        raise UserError(sentence("manage.not_served", chat=target.title))
    if not await _is_still_admin(target.id, origin.user, is_admin):
        raise UserError(sentence("manage.no_longer", chat=target.title))
    return replace(origin, chat=target, place=Place(chat=target.id))


async def _is_still_admin(chat: ChatId, person: int, is_admin: IsAdmin) -> bool:
    """Not, too, where Telegram can't be asked: so it is where the bot was removed."""
    try:
        return await is_admin(chat, person)
    except UserError:
        return False


async def is_about_itself(press: Press, message: TelegramMessage, database: Database) -> bool:
    """Whether a button is about the chat that has it, whatever that manages.

    So it is with its topics, those that were stopped and what came in a file, under its alerts, and under the answers
    to buttons of these, which reply to them.
    """
    if press.act is Act.FORGET_ME:
        return True
    async with database.read() as connection:
        if press.act in OF_TOPICS:
            return await topics.topic(connection, press.number, message.chat.id) is not None
        if isinstance(press.act, FileAct):
            return await chat_files.kept(connection, press.number, ChatId(message.chat.id)) is not None
        # A list's button is under no card: `understand` has looked.
        may_show = (message.reply_to_message,) if press.act in OF_LISTS else (message, message.reply_to_message)
        for above in filter(None, may_show):
            if await story_cards.story_of_message(connection, message.chat.id, above.message_id) is not None:
                return True
    return False
