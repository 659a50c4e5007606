"""The second half of listening: updates from the inbox to commands; effect, reply and "done" in one transaction."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from telegram import Update

from handlers.buttons import Act, button
from handlers.html import escape, fit, shortened
from handlers.messages import Button, Message, file_payload, inline_payload, to_payload
from handlers.requests import Answer
from handlers.sending.readers import reader_in
from handlers.sentences.reader import Reader
from handlers.updates.left_over import LeftOver
from handlers.updates.relevance import place_of
from handlers.updates.understand import UpdateReader
from handlers.updates.understood_update import UnderstoodUpdate, turned_down
from newsroom.clock import Clock
from newsroom.errors import UserError
from storage import admission, button_lines, inbox, outbox
from storage.database import Bell, Database, StorageError, Transaction
from storage.inbox import Received
from storage.trace import traced, update_trace

_IDLE_S = 2.0
_AFTER_TROUBLE_S = 5.0
_MOST_LANES = 256  # a guess: people at once; each holds one update
_TITLE_CHARS = 60  # of a managed chat, above each answer; a guess: two lines of a phone
_MOST_OF_A_PERSON = 2  # in several chats: whoever asks something slow in ten of them takes no one else's turn
# Accounts in whose name Telegram sends what anonymous admins, channels and linked channels say: no persons.
# Source: Telegram bot API, Message.from.
_MANY_SPEAKERS = frozenset({"0", "1087968824", "136817688", "777000"})

log = structlog.get_logger()


class InboxLoop:
    """Takes each update by itself: a poison one is set aside and logged.

    Updates of one lane (a person in a chat) are taken in order, lanes side by side: a look at a slow address holds up
    nobody but the one who asked for it (four of them held up everybody for 64 s).
    """

    def __init__(self, database: Database, update_reader: UpdateReader, clock: Clock) -> None:
        self._database = database
        self._update_reader = update_reader
        self._clock = clock
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._left_over: LeftOver | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Work through the inbox until `stop` is set; updates that have begun are finished."""
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                try:
                    begun = await self._begin(group, stop)
                except StorageError as error:
                    log.error("inbox_waits", error=str(error))  # noqa: TRY400 - the sentence says it all
                    await asyncio.sleep(_AFTER_TROUBLE_S)
                    continue
                if not begun:
                    await self._database.wait(Bell.INBOX, _IDLE_S)

    async def _begin(self, group: asyncio.TaskGroup, stop: asyncio.Event) -> int:
        """Begin lanes that have something to do and are not at it; gives how many."""
        # A lane may end while the inbox is read: what was read of it is done by then, and would be done once more.
        busy = frozenset(self._lanes)
        if self._left_over is None:
            async with self._database.write() as tx:
                self._left_over = LeftOver(await inbox.begin_life(tx))
        left_over = self._left_over
        waiting: dict[str, list[Received]] = {}
        for received in await self._database.ask(inbox.undone):
            waiting.setdefault(received.lane, []).append(received)
        heads = [updates[0] for updates in waiting.values()]
        begun = 0
        for lane, updates in waiting.items():
            if lane not in busy and self._may_begin(lane) and left_over.may_begin(updates[0], heads):
                self._lanes[lane] = group.create_task(self._take_all(lane, updates, left_over, stop))
                begun += 1
        return begun

    def _may_begin(self, lane: str) -> bool:
        if len(self._lanes) >= _MOST_LANES:
            return False
        person = lane.rpartition(":")[2]
        return person in _MANY_SPEAKERS or self._of_person(person) < _MOST_OF_A_PERSON

    def _of_person(self, person: str) -> int:
        return sum(lane.rpartition(":")[2] == person for lane in self._lanes)

    async def _take_all(self, lane: str, updates: Sequence[Received], left_over: LeftOver, stop: asyncio.Event) -> None:
        try:
            for received in updates:
                if stop.is_set() or (received is not updates[0] and left_over.is_suspect(received.update_id)):
                    return
                if is_overtaken(received, updates):
                    await self._finish(received, None, None)
                elif left_over.is_to_be_set_aside(received.update_id):
                    await self._give_up(received, left_over.begun(received.update_id))
                else:
                    await self._count(received, left_over)
                    await self.take(received)
        except StorageError as error:
            log.error("inbox_waits", error=str(error))  # noqa: TRY400 - the sentence says it all
            await asyncio.sleep(_AFTER_TROUBLE_S)
        finally:
            del self._lanes[lane]
            self._database.ring(Bell.INBOX)  # what came meanwhile

    async def _count(self, received: Received, left_over: LeftOver) -> None:
        if left_over.is_to_count(received.update_id):
            async with self._database.write() as tx:
                await inbox.begin(tx, received.update_id, left_over.life)
            left_over.counted(received.update_id)

    async def _give_up(self, received: Received, begun: int) -> None:
        """The program ended again and again while it was at this one: it is set aside without a look at it."""
        trace, place = update_trace(received.update_id), place_of(received.payload)
        log.error("update_given_up", trace=trace, begun=begun)
        async with self._database.write() as tx:
            await inbox.done(tx, received.update_id, self._clock.now(), f"begun in {begun} lives, finished in none")
            if place is not None and await admission.admitted(tx.connection, place.chat):
                reader = await reader_in(tx.connection, place.chat)
                regret = traced(to_payload(_apology(reader).messages[0]), trace)
                await outbox.put(tx, place, outbox.DeliveryKind.MESSAGE, regret, self._clock.now())

    async def take(self, received: Received) -> None:
        """One update, to its end: its effect and its answer are committed, or it is set aside."""
        started = time.perf_counter()
        understood, failed = None, None
        try:
            update = Update.de_json(received.payload)
            understood = await self._update_reader.understand(update, self._clock.now(), received.spoken_at)
        except StorageError:
            raise
        except Exception as error:
            # One update's failure is its own: it is set aside with its reason, and the next one is read.
            log.exception("update_failed", trace=update_trace(received.update_id))
            failed = _reason(error)
        failed = await self._finish_or_set_aside(received, understood, failed)
        name = understood.name if understood else None
        ms = round((time.perf_counter() - started) * 1000)
        trace = update_trace(received.update_id)
        log.info("heard", trace=trace, command=name, failed=failed is not None, duration_ms=ms)

    async def _finish_or_set_aside(
        self, received: Received, understood: UnderstoodUpdate | None, failed: str | None
    ) -> str | None:
        """The update's end; where its effect or its answer fails, without them. Gives why it failed, None if not."""
        without = None if understood is None else replace(understood, before=())
        for attempt in (understood, without):
            try:
                await self._finish(received, attempt, failed)
            except StorageError:
                raise
            except UserError as error:  # what was free when the command was read is taken: nothing of it is written
                if understood is not None:
                    await self._finish(received, turned_down(understood, error.sentence), failed)
                return failed
            except Exception as error:
                log.exception("update_failed", trace=update_trace(received.update_id))
                failed = failed or _reason(error)
            else:
                return failed
        await self._finish(received, None, failed)
        return failed

    async def _finish(self, received: Received, understood: UnderstoodUpdate | None, failed: str | None) -> None:
        async with self._database.write() as tx:
            if not await inbox.done(tx, received.update_id, self._clock.now(), failed):
                log.error("done_already", trace=update_trace(received.update_id))
                return
            if understood is not None and not (understood.inline and failed is not None):
                now = self._clock.now()
                for effect in understood.before:
                    await effect(tx)
                answer = understood.answer if failed is None else _apology(understood.reader)
                more: Sequence[Message] = await answer.effect(tx) if answer.effect else ()
                whole = _with_chat_named(replace(answer, messages=(*answer.messages, *more)), understood.reader)
                await _queue(tx, understood, whole, now, update_trace(received.update_id))


def is_overtaken(received: Received, waiting: Sequence[Received]) -> bool:
    """Whether it is an inline query of which the person has typed on since: nobody looks at its answer any more."""
    later = (one for one in waiting if one.update_id > received.update_id)
    return "inline_query" in received.payload and any("inline_query" in one.payload for one in later)


def _with_chat_named(answer: Answer, reader: Reader) -> Answer:
    """The chat that is spoken for, above the first message: whoever forgot `/manage` would change it unawares."""
    if answer.spoken_for is None or not answer.messages:
        return answer
    first, *others = answer.messages
    name = reader.say("manage.spoken_for", chat=escape(shortened(answer.spoken_for, _TITLE_CHARS)))
    return replace(answer, messages=(replace(first, html=fit(f"{name}\n{first.html}")), *others))


def _apology(reader: Reader) -> Answer:
    return Answer(messages=(Message(html=reader.say("update.failed")),))


def _reason(error: Exception) -> str:
    """For the table of updates; what can't be written down is kept in ASCII."""
    return f"{type(error).__name__}: {error}"[:500].encode("ascii", "backslashreplace").decode()


async def _with_kept_lines(tx: Transaction, message: Message, chat_id: int, now: datetime) -> Message:
    """The message, each line behind its buttons kept under a number."""

    async def kept(one: Button) -> Button:
        if one.line is None:
            return one
        number = await button_lines.keep(tx, chat_id, one.line, now)
        return button(one.text, Act.TURN if one.turns else Act.RUN, number)

    return replace(message, buttons=tuple([tuple([await kept(one) for one in row]) for row in message.buttons]))


async def _queue(tx: Transaction, understood: UnderstoodUpdate, answer: Answer, now: datetime, trace: str) -> None:
    """Everything that an answer sends, into the outbox."""
    place, queued = understood.place, []
    if understood.query_id is not None and answer.inline is not None:
        listed = traced(inline_payload(understood.query_id, answer.inline), trace)
        queued.append(await outbox.put(tx, place, outbox.DeliveryKind.ANSWER, listed, now))
    elif understood.query_id is not None:
        note = {"query_id": understood.query_id, "text": answer.toast, "alert": answer.alert}
        queued.append(await outbox.put(tx, place, outbox.DeliveryKind.ANSWER, traced(note, trace), now))
    for number, unkept in enumerate(answer.messages):
        message = await _with_kept_lines(tx, unkept, place.chat, now)
        kind, payload = outbox.DeliveryKind.MESSAGE, to_payload(message, reply_to=understood.reply_to)
        if answer.replaces and number == 0 and understood.pressed_message is not None:
            kind, payload = outbox.DeliveryKind.EDIT, to_payload(message, message_id=understood.pressed_message)
        queued.append(await outbox.put(tx, place, kind, traced(payload, trace), now))
    for file in answer.files:
        kind = outbox.DeliveryKind.PHOTO if file.picture else outbox.DeliveryKind.DOCUMENT
        payload = file_payload(file, reply_to=understood.reply_to)
        await outbox.put(tx, place, kind, traced(payload, trace), now, priority=outbox.Priority.EXPORT)
    if understood.for_stranger:
        for delivery in queued:
            await outbox.send_to_stranger(tx, delivery)
