"""/healthz, /readyz and /metrics, where the settings name a port: for what restarts, routes and alarms."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.http_listener import listening
from bot.monitoring.metrics import Metrics
from bot.monitoring.readiness import unready
from config.schema import MonitoringSettings
from handlers.sentences.reader import Reader
from newsroom.clock import Clock
from newsroom.sentence import Sentence, sentence
from storage.database import Database, StorageError
from storage.database_url import sqlite_file
from storage.workload import Workload, workload

# Prometheus gives a scrape 10 s, unless it was set otherwise.
_DATABASE_S = 5.0

log = structlog.get_logger()


def _never() -> None:
    """Telegram is not asked by this process."""


class Monitor:
    """Answers for a program that may still be starting.

    Attributes:
        port: What it is listening on.
    """

    def __init__(self, metrics: Metrics, database_url: str, clock: Clock) -> None:
        self.metrics = metrics
        self.port: int | None = None
        self._kind = "postgresql" if sqlite_file(database_url) is None else "sqlite"
        self._clock = clock
        self._database: Database | None = None
        self._last_good_s: Callable[[], float | None] = _never

    def watch(self, database: Database, last_good_s: Callable[[], float | None] = _never) -> None:
        """The program has begun.

        `last_good_s`: when Telegram last answered, by the monotonic clock; None while this process does not ask it.
        """
        self._database, self._last_good_s = database, last_good_s

    async def alive(self, _request: web.Request) -> web.Response:
        """That this answers is what it says: the loop turns."""
        return web.Response(text="alive\n")

    async def ready(self, _request: web.Request) -> web.Response:
        """200, or 503 with what is amiss, a line each."""
        amiss, _ = await self._look()
        if not amiss:
            return web.Response(text="ready\n")
        reader = Reader()
        return web.Response(status=503, text="".join(f"{reader.plain(one)}\n" for one in amiss))

    async def figures(self, _request: web.Request) -> web.Response:
        """All metrics; those of the database stay as they were where it can't be read."""
        amiss, work = await self._look()
        if work is not None:
            self.metrics.read_work(work, self._clock)
        self.metrics.read_state(ready=not amiss, silent_s=self._silent_s(), database=self._kind)
        return web.Response(body=self.metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _silent_s(self) -> float | None:
        last_good_s = self._last_good_s()
        return None if last_good_s is None else time.monotonic() - last_good_s

    async def _look(self) -> tuple[list[Sentence], Workload | None]:
        if self._database is None:
            return [sentence("ready.starting")], None
        try:
            async with asyncio.timeout(_DATABASE_S):
                work = await self._database.ask(lambda c: workload(c, self._clock.now()))
        except StorageError as error:
            return [error.sentence], None
        except TimeoutError:
            return [sentence("ready.database_slow", seconds=round(_DATABASE_S))], None
        return list(unready(work, self._clock, self._silent_s())), work


@asynccontextmanager
async def monitored(
    settings: MonitoringSettings, metrics: Metrics, database_url: str, clock: Clock
) -> AsyncGenerator[Monitor]:
    """Answer for as long as the block lasts; where no port is set, to nobody.

    Raises:
        UserError: the port is taken.
    """
    monitor = Monitor(metrics, database_url, clock)
    if settings.port is None:
        yield monitor
        return
    app = web.Application()
    app.router.add_get("/healthz", monitor.alive)
    app.router.add_get("/readyz", monitor.ready)
    app.router.add_get("/metrics", monitor.figures)
    async with listening(app, settings.address, settings.port, "monitoring.port") as port:
        monitor.port = port
        log.info("monitoring", address=settings.address, port=port)
        yield monitor
