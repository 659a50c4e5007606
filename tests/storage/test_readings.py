"""What reading an item's text gave is kept with it, for a start."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import fields, replace
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import insert, select, update

from benchmarks.headlines import stored_row
from newsroom.item import Item, ItemId, Paragraph
from newsroom.source import SourceId
from newsroom.stories.features import TextFeatures, extract_features
from newsroom.stories.stream_rarity import WeighedWords
from storage import readings
from storage.database import Database
from storage.item_removal import remove_items
from storage.readings import StoredFeatures, packed, unpacked
from storage.sources import sync_operator_sources
from storage.tables import items
from storage.tables import readings as table
from storage.write_locks import NONE
from tests.builders import NOW, spec
from tests.newsroom.stories.writing import item, outlet, wire_week
from tests.postgres import fresh_database
from tests.storage.query_plans import plans, statements

ODD = [
    item(1, "", ""),
    item(2, "12 dead, 1.000.000 flee: Day 2 of the second trial", "On 3 March and 4 March it rained.", dated=False),
    item(3, "LIVE: Жители Киева — 東京 ﷺ", "Жители Киева говорили о событиях дня в городе. " * 9),
    item(4, "A lone \ud800 surrogate", "It stays one, whatever is written."),
    item(5, "Third round of talks in Geneva", "https://e.example"),
    item(6, "Drone strike sets depot on fire", "The depot burned on Monday."),
]


def reading(one: Item, *, weighed: bool = True) -> StoredFeatures:
    """What is kept of an item; `weighed`: as of a node, whose first term says nothing and counts."""
    text = extract_features(one)
    terms = np.arange(len(text.terms))
    given = WeighedWords(weights=np.sqrt(terms).astype(np.float32), counted=terms % 3 == 0)
    return StoredFeatures(text=text, weighed=given if weighed else None)


def as_values(one: StoredFeatures) -> list[object]:
    values = [getattr(one.text, field.name) for field in fields(TextFeatures)]
    values += [one.weighed.weights, one.weighed.counted] if one.weighed else []
    return [(str(some.dtype), some.tolist()) if isinstance(some, np.ndarray) else some for some in values]


@pytest.mark.parametrize("weighed", [True, False], ids=["weighed", "a copy"])
@pytest.mark.parametrize("one", [*ODD, *wire_week(seed=5, days=1)], ids=lambda one: one.title[:20])
def test_what_is_written_is_read(one: Item, *, weighed: bool) -> None:
    read = reading(one, weighed=weighed)
    assert as_values(unpacked(packed(read))) == as_values(read)


def test_equal_words_are_one_string() -> None:
    """50,000 items have some of them in common with each other."""
    read = reading(wire_week(seed=5, days=1)[0])
    again = unpacked(packed(read))
    assert all(one is other for one, other in zip(read.text.terms, again.text.terms, strict=True))


@pytest.fixture
async def stocked(database: Database) -> Database:
    await stock(database)
    return database


async def stock(database: Database) -> None:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1)], NOW, 300)
        await tx.execute(insert(items), [stored_row(one) for one in FERRIES])
        await readings.keep(tx, [(one, reading(one)) for one in FERRIES])


WIRE = replace(outlet("Wire"), id=SourceId(1))
FERRIES = [replace(one, source=WIRE) for one in wire_week(seed=5, days=1)[:3]]


async def known(database: Database, *some: Item) -> list[ItemId]:
    async with database.read() as connection:
        return [*await readings.of_items(connection, some)]


async def kept(database: Database) -> list[int]:
    async with database.read() as connection:
        return list((await connection.execute(select(table.c.item_id).order_by("item_id"))).scalars())


async def test_what_was_read_is_known_of_the_items_that_have_the_same_text(stocked: Database) -> None:
    first, second, third = FERRIES
    edited = replace(second, paragraphs=(Paragraph(text="Another text."),))
    other_language = replace(third, language="tr")
    assert await known(stocked, first, edited, other_language) == [first.id]


async def test_what_was_read_in_another_way_is_not_known(stocked: Database) -> None:
    async with stocked.write() as tx:
        await tx.execute(update(table).values(text_read=table.c.text_read + 1))
    assert await known(stocked, *FERRIES) == []
    async with stocked.write() as tx:
        await readings.keep(tx, [(one, reading(one)) for one in FERRIES])
    assert await known(stocked, *FERRIES) == [one.id for one in FERRIES]


async def test_a_removed_item_leaves_nothing_and_gets_nothing(stocked: Database) -> None:
    removed, *others = FERRIES
    async with stocked.write() as tx:
        await remove_items(tx, [removed.id])
        await readings.keep(tx, [(removed, reading(removed))])
    assert await kept(stocked) == [one.id for one in others]


async def test_what_was_read_is_forgotten_once_its_item_is_compared_no_more(stocked: Database) -> None:
    before = FERRIES[1].arrived_at
    async with stocked.write() as tx:
        assert await readings.forget_readings(tx, before) == 1
        assert await readings.forget_readings(tx, before - timedelta(days=1)) == 0
    assert await kept(stocked) == [one.id for one in FERRIES[1:]]


async def test_no_item_is_looked_at_whose_reading_was_forgotten(database: Database) -> None:
    """Without statistics SQLite began with the oldest of a million items, in each batch."""
    async with database.write() as tx:
        if tx.connection.dialect.name != "sqlite":
            pytest.skip("how SQLite goes about it")
        with statements(tx.connection) as asked:
            await readings.forget_readings(tx, NOW)
        plan = await plans(tx.connection, asked)
    assert "SEARCH readings USING INTEGER PRIMARY KEY (rowid<?)" in plan
    assert "ix_items_arrived_at (arrived_at<?)" not in plan
    assert "SCAN" not in plan


async def test_an_item_that_is_just_being_removed_gets_nothing(postgres: str) -> None:
    removed, *others = FERRIES
    async with fresh_database(postgres) as url, AsyncExitStack() as stack:
        one, other = Database(url), Database(url)
        for opened in (one, other):
            await opened.open()
            stack.push_async_callback(opened.close)
        await stock(one)

        async def keep() -> None:
            async with other.write(locks=NONE) as tx:
                await readings.keep(tx, [(ferry, reading(ferry)) for ferry in FERRIES])

        async with one.write(locks=NONE) as tx:
            await remove_items(tx, [removed.id])
            keeping = asyncio.create_task(keep())
            await asyncio.wait([keeping], timeout=0.3)
        await keeping
        assert await kept(one) == [ferry.id for ferry in others]
