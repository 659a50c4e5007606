"""The ten-minute repair: a second look at the stories of the last days, in a process of its own."""

import asyncio
import time
from concurrent.futures import Executor

import structlog

from desk.headline_reader import HeadlineReader
from desk.loop import DeskLoop
from newsroom.chat import ChatId
from newsroom.clock import Clock
from newsroom.item import ItemId
from newsroom.stories.affair_parts import ReadHeadline
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.reclustering import NewGroups, Snapshot, StoryChanges, asked_for, changes_to, group_anew

_AT_ONCE = 64  # headlines, .2 s: a program that ends waits for its threads

log = structlog.get_logger()


class ReclusteringLoop:
    """Looks again at what the desk has grouped; nothing waits for it."""

    def __init__(self, desk: DeskLoop, clock: Clock, beside: Executor, encoder: SentenceEncoder | None = None) -> None:
        """`encoder`: of headlines; None: they are not asked."""
        self._desk = desk
        self._clock = clock
        self._beside = beside
        self._headlines = HeadlineReader(encoder)

    async def turn(self) -> int:
        """One look; gives how many changes were made."""
        made, started = 0, time.perf_counter()
        snapshots = await self._desk.snapshots()
        for chat, snapshot in snapshots.items():
            look = asyncio.get_running_loop().run_in_executor(self._beside, group_anew, snapshot, self._clock.now())
            made += await self._desk.apply_changes(await self._changes(snapshot, await look, chat), chat)
        if snapshots:
            log.info(
                "repaired",
                items=sum(len(snapshot.items) for snapshot in snapshots.values()),
                changes=made,
                duration_ms=round((time.perf_counter() - started) * 1000),
            )
        return made

    async def _changes(self, snapshot: Snapshot, found: NewGroups, chat: ChatId | None) -> StoryChanges:
        """What the groups change; their headlines are read here: the encoder and the texts are in this process."""
        items = await self._desk.read_again(asked_for(snapshot, found), chat)
        headlines: dict[ItemId, ReadHeadline] = {}
        for at in range(0, len(items), _AT_ONCE):
            headlines |= await asyncio.to_thread(self._headlines.read, items[at : at + _AT_ONCE])
        return await asyncio.to_thread(changes_to, snapshot, found, headlines)
