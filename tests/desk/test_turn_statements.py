"""What a turn of the desk asks of the database does not grow with the items in it."""

from collections import Counter

import pytest
from sqlalchemy import event

from desk.loop import DeskLoop
from newsroom.clock import Clock
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from storage import chats, desk_queue, intake, sources, topics
from storage.database import Database
from tests.builders import CHAT, NOW, at, entry, place, spec

TOWNS = ("Amberley", "Brackley", "Cromer", "Dunster", "Exmouth", "Fowey", "Grimsby", "Helston", "Ilkley", "Jarrow")
MOST = 25  # statements of a turn: reading and taking off the queue, one or two to a table


async def read(database: Database, first: int, count: int, *, edited: bool = False) -> None:
    """So many reports of different events, each with a figure and a word that a chat tracks."""
    entries = [
        entry(
            f"{number}",
            f"Ferry hits pier at {TOWNS[number % 10]}{number}, {number + 2 + edited} hurt",
            f"The {number}th ferry of the year hit a pier at {TOWNS[number % 10]}{number}.",
            published=NOW,
        )
        for number in range(first, first + count)
    ]
    async with database.write() as tx:
        await intake.take(tx, 1, entries, at(first), background=False)


async def statements_of_a_turn(database: Database, desk: DeskLoop) -> tuple[int, Counter[str]]:
    asked = Counter[str]()

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked[statement] += 1

    engines = [database._engines.writer.sync_engine, database._engines.reader.sync_engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    decided = await desk.turn()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", count)
    return decided, asked


@pytest.fixture
async def desk(database: Database) -> DeskLoop:
    """A desk that has its state, of a chat that tracks ferries."""
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await chats.meet(tx, CHAT, "private", "Desk", None, None, "UTC", NOW)
        await topics.track(tx, place(), parse("ferry"), 1, NOW)
    loop = DeskLoop(database, AlertRules(), Clock(lambda: at(60)))
    await read(database, 0, 1)
    await loop.turn()
    return loop


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
@pytest.mark.parametrize("count", [5, 50])
async def test_a_turn_of_new_items_takes_as_many_statements_however_many_they_are(
    database: Database, desk: DeskLoop, count: int
) -> None:
    await read(database, 100, count)
    decided, asked = await statements_of_a_turn(database, desk)
    assert decided == count
    assert asked.total() <= MOST, asked
    assert any("INSERT INTO deliveries" in statement for statement in asked)


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_only_what_an_edit_is_compared_with_is_read_edit_by_edit(database: Database, desk: DeskLoop) -> None:
    await read(database, 200, 40)
    await desk.turn()
    await read(database, 200, 40, edited=True)
    decided, asked = await statements_of_a_turn(database, desk)
    assert decided == 40
    by_item = {statement: times for statement, times in asked.items() if times >= decided}
    assert len(by_item) <= 2, by_item
    assert asked.total() - sum(by_item.values()) <= MOST, asked


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_what_one_turn_has_no_time_for_the_next_ones_decide(database: Database, desk: DeskLoop) -> None:
    await read(database, 100, 40)
    turns = [await desk.turn(within_s=0.0)]
    while turns[-1]:
        assert len(await database.ask(lambda c: desk_queue.undecided(c, 50))) == 40 - sum(turns)
        turns.append(await desk.turn(within_s=0.0))
    assert sum(turns) == 40
    assert max(turns) < 40


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_many_that_wait_are_decided_together_however_long_it_takes(database: Database, desk: DeskLoop) -> None:
    await read(database, 100, 60)
    assert await desk.turn(within_s=0.0) == 50
