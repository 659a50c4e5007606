"""The one wiring place: settings to the parts of a program that runs (`bot.program`)."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot import memory_tuning
from bot.telegram_connection import tls, trusts_environment
from config.load import load_families, load_starters
from config.schema import Settings, SourceSettings
from desk.forms_file import FormsFile
from desk.kept_files import KeptFiles
from desk.loop import DeskLoop
from desk.sentence_encoder import CachedEncoder, Encoder, ModelEncoder
from desk.text_file import text_file
from desk.window_file import WindowFile
from handlers.access import Admins
from handlers.look_ups import LookUps
from handlers.requests import FeedFound, Services
from handlers.sending.compose import Composer
from handlers.sending.pacing import Pacing
from handlers.sending.posting import Posting
from handlers.sending.push import Push, Sending
from handlers.sending.settle import Settle
from handlers.sent_documents import SentDocuments
from handlers.telegram_outage import TelegramOutage
from handlers.updates.polling import POLL_S
from newsroom.cadence import Bounds
from newsroom.chat import ChatId
from newsroom.clock import Clock
from newsroom.desk.receiver import PostAnswer
from newsroom.desk.state import AlertRules
from newsroom.sentence import sentence
from newsroom.starter_sets import WORLD, Beat, StarterFeed, StarterSet, StarterSets
from newsroom.stories.publishers import family_of, publisher
from newsroom.text.url import host_of
from storage import admission, poll_state, sources
from storage.database import Database
from storage.database_url import sqlite_file, sqlite_folder
from storage.lock import alone
from storage.made_marker import mark, refuse_emptied
from storage.process_role import ALL_ROLES, ProcessRole
from storage.sources import SourceSpec
from watchers.discover import FoundFeed, find_feed_unhurried
from watchers.fetch import Fetcher, FetchSettings
from watchers.parse import Parser
from watchers.poll import Fetching, Poll, PollRules
from watchers.source_problem import Problem

_MOST_WAITING = 200  # some four seconds of the desk's work
_HEAR_S = POLL_S + 15.0  # an answer that is due at the end of a poll may be so late
# Addresses of /addfeed, a person's one at a time: a guess, up to a minute each where a server dawdles.
_LOOKS_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsdesk:
    """Watchers and desk on a database: what needs no Telegram.

    Attributes:
        first_posting: `posting` to an address that a person has just named: in its turn, and unhurried where it fails.
        encoder: Of what is compared; None where nothing is decided here, or by words alone.
        folder: For what the next start need not make anew; None where the database is no file.
    """

    settings: Settings
    clock: Clock
    database: Database
    poll: Poll
    desk: DeskLoop
    find_feed: Callable[[str], Awaitable[FeedFound]]
    posting: Posting
    first_posting: Posting
    publishers: Mapping[str, str]
    encoder: Encoder | None
    folder: Path | None


@asynccontextmanager
async def newsdesk(
    settings: Settings,
    clock: Clock,
    fetching: Fetching | None = None,
    roles: Collection[ProcessRole] = ALL_ROLES,
    *,
    local: bool = False,
) -> AsyncGenerator[Newsdesk]:
    """Open the database and everything that fills it.

    Args:
        settings: As they were read.
        clock: Of the desk and the poller.
        fetching: Captured documents instead of the web.
        roles: What this process does.
        local: Local mode: who is at the page may have alerts posted to a program on this machine.
    """
    memory_tuning.steady()
    folder = sqlite_folder(settings.database_url)
    encoder = ModelEncoder(folder) if settings.desk.semantic and ProcessRole.DESK in roles else None
    table = load_families()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(settings.database_url, together=True))
        fetcher = await stack.enter_async_context(Fetcher(_fetch_settings(settings)))
        parser = await stack.enter_async_context(Parser(_cores(), settings.watch.parse_timeout_s))
        await _begin(database, settings, table, clock, roles)
        looks = asyncio.Semaphore(_LOOKS_AT_ONCE)
        yield Newsdesk(
            settings=settings,
            clock=clock,
            database=database,
            poll=Poll(database, fetching or fetcher, parser, clock, _poll_rules(settings, live=fetching is None)),
            desk=_desk_loop(settings, clock, database, encoder),
            find_feed=_feed_finder(fetcher, parser, table, looks),
            posting=posting_by(partial(fetcher.post, trusted=local)),
            first_posting=posting_by(partial(fetcher.first_post, trusted=local), looks),
            publishers=table,
            encoder=encoder,
            folder=folder,
        )


def _desk_loop(settings: Settings, clock: Clock, database: Database, encoder: Encoder | None) -> DeskLoop:
    """The loop; beside a database's file is what it need not have in memory or make anew."""
    rules, most_items = _alert_rules(settings), settings.desk.most_items
    file = sqlite_file(settings.database_url)
    if file is None:
        return DeskLoop(database, rules, clock, None if encoder is None else CachedEncoder(encoder), most_items)
    cached = None if encoder is None else CachedEncoder(encoder, file.parent)
    files = KeptFiles(
        texts=text_file(file.parent),
        window=WindowFile(file.with_name(f"{file.name}.window"), encoded=encoder is not None),
        forms=FormsFile(file.with_name(f"{file.name}.forms")),
    )
    return DeskLoop(database, rules, clock, cached, most_items, files)


def _feed_finder(
    fetcher: Fetcher, parser: Parser, publishers: Mapping[str, str], looks: asyncio.Semaphore
) -> Callable[[str], Awaitable[FeedFound]]:
    async def look_for_feed(address: str) -> FeedFound:
        async with looks:
            found = await find_feed_unhurried(fetcher, parser, address)
        if isinstance(found, FoundFeed):
            title = found.feed.title
            family = family_of(found.url, publishers)  # not by the title: anybody may call a feed Reuters
            return FeedFound(url=found.url, title=title, items=len(found.feed.entries), family=family)
        return FeedFound(url="", title="", items=0, problem=found.sentence)

    return look_for_feed


_Handed: TypeAlias = Callable[[str, bytes, Mapping[str, str]], Awaitable[int | Problem]]


def posting_by(handed: _Handed, at_once: asyncio.Semaphore | None = None) -> Posting:
    """How something is posted to an address that a chat gave: guarded as its feeds are; so many `at_once`."""

    async def post(address: str, body: bytes, headers: Mapping[str, str]) -> PostAnswer:
        async with at_once or contextlib.nullcontext():
            answer = await handed(address, body, headers)
        if isinstance(answer, Problem):
            return PostAnswer(problem=answer.sentence)
        if answer in range(200, 300):
            return PostAnswer(status=answer)
        return PostAnswer(status=answer, problem=sentence("webhook.answered", host=host_of(address), status=answer))

    return post


async def _begin(
    database: Database, settings: Settings, table: Mapping[str, str], clock: Clock, roles: Collection[ProcessRole]
) -> None:
    """What a killed process left, and what the operator wants now: each for who does that role."""

    async def release_claims() -> None:
        async with database.write() as tx:
            await poll_state.release(tx)

    if ProcessRole.WATCH in roles:
        await database.join(ProcessRole.WATCH, release_claims)
    if ProcessRole.DESK in roles:
        async with database.write() as tx:
            wanted = [_spec(source, table) for source in settings.sources]
            await sources.sync_operator_sources(tx, wanted, clock.now(), settings.watch.poll_floor_s)
            await admission.settle(tx, settings.access.rule, clock.now())


@asynccontextmanager
async def opened(url: str, *, together: bool = False) -> AsyncGenerator[Database]:
    """The database, for this program alone; `together`: one on a server is shared with its other processes."""
    file = sqlite_file(url)
    with alone(f"{file}") if file else contextlib.nullcontext():
        if file:
            refuse_emptied(file)
        database = Database(url)
        try:
            await (database.keep_together() if together else database.keep_alone())
            await database.open()
            if file:
                mark(file, datetime.now(UTC))
            yield database
        finally:
            await database.close()


def _cores() -> int:
    """Those that this process may use: so many documents are parsed at once, each in a process of its own."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _poll_rules(settings: Settings, *, live: bool) -> PollRules:
    """`live`: a desk decides while the poller goes on."""
    watch = settings.watch
    return PollRules(
        bounds=Bounds(floor_s=watch.poll_floor_s, ceiling_s=watch.poll_ceiling_s),
        at_once=watch.at_once,
        trust_operator=watch.allow_private_networks,
        most_waiting=_MOST_WAITING if live else None,
        claimant=None if sqlite_file(settings.database_url) else secrets.randbits(62),
    )


def pusher(desk: Newsdesk, sender: Sending, pacing: Pacing | None = None, outage: TelegramOutage | None = None) -> Push:
    """What sends, with everything that it needs."""
    composer, settle = Composer(desk.database, desk.settings.zone), Settle(desk.database, desk.clock)
    return Push(desk.database, sender, composer, settle, desk.clock, pacing or Pacing(), outage)


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
        read_document=SentDocuments(bot).content,
        posting=desk.first_posting,
        started_at=desk.clock.now(),
        poll_floor_s=settings.watch.poll_floor_s,
        most_items=settings.desk.most_items,
        look_ups=LookUps(settings.limits.look_ups_per_hour),
        bot_name=lambda: bot.username,
        admin_chat=None if settings.access.admin_chat is None else ChatId(settings.access.admin_chat),
        publish_url=settings.publish.public_url,
        local=local,
        clock_speed=desk.clock.speed,
        starters=_sample_starters(settings) if local else load_starters(),
    )


def _sample_starters(settings: Settings) -> StarterSets:
    """Of local mode: what its sample outlets report, and those, country by country."""
    feeds: dict[str, list[StarterFeed]] = {}
    for source in settings.sources:
        feed = StarterFeed(name=source.name, url=source.url, language=source.language or "en")
        feeds.setdefault((source.country or WORLD).upper(), []).append(feed)
    sets = tuple(StarterSet(country=one, beat=Beat.NEWS, feeds=tuple(of)) for one, of in sorted(feeds.items()))
    return StarterSets(sets=sets, topics={"en": load_starters().topics_in("local")})


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
    trust_env = trusts_environment(settings.telegram.api_url)
    return HTTPXRequest(
        connection_pool_size=pool,
        read_timeout=read_timeout_s,
        write_timeout=10.0,
        media_write_timeout=20.0,
        connect_timeout=10.0,
        pool_timeout=5.0,
        proxy=settings.telegram.proxy,
        httpx_kwargs={"trust_env": trust_env, "verify": tls(trust_env=trust_env)},
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
