"""Local mode: no token, no network. Sample wires and a stand-in for Telegram on loopback, the program between them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.clocks import SampleClock
from bot.jobs import JobIntervals
from bot.local.files import KeptClock, LocalFiles
from bot.local.wires.scenario import load_scenario
from bot.local.world import LocalWorld, local_settings, local_world, track_samples
from bot.monitoring.metrics import Metrics
from bot.program import Callbacks, run
from bot.wiring import Newsdesk
from config.schema import Settings
from handlers.sentences.reader import Reader
from newsroom.access import AccessMode
from newsroom.sentence import sentence
from standin import initial_chats
from standin.standin_settings import StandinSettings
from storage import desk_queue, people
from storage.lock import alone
from storage.sources import active_sources
from storage.topics import all_topics

SPEED = 480.0  # eight sample minutes a second: a sample day in three minutes
INTERVALS = JobIntervals(poll_s=0.25, digest_s=0.5, trouble_s=2.0, repair_s=8.0, daily_s=600.0)
_CLOCK_S = 0.5  # between two times that the page shows

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRun:
    """What is asked of local mode.

    Attributes:
        base: The operator's own settings.
        port: Of the chat page; 0 for any free one.
        fresh: Begin anew, whatever the last run left.
        started: Called once the folder and the ports are this process's alone.
    """

    base: Settings
    files: LocalFiles
    port: int
    fresh: bool = False
    started: Callable[[], None] = lambda: None
    metrics: Metrics | None = None


async def run_local(asked: LocalRun, stop: asyncio.Event) -> None:
    """The whole product on loopback until `stop` is set; it goes on where the last run ended, or begins anew.

    Raises:
        Occupied: Another process runs local mode in this folder.
        UserError: A port is taken, or a file of the last run can't be read.
    """
    # First what another process may hold, the folder and the port: one that can't start has touched nothing.
    with alone(str(asked.files.database.with_suffix("")), sentence("local.another_folder")):
        while not stop.is_set():
            port = await _play(asked, stop)
            asked = replace(asked, port=port, fresh=True, started=lambda: None)  # else somebody wants it anew


async def _play(asked: LocalRun, stop: asyncio.Event) -> int:
    """Until the end, or until somebody at the page wants to begin anew; gives the page's port."""
    scenario, kept, ended = load_scenario(), None if asked.fresh else asked.files.kept(), asyncio.Event()
    starts = kept.at if kept else scenario.starts
    samples = SampleClock(starts, max(starts, scenario.ends), SPEED)
    page = StandinSettings(
        port=asked.port,
        clock=samples.now,
        state=asked.files.chats,
        resumed=kept is not None,
        begin_anew=ended.set,
    )
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(local_world(samples.clock(), page, kept.wires_port if kept else 0))
        asked.started()
        if kept is None:
            asked.files.forget()
        else:
            _print(f"\n  {Reader().say('local.resumed', time=_time(kept.at))}")
        play = _Play(asked=asked, world=world, samples=samples, resumed=kept is not None)
        stack.callback(play.keep_clock)
        await stack.enter_async_context(_either(stop, ended))
        await play.run(ended)
        return world.telegram.port


@asynccontextmanager
async def _either(stop: asyncio.Event, ended: asyncio.Event) -> AsyncGenerator[None]:
    """While this lasts, a stop ends the play as well."""

    async def pass_on() -> None:
        await stop.wait()
        ended.set()

    passing = asyncio.create_task(pass_on())
    try:
        yield
    finally:
        passing.cancel()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Play:
    """The program between the wires and the stand-in.

    Attributes:
        resumed: What was tracked is tracked, and the sample days have begun.
    """

    asked: LocalRun
    world: LocalWorld
    samples: SampleClock
    resumed: bool

    async def run(self, ended: asyncio.Event) -> None:
        """Until `ended` is set."""
        settings = local_settings(self.world, self.asked.base, self.asked.files.database)
        if settings.access.mode is not AccessMode.OPEN:
            initial_chats.bring_newcomers(self.world.telegram.server.state)
        announce = _print if settings.access.mode is AccessMode.INVITE else None
        callbacks = Callbacks(ready=self._ready, announce=announce)
        clock, metrics = self.samples.clock(), self.asked.metrics
        await run(settings, clock, ended, INTERVALS, callbacks, local=True, metrics=metrics)

    async def _ready(self, desk: Newsdesk) -> None:
        _welcome(self.world)
        await first_polls(desk)
        if desk.settings.access.mode is not AccessMode.OPEN:
            await _owned(desk)
        elif not self.resumed:
            track_samples(self.world)
            await topics_known(desk, self.world)
        self.samples.let_go()
        await self._show_clock()

    async def _show_clock(self) -> None:
        reader = Reader()
        while True:
            name = "local.over" if self.samples.over else "local.clock"
            self.world.telegram.set_status(reader.say(name, time=_time(self.samples.now())))
            self.keep_clock(ahead_s=2 * _CLOCK_S)  # a kill comes before the next look: no time is lived twice
            await asyncio.sleep(_CLOCK_S)

    def keep_clock(self, ahead_s: float = 0.0) -> None:
        """Write down where the next run goes on."""
        at = self.samples.now() + timedelta(seconds=ahead_s * self.samples.speed())
        self.asked.files.keep(KeptClock(at=at, wires_port=self.world.wires.port))


def _welcome(world: LocalWorld) -> None:
    reader = Reader()
    _print(f"\n  {reader.say('local.open', url=world.telegram.url)}\n")
    world.telegram.set_status(reader.say("local.reading"))


def _time(at: datetime) -> str:
    return f"{Reader().day(at)} {at:%H:%M}"


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - for the terminal alone


async def _owned(desk: Newsdesk) -> None:
    """Wait until somebody is in: the sample days are not to pass before."""
    while not desk.settings.access.admins and not await desk.database.ask(people.owners):
        await asyncio.sleep(0.1)


async def first_polls(desk: Newsdesk) -> None:
    """Wait until each source was tried and the desk has decided all of their items."""
    while True:
        watched = await desk.database.ask(active_sources)
        tried = all(one.last_polled_at is not None for one in watched)
        if tried and not await desk.database.ask(desk_queue.waiting):
            return
        await asyncio.sleep(0.1)


async def topics_known(desk: Newsdesk, world: LocalWorld) -> None:
    """Wait until every sample topic is tracked: the first news is not to come before."""
    wanted = sum(len(thread.topics) for chat in world.scenario.chats for thread in chat.threads)
    while len(await desk.database.ask(all_topics)) < wanted:
        await asyncio.sleep(0.1)
