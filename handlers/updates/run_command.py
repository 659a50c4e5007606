"""A command is run: for whom, whether they may, and what it answers."""

import asyncio
from dataclasses import dataclass, replace

from telegram import Chat as TelegramChat
from telegram import Message as TelegramMessage

from handlers.access import IsAdmin, refusal, with_known_rights
from handlers.asked_back import Choice, ChoiceError, QuestionError
from handlers.commands import start_help_status
from handlers.commands.arguments import TypedCommand, short_enough
from handlers.commands.command import Command
from handlers.commands.table import COMMANDS
from handlers.requests import Answer, Request, Services, Speaker
from handlers.sent_documents import SentDocument
from handlers.updates.origin import Origin, managed_by
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence

_LONGEST_SEARCH = 100  # letters; a guess: a longer text behind an unknown command is no wish to search
_ANYTHING = "…"  # words that may follow a command, whatever they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """How a command came to be said.

    Attributes:
        itself: The chat itself speaks: an anonymous admin, or a channel.
        admin: Whoever speaks may change what the chat gets, whatever Telegram says of them: so it is in channels.
        replied: Our message that it replies to; None where it replies to none.
        message_id: Of the message that has the command; None for a button.
        document: What the message has with it; None: nothing.
    """

    itself: bool = False
    admin: bool = False
    replied: int | None = None
    message_id: int | None = None
    document: SentDocument | None = None


def occasion_of(message: TelegramMessage) -> Occasion:
    """How a typed command came to be said."""
    # An anonymous admin and a channel speak as the chat itself. Source: telegram bot API, Message.sender_chat.
    itself = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    return Occasion(
        itself=itself,
        admin=itself or message.chat.type == TelegramChat.CHANNEL,
        replied=replied_to(message),
        message_id=message.message_id,
        document=document_of(message),
    )


def document_of(message: TelegramMessage) -> SentDocument | None:
    """The document that a message has with it."""
    sent = message.document
    return None if sent is None else SentDocument(file_id=sent.file_id, name=sent.file_name or "", size=sent.file_size)


def replied_to(message: TelegramMessage) -> int | None:
    """The message that a person replies to; in a forum topic every message "replies" to the one that opened it."""
    replied = message.reply_to_message
    return None if replied is None or replied.message_id == message.message_thread_id else replied.message_id


class CommandRunner:
    """Runs commands."""

    def __init__(self, is_admin: IsAdmin, services: Services) -> None:
        self._is_admin = is_admin
        self._services = services

    async def run(self, words: TypedCommand, origin: Origin, occasion: Occasion) -> Answer:
        """What a command comes to, typed or behind a button.

        Raises:
            UserError: it can't be done, or may not be.
        """
        command, request = await self._allowed(words, origin, occasion)
        if request.document is not None and command.takes_document is not None:
            document = await self._read(request.document)
            meant = await asyncio.to_thread(COMMANDS.for_document, document.content or b"")
            if meant is not None and meant is not command:
                command, request = await self._allowed(replace(words, name=meant.name), origin, occasion)
            request = replace(request, document=document)
        return replace(await command.run(request, self._services), spoken_for=request.spoken_for)

    async def _read(self, document: SentDocument) -> SentDocument:
        return replace(document, content=await self._services.read_document(document))

    async def question(self, words: TypedCommand, origin: Origin, occasion: Occasion) -> QuestionError:
        """The question for a command's words.

        Raises:
            UserError: the command may not be used.
        """
        command, _ = await self._allowed(replace(words, argument=_ANYTHING), origin, occasion)
        return QuestionError(sentence(command.question), command.name)

    async def _allowed(self, words: TypedCommand, origin: Origin, occasion: Occasion) -> tuple[Command, Request]:
        command = COMMANDS.find(words.name)
        if command is None:
            raise _unknown(words)
        if command.confidential and not origin.private:
            raise UserError(sentence("access.in_private", command=command.name))
        request = await self._request(words, command, origin, occasion)
        if command.shows_rights:
            request = await with_known_rights(request, self._is_admin)
        if why_not := await refusal(command.need(request.argument), request, self._services, self._is_admin):
            raise UserError(why_not)
        return command, request

    async def _request(self, words: TypedCommand, command: Command, origin: Origin, occasion: Occasion) -> Request:
        meant = origin
        if origin.private and not command.private_only:
            meant = await managed_by(origin, self._services.database, self._is_admin)
        speaker = Speaker(
            user=0 if occasion.itself else origin.user,
            admin=(origin.private and meant == origin) or occasion.admin,
            place=origin.place,
            role=origin.role,
            name=meant.chat.title if occasion.itself else origin.name,
        )
        return Request(
            speaker=speaker,
            chat=meant.chat,
            place=meant.place,
            command=words.name,
            argument=f"{words.begun} {short_enough(words.argument)}".strip(),
            now=origin.now,
            replied=occasion.replied,
            message_id=occasion.message_id,
            document=occasion.document,
        )


def _unknown(words: TypedCommand) -> UserError:
    near = COMMANDS.near(words.name)
    what: Sentence = start_help_status.unknown(words.name, near)
    if near:
        return ChoiceError(what, [Choice(f"/{near} {words.argument}".strip())])
    looked_for = words.argument if len(words.argument) <= _LONGEST_SEARCH else ""  # /find oil, /chercher pétrole
    return ChoiceError(what, [Choice(f"/search {looked_for}")] if looked_for else [])
