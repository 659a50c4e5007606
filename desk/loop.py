"""The desk: takes what is undecided, oldest first, decides it in turn, leaves the rulings. There is only one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import structlog

from desk.restore import refresh, restore
from newsroom.clock import Clock
from newsroom.desk.alerts import AlertRules
from newsroom.desk.corrections import change_of, constrain
from newsroom.desk.decide import Arrival, Revision, apply, decide
from newsroom.desk.late_topics import alert_late, enter_late
from newsroom.desk.merge_split import StoryChange, enter, joining, moved_by, regroup
from newsroom.desk.state import DeskState
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.reclustering import Snapshot, StoryChanges
from newsroom.stories.thresholds import MOST_ITEMS
from storage import corrections, decisions, desk_queue, merges_splits
from storage.database import Bell, Database, Transaction
from storage.desk_queue import Queued, QueuedCorrection
from storage.retry import run_forever
from storage.topics import all_topics

_BATCH = 50  # one commit for so many items: a ruling costs about 2 ms, a synchronous commit several
_REPAIRED = "the ten-minute repair: it stands closer to this story than to its old one"
_PERSON = "a person's word"

log = structlog.get_logger()
Keep = Callable[[Transaction], Awaitable[None]]
Result = TypeVar("Result")


class Desk:
    """The loop that decides. The clock says what news is old or new by."""

    def __init__(
        self,
        database: Database,
        rules: AlertRules,
        clock: Clock,
        encoder: SentenceEncoder | None = None,
        most_items: int = MOST_ITEMS,
    ) -> None:
        self._encoder = encoder
        self._most_items = most_items
        self._database = database
        self._rules = rules
        self._clock = clock
        self._memory: DeskState | None = None
        self._alone = asyncio.Lock()
        self._changed = False

    async def run(self, stop: asyncio.Event, idle_s: float = 1.0) -> None:
        """Decide until told to stop; a turn that has begun is finished."""

        async def turn() -> None:
            if not await self.turn():
                await self._database.wait(Bell.DESK, idle_s)

        await run_forever("desk", turn, stop)

    async def turn(self) -> int:
        """Decide the oldest entries of the queue; gives how many. A failed commit forgets what was decided."""
        async with self._alone:
            entries = await self._database.ask(lambda c: desk_queue.undecided(c, _BATCH))
            if entries:
                memory = await self._remembered()
                await self._settled(lambda: self._decide(entries, memory))
            return len(entries)

    async def snapshot(self) -> Snapshot | None:
        """What a repair looks at; None where nothing was decided since the last."""
        async with self._alone:
            if self._memory is None or not self._changed:
                return None
            self._changed = False
            return self._memory.index.snapshot()

    async def take_repair(self, repair: StoryChanges) -> int:
        """Make the changes that still fit: what was thought of before the desk moved on is dropped. Gives how many."""
        async with self._alone:
            memory = await self._remembered()
            changes: list[StoryChange] = [*repair.merges, *repair.moves, *repair.splits]
            return await self._settled(lambda: self._repair(changes, memory)) if changes else 0

    async def _settled(self, work: Callable[[], Awaitable[Result]]) -> Result:
        try:
            return await work()
        except BaseException:
            self._memory = None
            raise

    async def _decide(self, entries: list[Queued | QueuedCorrection], memory: DeskState) -> None:
        started, now = time.perf_counter(), self._clock.now()
        await asyncio.to_thread(memory.close_old, now)  # now and then it closes the holes of an index of 50,000
        kept: list[Keep] = []
        for entry in entries:
            if isinstance(entry, QueuedCorrection):
                kept.append(self._correct(entry, memory, now))
            else:
                # In a thread, one after another: an item of 100,000 characters, or the thousandth of a story, takes
                # 200 ms, and the loops go on beside it. Nobody else touches the memory meanwhile.
                kept.append(await asyncio.to_thread(self._rule, entry, memory, now))
        async with self._database.write(by_desk=True) as tx:
            for keep in kept:
                await keep(tx)
            await self._tell_late(entries, memory, tx, now)
        self._changed = True
        log.info("decided", entries=len(entries), duration_ms=round((time.perf_counter() - started) * 1000))

    def _rule(self, entry: Queued, memory: DeskState, now: datetime) -> Keep:
        try:
            ruling = decide(_event(entry, memory), memory, self._rules, now)
        except Exception as error:
            # One item's failure is its own: it is kept with its reason, and the next one is decided.
            log.exception("item_set_aside", item=entry.item.id)
            why = f"{type(error).__name__}: {error}"

            async def aside(tx: Transaction) -> None:
                await decisions.set_aside(tx, entry.id, entry.item.id, why, now)

            return aside
        apply(ruling, memory, now)

        async def keep(tx: Transaction) -> None:
            await decisions.save(tx, entry.id, ruling, now)

        return keep

    async def _tell_late(
        self, entries: list[Queued | QueuedCorrection], memory: DeskState, tx: Transaction, now: datetime
    ) -> None:
        """A topic tracked since these were begun has not seen them, nor has its preview: it is told of them here."""
        if not self._database.rung(Bell.DESK_STATE):
            return
        known = set(memory.topics)
        new = {topic.id for topic in await all_topics(tx.connection)} - known
        if not new:
            return
        self._database.quiet(Bell.DESK_STATE)
        await refresh(tx.connection, memory, now)
        decided = [entry.item.id for entry in entries if isinstance(entry, Queued)]
        for telling in alert_late(new, decided, memory, self._rules, now):
            enter_late(telling, memory, now)
            await decisions.save_late(tx, telling, now)

    def _correct(self, entry: QueuedCorrection, memory: DeskState, now: datetime) -> Keep:
        correction = entry.correction
        constrain(correction, memory)
        change = change_of(correction, memory)
        regrouping = regroup(change, memory, self._rules, now) if change else None
        moved = None if regrouping is None or change is None else moved_by(change, memory)
        if regrouping is not None:
            enter(regrouping, memory, now)

        async def keep(tx: Transaction) -> None:
            if regrouping is not None:
                await merges_splits.keep(tx, regrouping, _PERSON, now)
            await corrections.done(tx, entry.id, correction, moved)

        return keep

    async def _repair(self, changes: list[StoryChange], memory: DeskState) -> int:
        now = self._clock.now()
        made = 0
        async with self._database.write(by_desk=True) as tx:
            waiting = list(reversed(changes))
            while waiting:
                change = waiting.pop()
                regrouping = regroup(change, memory, self._rules, now)
                if regrouping is None:
                    continue
                enter(regrouping, memory, now)
                await merges_splits.keep(tx, regrouping, _REPAIRED, now)
                log.info("regrouped", change=type(change).__name__, stories=[s.story for s in regrouping.standings])
                made += 1
                waiting += joining(change, memory)
        return made

    async def _remembered(self) -> DeskState:
        if self._memory is None:
            self._database.quiet(Bell.DESK_STATE)  # before it reads: what rings meanwhile is for the next refresh
            self._memory = await restore(self._database, self._clock.now(), self._encoder, self._most_items)
        elif self._database.quiet(Bell.DESK_STATE):
            async with self._database.read() as connection:
                await refresh(connection, self._memory, self._clock.now())
        return self._memory


def _event(entry: Queued, memory: DeskState) -> Arrival | Revision:
    # The memory knows best: the item may have been decided, or its story merged away, since the entry was read.
    story = memory.story_of.get(entry.item.id) or entry.story
    if entry.before is not None and story is not None:
        return Revision(before=entry.before, item=entry.item, story=story, background=entry.background)
    return Arrival(item=entry.item, background=entry.background)
