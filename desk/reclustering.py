"""The ten-minute repair: a second look at the stories of the last days, in a process of its own."""

import asyncio
import time
from concurrent.futures import Executor

import structlog

from desk.loop import DeskLoop
from newsroom.clock import Clock
from newsroom.stories.reclustering import recluster

log = structlog.get_logger()


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
