"""The loop that sends: takes what is due, one at a time for each chat, paces, renders, sends, settles."""

import asyncio
import time
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from handlers.sending.compose import Composer, NothingToSend, Prepared
from handlers.sending.outcomes import AlreadySo, Broken, Outcome, Paced, Slower, Trouble, Unknown
from handlers.sending.outgoing import Outgoing
from handlers.sending.pacing import Pacing
from handlers.sending.settle import Settle
from handlers.telegram_outage import TelegramOutage
from newsroom.clock import Clock
from storage import key_values, outbox
from storage.database import Bell, Database, StorageError
from storage.outbox import Delivery
from storage.process_role import ProcessRole
from storage.retry import retry_until, run_forever
from storage.trace import trace_of
from storage.write_locks import NONE

AT_ONCE = 40  # sends under way: 30 a second over round trips of a second and a bit
_READY = 12  # taken up ahead of their slots: enough to render meanwhile, few enough that a reply overtakes the rest
_DRAINED_AT_ONCE = 200
_IDLE_S = 5.0
_SHORTEST_S = 0.02
_CLOSED_S = 0.5  # a full window reopens sooner
_LONGEST_QUEUE_S = 2.0
_SILENT_UNTIL = "telegram.held_until"
_REMEMBERED = timedelta(seconds=60)  # the longest of Telegram's windows

log = structlog.get_logger()


class Sending(Protocol):
    """The seam to Telegram: `Sender`, or one that only counts."""

    async def send(self, thing: Outgoing) -> Outcome:
        """Send one thing; gives what Telegram made of it."""


class Push:
    """Sends deliveries. Pacing goes by the machine's own monotonic clock."""

    def __init__(
        self,
        database: Database,
        sender: Sending,
        composer: Composer,
        settle: Settle,
        clock: Clock,
        pacing: Pacing,
        outage: TelegramOutage | None = None,
    ) -> None:
        self._database = database
        self._sender = sender
        self._composer = composer
        self._settle = settle
        self._clock = clock
        self._pacing = pacing
        self._outage = outage
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._stop = asyncio.Event()
        self._gate = asyncio.Lock()
        self._queueing = 0  # taken up and not yet sent

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; what is in flight then is settled."""
        self._stop = stop
        await retry_until("push", self._take_up, stop)
        async with asyncio.TaskGroup() as group:
            await run_forever("push", lambda: self._turn_and_wait(group), stop)

    async def _take_up(self) -> None:
        """After a kill: what was in flight goes out again, and what went out lately counts for the pace."""
        now, now_s = self._clock.now(), time.monotonic()
        async with self._database.write(seat=ProcessRole.PUSH) as tx:
            if silent_until := await key_values.noted(tx.connection, _SILENT_UNTIL):
                self._pacing.hold_all(now_s + self._clock.wait_s(datetime.fromisoformat(silent_until)))
            for chat, at in await outbox.settled_since(tx, now - _REMEMBERED):
                self._pacing.note(chat, now_s - max(0.0, (now - at).total_seconds()))
            # Named before the commit: killed in between, they are named again rather than never.
            for delivery in await outbox.reclaim(tx):
                log.warning("maybe_twice", delivery=delivery.id, chat=delivery.place.chat, kind=delivery.kind.value)
                self._pacing.note(delivery.place.chat, now_s)

    async def _turn_and_wait(self, group: asyncio.TaskGroup) -> None:
        wait_s = await self._turn(group)
        if wait_s > 0:
            await self._database.wait(Bell.PUSH, wait_s)

    async def drain(self) -> None:
        """Send everything that is due now, one after another: for tours and replays."""
        while due := await self._database.ask(lambda c: outbox.heads(c, self._clock.now(), (), _DRAINED_AT_ONCE)):
            async with self._database.write() as tx:
                claimed = await outbox.claim(tx, [delivery.id for delivery in due])
            for delivery in [one for one in due if one.id in claimed]:
                prepared = await self._composer.prepare(delivery, self._clock.now())
                if isinstance(prepared, NothingToSend):
                    outcome: Outcome = AlreadySo()
                else:
                    outcome = await self._sender.send(prepared.thing)
                await self._settle.settle(delivery, prepared, outcome)

    async def _turn(self, group: asyncio.TaskGroup) -> float:
        """Take up what may be sent soon; gives how long to sleep, in seconds."""
        if self._outage is not None and self._outage.away:
            return _IDLE_S  # its end rings
        now_s, now = time.monotonic(), self._clock.now()
        room = min(AT_ONCE - len(self._busy), _READY - self._queueing)
        if room <= 0:
            return _IDLE_S  # the next that goes out rings
        self._pacing.forget_idle(now_s)
        closed_s = self._pacing.open_at(now_s) - now_s
        blocked = self._pacing.blocked(now_s)
        busy = list(self._busy)
        closed = closed_s > _CLOSED_S
        due = await self._database.ask(lambda c: outbox.heads(c, now, busy, room, blocked, only_answers=closed))
        if due:
            async with self._database.write(locks=NONE, seat=ProcessRole.PUSH) as tx:
                claimed = await outbox.claim(tx, [d.id for d in due])
            for delivery in [one for one in due if one.id in claimed]:
                self._queueing += 1
                self._busy[delivery.place.chat] = group.create_task(self._one(delivery))
            return 0.0 if claimed else _SHORTEST_S  # the desk is writing to what was due
        waits_s = [at_s - now_s for at_s in blocked.values()] + ([closed_s] if closed else [])
        if later := await self._database.ask(lambda c: outbox.next_due(c, now)):
            waits_s.append(self._clock.wait_s(later))
        return min(_IDLE_S, max(_SHORTEST_S, min(waits_s, default=_IDLE_S)))

    async def _one(self, delivery: Delivery) -> None:
        started = time.perf_counter()
        try:
            prepared, outcome = await self._attempt(delivery)
            # What Telegram has is settled as soon as the database can be written again: sent anew it would come twice.
            await retry_until("settle", lambda: self._settled(delivery, prepared, outcome), self._stop)
        finally:
            del self._busy[delivery.place.chat]
            self._database.ring(Bell.PUSH)
        log.info(
            "delivered",
            trace=trace_of(delivery.payload),
            delivery=delivery.id,
            kind=delivery.kind.value,
            outcome=type(outcome).__name__,
            waited_ms=round((self._clock.now() - delivery.made_at).total_seconds() * 1000 / self._clock.speed()),
            duration_ms=round((time.perf_counter() - started) * 1000),
        )

    async def _attempt(self, delivery: Delivery) -> tuple[Prepared | NothingToSend, Outcome]:
        """One delivery's failure is its own: it is logged as our bug, and no other chat waits for it."""
        try:
            return await self._send(delivery)
        except StorageError as error:
            return NothingToSend(), Trouble(str(error))
        except Exception as error:
            log.exception("delivery_failed", delivery=delivery.id, kind=delivery.kind.value)
            return NothingToSend(), Broken(f"failed {type(error).__name__}")

    async def _settled(self, delivery: Delivery, prepared: Prepared | NothingToSend, outcome: Outcome) -> None:
        try:
            await self._settle.settle(delivery, prepared, outcome)
        except StorageError:
            raise
        except Exception:
            log.exception("settling_failed", delivery=delivery.id, kind=delivery.kind.value)
            await self._settle.settle_delivery_only(delivery, outcome)

    async def _await_slot(self, delivery: Delivery) -> Paced | float | None:
        """Pace at the last moment: what is paced before it is rendered arrives in bunches.

        Gives when its turn came, by the monotonic clock; None for what no limit counts.
        """
        if delivery.kind is outbox.DeliveryKind.ANSWER:
            return None
        async with self._gate:
            now_s = time.monotonic()
            slot_s = self._pacing.slot(delivery.place.chat, now_s)
            if slot_s - now_s > _LONGEST_QUEUE_S:
                return Paced(slot_s - now_s)
            await asyncio.sleep(slot_s - now_s)
            went_s = time.monotonic()
            self._pacing.go(delivery.place.chat, went_s)
        return went_s

    async def _hold_all(self, seconds: float) -> None:
        """Telegram asks for silence everywhere: kept, so that a restart keeps to it."""
        self._pacing.hold_all(time.monotonic() + seconds)

        async def keep() -> None:
            async with self._database.write() as tx:
                await key_values.note(tx, _SILENT_UNTIL, self._clock.later(seconds).isoformat())

        await retry_until("hold", keep, self._stop)

    async def _send(self, delivery: Delivery) -> tuple[Prepared | NothingToSend, Outcome]:
        try:
            prepared = await self._composer.prepare(delivery, self._clock.now())
            if isinstance(prepared, NothingToSend):
                return prepared, AlreadySo()
            went_s = await self._await_slot(delivery)
            if isinstance(went_s, Paced):
                return prepared, went_s
        finally:
            self._queueing -= 1
            self._database.ring(Bell.PUSH)
        outcome = await self._sender.send(prepared.thing)
        if self._outage is not None and isinstance(outcome, Trouble | Unknown):
            self._outage.doubt()
        if went_s is not None:
            self._pacing.answered(went_s, time.monotonic())
        if isinstance(outcome, Slower) and self._pacing.asked_of_all(
            delivery.place.chat, outcome.retry_after_s, time.monotonic()
        ):
            await self._hold_all(outcome.retry_after_s)
        return prepared, outcome
