"""Several processes that watch, on one PostgreSQL database: how much faster, and that none polls what another has.

    python -m benchmarks.watchers_speed [--feeds 10000] [--processes 1 --processes 3]

Real processes (`wirewatch run --role watch`) against feeds on loopback that answer 304; all feeds are due at once, once
the processes are there. For each number of processes: feeds a second by the clock, what each process used of a core,
and how many feeds were polled more than once (wanted: none, a feed's next poll is five minutes later).
The server of the feeds, the database and whatever else runs take their part of the same cores.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import click
from sqlalchemy import func, select, update

from benchmarks.loopback_feeds import address
from newsroom.source import SourceKind
from storage.database import Database
from storage.sources import SourceSpec, sync_operator_sources
from storage.tables import sources
from tests.postgres import fresh_database, make_template, running_server

_FLOOR_S = 300
_STARTED_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchersRow:
    """One run.

    Attributes:
        cpu_s: Of each process, its parse workers aside: of 304s there is nothing to parse.
        twice: Feeds that were polled more than once.
    """

    processes: int
    feeds: int
    wall_s: float
    cpu_s: tuple[float, ...]
    twice: int

    def line(self) -> str:
        used = ", ".join(f"{one:.1f}" for one in self.cpu_s)
        return (
            f"{self.processes} processes {self.feeds:6} feeds {self.wall_s:6.1f} s {self.feeds / self.wall_s:6.0f}/s, "
            f"CPU s each {used} ({self.feeds / sum(self.cpu_s):.0f} feeds per CPU s), {self.twice} polled twice"
        )


async def watchers_row(server: str, feeds: int, processes: int) -> WatchersRow:
    """One run on a database of its own."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = stack.enter_context(_feed_server())
        async with fresh_database(server) as url:
            database = Database(url)
            await _fill(database, feeds, port)
            started = [stack.enter_context(_watching(url, scratch, n)) for n in range(processes)]
            await asyncio.to_thread(_until_started, scratch, processes)
            before, began, began_s = [_cpu_s(one) for one in started], datetime.now(UTC), time.perf_counter()
            await _all_due(database, began)
            while await _left(database, began):
                await asyncio.sleep(0.1)
            wall_s = time.perf_counter() - began_s
            used = tuple(_cpu_s(one) - cpu_s for one, cpu_s in zip(started, before, strict=True))
            await asyncio.sleep(3)  # what is polled twice is polled soon after
            await database.close()
        visits = Counter(_visited(scratch, began))
        return WatchersRow(
            processes=processes,
            feeds=feeds,
            wall_s=wall_s,
            cpu_s=used,
            twice=sum(times > 1 for times in visits.values()),
        )


async def _fill(database: Database, feeds: int, port: int) -> None:
    await database.open()
    far = datetime(2100, 1, 1, tzinfo=UTC)
    wanted = [
        SourceSpec(
            url=f"http://{address(n)}:{port}/feed/{n}", name=f"Post {n}", family=f"post{n}", kind=SourceKind.PRIVATE
        )
        for n in range(feeds)
    ]
    async with database.write() as tx:
        await sync_operator_sources(tx, wanted, datetime.now(UTC), _FLOOR_S)
        await tx.execute(update(sources).values(next_due_at=far, etag='"any"'))


async def _all_due(database: Database, now: datetime) -> None:
    async with database.write() as tx:
        await tx.execute(update(sources).values(next_due_at=now))


async def _left(database: Database, began: datetime) -> int:
    polled = sources.c.last_polled_at >= began
    async with database.read() as connection:
        counted = select(func.count(), func.count().filter(polled)).select_from(sources)
        all_of, done = (await connection.execute(counted)).one()
    return int(all_of - done)


@contextmanager
def _feed_server() -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.loopback_feeds", "30"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - Python itself, and a program of ours
        try:
            port = int(process.stdout.readline() if process.stdout else 0)
            urlopen(f"http://127.0.0.1:{port}/turn?idle=1").read()
            yield port
        finally:
            process.kill()


@contextmanager
def _watching(url: str, scratch: Path, number: int) -> Iterator["subprocess.Popen[bytes]"]:
    settings = scratch / "wirewatch.toml"
    settings.write_text(
        f"[log]\njson_lines = true\n[watch]\nallow_private_networks = true\npoll_floor_s = {_FLOOR_S}\n"
    )
    environment = os.environ | {"WIREWATCH_DATABASE_URL": url, "WIREWATCH_CONFIG": f"{settings}"}
    command = [sys.executable, "-m", "bot.cli", "run", "--role", "watch"]
    with _log(scratch, number).open("w") as log, subprocess.Popen(command, env=environment, stderr=log) as process:  # noqa: S603 - Python itself, and a program of ours
        try:
            yield process
        finally:
            process.kill()


def _log(scratch: Path, number: int) -> Path:
    return scratch / f"log{number}.jsonl"


def _until_started(scratch: Path, processes: int) -> None:
    """Each says so once it watches."""
    deadline = time.monotonic() + _STARTED_S
    logs = [_log(scratch, number) for number in range(processes)]
    while not all("watching" in log.read_text() for log in logs):
        if time.monotonic() > deadline:
            raise TimeoutError([log.read_text()[-500:] for log in logs])
        time.sleep(0.2)


def _cpu_s(process: "subprocess.Popen[bytes]") -> float:
    stat = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _visited(scratch: Path, began: datetime) -> Iterator[int]:
    """Each visit's source, by all logs."""
    for log in scratch.glob("log*.jsonl"):
        for line in log.read_text("utf-8").splitlines():
            event = json.loads(line) if re.match(r"\{", line) else {}
            if event.get("event") == "polled" and datetime.fromisoformat(event["timestamp"]) >= began:
                yield event["source"]


@click.command()
@click.option("--feeds", default=10_000)
@click.option("--processes", default=(1, 3), multiple=True)
def main(feeds: int, processes: tuple[int, ...]) -> None:
    with running_server() as server:
        asyncio.run(make_template(server))
        rows = []
        for number in processes:
            rows.append(asyncio.run(watchers_row(server, feeds, number)))
            print(rows[-1].line(), flush=True)
    for row in rows[1:]:
        print(f"{row.processes} against {rows[0].processes}: {rows[0].wall_s / row.wall_s:.2f} times the rate")


if __name__ == "__main__":
    main()
