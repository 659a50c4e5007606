"""The ten-minute repair: a second look at the stories of the last days, in a process of its own."""

import asyncio
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Self

import structlog

from newsroom.clock import Clock
from newsroom.stories.repair import repair
from watchers.desk import Desk

log = structlog.get_logger()


class Repairs:
    """Looks again at what the desk has grouped; nothing waits for it. An asynchronous context."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock
        # spawn: a fork would copy the whole program with its threads and locks.
        self._pool = ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))

    async def turn(self) -> int:
        """One look; gives how many changes were made."""
        snapshot = await self._desk.snapshot()
        if snapshot is None:
            return 0
        started = time.perf_counter()
        found = await asyncio.get_running_loop().run_in_executor(self._pool, repair, snapshot, self._clock.now())
        made = await self._desk.take_repair(found)
        log.info(
            "repaired",
            items=len(snapshot.items),
            changes=made,
            duration_ms=round((time.perf_counter() - started) * 1000),
        )
        return made

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
