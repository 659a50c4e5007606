"""What is old is forgotten whole; what still waits never is, nor what a feed still lists."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select, update

from newsroom.chat import ChatId, Place
from newsroom.clean_entry import CleanEntry
from newsroom.item import ItemId
from storage import chats, intake, outbox, retention, search, word_index
from storage.database import Database
from storage.intake import Taken
from storage.items import items_by_id
from storage.retention import forget
from storage.sources import sync_operator_sources
from storage.tables import boilerplate, deliveries, items
from tests.builders import NEVER, NOW, entry, spec

LATER = NOW + timedelta(days=1)
FERRY, TRAM = entry("a"), entry("b", "Another headline", "Another text.")
A_DELIVERY = {
    "chat_id": 1,
    "thread_id": 0,
    "priority": 1,
    "kind": "message",
    "payload": {},
    "state": "sent",
    "due_at": NOW,
    "attempts": 0,
    "made_at": NOW,
    "settled_at": NOW,
    "maybe_twice": False,
    "for_stranger": False,
}


async def number(database: Database, table: Table) -> int:
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def read(database: Database, day: float, *document: CleanEntry) -> Taken:
    """A visit that finds this document, as `Poll` makes it, and the desk that decides what came."""
    now = NOW + timedelta(days=day)
    async with database.write() as tx:
        known = await intake.known_raw(tx.connection, 1, [e.raw for e in document])
        await intake.still_listed(tx, 1, list(known), now)
        taken = await intake.take(tx, 1, [e for e in document if e.raw not in known], now, background=False)
        await tx.execute(update(items).values(decided_at=now))
    return taken


async def forgotten(database: Database, day: int, keep_days: int = 400) -> int:
    async with database.write() as tx:
        return await retention.forget_items(tx, NOW + timedelta(days=day - keep_days))


@pytest.fixture
async def watched(database: Database) -> Database:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec()], NOW, 60)
    return database


async def test_an_old_delivery_is_forgotten_once_it_is_settled_and_never_while_it_waits(database: Database) -> None:
    async with database.write() as tx:
        settled, waiting = [
            await outbox.put(tx, Place(chat=ChatId(1)), outbox.DeliveryKind.MESSAGE, {}, NOW) for _ in range(2)
        ]
        await outbox.settle_sent(tx, settled, 7, NOW)
        assert await retention.forget_deliveries(tx, LATER) == 1
        assert [d.id for d in await outbox.heads(tx.connection, NOW, (), 5)] == [waiting]


async def test_an_old_item_is_forgotten_with_all_that_hangs_on_it_once_it_is_decided(watched: Database) -> None:
    await read(watched, 0, FERRY)
    async with watched.write() as tx:
        await intake.take(tx, 1, [TRAM], NOW, background=False)
        await word_index.index_words(tx, {ItemId(1): ["ferry"]})
    await read(watched, 3, entry("c", "Bus stops"))
    async with watched.write() as tx:
        await tx.execute(update(items).where(items.c.key == "b").values(decided_at=None))
        assert await retention.forget_items(tx, LATER) == 1
        assert [item.title for item in (await items_by_id(tx.connection, [1, 2])).values()] == ["Another headline"]
        assert await search.ids_with(tx.connection, [["ferry"]], 5) == []


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([(0, [FERRY]), (399, [FERRY, TRAM])], id="in its last document"),
        pytest.param([(0, [FERRY, TRAM]), (3, [FERRY])], id="when it could last be read, long ago"),
        pytest.param([(0, [FERRY]), (1.5, [FERRY]), (2, [FERRY, TRAM])], id="though that is noted once a day"),
    ],
)
async def test_what_its_feed_still_lists_is_not_forgotten_and_comes_as_no_news(
    watched: Database, documents: Sequence[tuple[float, Sequence[CleanEntry]]]
) -> None:
    for day, document in documents:
        await read(watched, day, *document)
    await forgotten(watched, 450)
    assert await read(watched, 450, FERRY) == Taken()


async def test_what_its_feed_lists_no_more_is_forgotten_so_long_after_it_last_did(watched: Database) -> None:
    await read(watched, 0, FERRY, TRAM)
    for day in range(1, 21):
        await read(watched, day, FERRY, *([TRAM] if day <= 5 else []))
    assert [await forgotten(watched, day, keep_days=7) for day in (11, 13, 40)] == [0, 1, 0]
    async with watched.read() as connection:
        left = select(items.c.key).where(items.c.title != "")  # of the newest the number alone stays
        assert list((await connection.execute(left)).scalars()) == ["a"]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(entry("a", "Ferry sails again"), id="edited"),
        pytest.param(replace(FERRY, raw="sent otherwise"), id="the same to a reader"),
    ],
)
async def test_an_entry_that_comes_changed_is_listed_as_of_then(watched: Database, later: CleanEntry) -> None:
    await read(watched, 0, FERRY)
    await read(watched, 399, later)
    await read(watched, 401, TRAM)
    assert await forgotten(watched, 410) == 0


async def test_an_hour_in_which_much_grew_old_is_forgotten_whole_and_others_write_in_between(
    database: Database,
) -> None:
    """500 an hour were forgotten: of a busy day's 30,000 deliveries 12,000."""
    async with database.write() as tx:
        await chats.meet(tx, 1, "private", "Ann", None, None, "UTC", NOW)
        await tx.connection.execute(insert(deliveries), [A_DELIVERY] * 1_201)

    async def other_writer() -> int:
        async with database.write() as tx:
            return int((await tx.execute(select(func.count()).select_from(deliveries))).scalar_one())

    async with asyncio.TaskGroup() as group:
        group.create_task(forget(database, replace(NEVER, deliveries=LATER)))
        other = group.create_task(other_writer())
    assert other.result() == 701
    assert await number(database, deliveries) == 0


async def test_paragraphs_that_are_no_longer_counted_are_forgotten(watched: Database) -> None:
    """They were kept for good: each item left some."""
    many = [entry("a", hashes=tuple(range(1_100))), entry("b", "B", "B", hashes=(1, 2))]
    async with watched.write() as tx:
        await intake.take(tx, 1, many, NOW, background=False)
        await intake.take(tx, 1, [entry("c", "C", "C", hashes=(2,))], LATER, background=False)
    await forget(watched, replace(NEVER, paragraphs=LATER))
    async with watched.read() as connection:
        left = await connection.execute(select(boilerplate.c.hash, boilerplate.c.item_count))
        assert [(row.hash, row.item_count) for row in left] == [(2, 3)]
        assert await intake.paragraph_counts(connection, 1, LATER) == ({2: 3}, 1)


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        pytest.param(partial(retention.old_deliveries, NOW), "ix_deliveries_settled_at", id="deliveries"),
        pytest.param(partial(retention.old_items, NOW), "ix_items_arrived_at", id="items"),
        pytest.param(partial(retention.old_paragraphs, NOW), "ix_boilerplate_last_found_at", id="paragraphs"),
    ],
)
@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_what_is_old_is_found_without_reading_the_rest(database: Database, statement: Any, index: str) -> None:
    """The last look of each hour finds less than it may: without an index it read the table, beside a held lock."""
    asked = str(statement().compile(compile_kwargs={"literal_binds": True}))
    async with database.read() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")
        assert f"INDEX {index} " in " ".join(str(row.detail) for row in plan)
