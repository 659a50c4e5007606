"""Updates to answers: who speaks, where, what is asked; kind words for what can't be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from telegram import CallbackQuery, ChatMemberUpdated, InlineQuery, Update
from telegram import Chat as TelegramChat
from telegram import Message as TelegramMessage
from telegram import User as TelegramUser

from handlers.access import Caller, IsAdmin, caller, refusal, with_known_rights
from handlers.asked_back import QuestionError, refused
from handlers.buttons import (
    ASKED_COMMANDS,
    OF_LISTS,
    SHOWN_COMMANDS,
    Act,
    AnyAct,
    Press,
    pressed,
)
from handlers.commands import plain_words, presses
from handlers.commands.arguments import TypedCommand, parse_command
from handlers.commands.table import COMMANDS
from handlers.messages import START_PARAMETER, Message
from handlers.requests import Answer, Effect, Request, Services, Speaker
from handlers.sentences.reader import Reader, reader_of
from handlers.updates.flood_control import FloodControl, FloodVerdict
from handlers.updates.free_words import MeantCommand, meant_command
from handlers.updates.inline_answers import InlineAnswers
from handlers.updates.membership import meeting, membership, migration
from handlers.updates.origin import Origin, is_about_itself, known_chat, language_of, managed_by, name_of, place_of
from handlers.updates.redemption import Redemption
from handlers.updates.repeated_presses import RepeatedPresses, answered_below
from handlers.updates.run_command import CommandRunner, Occasion, occasion_of, replied_to
from handlers.updates.strangers import turned_away
from handlers.updates.understood_update import UnderstoodUpdate, turned_down
from newsroom.access import AccessMode, Role
from newsroom.chat import ChatKind
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from storage import button_lines, chats, questions, story_cards
from storage.database import Transaction

_TOAST_CHARS = 200  # Source: telegram bot API, answerCallbackQuery.text
_COMMAND_ACTS: frozenset[AnyAct] = frozenset({Act.RUN, Act.TURN, Act.SHOW, Act.ASK})


class UpdateReader:
    """Understands updates."""

    def __init__(self, is_admin: IsAdmin, services: Services) -> None:
        self._is_admin = is_admin
        self._services = services
        self._runner = CommandRunner(is_admin, services)
        self._redemption = Redemption(services)
        self._words = FloodControl(services.limits.commands_per_minute)
        # Telegram does not date a press. Counted among the words, by when it was heard, it made a flood of the words of
        # ten minutes that came at once after an outage: one command in six stayed unanswered.
        self._presses = FloodControl(services.limits.commands_per_minute)
        self._inline = InlineAnswers(services)
        self._repeated = RepeatedPresses(services.clock_speed)

    async def understand(
        self, update: Update, now: datetime, sent_at: datetime | None = None
    ) -> UnderstoodUpdate | None:
        """What is to be done; None for what is not for us. An edited message is no new command, a channel post is.

        `sent_at`: when it was sent, or when it came where nobody says when; None for just now.
        """
        match update:
            case Update(message=TelegramMessage() as message) | Update(channel_post=TelegramMessage() as message):
                if message.migrate_to_chat_id is not None:
                    return migration(message.chat.id, message.migrate_to_chat_id)
                return await self._text(message, now)
            case Update(callback_query=CallbackQuery(message=TelegramMessage() as message) as query):
                return await self._button(query, message, now, sent_at or now)
            case Update(inline_query=InlineQuery() as query):
                return await self._inline.understand(query, now)
            case Update(my_chat_member=ChatMemberUpdated() as change):
                return await membership(change, self._services, now)
            case _:
                return None

    async def _text(self, message: TelegramMessage, now: datetime) -> UnderstoodUpdate | None:
        """A message or channel post."""
        words = _words_of(message)
        if message.text is None and words is None:
            return None
        if words and words.bot and words.bot.lower() != self._services.bot_name().lower():
            return None
        private = message.chat.type == TelegramChat.PRIVATE
        if words and not private and self._is_another_bots(words, message):
            return None
        if words is None and not (private or self._is_reply_to_us(message)):
            return None
        understood = UnderstoodUpdate(
            name=words.name if words else "text",
            place=place_of(message),
            answer=Answer(),
            reply_to=None if private else message.message_id,
            reader=Reader(language=language_of(message.from_user)),
        )
        user = message.from_user.id if message.from_user else 0
        who = await caller(self._services.database, self._services.access, message.chat.id, user)
        origin = await self._origin(message, message.from_user, who, now)
        spoken = MeantCommand(words) if words else await self._meant(message, origin)
        if spoken is None and not private:
            return None  # people talk to each other below a message of ours
        speaks = message.sender_chat.id if message.sender_chat else user or message.chat.id
        if (verdict := self._words.judge(speaks, message.date)) is not FloodVerdict.ANSWER:
            return await self._warned(understood, verdict, who)
        listed = self._services.access.mode is AccessMode.LISTED
        invited = words is not None and words.name == "start" and words.argument not in ("", START_PARAMETER)
        if private and words and invited and not listed:
            return await self._redemption.redeem(understood, message, words.argument, now)
        command = COMMANDS.find(words.name) if words else None
        for_strangers = private and command is not None and command.for_strangers
        if not who.may_speak and not for_strangers:
            return await turned_away(understood, self._services)
        answer, then = await self._answer(message, spoken, origin)
        before = () if for_strangers else (meeting(message.chat, message.from_user, who, self._services, now), then)
        understood = replace(understood, for_stranger=not who.may_speak)
        return replace(understood, answer=answer, before=before, reader=origin.reader)

    async def _meant(self, message: TelegramMessage, origin: Origin) -> MeantCommand | None:
        return await meant_command(message.text or "", replied_to(message), origin, self._services)

    def _is_another_bots(self, words: TypedCommand, message: TelegramMessage) -> bool:
        """Whether a command without a bot's name is none of ours, nor like one: groups have several bots."""
        ours = COMMANDS.find(words.name) is not None or COMMANDS.near(words.name) is not None
        return not (ours or words.bot or self._is_reply_to_us(message))

    def _is_reply_to_us(self, message: TelegramMessage) -> bool:
        replied = message.reply_to_message
        author = replied.from_user if replied is not None and replied_to(message) is not None else None
        return author is not None and (author.username or "").lower() == self._services.bot_name().lower()

    async def _answer(
        self, message: TelegramMessage, spoken: MeantCommand | None, origin: Origin
    ) -> tuple[Answer, Effect]:
        """What is answered to words, and what becomes of the question that waited for the speaker's."""
        if spoken is None:
            return Answer(messages=(self._offer(message, origin),)), _nothing
        try:
            answer = await self._runner.run(spoken.command, origin, occasion_of(message))
        except QuestionError as question:
            return self._question(question, origin)
        except UserError as error:
            # Who mistypes an answer is not to type the command once more.
            return Answer(messages=(refused(error, origin.reader),)), _nothing if spoken.answers else _ending(origin)
        return answer, _ending(origin)

    def _offer(self, message: TelegramMessage, origin: Origin) -> Message:
        may_track = origin.role is not None and origin.role.includes(Role.REPORTER)
        return plain_words.offer(message.text or "", origin.reader, may_track=may_track)

    def _question(self, question: QuestionError, origin: Origin) -> tuple[Answer, Effect]:
        """A command lacks its words: whoever wrote it is asked for them. A channel's posts are no answers."""
        asked = refused(question, origin.reader)
        if origin.chat.kind is ChatKind.CHANNEL:
            return Answer(messages=(asked,)), _ending(origin)

        async def ask(tx: Transaction) -> Sequence[Message]:
            asked_for = f"{question.command} {question.begun}".strip()
            await questions.ask(tx, origin.place, origin.user, asked_for, origin.now)
            return ()

        return Answer(messages=(replace(asked, asks=not origin.private),)), ask

    async def _warned(
        self, understood: UnderstoodUpdate, verdict: FloodVerdict, who: Caller
    ) -> UnderstoodUpdate | None:
        """What a flood gets: one sentence, and none where nobody asked us to be."""
        if verdict is FloodVerdict.IGNORE or not who.may_speak:
            return None
        known = await self._services.database.ask(lambda c: chats.chat(c, understood.place.chat))
        warned = replace(understood, reader=reader_of(known)) if known else understood
        return turned_down(warned, sentence("update.flood", most=self._services.limits.commands_per_minute))

    async def _button(
        self, query: CallbackQuery, message: TelegramMessage, now: datetime, sent_at: datetime
    ) -> UnderstoodUpdate | None:
        """A pressed button."""
        understood = UnderstoodUpdate(
            name="button",
            place=place_of(message),
            answer=Answer(),
            reply_to=message.message_id,
            query_id=query.id,
            pressed_message=message.message_id,
            reader=Reader(language=language_of(query.from_user)),
        )
        who = await caller(self._services.database, self._services.access, message.chat.id, query.from_user.id)
        press = pressed(query.data or "")
        for_strangers = press is not None and press.act is Act.FORGET_ME
        if (verdict := self._presses.judge(query.from_user.id, sent_at)) is not FloodVerdict.ANSWER:
            return await self._warned(understood, verdict, who)
        if not who.admitted and not for_strangers:
            return await turned_away(understood, self._services)
        origin = await self._origin(message, query.from_user, who, now)
        answer = await self._first_press(query, message, origin, press, sent_at)
        understood = replace(understood, for_stranger=not who.admitted)
        return replace(understood, answer=answer, before=(_waking(message.chat.id),), reader=origin.reader)

    async def _first_press(
        self, query: CallbackQuery, message: TelegramMessage, origin: Origin, press: Press | None, sent_at: datetime
    ) -> Answer:
        """What is answered to a button; to one that was pressed just before that its answer is there."""
        which = (message.chat.id, message.message_id, query.data or "")
        once = answered_below(press)
        if once and not self._repeated.is_first(which, query.id, origin.chat.kind, sent_at):
            return Answer(toast=origin.reader.say("update.answered_just_now"))
        answered = False
        try:
            answer = await self._press(message, origin, press)
            answered = not answer.alert
        except UserError as error:
            answer = _warn(error.sentence, origin.reader)
        finally:
            if not answered:
                self._repeated.forget(which)
        return answer

    async def _press(self, message: TelegramMessage, origin: Origin, press: Press | None) -> Answer:
        if press is None:
            return _warn(sentence("update.old_button"), origin.reader)
        if press.act in _COMMAND_ACTS:
            return await self._run_pressed(press, origin)
        if press.act in OF_LISTS and await self._is_a_card(message):
            # No card has such a button, but whoever changes Telegram's program may press it: the card would be gone.
            return _warn(sentence("update.old_button"), origin.reader)
        meant = origin
        if origin.private and not await is_about_itself(press, message, self._services.database):
            meant = await managed_by(origin, self._services.database, self._is_admin)
        speaker = Speaker(
            user=origin.user,
            admin=origin.private and meant == origin,
            place=origin.place,
            role=origin.role,
            name=origin.name,
        )
        request = Request(
            speaker=speaker,
            chat=meant.chat,
            place=meant.place,
            command="button",
            argument="",
            now=origin.now,
            pressed=message.message_id,
        )
        needed = presses.need(press)
        if meant.chat.kind is ChatKind.CHANNEL and press.act in presses.NOT_FOR_READERS:
            needed = replace(needed, changes=True)
        if why_not := await refusal(needed, request, self._services, self._is_admin):
            return _warn(why_not, origin.reader)
        if press.act in presses.SHOWS_RIGHTS:
            request = await with_known_rights(request, self._is_admin)
        try:
            return replace(await presses.press(request, self._services, press), spoken_for=request.spoken_for)
        except QuestionError as question:
            asked, ask = self._question(question, origin)
            return replace(asked, effect=ask)

    async def _is_a_card(self, message: TelegramMessage) -> bool:
        of = (message.chat.id, message.message_id)
        return await self._services.database.ask(lambda c: story_cards.story_of_message(c, *of)) is not None

    async def _run_pressed(self, press: Press, origin: Origin) -> Answer:
        """A button that stands for a command: what it answers, or why it can't, is a message like a command's."""
        words = await self._words_behind(press, origin)
        if words is None:
            return _warn(sentence("update.old_button"), origin.reader)
        try:
            if press.act is Act.ASK:
                raise await self._runner.question(words, origin, Occasion())
            answer = await self._runner.run(words, origin, Occasion())
        except QuestionError as question:
            asked, ask = self._question(question, origin)
            return replace(asked, effect=ask)
        except UserError as error:
            return Answer(messages=(refused(error, origin.reader),))
        return replace(answer, replaces=answer.replaces or press.act is Act.TURN)

    async def _words_behind(self, press: Press, origin: Origin) -> TypedCommand | None:
        if press.act in (Act.SHOW, Act.ASK):
            name = (SHOWN_COMMANDS if press.act is Act.SHOW else ASKED_COMMANDS).get(press.number)
            return None if name is None else TypedCommand(name, None, "")
        line = await self._services.database.ask(lambda c: button_lines.line(c, press.number, origin.place.chat))
        return None if line is None else parse_command(line)

    async def _origin(
        self, message: TelegramMessage, speaker: TelegramUser | None, who: Caller, now: datetime
    ) -> Origin:
        user = speaker.id if speaker else 0
        chat = await known_chat(message.chat, speaker, self._services.database, self._services.zone, now)
        return Origin(chat=chat, place=place_of(message), user=user, role=who.role, now=now, name=name_of(speaker))


def _words_of(message: TelegramMessage) -> TypedCommand | None:
    """The command of a message. A document has a command that takes it below it; in private it needs none."""
    typed = parse_command(message.text or message.caption or "")
    takers = COMMANDS.taking_documents()
    named = COMMANDS.find(typed.name) if typed else None
    if message.document is None or (typed is not None and named not in takers):
        return typed if message.text is not None else None
    if typed is None and message.chat.type != TelegramChat.PRIVATE:
        return None
    # Which of those that take documents is meant shows once it was read.
    name = named.name if named else takers[0].name
    return TypedCommand(name, typed.bot if typed else None, message.document.file_name or "…")


def _warn(what: Sentence, reader: Reader) -> Answer:
    """A note over the chat, which stays until it is closed."""
    return Answer(toast=reader.plain(what)[:_TOAST_CHARS], alert=True)


async def _nothing(_tx: Transaction) -> Sequence[Message]:
    """Whatever was asked is asked still."""
    return ()


def _ending(origin: Origin) -> Effect:
    """Nothing is asked any more: it was answered, or its reader turned to something else."""

    async def end(tx: Transaction) -> Sequence[Message]:
        await questions.end(tx, origin.place, origin.user)
        return ()

    return end


def _waking(chat_id: int) -> Effect:
    """A press in a suspended chat shows that it can be written to again."""

    async def wake(tx: Transaction) -> Sequence[Message]:
        await chats.wake(tx, chat_id)
        return ()

    return wake
