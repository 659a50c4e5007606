"""Local mode: no token, no network. Sample wires and a stand-in for Telegram on loopback, the program between them."""

import asyncio
import errno
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.clocks import SampleClock
from bot.jobs import JobIntervals
from bot.local.wires.feed_server import Wires, serve_wires
from bot.local.wires.sample import SampleChat
from bot.local.wires.scenario import Scenario, load_scenario
from bot.monitoring.metrics import Metrics
from bot.program import Callbacks, run
from bot.wiring import Newsdesk
from config.schema import AccessSettings, Settings, SourceSettings, TelegramSettings, WatchSettings
from handlers.sentences.reader import Reader
from newsroom.access import AccessMode
from newsroom.clock import Clock
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.source import SourceKind
from standin import initial_chats, user_actions
from standin.server import Running, standin
from standin.standin_settings import StandinSettings
from storage import desk_queue, people
from storage.lock import alone
from storage.sources import active_sources
from storage.topics import all_topics

SPEED = 480.0  # eight sample minutes a second: a sample day in three minutes
_POLL_S = 900  # sample seconds between polls: two real ones
INTERVALS = JobIntervals(poll_s=0.25, digest_s=0.5, trouble_s=2.0, repair_s=8.0, daily_s=600.0)
_CHATS = {
    "reporter": initial_chats.PRIVATE_ID,
    "world-desk": initial_chats.GROUP_ID,
    "regions": initial_chats.FORUM_ID,
    "sample-channel": initial_chats.CHANNEL_ID,
}
_THREADS = tuple(initial_chats.TOPICS)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalWorld:
    """Everything outside the program: the sample world, its wires, the stand-in."""

    scenario: Scenario
    wires: Wires
    telegram: Running


@asynccontextmanager
async def local_world(clock: Clock, settings: StandinSettings) -> AsyncGenerator[LocalWorld]:
    """Serve the sample wires and the stand-in on loopback."""
    scenario = load_scenario()
    async with serve_wires(scenario, clock.now) as wires, standin(settings) as telegram:
        _name_chats(telegram, scenario)
        yield LocalWorld(scenario=scenario, wires=wires, telegram=telegram)


def local_settings(world: LocalWorld, base: Settings, database: Path) -> Settings:
    """The settings of local mode: the operator's own, with the sample sources, the stand-in and a file of its own."""
    watch = base.watch.model_dump() | {"allow_private_networks": True}
    access = base.access.model_dump()
    if "mode" not in base.access.model_fields_set:
        access["mode"] = AccessMode.OPEN
    return base.model_copy(
        update={
            "database_url": f"sqlite:///{database}",
            "telegram": TelegramSettings(token=world.telegram.token, api_url=world.telegram.url),
            "access": AccessSettings.model_validate(access),
            "watch": WatchSettings.model_validate(watch),
            "sources": sample_sources(world.scenario, world.wires.base_url),
        }
    )


def sample_sources(scenario: Scenario, base_url: str) -> tuple[SourceSettings, ...]:
    """The sample outlets as an operator would list them."""
    return tuple(
        SourceSettings(
            url=f"{base_url}/{outlet.slug}/feed",
            name=outlet.name,
            family=outlet.family,
            country=outlet.country,
            language=outlet.language,
            kind=SourceKind(outlet.kind),
            poll_s=_POLL_S,
        )
        for outlet in scenario.outlets
    )


async def run_local(
    base: Settings,
    database: Path,
    port: int,
    stop: asyncio.Event,
    started: Callable[[], None] = lambda: None,
    metrics: Metrics | None = None,
) -> None:
    """The whole product on loopback until `stop` is set; `started` is called once all is ready.

    Raises:
        Occupied: Another process runs local mode in this folder.
        UserError: The port is taken.
    """
    scenario = load_scenario()
    samples = SampleClock(scenario.starts, scenario.ends, SPEED)
    clock = samples.clock()
    async with AsyncExitStack() as stack:
        # First what another process may hold, the folder and the port: one that can't start has touched nothing.
        stack.enter_context(alone(str(database.with_suffix("")), sentence("local.another_folder")))
        world = await stack.enter_async_context(_world_on(port, clock))
        started()
        _begin_anew(database)
        settings = local_settings(world, base, database)
        if settings.access.mode is not AccessMode.OPEN:
            initial_chats.bring_newcomers(world.telegram.server.state)

        async def ready(desk: Newsdesk) -> None:
            _welcome(world)
            await first_polls(desk)
            if settings.access.mode is AccessMode.OPEN:
                track_samples(world)
                await topics_known(desk, world)
            else:
                await _owned(desk)
            samples.let_go()
            await _show_clock(world, samples)

        callbacks = Callbacks(ready=ready, announce=_print if settings.access.mode is AccessMode.INVITE else None)
        await run(settings, clock, stop, INTERVALS, callbacks, local=True, metrics=metrics)


def _welcome(world: LocalWorld) -> None:
    reader = Reader()
    _print(f"\n  {reader.say('local.open', url=world.telegram.url)}\n")
    world.telegram.set_status(reader.say("local.reading"))


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - for the terminal alone


async def _owned(desk: Newsdesk) -> None:
    """Wait until somebody is in: the sample days are not to pass before."""
    while not desk.settings.access.admins and not await desk.database.ask(people.owners):
        await asyncio.sleep(0.1)


@asynccontextmanager
async def _world_on(port: int, clock: Clock) -> AsyncGenerator[LocalWorld]:
    async with AsyncExitStack() as stack:
        try:
            world = await stack.enter_async_context(local_world(clock, StandinSettings(port=port, clock=clock.now)))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise UserError(sentence("local.port_taken", port=port, next=port + 1)) from None
        yield world


def _begin_anew(database: Path) -> None:
    """Local mode plays the sample days from their beginning each time."""
    for end in ("", "-wal", "-shm", ".made"):
        Path(f"{database}{end}").unlink(missing_ok=True)


async def first_polls(desk: Newsdesk) -> None:
    """Wait until each source was tried and the desk has decided all of their items."""
    while True:
        watched = await desk.database.ask(active_sources)
        tried = all(one.last_polled_at is not None for one in watched)
        if tried and not await desk.database.ask(desk_queue.waiting):
            return
        await asyncio.sleep(0.1)


def track_samples(world: LocalWorld) -> None:
    """People in the sample chats track their topics, as a newcomer would: by typing."""
    user_actions.say(world.telegram.server, initial_chats.PRIVATE_ID, "/start")
    for chat in world.scenario.chats:
        chat_id = _CHATS[chat.key]
        user_actions.say(world.telegram.server, chat_id, f"/timezone {chat.zone}")
        for number, thread in enumerate(chat.threads):
            thread_id = None if thread.name is None else _THREADS[number]
            for topic in thread.topics:
                user_actions.say(world.telegram.server, chat_id, f"/track {topic}", thread_id=thread_id)


async def topics_known(desk: Newsdesk, world: LocalWorld) -> None:
    """Wait until every sample topic is tracked: the first news is not to come before."""
    wanted = sum(len(thread.topics) for chat in world.scenario.chats for thread in chat.threads)
    while len(await desk.database.ask(all_topics)) < wanted:
        await asyncio.sleep(0.1)


async def _show_clock(world: LocalWorld, samples: SampleClock) -> None:
    reader = Reader()
    while True:
        now = samples.now()
        time = f"{reader.day(now)} {now:%H:%M}"
        world.telegram.set_status(reader.say("local.over" if samples.over else "local.clock", time=time))
        await asyncio.sleep(0.5)


def _name_chats(telegram: Running, scenario: Scenario) -> None:
    for chat in scenario.chats:
        _name_chat(telegram, chat)


def _name_chat(telegram: Running, chat: SampleChat) -> None:
    known = telegram.server.state.chats[_CHATS[chat.key]]
    known.title = chat.title
    for number, thread in enumerate(chat.threads):
        if thread.name is not None:
            known.topics[_THREADS[number]].name = thread.name
