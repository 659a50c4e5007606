"""The desk: takes what is undecided, oldest first, decides it in turn, leaves the rulings. There is only one."""

import asyncio
import time
from datetime import datetime, timedelta

import structlog

from newsroom.clock import Clock
from newsroom.desk.alerts import AlertRules
from newsroom.desk.decide import Arrival, Revision, apply, decide
from newsroom.desk.memory import STORY_OPEN_FOR, Memory
from newsroom.desk.ruling import Ruling
from storage import recall, rulings
from storage.chats import all_chats
from storage.database import Bell, Database
from storage.recall import Queued
from storage.topics import all_topics

_BATCH = 50  # one commit for so many items: a ruling costs about 2 ms, a synchronous commit several
CLAIMS_KEPT_FOR = timedelta(days=90)  # issue 3: the 38 and the 67 of one downing stood 44 days apart

log = structlog.get_logger()


class Desk:
    """The loop that decides. The clock says what news is old or new by."""

    def __init__(self, database: Database, rules: AlertRules, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock
        self._memory: Memory | None = None

    async def run(self, stop: asyncio.Event, idle_s: float = 1.0) -> None:
        """Decide until told to stop; a turn that has begun is finished."""
        while not stop.is_set():
            if not await self.turn():
                await self._database.wait(Bell.DESK, idle_s)

    async def turn(self) -> int:
        """Decide the oldest entries of the queue; gives how many. A failed commit forgets what was decided."""
        entries = await self._database.ask(lambda c: recall.undecided(c, _BATCH))
        if not entries:
            return 0
        memory = await self._remembered()
        try:
            await self._decide(entries, memory)
        except BaseException:
            self._memory = None
            raise
        return len(entries)

    async def _decide(self, entries: list[Queued], memory: Memory) -> None:
        started, now = time.perf_counter(), self._clock.now()
        memory.close_old(now)
        decided: list[tuple[int, Ruling]] = []
        for entry in entries:
            ruling = decide(_event(entry), memory, self._rules, now)
            apply(ruling, memory, now)
            decided.append((entry.id, ruling))
            # Other loops get their turn between items: forty rulings in a row would stall them for 100 ms.
            await asyncio.sleep(0)
        async with self._database.write() as tx:
            for queued, ruling in decided:
                await rulings.keep(tx, queued, ruling, now)
        log.info("decided", entries=len(entries), duration_ms=round((time.perf_counter() - started) * 1000))

    async def _remembered(self) -> Memory:
        if self._memory is None:
            self._memory = await remember(self._database, self._clock.now())
            self._database.quiet(Bell.TOPICS)
        elif self._database.quiet(Bell.TOPICS):
            await refresh(self._database, self._memory, self._clock.now())
        return self._memory


def _event(entry: Queued) -> Arrival | Revision:
    if entry.before is not None and entry.story is not None:
        return Revision(before=entry.before, item=entry.item, story=entry.story, background=entry.background)
    return Arrival(item=entry.item, background=entry.background)


async def remember(database: Database, now: datetime) -> Memory:
    """Rebuild the memory from what is stored: it decides exactly as the one that it replaces."""
    memory = Memory()
    since = now - STORY_OPEN_FOR
    async with database.read() as connection:
        memory.next_story = await recall.last_story_id(connection) + 1
        for row in await recall.open_stories(connection, since):
            story = memory.open_story(row.id, row.opened_at)
            story.updated, story.version = row.updated_at, row.version
            story.outlets, story.independent = row.outlets, row.independent
        async for decided in recall.decided_since(connection, since):
            memory.take_back(decided.item, decided.first, decided.story, decided.placement)
        for story_id, topic, words in await recall.alert_words(connection, since):
            memory.stories[story_id].words[topic] = words
        memory.claims.add(tuple(await recall.claims_since(connection, now - CLAIMS_KEPT_FOR)))
    await refresh(database, memory, now)
    return memory


async def refresh(database: Database, memory: Memory, now: datetime) -> None:
    """Take over what people changed: topics, chats, and how places were told."""
    async with database.read() as connection:
        topics, chats = await all_topics(connection), await all_chats(connection)
        cards = await recall.open_cards(connection, now - STORY_OPEN_FOR)
    memory.set_topics(topics, chats)
    for story in memory.stories.values():
        story.cards.clear()
    for story_id, place, card in cards:
        if story_id in memory.stories:
            memory.stories[story_id].cards[place] = card
