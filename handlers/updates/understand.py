"""Updates to answers: who speaks, where, what is asked; kind words for what can't be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from telegram import CallbackQuery, ChatMemberUpdated, Update
from telegram import Chat as TelegramChat
from telegram import Message as TelegramMessage

from handlers.access import Caller, IsAdmin, caller, refusal
from handlers.buttons import Act, Press, pressed
from handlers.commands import presses, start_help_status
from handlers.commands.arguments import TypedCommand, parse_command, short_enough
from handlers.commands.command import Command
from handlers.commands.table import COMMANDS
from handlers.messages import Message
from handlers.requests import Answer, Effect, Request, Services, Speaker
from handlers.sentences.reader import Reader
from handlers.updates.flood_control import FloodControl, FloodVerdict
from handlers.updates.membership import meeting, membership, migration
from handlers.updates.origin import Origin, is_about_itself, known_chat, managed_by, place_of
from handlers.updates.redemption import Redemption
from handlers.updates.strangers import turned_away
from handlers.updates.understood_update import UnderstoodUpdate, turned_down
from newsroom.access import AccessMode, Need
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from storage import chats
from storage.database import Transaction

_TOAST_CHARS = 200  # Source: telegram bot API, answerCallbackQuery.text


class UpdateReader:
    """Understands updates."""

    def __init__(self, is_admin: IsAdmin, services: Services) -> None:
        self._is_admin = is_admin
        self._services = services
        self._redemption = Redemption(services)
        self._floods = FloodControl(services.limits.commands_per_minute)

    async def understand(self, update: Update, now: datetime) -> UnderstoodUpdate | None:
        """What is to be done; None for what is not for us. An edited message is no new command, a channel post is."""
        match update:
            case Update(message=TelegramMessage() as message) | Update(channel_post=TelegramMessage() as message):
                if message.migrate_to_chat_id is not None:
                    return migration(message.chat.id, message.migrate_to_chat_id)
                return await self._text(message, now)
            case Update(callback_query=CallbackQuery(message=TelegramMessage() as message) as query):
                return await self._button(query, message, now)
            case Update(my_chat_member=ChatMemberUpdated() as change):
                return await membership(change, self._services, now)
            case _:
                return None

    async def _text(self, message: TelegramMessage, now: datetime) -> UnderstoodUpdate | None:
        """A message or channel post."""
        if message.text is None:
            return None
        words = parse_command(message.text)
        if words and words.bot and words.bot.lower() != self._services.bot_name().lower():
            return None
        private = message.chat.type == TelegramChat.PRIVATE
        if words is None and not private:
            return None
        understood = UnderstoodUpdate(
            name=words.name if words else "text",
            place=place_of(message),
            answer=Answer(),
            reply_to=None if private else message.message_id,
        )
        user = message.from_user.id if message.from_user else 0
        who = await caller(self._services.database, self._services.access, message.chat.id, user)
        speaks = message.sender_chat.id if message.sender_chat else user or message.chat.id
        if (verdict := self._floods.judge(speaks, message.date)) is not FloodVerdict.ANSWER:
            return self._warned(understood, verdict, who)
        listed = self._services.access.mode is AccessMode.LISTED
        if private and words and words.name == "start" and words.argument and not listed:
            return await self._redemption.redeem(understood, message, words.argument, now)
        command = COMMANDS.find(words.name) if words else None
        for_strangers = private and command is not None and command.for_strangers
        if not who.may_speak and not for_strangers:
            return await turned_away(understood, self._services)
        origin = await self._origin(message, user, who, now)
        try:
            answer = await self._command(message, words, origin)
        except UserError as error:
            answer = _say(error.sentence, origin.reader)
        before = () if for_strangers else (meeting(message.chat, user, who, self._services, now),)
        understood = replace(understood, for_stranger=not who.may_speak)
        return replace(understood, answer=answer, before=before, reader=origin.reader)

    async def _command(self, message: TelegramMessage, words: TypedCommand | None, origin: Origin) -> Answer:
        if words is None:
            return _say(sentence("update.no_command"), origin.reader)
        command = COMMANDS.find(words.name)
        if command is None:
            return _say(start_help_status.unknown(words.name, COMMANDS.near(words.name)), origin.reader)
        if command.confidential and not origin.private:
            return _say(sentence("access.in_private", command=command.name), origin.reader)
        request = await self._request(message, words, command, origin)
        if command.shows_rights:
            request = replace(request, speaker=replace(request.speaker, admin=await self._is_known_admin(request)))
        if refused := await self._refusal(command.need(request.argument), request):
            return _say(refused, origin.reader)
        return await command.run(request, self._services)

    async def _request(
        self, message: TelegramMessage, words: TypedCommand, command: Command, origin: Origin
    ) -> Request:
        meant = origin
        if origin.private and not command.private_only:
            meant = await managed_by(origin, self._services.database)
        # An anonymous admin and a channel speak as the chat itself. Source: telegram bot API, Message.sender_chat.
        itself = message.sender_chat is not None and message.sender_chat.id == message.chat.id
        speaker = Speaker(
            user=0 if itself else origin.user,
            admin=(origin.private and meant == origin) or itself or message.chat.type == TelegramChat.CHANNEL,
            place=origin.place,
            role=origin.role,
        )
        return Request(
            speaker=speaker,
            chat=meant.chat,
            place=meant.place,
            command=words.name,
            argument=short_enough(words.argument),
            now=origin.now,
            replied=_replied(message),
            message_id=message.message_id,
        )

    async def _refusal(self, need: Need, request: Request) -> Sentence | None:
        return await refusal(need, request, self._services, self._is_admin)

    async def _is_known_admin(self, request: Request) -> bool:
        """False, too, where Telegram can't be asked."""
        try:
            return request.speaker.admin or await self._is_admin(request.place.chat, request.speaker.user)
        except UserError:
            return False

    def _warned(self, understood: UnderstoodUpdate, verdict: FloodVerdict, who: Caller) -> UnderstoodUpdate | None:
        """What a flood gets: one sentence, and none where nobody asked us to be."""
        if verdict is FloodVerdict.IGNORE or not who.may_speak:
            return None
        return turned_down(understood, sentence("update.flood", most=self._services.limits.commands_per_minute))

    async def _button(self, query: CallbackQuery, message: TelegramMessage, now: datetime) -> UnderstoodUpdate | None:
        """A pressed button."""
        understood = UnderstoodUpdate(
            name="button",
            place=place_of(message),
            answer=Answer(),
            reply_to=message.message_id,
            query_id=query.id,
            pressed_message=message.message_id,
        )
        who = await caller(self._services.database, self._services.access, message.chat.id, query.from_user.id)
        press = pressed(query.data or "")
        for_strangers = press is not None and press.act is Act.FORGET_ME
        if (verdict := self._floods.judge(query.from_user.id, now)) is not FloodVerdict.ANSWER:
            return self._warned(understood, verdict, who)
        if not who.admitted and not for_strangers:
            return await turned_away(understood, self._services)
        origin = await self._origin(message, query.from_user.id, who, now)
        try:
            answer = await self._press(message, origin, press)
        except UserError as error:
            answer = _warn(error.sentence, origin.reader)
        understood = replace(understood, for_stranger=not who.admitted)
        return replace(understood, answer=answer, before=(_waking(message.chat.id),), reader=origin.reader)

    async def _press(self, message: TelegramMessage, origin: Origin, press: Press | None) -> Answer:
        if press is None:
            return _warn(sentence("update.old_button"), origin.reader)
        meant = origin
        if origin.private and not await is_about_itself(press, message, self._services.database):
            meant = await managed_by(origin, self._services.database)
        speaker = Speaker(
            user=origin.user, admin=origin.private and meant == origin, place=origin.place, role=origin.role
        )
        request = Request(
            speaker=speaker, chat=meant.chat, place=meant.place, command="button", argument="", now=origin.now
        )
        if refused := await self._refusal(presses.need(press), request):
            return _warn(refused, origin.reader)
        return await presses.press(request, self._services, press)

    async def _origin(self, message: TelegramMessage, user: int, who: Caller, now: datetime) -> Origin:
        chat = await known_chat(message.chat, user, self._services.database, self._services.zone, now)
        return Origin(chat=chat, place=place_of(message), user=user, role=who.role, now=now)


def _replied(message: TelegramMessage) -> int | None:
    """The message that a person replies to; in a forum topic every message "replies" to the one that opened it."""
    replied = message.reply_to_message
    return None if replied is None or replied.message_id == message.message_thread_id else replied.message_id


def _warn(what: Sentence, reader: Reader) -> Answer:
    """A note over the chat, which stays until it is closed."""
    return Answer(toast=reader.plain(what)[:_TOAST_CHARS], alert=True)


def _say(what: Sentence, reader: Reader) -> Answer:
    return Answer(messages=(Message(html=reader.html(what)),))


def _waking(chat_id: int) -> Effect:
    """A press in a suspended chat shows that it can be written to again."""

    async def wake(tx: Transaction) -> Sequence[Message]:
        await chats.wake(tx, chat_id)
        return ()

    return wake
