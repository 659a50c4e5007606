"""Hostile feeds through the real poller and desk, honest ones beside them: stalls of the event loop, and times kept."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.prove.resident import resident_mb
from bot import memory_tuning
from bot.clocks import machine_clock
from bot.jobs import JobIntervals
from bot.warm_up import languages_in_use, read_encoder, read_tables
from bot.wiring import Newsdesk, newsdesk
from config.schema import Settings, SourceSettings, WatchSettings
from storage import desk_queue
from storage.sources import active_sources
from storage.tables import items, sources

STALL_MS = 100.0
HONEST = 3
LATE_S = 30.0
MOST_MB = 500.0
FEW = 20  # the feeds bring new items all the time
BROUGHT = 10_000 + 20 + 50 + 500  # by the feeds below, but for what the honest ones go on bringing
_MOST_S = 600.0
_BEAT_S = 0.005


@dataclass(slots=True)
class Feeds:
    """What came of it; stalls of the event loop are counted as long as the program worked (`wall_ms`: by the clock).

    Attributes:
        undecided: Items that the desk had not come to at the end.
        waited_s: The longest that an honest feed's item waited from its reading to the desk's decision.
    """

    items: int = 0
    longest_ms: float = 0.0
    wall_ms: float = 0.0
    over: list[float] = field(default_factory=list)
    undecided: int = 0
    latest_s: float = 0.0
    waited_s: float = 0.0
    most_mb: float = 0.0
    seconds: float = 0.0
    unread: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """For the page."""
        return (
            "10,000 new items at once, titles of 100,000 characters, every guid changed at each visit, every control "
            f"character, beside {HONEST} honest feeds: {self.items:,} items decided in {self.seconds:.0f} s, "
            f"{self.undecided} left; longest "
            f"stall of the event loop {self.longest_ms:.0f} ms of the program's own time ({len(self.over)} over "
            f"{STALL_MS:.0f} ms; {self.wall_ms:.0f} ms by the clock), an honest feed was visited {self.latest_s:.1f} s "
            f"late at most, its items decided {self.waited_s:.1f} s after they were read; {self.most_mb:.0f} MB at most"
        )

    @property
    def broken(self) -> list[str]:
        """The promises that did not hold."""
        return [
            *([f"{len(self.over)} stalls over {STALL_MS:.0f} ms"] if self.over else []),
            *([f"honest feeds unread: {self.unread}"] if self.unread else []),
            *([f"honest items decided {self.waited_s:.0f} s late"] if self.waited_s > LATE_S else []),
            *([f"{self.undecided} items left undecided"] if self.undecided > FEW else []),
            *([f"{self.most_mb:.0f} MB"] if self.most_mb > MOST_MB else []),
        ]


def _document(entries: list[tuple[str, str, str]]) -> bytes:
    listed = "".join(
        f"<item><guid>{guid}</guid><title>{title}</title><description>{text}</description></item>"
        for guid, title, text in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{listed}</channel></rss>'.encode()


def _many() -> bytes:
    title, text = "Notice {} of the registry of ships", "Entry {} was made."
    return _document([(f"g{n}", title.format(n), text.format(n * 7919)) for n in range(10_000)])


def _long() -> bytes:
    return _document([(f"l{n}", "harbour " * 12_500, "word " * 20_000) for n in range(20)])


def _controls() -> bytes:
    every = "".join(chr(c) for c in (*range(1, 32), *range(127, 160), 0x200B, 0x202E, 0xFEFF))
    return _document([(f"c{n}", f"Title {n} {every}", every * 50) for n in range(50)])


class _HostileServer:
    def __init__(self) -> None:
        self._visits = 0
        self.bodies: dict[str, Callable[[], bytes]] = {
            "many": _cached(_many()),
            "long": _cached(_long()),
            "controls": _cached(_controls()),
            "guids": self._guids,
        } | {f"honest{n}": self._honest(n) for n in range(HONEST)}

    def _guids(self) -> bytes:
        """The same five hundred items under new guids and addresses."""
        self._visits += 1
        return _document(
            [(f"{self._visits}-{n}", f"Standing story {n}", f"It says {n * 31} again.") for n in range(500)]
        )

    def _honest(self, number: int) -> Callable[[], bytes]:
        entries: list[tuple[str, str, str]] = []

        def body() -> bytes:
            entries.append(
                (f"{number}-{len(entries)}", f"Honest item {len(entries)} of {number}", f"It is {time.time()}.")
            )
            return _document(entries[-30:])

        return body

    async def answer(self, request: web.Request) -> web.Response:
        return web.Response(body=self.bodies[request.match_info["name"]](), content_type="application/rss+xml")


def _cached(body: bytes) -> Callable[[], bytes]:
    return lambda: body


async def run_feeds(scratch: Path, say: Callable[[str], None]) -> Feeds:
    """Poll them all every two seconds until the desk has decided everything."""
    server, report = _HostileServer(), Feeds()
    app = web.Application()
    app.router.add_get("/{name}", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        await _work(f"{scratch}/feeds.db", address, list(server.bodies), report, say)
    finally:
        await runner.cleanup()
    return report


async def _work(database: str, address: str, names: list[str], report: Feeds, say: Callable[[str], None]) -> None:
    settings = Settings(
        database_url=f"sqlite:///{database}",
        watch=WatchSettings(allow_private_networks=True, poll_floor_s=2, at_once_per_host=8, parse_timeout_s=30),
        sources=tuple(SourceSettings(url=f"{address}/{name}", name=name, family=name, poll_s=2) for name in names),
    )
    async with newsdesk(settings, machine_clock()) as desk:
        # As the program does once its desk is open, before an item comes.
        read_tables(await desk.database.ask(languages_in_use))
        await read_encoder(desk.encoder)
        stop = asyncio.Event()
        started = time.monotonic()
        tasks = [
            asyncio.create_task(desk.desk.run(stop)),
            asyncio.create_task(_tick(desk.poll.tick, stop)),
            asyncio.create_task(_tick(memory_tuning.settle, stop, JobIntervals().settle_s)),
            asyncio.create_task(_beat(report, stop)),
            asyncio.create_task(_watch(desk, report, stop)),
        ]
        while time.monotonic() - started < _MOST_S:
            await asyncio.sleep(2.0)
            waiting = await desk.database.ask(desk_queue.waiting)
            say(f"{desk.poll.entries} entries read, {waiting} wait, longest stall {report.longest_ms:.0f} ms")
            rows = await desk.database.ask(active_sources)
            taken_in = await desk.database.ask(_taken_in)
            if waiting < FEW and taken_in >= BROUGHT and all(row.last_polled_at for row in rows):
                break
        report.seconds = time.monotonic() - started
        honest = [row for row in rows if row.source.name.startswith("honest")]
        report.unread = [row.source.name for row in honest if not row.last_ok_at]
        stop.set()
        await asyncio.gather(*tasks)
        await desk.poll.finish()
        await _count(desk, report)


async def _taken_in(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(items))).scalar_one())


async def _count(desk: Newsdesk, report: Feeds) -> None:
    async with desk.database.read() as connection:
        rows = await connection.execute(
            select(items.c.arrived_at, items.c.decided_at, sources.c.name).join(
                sources, sources.c.id == items.c.source_id
            )
        )
        for arrived_at, decided_at, name in rows:
            report.items += decided_at is not None
            report.undecided += decided_at is None
            if name.startswith("honest"):
                report.waited_s = max(report.waited_s, ((decided_at or desk.clock.now()) - arrived_at).total_seconds())


async def _waiting_honest(connection: AsyncConnection) -> list[datetime]:
    """When each honest feed is due that nobody visits at present."""
    idle = sources.c.name.startswith("honest") & sources.c.claimed_until.is_(None)
    return list((await connection.execute(select(sources.c.next_due_at).where(idle))).scalars())


async def _watch(desk: Newsdesk, report: Feeds, stop: asyncio.Event) -> None:
    """How late the honest feeds are visited."""
    while not stop.is_set():
        # Beside the loop: a walk through all processes took up to 90 ms, and counted as a stall of the program's.
        report.most_mb = max(report.most_mb, await asyncio.to_thread(resident_mb))
        now = desk.clock.now()
        for due_at in await desk.database.ask(_waiting_honest):
            report.latest_s = max(report.latest_s, (now - due_at).total_seconds())
        await asyncio.sleep(0.5)


async def _tick(tick: Callable[[], Awaitable[object]], stop: asyncio.Event, every_s: float = 0.25) -> None:
    while not stop.is_set():
        await tick()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every_s)


async def _beat(report: Feeds, stop: asyncio.Event) -> None:
    """A heart that should beat every five milliseconds."""
    last, spent = time.perf_counter(), time.process_time()
    while not stop.is_set():
        await asyncio.sleep(_BEAT_S)
        now, busy = time.perf_counter(), time.process_time()
        # No more than the program itself worked in between: on a shared machine others take their time too.
        late_ms = min(now - last - _BEAT_S, busy - spent) * 1000
        report.wall_ms = max(report.wall_ms, (now - last - _BEAT_S) * 1000)
        report.longest_ms = max(report.longest_ms, late_ms)
        spent = busy
        if late_ms > STALL_MS:
            report.over.append(late_ms)
        last = now
