"""`wirewatch top`: how the bot is, on a terminal, every few seconds; nothing in the database changes."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import click

from bot.export import read_only
from bot.monitoring.running_process import running_process
from bot.monitoring.top_screen import TopFigures, TopLine, top_screen
from config.schema import MonitoringSettings
from handlers.sentences.reader import Reader
from newsroom.clock import Clock
from storage.database import Database
from storage.database_url import sqlite_file
from storage.late_sources import failing_sources, late_sources, visited_since
from storage.workload import workload

_MOST_NAMED = 8  # sources of a kind: both lists and all rows fit 30 lines
_MINUTE = timedelta(minutes=1)
# A screen of its own without a cursor, and the way back. Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_HOME, _REST_OF_LINE, _REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"


def metrics_urls(settings: MonitoringSettings, named: Sequence[str]) -> tuple[str, ...]:
    """Where running processes answer: what was named, else what the settings say of this machine's."""
    if named:
        return tuple(named)
    if not settings.port:
        return ()
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing listens here: it is where one asks
    address = everywhere.get(settings.address, settings.address)
    host = f"[{address}]" if ":" in address else address
    return (f"http://{host}:{settings.port}/metrics",)


async def top_figures(database: Database, urls: Sequence[str], clock: Clock) -> TopFigures:
    """Read all that is shown.

    Raises:
        StorageError: the database can't be read.
    """
    now = clock.now()
    async with database.read() as connection:
        work = await workload(connection, now)
        visited = await visited_since(connection, now - _MINUTE)
        late = await late_sources(connection, now, _MOST_NAMED)
        failing = await failing_sources(connection, now, _MOST_NAMED)
    answers = await asyncio.gather(*map(running_process, urls))
    processes = {urlsplit(url).netloc or url: answer for url, answer in zip(urls, answers, strict=True)}
    return TopFigures(now=now, work=work, visited=visited, late=late, failing=failing, processes=processes)


async def top(url: str, urls: Sequence[str], clock: Clock, every_s: float | None, stop: asyncio.Event) -> None:
    """Show it until `stop` is set; `every_s` None: once, for a pipe.

    Raises:
        UserError: there is no such database.
        StorageError: the database can't be read, or is of another version.
    """
    async with _opened(url) as database:
        if every_s is None:
            for line in top_screen(await top_figures(database, urls, clock), _columns(), Reader()):
                click.echo(line.text)
            return
        with _own_screen():
            while not stop.is_set():
                lines = top_screen(await top_figures(database, urls, clock), _columns(), Reader())
                click.echo(_page(lines[: shutil.get_terminal_size().lines - 1]), nl=False)
                try:
                    async with asyncio.timeout(every_s):
                        await stop.wait()
                except TimeoutError:
                    continue


def _page(lines: Sequence[TopLine]) -> str:
    """All lines over those before, without a blink between."""
    shown = (click.style(line.text, fg="red", bold=True) if line.amiss else line.text for line in lines)
    return _HOME + "".join(f"{line}{_REST_OF_LINE}\r\n" for line in shown) + _REST_OF_SCREEN


def _columns() -> int:
    return shutil.get_terminal_size().columns


@contextmanager
def _own_screen() -> Iterator[None]:
    click.echo(_ENTER, nl=False)
    try:
        yield
    finally:
        click.echo(_LEAVE, nl=False)


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url if sqlite_file(url) is None else read_only(url))
    try:
        await database.refuse_other_tables()
        yield database
    finally:
        await database.close()
