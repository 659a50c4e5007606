"""The desk's loop: takes the undecided items, oldest first, and stores what is decided. There is only one."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import structlog

from desk.decision_lines import log_decisions
from desk.kept_files import NO_FILES, KeptFiles
from desk.kept_for_start import keep_for_start
from desk.own_desks import Keep, OwnDesks
from desk.restore import refresh, refresh_changed, restore, restore_own
from desk.sentence_encoder import CachedEncoder
from newsroom.chat import ChatId
from newsroom.clock import Clock
from newsroom.desk.corrections import Correction, CorrectionKind, change_of, constrain
from newsroom.desk.decide import Arrival, Revision, apply, decide
from newsroom.desk.decision import Decision
from newsroom.desk.late_topics import alert_late, apply_late, asks_more
from newsroom.desk.merge_split import Regrouping, StoryChange, apply_regrouping, moved_items, moves_after, regroup
from newsroom.desk.own_desk import regrouping_without_chats, without_chats
from newsroom.desk.state import STORY_OPEN_FOR, AlertRules, Desk, DeskState
from newsroom.item import Item, ItemId
from newsroom.sentence import Sentence, sentence
from newsroom.stories.features import Features, hours_of
from newsroom.stories.reclustering import Snapshot, StoryChanges
from newsroom.stories.thresholds import MOST_ITEMS
from storage import corrections, decisions, desk_queue, embeddings, merges_splits, next_stories, source_words
from storage.database import Bell, Database, Transaction
from storage.desk_bell import DeskChanges
from storage.desk_queue import Queued, QueuedCorrection
from storage.own_desk_state import chats_with_desks
from storage.retry import run_forever
from storage.topics import all_topics, matched_topics

_BATCH = 50  # one commit for so many items: a decision costs about 2 ms, a synchronous commit several
# Where few wait, what is decided in so long is sent while the next are decided. A guess: a second send waits as long.
_SOON_S = 0.05
_AT_A_STRETCH_S = 0.005  # a guess: as long as Python itself lets a thread go on; to begin another costs 0.1 ms
_RECLUSTERED = sentence("joined.reclustered")
_CORRECTED = sentence("joined.corrected")

log = structlog.get_logger()
Result = TypeVar("Result")
ToKeep = Decision | Keep


class DeskLoop:
    """Decides item after item. The clock says how old news is."""

    def __init__(
        self,
        database: Database,
        rules: AlertRules,
        clock: Clock,
        encoder: CachedEncoder | None = None,
        most_items: int = MOST_ITEMS,
        files: KeptFiles = NO_FILES,
    ) -> None:
        self._database, self._rules, self._clock = database, rules, clock
        self._encoder, self._most_items, self._files = encoder, most_items, files
        self._state: DeskState | None = None
        self._source_words = 0  # how many of them the state knows
        self._own, self._alone = OwnDesks(_RECLUSTERED), asyncio.Lock()
        self._changed: set[ChatId | None] = set()  # None: what is for all
        self._beside: asyncio.TaskGroup | None = None  # what no item waits for, while the loop runs

    async def run(self, stop: asyncio.Event, idle_s: float = 1.0) -> None:
        """Decide until told to stop; a turn that has begun is finished."""

        async def turn() -> None:
            await self._restore_ahead()
            if not await self.turn(_SOON_S):
                await self._database.wait(Bell.DESK, idle_s)

        try:
            async with asyncio.TaskGroup() as self._beside:
                await run_forever("desk", turn, stop)
        finally:
            self._beside = None

    async def _restore_ahead(self) -> None:
        """Have the state at hand before the first item comes: to rebuild it takes seconds."""
        if self._state is None:
            async with self._alone:
                await self._desk()

    async def keep_window(self) -> None:
        """Keep what the next start need not enter anew; called when nothing is decided any more."""
        async with self._alone:
            if self._files.window is not None and self._state is not None:
                clusterer = self._state.clusterer
                since_h = hours_of(clusterer.expire(self._clock.now()))
                await asyncio.to_thread(self._files.window.keep, clusterer.window, since_h)

    def forget(self) -> None:
        """Begin from what is stored: another process may have decided meanwhile."""
        self._state = None

    async def turn(self, within_s: float = math.inf) -> int:
        """Decide the oldest entries of the queue; where few wait, for no longer than `within_s`. Gives how many.

        A failed commit forgets what was decided.
        """
        async with self._alone:
            entries = await self._database.ask(lambda c: desk_queue.undecided(c, _BATCH))
            if not entries:
                return 0
            desk = await self._desk()
            limit_s = within_s if len(entries) < _BATCH else math.inf
            return await self._or_forget(lambda: self._with_own_desks(entries, desk, limit_s))

    async def snapshots(self) -> dict[ChatId | None, Snapshot]:
        """What reclustering looks at: what is for all (None), and the own items of each chat with a desk of its own.

        Only what got something since the last look, itself or with all: no chat's depends on what another got.
        """
        async with self._alone:
            if self._state is None:
                return {}
            states: list[tuple[ChatId | None, DeskState]] = [(None, self._state), *self._own.states.items()]
            changed, self._changed = self._changed, set()
            return {chat: one.clusterer.snapshot() for chat, one in states if not changed.isdisjoint({None, chat})}

    async def read_again(self, items: Sequence[ItemId], chat: ChatId | None) -> list[tuple[Item, Features]]:
        """Those of the items of a snapshot that are still there, as they were read."""
        async with self._alone:
            desk = await self._desk()
            return (desk.state if chat is None else self._own.states.get(chat, desk.state)).read_again(items)

    async def apply_changes(self, changes: StoryChanges, chat: ChatId | None = None) -> int:
        """Make the changes that still fit the stories as they are by now, for all or for a chat; gives how many."""
        async with self._alone:
            desk = await self._desk()
            if chat is not None:
                return await self._or_forget(lambda: self._repair_own(changes, chat, desk))
            wanted: list[StoryChange] = [*changes.merges, *changes.moves, *changes.splits]
            return await self._or_forget(lambda: self._regroup(wanted, desk)) if wanted else 0

    async def _or_forget(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Work on the state; where it fails, the state is forgotten and restored from storage next time."""
        try:
            return await work()
        except BaseException:
            self._state = None
            raise

    async def _with_own_desks(self, entries: list[Queued | QueuedCorrection], desk: Desk, within_s: float) -> int:
        await self._open_own_desks(entries, desk)
        return await self._decide(entries, desk, within_s)

    async def _open_own_desks(self, entries: list[Queued | QueuedCorrection], desk: Desk) -> None:
        """Have a state for each chat whose own these entries are."""
        chats = {_chat_of(entry) for entry in entries}
        for chat in sorted(chat for chat in chats if chat is not None and chat not in self._own.states):
            async with self._database.read() as connection:
                own = await restore_own(connection, desk.state, chat, desk.now, self._encoder, self._most_items)
                self._own.states[chat] = own
                await refresh(connection, desk.state, self._own.states, desk.now)

    async def _decide(self, oldest: list[Queued | QueuedCorrection], desk: Desk, within_s: float) -> int:
        started = time.perf_counter()
        await asyncio.to_thread(self._close_old_stories, desk)  # it may close the holes of an index of 50,000
        if self._encoder is not None:
            self._encoder.read_ahead(entry.item for entry in oldest if isinstance(entry, Queued))
        kept: list[ToKeep] = []
        waiting = deque(oldest)
        while waiting and (not kept or time.perf_counter() - started < within_s):
            # In a thread: an item of 100,000 characters, or the thousandth of a story, takes 200 ms, and the loops go
            # on beside it. Nobody else touches the state meanwhile.
            kept += await asyncio.to_thread(_decide_some, waiting, desk, self._own)
        entries = oldest[: len(oldest) - len(waiting)]
        async with self._database.write(by_desk=True) as tx:
            await _keep_all(kept, desk.now, tx)
            await keep_for_start(tx, kept, desk.state)
            if self._encoder is not None:
                await embeddings.keep(tx, self._encoder.take_new())
            await desk_queue.take_off(tx, entries)
            await self._alert_late(entries, desk, tx)
        self._changed |= {_chat_of(entry) for entry in entries}
        log_decisions(kept, entries)
        log.info("decided", entries=len(entries), duration_ms=round((time.perf_counter() - started) * 1000))
        return len(entries)

    async def _refresh(self, changes: DeskChanges | None, state: DeskState, now: datetime) -> None:
        """Read anew what people changed. A chat may have gone, or have got another number, with its desk."""
        async with self._database.read() as connection:
            new = set(await chats_with_desks(connection, now - STORY_OPEN_FOR)) - self._own.states.keys()
            for chat in sorted(new):
                self._own.states[chat] = await restore_own(
                    connection, state, chat, now, self._encoder, self._most_items
                )
            if new or changes is None:  # a new one has no topics and cards yet
                await refresh(connection, state, self._own.states, now)
            else:
                await refresh_changed(connection, state, self._own.states, changes, now)
        self._own.states = {chat: own for chat, own in self._own.states.items() if chat in state.chats}

    def _close_old_stories(self, desk: Desk) -> None:
        desk.state.close_old_stories(desk.now)
        for own in self._own.states.values():
            own.close_old_stories(desk.now)

    async def _alert_late(self, entries: list[Queued | QueuedCorrection], desk: Desk, tx: Transaction) -> None:
        """Match the items with topics tracked or changed since: neither the decisions nor a preview covers these."""
        if not self._database.rung(Bell.DESK_STATE):
            return
        changes = self._database.desk_changes()
        if changes is None:
            tracked = await all_topics(tx.connection)
        else:
            tracked = await matched_topics(tx.connection, changes.topics, changes.chats)
        new = {topic.id for topic in tracked if asks_more(topic, desk.state.topics.get(topic.id))}
        if not new:
            return
        self._database.take_desk_changes()
        if changes is None:
            await refresh(tx.connection, desk.state, self._own.states, desk.now)
        else:
            await refresh_changed(tx.connection, desk.state, self._own.states, changes, desk.now)
        decided = [entry.item.id for entry in entries if isinstance(entry, Queued)]
        for alerts in alert_late(new, decided, desk):
            own = self._own.deciding(alerts.story, [late.item for late in alerts.found])
            others = replace(alerts, cards=tuple(card for card in alerts.cards if card.place.chat not in own))
            apply_late(others, desk.state, desk.now)
            await decisions.save_late(tx, others, desk.now)
        for keep in self._own.late(new, decided, desk):
            await keep(tx)

    async def _regroup(self, changes: list[StoryChange], desk: Desk) -> int:
        made = 0
        async with self._database.write(by_desk=True) as tx:
            waiting = list(reversed(changes))
            while waiting:
                change = waiting.pop()
                regrouping = regroup(change, desk)
                if regrouping is None:
                    continue
                for keep in _for_all(change, regrouping, _RECLUSTERED, desk, self._own):
                    await keep(tx)
                log.info("regrouped", change=type(change).__name__, stories=[s.story for s in regrouping.stories])
                made += 1
                waiting += moves_after(change, desk.state)
        return made

    async def _repair_own(self, changes: StoryChanges, chat: ChatId, desk: Desk) -> int:
        kept, made = await asyncio.to_thread(self._own.repair, changes, chat, desk)
        if kept:
            async with self._database.write(by_desk=True) as tx:
                for keep in kept:
                    await keep(tx)
            log.info("regrouped", chat=chat, changes=made)
        return made

    async def _desk(self) -> Desk:
        """The desk as it is now, its state restored or refreshed where that is due."""
        now, words = self._clock.now(), await self._database.ask(source_words.counted)
        if self._state is None:
            await self._database.collect_desk_changes()  # before it reads: what rings meanwhile is for the next refresh
            state, self._own.states = await restore(self._database, now, self._encoder, self._most_items, self._files)
            self._state, self._source_words = state, words
        elif self._database.rung(Bell.DESK_STATE):
            changes, state = await self._database.collect_desk_changes(), self._state
            await self._or_forget(lambda: self._refresh(changes, state, now))
        if self._files.forms is not None and (dropped := self._state.matcher.take_dropped()):
            leaving = asyncio.to_thread(self._files.forms.leave_out, dropped)
            if self._beside is None:
                await leaving
            else:
                self._beside.create_task(leaving)
        if words != self._source_words:
            await self._name_anew(self._state)
            self._source_words = words
        return Desk(self._state, self._rules, now)

    async def _name_anew(self, state: DeskState) -> None:
        """Somebody said how a source is called, or whose it is: its items are that source's."""
        called = await self._database.ask(source_words.all_sources)
        for one in (state, *self._own.states.values()):
            await asyncio.to_thread(one.name_anew, called)


def _chat_of(entry: Queued | QueuedCorrection) -> ChatId | None:
    return entry.item.owner if isinstance(entry, Queued) else entry.correction.chat


def _decide_some(waiting: deque[Queued | QueuedCorrection], desk: Desk, own: OwnDesks) -> list[ToKeep]:
    """Decide the first of these until it is the other loops' turn; takes them off."""
    until = time.perf_counter() + _AT_A_STRETCH_S
    kept: list[ToKeep] = []
    while waiting and (not kept or time.perf_counter() < until):
        entry = waiting.popleft()
        if isinstance(entry, QueuedCorrection):
            kept += _correct(entry.correction, desk, own)
        else:
            kept += _decide_item(entry, desk, own)
    return kept


async def _keep_all(kept: Iterable[ToKeep], now: datetime, tx: Transaction) -> None:
    """Store in order what was decided; what is for all and comes in one run is written together."""
    run: list[Decision] = []
    for one in kept:
        if isinstance(one, Decision):
            run.append(one)
            continue
        await decisions.save(tx, run, now)
        run = []
        await one(tx)
    await decisions.save(tx, run, now)


def _decide_item(entry: Queued, desk: Desk, own: OwnDesks) -> list[ToKeep]:
    try:
        event = _event(entry, desk.state, own)
        if entry.item.owner is not None:
            return [*own.own_item(event, entry.item.owner, desk)]
        decision = decide(event, desk)
    except Exception as error:
        # One item's failure is its own: it is kept with its reason, and the next one is decided.
        log.exception("item_set_aside", item=entry.item.id)
        return [_aside(entry, f"{type(error).__name__}: {error}", desk)]
    kept = _decide_for_chats(event, decision, desk, own)
    for_others = without_chats(decision, own.deciding(decision.story, [entry.item.id]))
    apply(for_others, desk.state, desk.now)
    return [for_others, *kept]


def _decide_for_chats(event: Arrival | Revision, decision: Decision, desk: Desk, own: OwnDesks) -> list[Keep]:
    if isinstance(event, Arrival):
        return own.arrival(event, decision, desk)
    return own.revision(event, desk)


def _aside(entry: Queued, problem: str, desk: Desk) -> Keep:
    async def aside(tx: Transaction) -> None:
        await decisions.set_aside(tx, entry.item.id, problem, desk.now)

    return aside


def _for_all(change: StoryChange, regrouping: Regrouping, why: Sentence, desk: Desk, own: OwnDesks) -> Sequence[Keep]:
    """Make a change for all, and in the chats whose own desks decide one of its stories."""
    chats, kept = own.follow(change, regrouping, desk)
    others = regrouping_without_chats(regrouping, chats)
    apply_regrouping(others, desk.state, desk.now)

    async def keep(tx: Transaction) -> None:
        await merges_splits.keep(tx, others, why, desk.now)

    return [keep, *kept]


def _correct(correction: Correction, desk: Desk, own: OwnDesks) -> list[Keep]:
    if correction.chat is not None:
        kept, moved = own.correct(correction, correction.chat, _CORRECTED, desk)
    else:
        kept, moved = _correct_for_all(correction, desk, own)
    if not moved:
        return kept

    async def keep(tx: Transaction) -> None:
        await corrections.keep_moved(tx, correction, moved)
        if correction.kind is CorrectionKind.SPLIT:
            await next_stories.keep_apart(tx, correction, moved)

    return [*kept, keep]


def _correct_for_all(correction: Correction, desk: Desk, own: OwnDesks) -> tuple[list[Keep], list[ItemId]]:
    constrain(correction, desk.state)
    change = change_of(correction, desk.state)
    regrouping = regroup(change, desk) if change else None
    if change is None or regrouping is None:
        return [], []
    moved = list(moved_items(change, desk.state))
    return list(_for_all(change, regrouping, _CORRECTED, desk, own)), moved


def _event(entry: Queued, state: DeskState, own: OwnDesks) -> Arrival | Revision:
    # The state is newer than the entry: the item may have been decided, or its story merged away, since it was read.
    deciding = state if entry.item.owner is None else own.states[entry.item.owner]
    story = deciding.story_of.get(entry.item.id) or entry.story
    if entry.before is not None and story is not None:
        return Revision(before=entry.before, item=entry.item, story=story, background=entry.background)
    return Arrival(item=entry.item, background=entry.background)
