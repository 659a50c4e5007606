"""A source's figures: of what the chat may meet, and of the newest items alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, update

from newsroom.chat import ChatId
from newsroom.source import SourceId
from newsroom.source_figures import SourceFigures
from storage import brought_items, sources
from storage.database import Database
from storage.tables import items
from storage.tables import sources as source_table
from tests.builders import CHAT, GROUP, NOW, spec
from tests.storage.query_plans import plans, statements

BEGAN = NOW - timedelta(days=30)


def row(number: int, arrived: datetime, **changed: object) -> dict[str, object]:
    named = dict.fromkeys(("key", "url", "title", "fingerprint", "raw"), f"{number}")
    times = {"arrived_at": arrived, "listed_at": max(arrived, NOW), "decided_at": arrived, "published": arrived}
    plain = {"id": number, "source_id": 1, "paragraphs": [], "language": "en", "version": 1, "background": False}
    owned = {"owner_chat_id": None, "placement": "new", "placed_of": None}
    return named | times | plain | owned | changed


async def stored(database: Database, *rows: dict[str, object]) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), replace(spec(2), family="family-1"), spec(3)], BEGAN, 300)
        await tx.execute(update(source_table).values(first_polled_at=BEGAN))
        await tx.execute(insert(items), list(rows))


async def figures(database: Database, source: int = 1) -> SourceFigures:
    watched = await database.ask(sources.active_sources)
    (meant,) = [one for one in watched if one.source.id == SourceId(source)]
    return await database.ask(lambda c: brought_items.figures_of(c, meant, CHAT, NOW))


def hours_ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


async def test_a_weeks_new_items_count_and_no_others(database: Database) -> None:
    of_week = [row(number, hours_ago(number)) for number in range(1, 15)]
    await stored(database, *of_week, row(20, NOW - timedelta(days=8)), row(21, hours_ago(1), source_id=3))
    found = await figures(database)
    assert (found.items, found.a_day) == (14, 2.0)


async def test_what_a_chat_brought_before_its_source_was_for_all_is_counted_for_nobody_else(database: Database) -> None:
    own = [row(number, hours_ago(number), owner_chat_id=GROUP) for number in range(10, 20)]
    await stored(database, row(1, hours_ago(1)), *own)
    assert (await figures(database)).items == 1


async def test_a_repeat_of_another_publishers_earlier_text_counts_and_of_a_sister_title_does_not(
    database: Database,
) -> None:
    others = [row(100, hours_ago(90), source_id=3), row(101, hours_ago(90), source_id=2)]
    copies = [row(n, hours_ago(n), placement="reprint", placed_of=100) for n in range(1, 4)]
    sisters = [row(n, hours_ago(n), placement="partial_reprint", placed_of=101) for n in range(4, 7)]
    same = [row(n, hours_ago(n), placement="same_story", placed_of=100) for n in range(7, 13)]
    await stored(database, *others, *copies, *sisters, *same)
    assert (await figures(database)).reprint_pct == 25


async def test_a_chats_own_items_are_copies_as_the_chat_has_them(database: Database) -> None:
    async with database.write() as tx:
        added = await sources.add_chat_source(tx, spec(9), CHAT, BEGAN, 300)
        await tx.execute(update(source_table).values(first_polled_at=BEGAN))
    own = [row(n, hours_ago(n), source_id=added, owner_chat_id=CHAT) for n in range(1, 7)]
    async with database.write() as tx:
        await tx.execute(insert(items), own)
    (watched,) = await database.ask(lambda c: sources.chat_sources(c, CHAT))
    assert (await database.ask(lambda c: brought_items.figures_of(c, watched, CHAT, NOW))).items == 6
    assert (await database.ask(lambda c: brought_items.figures_of(c, watched, ChatId(5), NOW))).items == 0


async def test_no_table_is_read_to_its_end(database: Database) -> None:
    await stored(database, *(row(number, hours_ago(number)) for number in range(1, 9)))
    (watched,) = [one for one in await database.ask(sources.active_sources) if one.source.id == SourceId(1)]
    async with database.read() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("how SQLite goes about it")
        with statements(connection) as asked:
            await brought_items.figures_of(connection, watched, CHAT, NOW)
        steps = (await plans(connection, asked)).splitlines()
        assert not [step for step in steps if step.startswith("SCAN") and not step.startswith("SCAN anon")], steps
        assert all("LIMIT" in sql for sql, _ in asked)
