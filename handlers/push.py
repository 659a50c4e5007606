"""The loop that sends: takes what is due, one at a time for each chat, paces, renders, sends, settles."""

import asyncio
import time
from datetime import timedelta
from typing import Protocol

import structlog

from handlers.outcomes import AlreadySo, Outcome, Slower, Trouble
from handlers.pacing import Pacing
from handlers.prepare import Nothing, Prepare, Prepared
from handlers.settle import Settle
from handlers.telegram import Outgoing
from newsroom.clock import Clock
from storage import outbox
from storage.database import Bell, Database, StorageError
from storage.outbox import Delivery
from storage.patience import outlast, steadily

AT_ONCE = 40  # sends under way: 30 a second over round trips of a second and a bit
_LOOK_AHEAD = 200
_IDLE_S = 5.0
_EVERYWHERE_S = 30.0  # a wait this long is asked of the whole bot, not of one chat: seen with 43,837 s
_REMEMBERED = timedelta(seconds=60)  # the longest of Telegram's windows

log = structlog.get_logger()


class Sending(Protocol):
    """The seam to Telegram: `Sender`, or one that only counts."""

    async def send(self, thing: Outgoing) -> Outcome:
        """One request."""


class Push:
    """Sends deliveries. Pacing goes by the machine's own monotonic clock."""

    def __init__(
        self, database: Database, sender: Sending, prepare: Prepare, settle: Settle, clock: Clock, pacing: Pacing
    ) -> None:
        self._database = database
        self._sender = sender
        self._prepare = prepare
        self._settle = settle
        self._clock = clock
        self._pacing = pacing
        self._busy: dict[int, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; what is in flight then is settled."""
        await outlast("push", self._take_up, stop)
        async with asyncio.TaskGroup() as group:
            await steadily("push", lambda: self._turn_and_wait(group, stop), stop)

    async def _take_up(self) -> None:
        """After a kill: what was in flight goes out again, and what went out lately counts for the pace."""
        now, now_s = self._clock.now(), time.monotonic()
        async with self._database.write() as tx:
            for chat, at in await outbox.settled_since(tx, now - _REMEMBERED):
                self._pacing.note(chat, now_s - max(0.0, (now - at).total_seconds()))
            # Named before the commit: killed in between, they are named again rather than never.
            for delivery in await outbox.reclaim(tx):
                log.warning("maybe_twice", delivery=delivery.id, chat=delivery.place.chat, kind=delivery.kind.value)
                self._pacing.note(delivery.place.chat, now_s)

    async def _turn_and_wait(self, group: asyncio.TaskGroup, stop: asyncio.Event) -> None:
        wait_s = await self._turn(group, stop)
        if wait_s > 0:
            await self._database.wait(Bell.PUSH, wait_s)

    async def drain(self) -> None:
        """Send everything that is due now, one after another: for tours and replays."""
        while due := await self._database.ask(lambda c: outbox.heads(c, self._clock.now(), (), _LOOK_AHEAD)):
            async with self._database.write() as tx:
                await outbox.claim(tx, [delivery.id for delivery in due])
            for delivery in due:
                await self._deliver(delivery)

    async def _turn(self, group: asyncio.TaskGroup, stop: asyncio.Event) -> float:
        """Start what may be sent now; gives how long to sleep, in seconds."""
        now_s = time.monotonic()
        self._pacing.forget_idle(now_s)
        if len(self._busy) >= AT_ONCE:
            return _IDLE_S
        now = self._clock.now()
        busy = list(self._busy)
        due = await self._database.ask(lambda c: outbox.heads(c, now, busy, _LOOK_AHEAD))
        ready, free_at_s = self._choose(due, now_s)
        if ready:
            async with self._database.write() as tx:
                await outbox.claim(tx, [d.id for d in ready])
            for delivery in ready:
                task = group.create_task(self._one(delivery, stop))
                self._busy[delivery.place.chat] = task
        if free_at_s is not None:
            return max(0.0, free_at_s - time.monotonic())
        later = await self._database.ask(lambda c: outbox.next_due(c, now))
        return _IDLE_S if later is None else min(_IDLE_S, max(0.01, self._clock.wait_s(later)))

    def _choose(self, due: list[Delivery], now_s: float) -> tuple[list[Delivery], float | None]:
        """Those that the limits let out now, and when the first of the rest comes free (None: no rest)."""
        ready: list[Delivery] = []
        free_at_s: list[float] = []
        for delivery in due:
            counts = delivery.kind is not outbox.Kind.ANSWER
            at_s = (
                max(self._pacing.open_at(now_s), self._pacing.free_at(delivery.place.chat, now_s)) if counts else now_s
            )
            if at_s > now_s:
                free_at_s.append(at_s)
            elif len(self._busy) + len(ready) >= AT_ONCE:
                break
            else:
                if counts:
                    self._pacing.note(delivery.place.chat, now_s)
                ready.append(delivery)
        return ready, min(free_at_s, default=None)

    async def _one(self, delivery: Delivery, stop: asyncio.Event) -> None:
        started = time.perf_counter()
        try:
            prepared, outcome = await self._attempt(delivery)
            # What Telegram has is settled as soon as the database can be written again: sent anew it would come twice.
            await outlast("settle", lambda: self._settled(delivery, prepared, outcome), stop)
        finally:
            del self._busy[delivery.place.chat]
            self._database.ring(Bell.PUSH)
        log.info(
            "delivered",
            delivery=delivery.id,
            kind=delivery.kind.value,
            outcome=type(outcome).__name__,
            duration_ms=round((time.perf_counter() - started) * 1000),
        )

    async def _attempt(self, delivery: Delivery) -> tuple[Prepared | Nothing, Outcome]:
        """One delivery's failure is its own: it is logged as our bug, tried again, and holds up nobody else."""
        try:
            return await self._send(delivery)
        except StorageError as error:
            return Nothing(), Trouble(str(error))
        except Exception:
            log.exception("delivery_failed", delivery=delivery.id, kind=delivery.kind.value)
            return Nothing(), Trouble("could not be made")

    async def _settled(self, delivery: Delivery, prepared: Prepared | Nothing, outcome: Outcome) -> None:
        try:
            await self._settle.settle(delivery, prepared, outcome)
        except StorageError:
            raise
        except Exception:
            log.exception("settling_failed", delivery=delivery.id, kind=delivery.kind.value)
            await self._settle.barely(delivery, outcome)

    async def _deliver(self, delivery: Delivery) -> Outcome:
        prepared, outcome = await self._send(delivery)
        await self._settle.settle(delivery, prepared, outcome)
        return outcome

    async def _send(self, delivery: Delivery) -> tuple[Prepared | Nothing, Outcome]:
        prepared = await self._prepare.prepare(delivery, self._clock.now())
        if isinstance(prepared, Nothing):
            return prepared, AlreadySo()
        outcome = await self._sender.send(prepared.thing)
        if isinstance(outcome, Slower) and outcome.retry_after_s >= _EVERYWHERE_S:
            self._pacing.hold_all(time.monotonic() + outcome.retry_after_s)
        return prepared, outcome
