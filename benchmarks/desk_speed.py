"""What the whole decision about an item costs with a full window, in memory and with storage.

    WIREWATCH_SHARED=../shared .venv/bin/python -m benchmarks.desk_speed [--encoder] [WINDOW ...]

For each window a process of its own: the desk gets WINDOW items in memory, then MEASURED more, item by item with a
turn's upkeep before every fifty; then as many again from the queue of a database, by the desk's own loop. 1,000 topics
over 300 chats. With --encoder the sentence encoder reads the items that are measured; those of the window have vectors
of chance. All times are of the process's own CPU: what the machine does beside does not count.
"""

import asyncio
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import structlog
from sqlalchemy import insert, text

from benchmarks import headlines
from benchmarks.process_usage import peak_mib
from benchmarks.stories_speed import ReadingFrom
from bot import memory_tuning
from desk.loop import DeskLoop
from desk.sentence_encoder import CachedEncoder
from newsroom.clock import Clock
from newsroom.desk.decide import Arrival, apply, decide
from newsroom.desk.state import AlertRules, Desk, DeskState
from newsroom.item import Item
from newsroom.source import SourceKind
from newsroom.text.words import tokens
from storage.chats import meet
from storage.database import Database, Transaction
from storage.sources import SourceSpec, sync_operator_sources
from storage.tables import items, queue, stories
from storage.topics import track

WINDOWS = (1_000, 5_000, 20_000, 50_000)
TOPICS, CHATS = 1_000, 300
MEASURED = 2_000  # items, in turns of a desk
TURN = 50  # items, as the desk's loop takes them


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCost:
    """What a desk costs with a window of that size; milliseconds of CPU time.

    Attributes:
        item_ms: To decide an item and enter it in memory, the median.
        item_p99_ms: The 99th percentile of the same.
        upkeep_ms: What a turn forgets before it decides, the median of the turns.
        upkeep_max_ms: Of the turns the dearest.
        stored_ms: An item of a turn of fifty with all that is read and written, the median of the turns.
        stored_max_ms: Of the turns the dearest.
        memory_mb: The most that the process had before the database was opened.
    """

    window: int
    encoder: bool
    item_ms: float
    item_p99_ms: float
    upkeep_ms: float
    upkeep_max_ms: float
    stored_ms: float
    stored_max_ms: float
    memory_mb: int


def rows(windows: Iterable[int] = WINDOWS, *, encoder: bool = False, measured: int = MEASURED) -> list[DeskCost]:
    """One row for each window, measured one after another."""
    found = []
    for window in windows:
        # Memory is of the whole process, and is collected and given back as in the program.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=memory_tuning.steady) as alone:
            found.append(alone.submit(measure, window, encoder=encoder, measured=measured).result())
    return found


def measure(window: int, *, encoder: bool = False, measured: int = MEASURED) -> DeskCost:
    """Fill a window and measure what comes next."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    cached = CachedEncoder(ReadingFrom(window + 1)) if encoder else None
    state = DeskState(cached, window)
    state.set_topics(headlines.topics(TOPICS, CHATS), headlines.chats(CHATS))
    all_items = [*headlines.stream(window + 2 * measured)]
    _decide(all_items[:window], state)
    spent, upkeep = _decide(all_items[window : window + measured], state)
    memory_mb = int(peak_mib())
    if cached is not None:
        cached.take_new()
    stored = asyncio.run(_stored(all_items, window + measured, state, cached, window))
    spent.sort()
    return DeskCost(
        window=window,
        encoder=encoder,
        item_ms=statistics.median(spent),
        item_p99_ms=spent[int(len(spent) * 0.99)],
        upkeep_ms=statistics.median(upkeep),
        upkeep_max_ms=max(upkeep),
        stored_ms=statistics.median(stored),
        stored_max_ms=max(stored),
        memory_mb=memory_mb,
    )


def _decide(some: Sequence[Item], state: DeskState) -> tuple[list[float], list[float]]:
    """Decide in memory; gives the milliseconds of each item, and of each turn's upkeep."""
    spent, upkeep = [], []
    for at, item in enumerate(some):
        desk = Desk(state, AlertRules(), item.arrived_at)
        if at % TURN == 0:
            began = time.process_time()
            state.close_old_stories(desk.now)
            upkeep.append(_ms_since(began))
        began = time.process_time()
        apply(decide(Arrival(item=item, background=False), desk), state, desk.now)
        spent.append(_ms_since(began))
    return spent, upkeep


async def _stored(
    all_items: Sequence[Item], decided: int, state: DeskState, encoder: CachedEncoder | None, window: int
) -> list[float]:
    """Have the desk's loop decide the items that are left; gives the milliseconds an item of each turn."""
    now = all_items[decided].arrived_at
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/wirewatch.db")
        await database.open()
        await _fill(database, all_items, decided, state)
        loop = DeskLoop(database, AlertRules(), Clock(lambda: now), encoder, window)
        loop._state = state  # noqa: SLF001 - to restore it would take as long as to fill it
        spent: list[float] = []
        while True:
            now = all_items[min(decided + TURN * len(spent), len(all_items) - 1)].arrived_at
            began = time.process_time()
            if not await loop.turn():
                break
            spent.append(_ms_since(began) / TURN)
        await database.close()
    return spent[1:]  # the first turn reads anew what people changed


async def _fill(database: Database, all_items: Sequence[Item], decided: int, state: DeskState) -> None:
    """Store what the desk has in memory as far as its next decisions need it there, and queue the rest."""
    async with database.write() as tx:
        specs = [_spec(id_) for id_ in range(1, headlines.SOURCES + 1)]
        await sync_operator_sources(tx, specs, headlines.START, 300)
        await tx.execute(insert(items), [_item(item, decided) for item in all_items])
        await _fill_words(tx, all_items[:decided])
        kept = [story for story in state.stories.values() if story.items]
        await tx.execute(insert(stories), [_story(story.id, min(story.items)) for story in kept])
        at = all_items[decided].arrived_at
        await tx.execute(
            insert(queue), [{"kind": "item", "item_id": i.id, "queued_at": at} for i in all_items[decided:]]
        )
        for chat in state.chats.values():
            await meet(tx, chat.id, chat.kind, chat.title, None, None, chat.zone, chat.made)
        for topic in state.topics.values():
            await track(tx, topic.place, topic.query, 1, topic.made)


async def _fill_words(tx: Transaction, some: Sequence[Item]) -> None:
    """The full-text index, as large as it would be: its insertions cost more where it is large."""
    words = [{"id": i.id, "words": " ".join(t.folded for t in tokens(f"{i.title} {i.text}"))} for i in some]
    await tx.execute(text("INSERT INTO item_words (rowid, words) VALUES (:id, :words)"), words)


def _spec(id_: int) -> SourceSpec:
    name = f"Wire {id_}"
    return SourceSpec(url=f"https://wire{id_}.example/feed", name=name, family=name, kind=SourceKind.PRIVATE)


def _item(item: Item, decided: int) -> dict[str, object]:
    return {**headlines.stored_row(item), "decided_at": item.arrived_at if item.id <= decided else None}


def _story(id_: int, lead: int) -> dict[str, object]:
    at = headlines.START
    return {
        "id": id_,
        "lead_item_id": lead,
        "opened_at": at,
        "updated_at": at,
        "version": 1,
        "outlets": 1,
        "independent": 1,
    }


def _ms_since(began: float) -> float:
    return 1000 * (time.process_time() - began)


def main(arguments: Sequence[str]) -> None:
    windows = [int(argument) for argument in arguments if argument.isdecimal()] or [*WINDOWS]
    print("window | an item ms (p99) | upkeep a turn ms (max) | with storage ms (max of turns) = items/s | memory MB")
    for window in windows:
        (row,) = rows([window], encoder="--encoder" in arguments)
        memory = f"{row.item_ms:.2f} ({row.item_p99_ms:.1f}) | {row.upkeep_ms:.2f} ({row.upkeep_max_ms:.1f})"
        stored = f"{row.stored_ms:.2f} ({row.stored_max_ms:.1f}) = {1000 / row.stored_ms:.0f}"
        print(f"{row.window:6,} | {memory} | {stored} | {row.memory_mb}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
