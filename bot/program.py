"""The running program: the work of each role, until it is to stop."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog
from telegram.ext import ExtBot

from bot.first_owner import owner_code
from bot.jobs import JobContext, JobIntervals, desk_jobs, process_jobs, scheduler, watch_jobs
from bot.menus import Menus
from bot.monitoring.metrics import Metrics
from bot.monitoring.monitor import monitored
from bot.seating import Work, whenever_seated
from bot.telegram_connection import let_go, reach_all
from bot.topic_listener import topic_listener
from bot.warm_up import read_encoder, read_tables_in_use
from bot.webhook_listener import webhook_listener
from bot.wiring import Newsdesk, newsdesk, pusher, services_of, telegram_bots
from config.schema import Settings
from desk.reclustering import ReclusteringLoop
from desk.second_process import second_process
from handlers.access import Admins
from handlers.sending.posting import PostingLoop
from handlers.sending.sender import Sender
from handlers.sentences.reader import Reader
from handlers.telegram_outage import TelegramOutage
from handlers.topic_reading import TopicReading
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.polling import Polling
from handlers.updates.understand import UpdateReader
from handlers.updates.webhook import Webhook
from newsroom.clock import Clock
from storage.clock_step import ClockStep
from storage.database import Bell
from storage.process_role import ALL_ROLES, ProcessRole

DRAIN_S = 10.0  # a stop waits so long for what is under way

log = structlog.get_logger()
Loop = Coroutine[None, None, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Callbacks:
    """Whom the program calls.

    Attributes:
        ready: Once people are heard.
        announce: With the first owner's code.
    """

    ready: Callable[[Newsdesk], Loop] | None = None
    announce: Callable[[str], None] | None = None


async def run(
    settings: Settings,
    clock: Clock,
    stop: asyncio.Event,
    intervals: JobIntervals | None = None,
    callbacks: Callbacks | None = None,
    *,
    local: bool = False,
    metrics: Metrics | None = None,
    roles: Collection[ProcessRole] = ALL_ROLES,
) -> None:
    """Do these roles until `stop` is set."""
    watched = monitored(settings.monitoring, metrics or Metrics(), settings.database_url, clock)
    opened = newsdesk(settings, clock, roles=roles, local=local)
    async with watched as monitor, opened as desk, AsyncExitStack() as stack:
        needed = bool({ProcessRole.DESK, ProcessRole.CHAT} & set(roles))
        tables = asyncio.create_task(read_tables_in_use(desk.database, stop, desk.folder) if needed else _nothing())
        process = _Process(desk=desk, stop=stop, intervals=intervals or JobIntervals(), tables=tables)
        work: dict[ProcessRole, Work] = {ProcessRole.WATCH: process.watch, ProcessRole.DESK: process.decide}
        if {ProcessRole.PUSH, ProcessRole.CHAT} & set(roles):
            telegram = await stack.enter_async_context(_telegram(desk, stop))
            talk = _Talk(process=process, telegram=telegram, callbacks=callbacks or Callbacks(), local=local)
            work |= {ProcessRole.PUSH: talk.push, ProcessRole.CHAT: talk.chat}
            monitor.watch(desk.database, talk.last_good_s)
        else:
            monitor.watch(desk.database)
        clockwork = scheduler(process_jobs(process.intervals))
        clockwork.start()
        stack.callback(clockwork.shutdown, wait=False)
        async with asyncio.TaskGroup() as group:
            for role in sorted(roles):
                seated = whenever_seated(desk.database, role, work[role], stop) if role.takes_a_seat else work[role]()
                group.create_task(seated)


async def _nothing() -> None:
    """No table is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Process:
    """This process, and its work without Telegram.

    Attributes:
        tables: Done once they are read.
    """

    desk: Newsdesk
    stop: asyncio.Event
    intervals: JobIntervals
    tables: "asyncio.Task[None]"

    async def watch(self) -> None:
        """Feeds are read whether Telegram can be reached or not: what leaves a feed meanwhile is gone."""
        poll = self.desk.poll
        clockwork = scheduler(watch_jobs(poll, self.intervals))
        clockwork.start()
        log.info("watching")

        async def end_visits() -> None:
            await self.stop.wait()
            clockwork.pause()  # no job begins another
            await poll.end()

        try:
            await self.until_stopped(ProcessRole.WATCH, [end_visits()])
        finally:
            clockwork.shutdown(wait=False)
            with contextlib.suppress(TimeoutError):  # visits that last longer are cut off: they are made anew
                async with asyncio.timeout(DRAIN_S):
                    await poll.end()

    async def decide(self) -> None:
        """The desk, and what it does by the hour. It begins from what is stored: another may have decided meanwhile."""
        desk = self.desk
        desk.desk.forget()
        await ClockStep(desk.database).look(desk.clock.now())
        with second_process() as beside:
            repairs = ReclusteringLoop(desk.desk, desk.clock, beside, desk.encoder)
            context = JobContext(settings=desk.settings, clock=desk.clock, database=desk.database, repairs=repairs)
            clockwork = scheduler(desk_jobs(context, self.intervals))
            clockwork.start()
            try:
                loop = _after([self.tables], desk.desk.run(self.stop), self.stop)
                encoder = _after([self.tables], read_encoder(desk.encoder), self.stop)
                await self.until_stopped(ProcessRole.DESK, [loop, encoder])
                await desk.desk.keep_window()
            finally:
                clockwork.shutdown(wait=False)

    async def until_stopped(self, role: ProcessRole, loops: Sequence[Loop], beside: Sequence[Loop] = ()) -> None:
        """Run all of them; on a stop the loops finish their turns, and what runs beside them is cut off."""
        async with asyncio.TaskGroup() as group:
            cut_off = [group.create_task(one) for one in beside]
            working = [group.create_task(loop) for loop in loops]
            await self.stop.wait()
            for bell in Bell:
                self.desk.database.ring(bell)  # who waits for work learns at once that there is none
            for task in cut_off:
                task.cancel()  # a long poll has nothing to lose: what it would bring is asked for again
            await _drained(role, working)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telegram:
    """The way to Telegram: a bot for sending, another for hearing; `reached` is done once both are logged in."""

    bot: ExtBot[None]
    ear: ExtBot[None]
    outage: TelegramOutage
    reached: "asyncio.Task[None]"


@asynccontextmanager
async def _telegram(desk: Newsdesk, stop: asyncio.Event) -> AsyncGenerator[_Telegram]:
    """Log in beside the loops, and look into each outage from then on."""
    bot, ear = telegram_bots(desk.settings)
    outage = TelegramOutage(bot, desk.database, desk.clock)
    reached = asyncio.create_task(reach_all((bot, ear), stop))
    looking = asyncio.create_task(_after([reached], outage.run(), stop))
    try:
        yield _Telegram(bot=bot, ear=ear, outage=outage, reached=reached)
    finally:
        for task in (looking, reached):
            task.cancel()
        await asyncio.gather(looking, reached, return_exceptions=True)
        for one in (ear, bot):
            await let_go(one)


@dataclass(slots=True, kw_only=True)
class _Talk:
    """The work that needs Telegram.

    Attributes:
        hear: While this process is the one that hears people.
    """

    process: _Process
    telegram: _Telegram
    callbacks: Callbacks
    local: bool
    hear: Polling | Webhook | None = None

    def last_good_s(self) -> float | None:
        """When Telegram last answered; None where another process asks it."""
        return self.hear.last_good_s if self.hear else None

    async def push(self) -> None:
        """Send what is due."""
        telegram, stop = self.telegram, self.process.stop
        push = pusher(self.process.desk, Sender(telegram.bot), outage=telegram.outage)
        posting = PostingLoop(self.process.desk.database, self.process.desk.posting, self.process.desk.clock)
        loops = [_after([telegram.reached], push.run(stop), stop), posting.run(stop)]
        await self.process.until_stopped(ProcessRole.PUSH, loops)

    async def chat(self) -> None:
        """Hear people, and answer them."""
        desk, telegram, stop = self.process.desk, self.telegram, self.process.stop
        admins = Admins(telegram.bot)
        services = services_of(desk, telegram.bot, admins, local=self.local)
        listen = InboxLoop(desk.database, UpdateReader(admins.is_admin, services), desk.clock)
        menus = Menus(desk.database, telegram.bot, desk.settings.access.rule)
        async with self._publishing(), self._hearing() as hear:
            once_reached = [hear.run(stop), menus.run(stop), self._made_known()]
            await self.process.until_stopped(
                ProcessRole.CHAT,
                [_after([self.process.tables, telegram.reached], listen.run(stop), stop)],
                [_after([telegram.reached], one, stop) for one in once_reached],
            )

    @asynccontextmanager
    async def _publishing(self) -> AsyncGenerator[None]:
        """Topics are read by their private addresses, where the settings name a public one."""
        desk = self.process.desk
        settings = desk.settings.publish
        if settings.public_url is None:
            yield
            return
        async with topic_listener(settings, TopicReading(desk.database, desk.clock, settings.public_url)) as port:
            log.info("publishing", address=settings.address, port=port)
            yield

    @asynccontextmanager
    async def _hearing(self) -> AsyncGenerator[Polling | Webhook]:
        """How updates come: Telegram calls where the settings name a webhook, else it is asked."""
        desk, telegram = self.process.desk, self.telegram
        settings = desk.settings.telegram
        given = (desk.database, telegram.ear, desk.clock)
        try:
            if settings.webhook_url is None:
                self.hear = polling = Polling(*given, outage=telegram.outage)
                yield polling
            else:
                self.hear = webhook = Webhook(*given, settings.webhook_url, outage=telegram.outage)
                async with webhook_listener(settings, webhook):
                    yield webhook
        finally:
            self.hear = None

    async def _made_known(self) -> None:
        """The first owner's code for the terminal, where nobody owns the bot: no log has it. Then that all is ready."""
        desk = self.process.desk
        rule, now = desk.settings.access.rule, desk.clock.now()
        announce, ready = self.callbacks.announce, self.callbacks.ready
        if announce and (code := await owner_code(desk.database, rule, now)):
            announce(Reader().say("cli.owner_code", bot=self.telegram.bot.username, code=code))
        if ready:
            await ready(desk)


async def _after(first: Iterable["asyncio.Task[None]"], loop: Loop, stop: asyncio.Event) -> None:
    """Run a loop once these are done; not at all where the stop came first."""
    try:
        for task in first:
            await asyncio.shield(task)
        if not stop.is_set():
            await loop
    finally:
        loop.close()


async def _drained(role: ProcessRole, working: Sequence["asyncio.Task[None]"]) -> None:
    started = time.monotonic()
    _, late = await asyncio.wait(working, timeout=DRAIN_S)
    for task in late:
        task.cancel()
    log.info("stopped", role=role.value, late=len(late), duration_ms=round((time.monotonic() - started) * 1000))
