"""The program without its loops: each step is called, under a clock that is set. For tours and replays."""

from collections.abc import AsyncGenerator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot import memory_tuning
from bot.clocks import SetClock
from bot.wiring import Newsdesk, newsdesk, pusher
from config.schema import Settings
from desk.reclustering import ReclusteringLoop
from handlers import digest_schedule, mute_ends, topic_hints
from handlers.sending.push import Push, Sending
from watchers.poll import Fetching

REPAIR_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class SteppedRun:
    """A newsdesk whose steps and clock the caller moves on."""

    desk: Newsdesk
    push: Push
    clock: SetClock
    repairs: ReclusteringLoop
    _repaired: list[datetime] = field(default_factory=lambda: [datetime.min.replace(tzinfo=UTC)])

    async def decide_and_send(self) -> None:
        """Everything that follows from what came in, at the clock's time."""
        while await self.desk.desk.turn():
            pass
        await self._repair()
        await self.push.drain()
        await memory_tuning.settle()

    async def _repair(self) -> None:
        """The ten-minute repair; unlike in a running program, the next step waits for it."""
        if self.clock.at - self._repaired[0] < REPAIR_EVERY:
            return
        self._repaired[0] = self.clock.at
        await self.repairs.turn()
        await memory_tuning.give_back()

    async def digests(self) -> None:
        """Digests whose hour has come, mutes that are over, and topics to point out."""
        await digest_schedule.send_due(self.desk.database, self.clock.at)
        await mute_ends.end_mutes(self.desk.database, self.clock.at)
        await topic_hints.point_out(self.desk.database, self.clock.at)
        await self.push.drain()

    async def until(self, later: datetime) -> None:
        """Go forward an hour at a time, so that digests and catch-ups come at their own times."""
        while self.clock.at < later:
            self.clock.at = min(later, self.clock.at + timedelta(hours=1))
            await self.digests()
            await self.push.drain()


@asynccontextmanager
async def stepped_run(
    settings: Settings,
    at: datetime,
    sender: Sending,
    fetching: Fetching | None = None,
    beside: Executor | None = None,
) -> AsyncGenerator[SteppedRun]:
    """Open a newsdesk whose clock shows `at`; repairs run in `beside`, or in a thread where that is None."""
    clock = SetClock(at)
    with ThreadPoolExecutor(max_workers=1) as thread:
        async with newsdesk(settings, clock.clock(), fetching) as desk:
            repairs = ReclusteringLoop(desk.desk, clock.clock(), beside or thread, desk.encoder)
            yield SteppedRun(desk=desk, push=pusher(desk, sender), clock=clock, repairs=repairs)
