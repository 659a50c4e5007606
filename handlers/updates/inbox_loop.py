"""The second half of listening: updates from the inbox to commands; effect, reply and "done" in one transaction."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from telegram import Update
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from handlers.messages import Message, file_payload, to_payload
from handlers.requests import Answer, Services
from handlers.updates import understand
from handlers.updates.understand import UnderstoodUpdate
from newsroom.clock import Clock
from storage import inbox, outbox
from storage.database import Bell, Database, StorageError, Transaction
from storage.inbox import Received

_IDLE_S = 2.0
_AFTER_TROUBLE_S = 5.0
_SORRY = Message(html="Something went wrong on my side. It is logged, and nothing of yours is lost; please try again.")

log = structlog.get_logger()
AnyApplication = Application[Any, Any, Any, Any, Any, Any]
AnyContext = CallbackContext[Any, Any, Any, Any]


class InboxLoop:
    """Takes updates in order, each by itself: a poison one is set aside and logged."""

    def __init__(
        self, database: Database, services: Services, ears: understand.UpdateReader, clock: Clock, bot: ExtBot[None]
    ) -> None:
        self._database = database
        self._services = services
        self._ears = ears
        self._clock = clock
        self._bot = bot
        self._heard: UnderstoodUpdate | None = None
        self._failure: Exception | None = None
        self._application: AnyApplication = Application.builder().bot(bot).updater(None).job_queue(None).build()
        self._wire(self._application)

    def _wire(self, application: AnyApplication) -> None:
        """What each kind of update is for. Edited messages are no new commands; channel posts are."""
        spoken = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE & spoken, self._on_migration))
        application.add_handler(MessageHandler(filters.TEXT & spoken, self._on_text))
        application.add_handler(CallbackQueryHandler(self._on_button))
        application.add_handler(ChatMemberHandler(self._on_membership, ChatMemberHandler.MY_CHAT_MEMBER))

    async def open(self) -> None:
        """Be ready to `take` updates by hand; `run` does it by itself."""
        await self._application.initialize()

    async def run(self, stop: asyncio.Event) -> None:
        """Work through the inbox until told to stop; an update that has begun is finished."""
        await self.open()
        while not stop.is_set():
            try:
                waiting = await self._database.ask(inbox.undone)
                for received in waiting:
                    await self.take(received)
                    if stop.is_set():
                        return
            except StorageError as error:
                log.error("inbox_waits", error=str(error))  # noqa: TRY400 - the sentence says it all
                await asyncio.sleep(_AFTER_TROUBLE_S)
                continue
            if not waiting:
                await self._database.wait(Bell.INBOX, _IDLE_S)

    async def take(self, received: Received) -> None:
        """One update, to its end: its effect and its answer are committed, or it is set aside."""
        started = time.perf_counter()
        failed = None
        self._heard = None
        try:
            await self._understand(received)
        except StorageError:
            raise
        except Exception as error:
            # One update's failure is its own: it is set aside with its reason, and the next one is heard.
            log.exception("update_failed", update=received.update_id)
            failed = _why(error)
        failed = await self._finish_or_set_aside(received, self._heard, failed)
        name = self._heard.name if self._heard else None
        ms = round((time.perf_counter() - started) * 1000)
        log.info("heard", update=received.update_id, command=name, failed=failed is not None, duration_ms=ms)

    async def _finish_or_set_aside(
        self, received: Received, heard: UnderstoodUpdate | None, failed: str | None
    ) -> str | None:
        """The update's end; where its effect or its answer fails, without them. Gives why it failed, None if not."""
        without = None if heard is None else replace(heard, before=())
        for attempt in (heard, without):
            try:
                await self._finish(received, attempt, failed)
            except StorageError:
                raise
            except Exception as error:
                log.exception("update_failed", update=received.update_id)
                failed = failed or _why(error)
            else:
                return failed
        await self._finish(received, None, failed)
        return failed

    async def _understand(self, received: Received) -> None:
        update = Update.de_json(received.payload, self._bot)
        self._failure = None
        await self._application.process_update(update)
        if self._failure is not None:
            raise self._failure

    async def _finish(self, received: Received, heard: UnderstoodUpdate | None, failed: str | None) -> None:
        async with self._database.write() as tx:
            if heard is not None:
                now = self._clock.now()
                for effect in heard.before:
                    await effect(tx)
                answer = heard.answer if failed is None else Answer(messages=(_SORRY,))
                said: Sequence[Message] = await answer.effect(tx) if answer.effect else ()
                await _say(tx, heard, answer, [*answer.messages, *said], now)
            await inbox.done(tx, received.update_id, self._clock.now(), failed)

    async def _on_text(self, update: Update, _context: AnyContext) -> None:
        await self._hear(self._ears.text(update, self._services, self._clock.now()))

    async def _on_button(self, update: Update, _context: AnyContext) -> None:
        await self._hear(self._ears.button(update, self._services, self._clock.now()))

    async def _on_membership(self, update: Update, _context: AnyContext) -> None:
        await self._hear(self._ears.membership(update, self._services, self._clock.now()))

    async def _on_migration(self, update: Update, _context: AnyContext) -> None:
        await self._hear(self._ears.migration(update))

    async def _hear(self, hearing_: Coroutine[None, None, UnderstoodUpdate | None]) -> None:
        """PTB swallows what its handlers raise: it is kept, to be raised where the update is taken."""
        try:
            self._heard = await hearing_
        except Exception as error:  # noqa: BLE001 - raised again by _understand
            self._failure = error


def _why(error: Exception) -> str:
    """For the table of updates; what can't be written down is said in ASCII."""
    return f"{type(error).__name__}: {error}"[:500].encode("ascii", "backslashreplace").decode()


async def _say(
    tx: Transaction, heard: UnderstoodUpdate, answer: Answer, messages: Sequence[Message], now: datetime
) -> None:
    place = heard.place
    if heard.query_id is not None:
        note = {"query_id": heard.query_id, "text": answer.toast, "alert": answer.alert}
        await outbox.put(tx, place, outbox.DeliveryKind.ANSWER, note, now)
    for number, message in enumerate(messages):
        if answer.replaces and number == 0 and heard.pressed_message is not None:
            payload = to_payload(message, message_id=heard.pressed_message)
            await outbox.put(tx, place, outbox.DeliveryKind.EDIT, payload, now)
        else:
            payload = to_payload(message, reply_to=heard.reply_to)
            await outbox.put(tx, place, outbox.DeliveryKind.MESSAGE, payload, now)
    for file in answer.files:
        kind = outbox.DeliveryKind.PHOTO if file.picture else outbox.DeliveryKind.DOCUMENT
        payload = file_payload(file, reply_to=heard.reply_to)
        await outbox.put(tx, place, kind, payload, now, priority=outbox.Priority.EXPORT)
