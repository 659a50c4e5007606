"""The one wiring place: settings to a program that runs."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot import memory_tuning
from bot.first_owner import owner_code
from bot.jobs import JobContext, JobIntervals, fixed_jobs, scheduler
from bot.menus import Menus
from bot.monitoring.metrics import Metrics
from bot.monitoring.monitor import monitored
from bot.telegram_connection import let_go, reach_all, trusts_environment
from bot.warm_up import read_tables
from config.load import load_families
from config.schema import Settings, SourceSettings, WatchSettings
from desk.loop import DeskLoop
from desk.reclustering import ReclusteringLoop, second_process
from desk.sentence_encoder import CachedEncoder, sentence_encoder
from handlers.access import Admins
from handlers.look_ups import LookUps
from handlers.requests import FeedFound, Services
from handlers.sending.compose import Composer
from handlers.sending.pacing import Pacing
from handlers.sending.push import Push, Sending
from handlers.sending.sender import Sender
from handlers.sending.settle import Settle
from handlers.sentences.reader import Reader
from handlers.telegram_outage import TelegramOutage
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.polling import POLL_S, Polling
from handlers.updates.understand import UpdateReader
from newsroom.cadence import Bounds
from newsroom.chat import ChatId
from newsroom.clock import Clock
from newsroom.desk.state import AlertRules
from newsroom.stories.publishers import family_of, publisher
from storage import admission, poll_state, sources
from storage.clock_step import ClockStep
from storage.database import Bell, Database
from storage.database_url import sqlite_file
from storage.lock import alone
from storage.sources import SourceSpec
from watchers.discover import FoundFeed, find_feed_unhurried
from watchers.fetch import Fetcher, FetchSettings
from watchers.parse import Parser
from watchers.poll import Fetching, Poll, PollRules

_MOST_WAITING = 200  # some four seconds of the desk's work
_HEAR_S = POLL_S + 15.0  # an answer that is due at the end of a poll may be so late
_LOOKS_AT_ONCE = (
    8  # addresses of /addfeed, a person's one at a time: a guess, up to a minute each where a server dawdles
)
DRAIN_S = 10.0  # a stop waits so long for what is under way

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsdesk:
    """Watchers and desk on a database: what needs no Telegram."""

    settings: Settings
    clock: Clock
    database: Database
    poll: Poll
    desk: DeskLoop
    find_feed: Callable[[str], Awaitable[FeedFound]]
    publishers: Mapping[str, str]


@asynccontextmanager
async def newsdesk(settings: Settings, clock: Clock, fetching: Fetching | None = None) -> AsyncGenerator[Newsdesk]:
    """Open the database and everything that fills it. `fetching`: captured documents instead of the web."""
    memory_tuning.steady()
    encoder = CachedEncoder(sentence_encoder()) if settings.desk.semantic else None
    table = load_families()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(settings.database_url))
        fetcher = await stack.enter_async_context(Fetcher(_fetch_settings(settings)))
        parser = await stack.enter_async_context(Parser(_cores(), settings.watch.parse_timeout_s))
        rules = _poll_rules(settings.watch, live=fetching is None)
        async with database.write() as tx:
            await poll_state.release(tx)
            wanted = [_spec(source, table) for source in settings.sources]
            await sources.sync_operator_sources(tx, wanted, clock.now(), settings.watch.poll_floor_s)
            await admission.settle(tx, settings.access.rule, clock.now())

        looks = asyncio.Semaphore(_LOOKS_AT_ONCE)

        async def look_for_feed(address: str) -> FeedFound:
            async with looks:
                found = await find_feed_unhurried(fetcher, parser, address)
            if isinstance(found, FoundFeed):
                title = found.feed.title
                family = family_of(found.url, table)  # not by the title: anybody may call a feed Reuters
                return FeedFound(url=found.url, title=title, items=len(found.feed.entries), family=family)
            return FeedFound(url="", title="", items=0, problem=found.sentence)

        yield Newsdesk(
            settings=settings,
            clock=clock,
            database=database,
            poll=Poll(database, fetching or fetcher, parser, clock, rules),
            desk=DeskLoop(database, _alert_rules(settings), clock, encoder, settings.desk.most_items),
            find_feed=look_for_feed,
            publishers=table,
        )


@asynccontextmanager
async def opened(url: str) -> AsyncGenerator[Database]:
    """The database, for this program alone."""
    file = sqlite_file(url)
    with alone(f"{file}") if file else contextlib.nullcontext():
        database = Database(url)
        try:
            await database.keep_alone()
            await database.open()
            yield database
        finally:
            await database.close()


def _cores() -> int:
    """Those that this process may use: so many documents are parsed at once, each in a process of its own."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _poll_rules(watch: WatchSettings, *, live: bool) -> PollRules:
    """`live`: a desk decides while the poller goes on."""
    return PollRules(
        bounds=Bounds(floor_s=watch.poll_floor_s, ceiling_s=watch.poll_ceiling_s),
        at_once=watch.at_once,
        trust_operator=watch.allow_private_networks,
        most_waiting=_MOST_WAITING if live else None,
    )


def pusher(desk: Newsdesk, sender: Sending, pacing: Pacing | None = None, outage: TelegramOutage | None = None) -> Push:
    """What sends, with everything that it needs."""
    composer, settle = Composer(desk.database, desk.settings.zone), Settle(desk.database, desk.clock)
    return Push(desk.database, sender, composer, settle, desk.clock, pacing or Pacing(), outage)


async def run(
    settings: Settings,
    clock: Clock,
    stop: asyncio.Event,
    intervals: JobIntervals | None = None,
    ready: Callable[[Newsdesk], Coroutine[None, None, None]] | None = None,
    announce: Callable[[str], None] | None = None,
    *,
    local: bool = False,
    metrics: Metrics | None = None,
) -> None:
    """Everything, until `stop` is set; `ready` is called once all loops run, `announce` with the first owner's code."""
    watched = monitored(settings.monitoring, metrics or Metrics(), settings.database_url, clock)
    async with watched as monitor, newsdesk(settings, clock) as desk, AsyncExitStack() as stack:
        await ClockStep(desk.database).look(clock.now())
        bot, ear = telegram_bots(settings)
        for one in (bot, ear):
            stack.push_async_callback(let_go, one)
        outage = TelegramOutage(bot, desk.database, clock)
        push = pusher(desk, Sender(bot), outage=outage)
        listen = _listening(desk, bot, local=local)
        polling = Polling(desk.database, ear, clock, outage=outage)
        monitor.watch(desk.database, lambda: polling.last_good_s)
        # Feeds are read and decided whether Telegram can be reached or not: what leaves a feed meanwhile is gone.
        reading = asyncio.create_task(asyncio.to_thread(read_tables))
        reached = asyncio.create_task(reach_all((bot, ear), stop))
        loops = [
            _after([reading], desk.desk.run(stop), stop),
            _after([reached], push.run(stop), stop),
            _after([reading, reached], listen.run(stop), stop),
        ]
        clockwork = _clockwork(desk, intervals or JobIntervals(), stack)
        menus = Menus(desk.database, bot, settings.access.rule)
        once_reached = [polling.run(stop), outage.run(), menus.run(stop), _made_known(desk, bot, ready, announce)]
        beside = [_after([reached], one, stop) for one in once_reached]
        loops.append(_end_visits(desk.poll, clockwork, stop))
        await _until_stopped(desk.database, loops, beside, stop)


def _clockwork(desk: Newsdesk, intervals: JobIntervals, stack: AsyncExitStack) -> AsyncIOScheduler:
    """The jobs at work, until the stack is left."""
    repairs = ReclusteringLoop(desk.desk, desk.clock, stack.enter_context(second_process()))
    context = JobContext(
        settings=desk.settings, clock=desk.clock, database=desk.database, poll=desk.poll, repairs=repairs
    )
    made = scheduler(fixed_jobs(context, intervals))
    made.start()
    stack.push_async_callback(_end, desk.poll)  # where a loop failed, too
    stack.callback(made.shutdown, wait=False)
    return made


def _listening(desk: Newsdesk, bot: ExtBot[None], *, local: bool) -> InboxLoop:
    admins = Admins(bot)
    services = services_of(desk, bot, admins, local=local)
    return InboxLoop(desk.database, UpdateReader(admins.is_admin, services), desk.clock)


async def _made_known(
    desk: Newsdesk,
    bot: ExtBot[None],
    ready: Callable[[Newsdesk], Coroutine[None, None, None]] | None,
    announce: Callable[[str], None] | None,
) -> None:
    """The first owner's code for the terminal, where nobody owns the bot: no log has it. Then that all is ready."""
    rule, now = desk.settings.access.rule, desk.clock.now()
    if announce and (code := await owner_code(desk.database, rule, now)):
        announce(Reader().say("cli.owner_code", bot=bot.username, code=code))
    if ready:
        await ready(desk)


async def _end(poll: Poll) -> None:
    """Visits that last longer than a stop may are cut off: they are made anew."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(poll.end(), DRAIN_S)


async def _end_visits(poll: Poll, clockwork: AsyncIOScheduler, stop: asyncio.Event) -> None:
    """At a stop those under way end, and no job begins another."""
    await stop.wait()
    clockwork.pause()
    await poll.end()


async def _until_stopped(
    database: Database,
    loops: Iterable[Coroutine[None, None, None]],
    beside: Iterable[Coroutine[None, None, None]],
    stop: asyncio.Event,
) -> None:
    """Run all of them; on a stop the loops finish their turns, and what runs beside them is cut off."""
    async with asyncio.TaskGroup() as group:
        cut_off = [group.create_task(one) for one in beside]
        working = [group.create_task(loop) for loop in loops]
        await stop.wait()
        for bell in Bell:
            database.ring(bell)  # who waits for work learns at once that there is none
        for task in cut_off:
            task.cancel()  # a long poll has nothing to lose: what it would bring is asked for again
        await _drained(working)


async def _after(first: Iterable[asyncio.Task[None]], loop: Coroutine[None, None, None], stop: asyncio.Event) -> None:
    """Run a loop once these are done; not at all where the stop came first."""
    try:
        for task in first:
            await asyncio.shield(task)
        if not stop.is_set():
            await loop
    finally:
        loop.close()


async def _drained(working: list[asyncio.Task[None]]) -> None:
    started = time.monotonic()
    _, late = await asyncio.wait(working, timeout=DRAIN_S)
    for task in late:
        task.cancel()
    log.info("stopped", late=len(late), duration_ms=round((time.monotonic() - started) * 1000))


def services_of(desk: Newsdesk, bot: ExtBot[None], admins: Admins, *, local: bool = False) -> Services:
    """What commands may use."""
    settings = desk.settings
    return Services(
        database=desk.database,
        access=settings.access.rule,
        alerts=settings.alerts,
        limits=settings.limits,
        zone=settings.zone,
        find_feed=desk.find_feed,
        publishers=desk.publishers,
        find_channel=admins.find_channel,
        started_at=desk.clock.now(),
        poll_floor_s=settings.watch.poll_floor_s,
        most_items=settings.desk.most_items,
        look_ups=LookUps(settings.limits.look_ups_per_hour),
        bot_name=lambda: bot.username,
        admin_chat=None if settings.access.admin_chat is None else ChatId(settings.access.admin_chat),
        local=local,
    )


def telegram_bots(settings: Settings) -> tuple[ExtBot[None], ExtBot[None]]:
    """One for sending, another for hearing, each with connections of its own; neither is initialized yet."""
    return telegram_bot(settings, pool=64, read_timeout_s=20.0), telegram_bot(settings, pool=8, read_timeout_s=_HEAR_S)


def telegram_bot(settings: Settings, pool: int, read_timeout_s: float) -> ExtBot[None]:
    """A bot that is not initialized yet.

    The library sends getUpdates by a request object of its own. Left out, that one gives up after five seconds without
    an answer and knows no proxy.
    """
    api = settings.telegram.api_url.rstrip("/")
    return ExtBot(
        settings.telegram.token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=_requests(settings, pool, read_timeout_s),
        get_updates_request=_requests(settings, pool, read_timeout_s),
    )


def _requests(settings: Settings, pool: int, read_timeout_s: float) -> HTTPXRequest:
    """What carries requests: no limit is left to the library."""
    return HTTPXRequest(
        connection_pool_size=pool,
        read_timeout=read_timeout_s,
        write_timeout=10.0,
        media_write_timeout=20.0,
        connect_timeout=10.0,
        pool_timeout=5.0,
        proxy=settings.telegram.proxy,
        httpx_kwargs={"trust_env": trusts_environment(settings.telegram.api_url)},
    )


def _fetch_settings(settings: Settings) -> FetchSettings:
    watch = settings.watch
    return FetchSettings(
        connect_timeout_s=watch.connect_timeout_s,
        total_timeout_s=watch.fetch_timeout_s,
        body_limit_bytes=watch.body_bytes,
        per_host=watch.at_once_per_host,
        at_once=watch.at_once,
        proxy_url=watch.proxy,
    )


def _alert_rules(settings: Settings) -> AlertRules:
    alerts = settings.alerts
    return AlertRules(stale_after=alerts.stale_after, burst_per_minute=alerts.burst_per_minute)


def _spec(source: SourceSettings, table: Mapping[str, str]) -> SourceSpec:
    return SourceSpec(
        url=source.url,
        name=source.name,
        family=source.family or publisher(source.url, source.name, table),
        kind=source.kind,
        country=source.country,
        language=source.language,
        fixed_interval_s=source.poll_s,
    )
