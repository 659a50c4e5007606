"""The desk's loop: takes the undecided items, oldest first, and stores what is decided. There is only one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from desk.restore import refresh, restore
from newsroom.clock import Clock
from newsroom.desk.corrections import change_of, constrain
from newsroom.desk.decide import Arrival, Revision, apply, decide
from newsroom.desk.late_topics import alert_late, apply_late
from newsroom.desk.merge_split import StoryChange, apply_regrouping, moved_items, moves_after, regroup
from newsroom.desk.state import AlertRules, Desk, DeskState
from newsroom.sentence import sentence
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.reclustering import Snapshot, StoryChanges
from newsroom.stories.thresholds import MOST_ITEMS
from storage import corrections, decisions, desk_queue, merges_splits
from storage.database import Bell, Database, Transaction
from storage.desk_queue import Queued, QueuedCorrection
from storage.retry import run_forever
from storage.topics import all_topics

_BATCH = 50  # one commit for so many items: a decision costs about 2 ms, a synchronous commit several
_RECLUSTERED = sentence("joined.reclustered")
_CORRECTED = sentence("joined.corrected")

log = structlog.get_logger()
Keep = Callable[[Transaction], Awaitable[None]]
Result = TypeVar("Result")


class DeskLoop:
    """Decides item after item. The clock says how old news is."""

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
        self._state: DeskState | None = None
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
                desk = await self._desk()
                await self._or_forget(lambda: self._decide(entries, desk))
            return len(entries)

    async def snapshot(self) -> Snapshot | None:
        """What reclustering looks at; None where nothing was decided since the last."""
        async with self._alone:
            if self._state is None or not self._changed:
                return None
            self._changed = False
            return self._state.clusterer.snapshot()

    async def apply_changes(self, changes: StoryChanges) -> int:
        """Make the changes that still fit the stories as they are by now; gives how many."""
        async with self._alone:
            desk = await self._desk()
            wanted: list[StoryChange] = [*changes.merges, *changes.moves, *changes.splits]
            return await self._or_forget(lambda: self._regroup(wanted, desk)) if wanted else 0

    async def _or_forget(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Work on the state; where it fails, the state is forgotten and restored from storage next time."""
        try:
            return await work()
        except BaseException:
            self._state = None
            raise

    async def _decide(self, entries: list[Queued | QueuedCorrection], desk: Desk) -> None:
        started = time.perf_counter()
        # Now and then this closes the holes of an index of 50,000.
        await asyncio.to_thread(desk.state.close_old_stories, desk.now)
        kept: list[Keep] = []
        for entry in entries:
            if isinstance(entry, QueuedCorrection):
                kept.append(_correct(entry, desk))
            else:
                # In a thread, one after another: an item of 100,000 characters, or the thousandth of a story, takes
                # 200 ms, and the loops go on beside it. Nobody else touches the state meanwhile.
                kept.append(await asyncio.to_thread(_decide_item, entry, desk))
        async with self._database.write(by_desk=True) as tx:
            for keep in kept:
                await keep(tx)
            await self._alert_late(entries, desk, tx)
        self._changed = True
        log.info("decided", entries=len(entries), duration_ms=round((time.perf_counter() - started) * 1000))

    async def _alert_late(self, entries: list[Queued | QueuedCorrection], desk: Desk, tx: Transaction) -> None:
        """Match the items with topics that were tracked since: neither the decisions nor a preview covers these."""
        if not self._database.rung(Bell.DESK_STATE):
            return
        known = set(desk.state.topics)
        new = {topic.id for topic in await all_topics(tx.connection)} - known
        if not new:
            return
        self._database.quiet(Bell.DESK_STATE)
        await refresh(tx.connection, desk.state, desk.now)
        decided = [entry.item.id for entry in entries if isinstance(entry, Queued)]
        for alerts in alert_late(new, decided, desk):
            apply_late(alerts, desk.state, desk.now)
            await decisions.save_late(tx, alerts, desk.now)

    async def _regroup(self, changes: list[StoryChange], desk: Desk) -> int:
        made = 0
        async with self._database.write(by_desk=True) as tx:
            waiting = list(reversed(changes))
            while waiting:
                change = waiting.pop()
                regrouping = regroup(change, desk)
                if regrouping is None:
                    continue
                apply_regrouping(regrouping, desk.state, desk.now)
                await merges_splits.keep(tx, regrouping, _RECLUSTERED, desk.now)
                log.info("regrouped", change=type(change).__name__, stories=[s.story for s in regrouping.stories])
                made += 1
                waiting += moves_after(change, desk.state)
        return made

    async def _desk(self) -> Desk:
        """The desk as it is now, its state restored or refreshed where that is due."""
        if self._state is None:
            self._database.quiet(Bell.DESK_STATE)  # before it reads: what rings meanwhile is for the next refresh
            self._state = await restore(self._database, self._clock.now(), self._encoder, self._most_items)
        elif self._database.quiet(Bell.DESK_STATE):
            async with self._database.read() as connection:
                await refresh(connection, self._state, self._clock.now())
        return Desk(self._state, self._rules, self._clock.now())


def _decide_item(entry: Queued, desk: Desk) -> Keep:
    try:
        decision = decide(_event(entry, desk.state), desk)
    except Exception as error:
        # One item's failure is its own: it is kept with its reason, and the next one is decided.
        log.exception("item_set_aside", item=entry.item.id)
        problem = f"{type(error).__name__}: {error}"

        async def aside(tx: Transaction) -> None:
            await decisions.set_aside(tx, entry.id, entry.item.id, problem, desk.now)

        return aside
    apply(decision, desk.state, desk.now)

    async def keep(tx: Transaction) -> None:
        await decisions.save(tx, entry.id, decision, desk.now)

    return keep


def _correct(entry: QueuedCorrection, desk: Desk) -> Keep:
    correction = entry.correction
    constrain(correction, desk.state)
    change = change_of(correction, desk.state)
    regrouping = regroup(change, desk) if change else None
    moved = None if regrouping is None or change is None else moved_items(change, desk.state)
    if regrouping is not None:
        apply_regrouping(regrouping, desk.state, desk.now)

    async def keep(tx: Transaction) -> None:
        if regrouping is not None:
            await merges_splits.keep(tx, regrouping, _CORRECTED, desk.now)
        await corrections.done(tx, entry.id, correction, moved)

    return keep


def _event(entry: Queued, state: DeskState) -> Arrival | Revision:
    # The state is newer than the entry: the item may have been decided, or its story merged away, since it was read.
    story = state.story_of.get(entry.item.id) or entry.story
    if entry.before is not None and story is not None:
        return Revision(before=entry.before, item=entry.item, story=story, background=entry.background)
    return Arrival(item=entry.item, background=entry.background)
