"""A bot that nobody spoke to for a while hears the next word at once.

All journeys idle beside each other, in one test: it takes a minute and a half, and next to no time of the processor. A
start takes a second of it, so that each bot waits several times.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import pytest
import structlog
from aiohttp import web

from bot.clocks import machine_clock
from bot.jobs import JobIntervals
from bot.program import run
from config.schema import AccessSettings, Settings, TelegramSettings
from newsroom.access import AccessMode
from standin import Running, StandinSettings, standin, user_actions
from standin.initial_chats import PRIVATE_ID
from storage.database import Database
from tests.journeys.emulators import lo_emulator, telegram_test_api
from tests.journeys.shim import Emulator

# On both sides of what the library, the poll and the connections count by: 5 s, 10 s, 25 s, 30 s, 40 s, a minute.
WAITS_S = ((90.0,), (75.0, 10.0, 5.1, 0.0), (61.0, 24.9, 4.9), (45.0, 41.0, 1.0), (31.0, 26.0, 25.1, 6.0))  # by bot
BEHIND_A_PROXY_S = 6.0
EMULATED_S = 60.0
HEARD_S = 1.0
ASKED_AGAIN = 3  # of a bot that was slow, while it is wide awake
PACE_S = 1.0  # Telegram's own: one message a second to a chat, and the answer before was one
START_S = 60.0
STARTS_AT_ONCE = 2  # eighteen of them at once, at a load of 15, took longer than a request waits for its answer
LOOK_EVERY_S = 0.01
NOWHERE = "http://telegram.invalid"  # RFC 6761: no resolver knows it
RARE = JobIntervals(poll_s=30.0, digest_s=30.0, trouble_s=30.0)  # many bots, few cores, and nothing to do

Start = Callable[[], AbstractAsyncContextManager[Emulator]]
Figures = TypeVar("Figures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long a bot was left alone, and how long the next command then took to be answered.

    A shared machine is no fault of the bot's: at a load of 15 an answer took 9 s. So a bot that was slow is asked again
    at once: `awake_s` is the longest that this took, 0 where it was not slow.
    """

    idle_s: float
    heard_s: float
    awake_s: float = 0.0

    @property
    def late(self) -> bool:
        paused_s = max(PACE_S - self.idle_s, 0.0)
        return self.heard_s - paused_s > HEARD_S + 2 * self.awake_s


async def heard(idle_s: float, ask: Callable[[], Awaitable[float]]) -> Wait:
    """Leave a bot alone, then ask it; `ask` gives the seconds that the answer took."""
    await asyncio.sleep(idle_s)
    first = Wait(idle_s=idle_s, heard_s=await ask())
    if not first.late:
        return first
    awake = [await _paced(ask) for _ in range(ASKED_AGAIN)]
    return replace(first, awake_s=max(awake))


async def _paced(ask: Callable[[], Awaitable[float]]) -> float:
    await asyncio.sleep(PACE_S)
    return await ask()


@dataclass(slots=True)
class Proxy:
    """A forward proxy that alone knows where Telegram is; `asked`: the methods that went through it."""

    behind: str
    http: aiohttp.ClientSession
    asked: list[str] = field(default_factory=list)

    async def forward(self, request: web.BaseRequest) -> web.Response:
        assert str(request.url.origin()) == NOWHERE
        self.asked.append(request.path.rsplit("/", 1)[-1])
        kind = {"Content-Type": request.headers["Content-Type"]} if "Content-Type" in request.headers else {}
        body = await request.read()
        async with self.http.request(request.method, self.behind + request.path, data=body, headers=kind) as answer:
            return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)


@asynccontextmanager
async def proxy_to(behind: str) -> AsyncIterator[tuple[str, Proxy]]:
    async with aiohttp.ClientSession() as http:
        proxy = Proxy(behind, http)
        runner = web.ServerRunner(web.Server(proxy.forward, handler_cancellation=True), shutdown_timeout=0.2)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}", proxy
        finally:
            await runner.cleanup()


@asynccontextmanager
async def program(tables: Path, folder: Path, telegram: TelegramSettings) -> AsyncIterator[None]:
    """The whole program, on a database whose tables stand already: the migration is not what is timed here."""
    folder.mkdir()  # noqa: ASYNC240 - a moment
    path = shutil.copy(tables, folder)
    access = AccessSettings(mode=AccessMode.OPEN)
    settings = Settings(database_url=f"sqlite:///{path}", telegram=telegram, access=access)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(run(settings, machine_clock(), stop, RARE))
        try:
            yield
        finally:
            stop.set()


async def answered(telegram: Running, command: str) -> float:
    """Say it; give the seconds until the bot has sent something."""
    messages = telegram.server.state.chats[PRIVATE_ID].messages
    user_actions.say(telegram.server, PRIVATE_ID, command)
    before, started = max(messages), time.monotonic()
    async with asyncio.timeout(START_S):
        while max(messages) == before:
            await asyncio.sleep(LOOK_EVERY_S)
    return time.monotonic() - started


@dataclass(slots=True)
class Starts:
    """A few programs start at a time, since they share few cores. What waited too long meanwhile is no fault of theirs."""

    logged: list[Any]
    in_turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(STARTS_AT_ONCE))
    all_up: asyncio.Barrier = field(default_factory=lambda: asyncio.Barrier(len(WAITS_S)))

    async def over(self) -> None:
        if await self.all_up.wait() == 0:
            self.logged[:] = [event for event in self.logged if event.get("error") != "TimeoutError"]


async def idle_bot(tables: Path, folder: Path, waits_s: Sequence[float], starts: Starts) -> list[Wait]:
    async with AsyncExitStack() as opened:
        telegram = await opened.enter_async_context(standin(StandinSettings()))
        there = TelegramSettings(token=telegram.token, api_url=telegram.url)
        async with starts.in_turn:
            await opened.enter_async_context(program(tables, folder, there))
            await answered(telegram, "/start")
        await starts.over()
        return [await heard(idle_s, lambda: answered(telegram, "/topics")) for idle_s in waits_s]


async def idle_bots(tables: Path, folder: Path, starts: Starts) -> list[Wait]:
    async with asyncio.TaskGroup() as group:
        bots = [group.create_task(idle_bot(tables, folder / f"{waits[0]}", waits, starts)) for waits in WAITS_S]
    return [wait for bot in bots for wait in bot.result()]


async def idle_behind_a_proxy(tables: Path, folder: Path, starts: Starts) -> tuple[Wait, list[str]]:
    async with AsyncExitStack() as opened:
        telegram = await opened.enter_async_context(standin(StandinSettings()))
        address, proxy = await opened.enter_async_context(proxy_to(telegram.url))
        there = TelegramSettings(token=telegram.token, api_url=NOWHERE, proxy=address)
        async with starts.in_turn:
            await opened.enter_async_context(program(tables, folder / "proxied", there))
            await answered(telegram, "/start")
        return await heard(BEHIND_A_PROXY_S, lambda: answered(telegram, "/topics")), proxy.asked


async def answered_on(emulator: Emulator) -> float:
    """The same on an emulator."""
    before, started = len(await emulator.messages()), time.monotonic()
    await emulator.say("/topics")
    async with asyncio.timeout(START_S):
        while len(found := await emulator.messages()) == before:
            await asyncio.sleep(LOOK_EVERY_S)
    assert "track" in found[-1].text
    return time.monotonic() - started


async def idle_on(tables: Path, folder: Path, start: Start, starts: Starts) -> Wait:
    async with AsyncExitStack() as opened:
        async with starts.in_turn:
            emulator = await opened.enter_async_context(start())
            there = TelegramSettings(token=emulator.token, api_url=emulator.url)
            await opened.enter_async_context(program(tables, folder / start.__name__, there))
            await emulator.say("/start")
            await emulator.wait_for(lambda m: "Wirewatch" in m.text, timeout_s=START_S)
        return await heard(EMULATED_S, lambda: answered_on(emulator))


@dataclass(frozen=True, slots=True, kw_only=True)
class Journeys:
    """What came of each: its figures, or what ended it."""

    bots: list[Wait] | BaseException
    proxied: tuple[Wait, list[str]] | BaseException
    emulated: dict[str, Wait | BaseException]
    logged: list[Any]


async def all_at_once(folder: Path) -> Journeys:
    tables = folder / "tables.db"
    database = Database(f"sqlite:///{tables}")
    await database.open()
    await database.close()
    with structlog.testing.capture_logs() as logged:
        starts = Starts(logged)
        theirs, others, proxied, bots = await asyncio.gather(
            idle_on(tables, folder, lo_emulator, starts),
            idle_on(tables, folder, telegram_test_api, starts),
            idle_behind_a_proxy(tables, folder, starts),
            idle_bots(tables, folder, starts),
            return_exceptions=True,
        )
    return Journeys(
        bots=bots, proxied=proxied, emulated={"lo_emulator": theirs, "telegram_test_api": others}, logged=logged
    )


def figures(found: Figures | BaseException) -> Figures:
    if isinstance(found, BaseException):
        raise found
    return found


async def test_a_bot_that_nobody_spoke_to_for_0_to_90_s_hears_the_next_command_at_once(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    found = await all_at_once(tmp_path)
    with subtests.test("a command after 0 to 90 s of silence is answered within a second"):
        waits = figures(found.bots)
        assert [wait.idle_s for wait in waits] == list(chain(*WAITS_S))
        assert [wait for wait in waits if wait.late] == []
    with subtests.test("where a proxy is the only way out, the bot hears by it too"):
        wait, asked = figures(found.proxied)
        assert {"getMe", "getUpdates", "sendMessage"} <= set(asked)
        assert not wait.late, wait
    for name, emulated in found.emulated.items():
        with subtests.test(f"after a minute on {name}"):
            assert not figures(emulated).late, emulated
    with subtests.test("no poll failed, and nothing else did"):
        assert [event for event in found.logged if event["log_level"] in ("warning", "error")] == []


def test_who_is_as_slow_when_awake_was_not_deaf() -> None:
    assert not Wait(idle_s=5.0, heard_s=0.9).late
    assert not Wait(idle_s=5.0, heard_s=9.2, awake_s=4.2).late
    assert Wait(idle_s=5.0, heard_s=5.0, awake_s=0.1).late
    assert Wait(idle_s=5.0, heard_s=9.2, awake_s=2.0).late
