"""What polling costs: the program's own watchers against feeds on loopback.

    python -m benchmarks.polling_speed [--feeds 1000] [--desk] [ROW ...]

Rows, each after the ones before it on the same database: `open` (the program with that many sources), `first` (first
load of 30 entries each), `new` (one new entry each), `unmodified` (304 to all; needs no row before it, so that 10,000
feeds take half a minute), `same` (the same body, no validators).
CPU is that of the program and its parse workers, not of the server. With `--desk` the desk decides beside, and a row
ends when nothing waits for it.
"""

import asyncio
import contextlib
import os
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import func, select, update

from benchmarks.loopback_feeds import address, feeds_server, turn
from benchmarks.process_usage import peak_mib
from bot.clocks import machine_clock
from bot.logs import start_logs
from bot.wiring import Newsdesk, newsdesk
from config.schema import LogSettings, Settings, SourceSettings, WatchSettings
from storage import desk_queue
from storage.database import Bell
from storage.tables import sources

ROWS = ("first", "new", "unmodified", "same")
_TURNS = {"first": "", "new": "new=1", "unmodified": "idle=1", "same": "etags=0"}
_TICK_S = 1.0  # as the program does: bot.jobs
_BEAT_S = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingRow:
    """One workload, done once.

    Attributes:
        wall_s: Until all had been visited (with the desk: decided).
        cpu_s: Of program and parse workers.
        worker_cpu_s: Of the parse workers, in cpu_s.
        memory_mib: Peak resident size of the program so far.
        stall_ms: The longest time that the loop kept a timer waiting.
        stall_cpu_ms: The most CPU time that it used between two beats of that timer.
    """

    name: str
    feeds: int
    wall_s: float
    cpu_s: float
    worker_cpu_s: float = 0.0
    memory_mib: float = 0.0
    stall_ms: float = 0.0
    stall_cpu_ms: float = 0.0

    def line(self) -> str:
        return (
            f"{self.name:12} {self.feeds:6} feeds {self.wall_s:7.1f} s {self.cpu_s:7.1f} CPU s "
            f"({self.worker_cpu_s:.1f} parsing) {self.feeds / self.wall_s:7.1f}/s "
            f"{self.feeds / self.cpu_s:7.1f} per CPU s {self.cpu_s / self.feeds * 1_000:7.2f} ms CPU each "
            f"{self.memory_mib:5.0f} MiB, stall {self.stall_ms:.0f} ms ({self.stall_cpu_ms:.0f} CPU)"
        )


async def polling_rows(
    feeds: int,
    names: tuple[str, ...] = ROWS,
    *,
    desk: bool = False,
    report: Callable[[PollingRow], None] = lambda _: None,
) -> list[PollingRow]:
    """The rows in their order, on a fresh database; the first is the opening. `report` hears of each at once."""
    with feeds_server() as port, tempfile.TemporaryDirectory() as scratch:
        urls = [f"http://{address(number)}:{port}/feed/{number}" for number in range(feeds)]
        start_logs(LogSettings(), "", Path(scratch) / "log")  # one line a visit, as in the program
        began_s, cpu_s = time.perf_counter(), time.process_time()
        async with at_work(urls, Path(scratch) / "bench.db", desk=desk) as opened:
            rows = [
                PollingRow(
                    name="open",
                    feeds=feeds,
                    wall_s=time.perf_counter() - began_s,
                    cpu_s=time.process_time() - cpu_s,
                    memory_mib=peak_mib(),
                )
            ]
            report(rows[0])
            for name in names:
                await asyncio.to_thread(turn, port, _TURNS[name])
                rows.append(await visit_all(opened, name, feeds, desk=desk))
                report(rows[-1])
        return rows


@contextlib.asynccontextmanager
async def at_work(urls: Sequence[str], database: Path, *, desk: bool) -> AsyncIterator[Newsdesk]:
    """The program with these feeds and without Telegram; with `desk` its desk decides what comes."""
    async with newsdesk(_settings(urls, database), machine_clock()) as opened:
        stop = asyncio.Event()
        deciding = asyncio.create_task(opened.desk.run(stop)) if desk else None
        yield opened
        stop.set()
        if deciding is not None:
            opened.database.ring(Bell.DESK)
            await deciding


async def visit_all(opened: Newsdesk, name: str, feeds: int, *, desk: bool) -> PollingRow:
    """Visit every feed once; with `desk` the row ends when nothing waits for it."""
    await _prepare(opened, name)
    began = datetime.now(UTC)
    async with _heart() as beats:
        began_s, cpu_s, worker_s = time.perf_counter(), time.process_time(), _workers_cpu_s()
        ticking = asyncio.create_task(_tick(opened))
        while await _left(opened, began, desk=desk):
            await asyncio.sleep(0.1)
        wall_s, worker_s = time.perf_counter() - began_s, _workers_cpu_s() - worker_s
        cpu_s = time.process_time() - cpu_s + worker_s
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
    await opened.poll.finish()
    return PollingRow(
        name=name,
        feeds=feeds,
        wall_s=wall_s,
        cpu_s=cpu_s,
        worker_cpu_s=worker_s,
        memory_mib=peak_mib(),
        stall_ms=max(beats.late_ms, default=0.0),
        stall_cpu_ms=max(beats.cpu_ms, default=0.0),
    )


async def _tick(opened: Newsdesk) -> None:
    while True:
        await opened.poll.tick()
        await asyncio.sleep(_TICK_S)


async def _prepare(opened: Newsdesk, name: str) -> None:
    """Everything is due at once."""
    async with opened.database.write() as tx:
        await tx.execute(update(sources).values(next_due_at=datetime.now(UTC)))
        if name == "unmodified":
            await tx.execute(update(sources).where(sources.c.etag.is_(None)).values(etag='"any"'))


async def _left(opened: Newsdesk, began: datetime, *, desk: bool) -> int:
    polled = sources.c.last_polled_at >= began
    async with opened.database.read() as connection:
        all_of, done = (
            await connection.execute(select(func.count(), func.count().filter(polled)).select_from(sources))
        ).one()
    waiting = await opened.database.ask(desk_queue.waiting) if desk else 0
    return int(all_of - done + waiting)


@dataclass(slots=True)
class _Beats:
    late_ms: list[float]
    cpu_ms: list[float]


@contextlib.asynccontextmanager
async def _heart() -> AsyncIterator[_Beats]:
    beats = _Beats([], [])

    async def beat() -> None:
        while True:
            due, cpu_s = time.perf_counter() + _BEAT_S, time.thread_time()
            await asyncio.sleep(_BEAT_S)
            beats.late_ms.append((time.perf_counter() - due) * 1_000)
            beats.cpu_ms.append((time.thread_time() - cpu_s) * 1_000)

    task = asyncio.create_task(beat())
    try:
        yield beats
    finally:
        task.cancel()


def _workers_cpu_s() -> float:
    """Of children that live and that have ended."""
    ticks = os.sysconf("SC_CLK_TCK")
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = 0.0
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            stat = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            if "loopback_feeds" not in Path(f"/proc/{child}/cmdline").read_text():
                living += (int(stat[11]) + int(stat[12])) / ticks
    return living + ended.ru_utime + ended.ru_stime


def _settings(urls: Sequence[str], database: Path) -> Settings:
    return Settings(
        database_url=f"sqlite+aiosqlite:///{database}",
        watch=WatchSettings(allow_private_networks=True),
        sources=tuple(
            SourceSettings(url=url, name=f"Sample Post {number}", family=f"post{number}")
            for number, url in enumerate(urls)
        ),
    )


@click.command()
@click.option("--feeds", default=1_000)
@click.option("--desk", is_flag=True)
@click.argument("names", nargs=-1, type=click.Choice(ROWS))
def main(feeds: int, names: tuple[str, ...], *, desk: bool) -> None:
    asyncio.run(polling_rows(feeds, names or ROWS, desk=desk, report=lambda row: print(row.line(), flush=True)))


if __name__ == "__main__":
    main()
