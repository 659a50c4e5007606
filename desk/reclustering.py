"""The ten-minute repair: a second look at the stories of the last days, in a process of its own."""

import asyncio
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

import structlog

from desk.loop import DeskLoop
from newsroom.clock import Clock
from newsroom.stories.reclustering import recluster

log = structlog.get_logger()


@contextmanager
def second_process() -> Iterator[Executor]:
    """Where a running program looks again: beside its loops. What is under way at the end is left undone."""
    # spawn: a fork would copy the whole program with its threads and locks.
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(max_workers=1, mp_context=spawn, initializer=_end_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _end_with_parent() -> None:
    """Where the program is killed: the process has both ends of the pipe that it reads, and would wait for ever."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


class ReclusteringLoop:
    """Looks again at what the desk has grouped; nothing waits for it."""

    def __init__(self, desk: DeskLoop, clock: Clock, beside: Executor) -> None:
        self._desk = desk
        self._clock = clock
        self._beside = beside

    async def turn(self) -> int:
        """One look; gives how many changes were made."""
        made, started = 0, time.perf_counter()
        snapshots = await self._desk.snapshots()
        for chat, snapshot in snapshots.items():
            look = asyncio.get_running_loop().run_in_executor(self._beside, recluster, snapshot, self._clock.now())
            made += await self._desk.apply_changes(await look, chat)
        if snapshots:
            log.info(
                "repaired",
                items=sum(len(snapshot.items) for snapshot in snapshots.values()),
                changes=made,
                duration_ms=round((time.perf_counter() - started) * 1000),
            )
        return made
