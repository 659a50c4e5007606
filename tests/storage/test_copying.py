"""A database moved to another kind and back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from newsroom.item import ItemId
from newsroom.matching.query import parse
from storage import chats, intake, search, sources, topics, word_index
from storage.copying import CopyError, copy_all
from storage.database import Database
from storage.desk_state import last_claim_id
from storage.tables import claims, embeddings, items, metadata
from tests.builders import CHAT, NOW, entry, place, spec
from tests.english import refused
from tests.postgres import fresh_database


@pytest.fixture
def kind_of_database() -> str:
    return "sqlite"


@pytest.fixture
async def server(postgres: str) -> AsyncIterator[Database]:
    async with fresh_database(postgres) as url:
        opened = Database(url)
        await opened.open()
        yield opened
        await opened.close()


@pytest.fixture
async def another(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/another.db")
    await opened.open()
    yield opened
    await opened.close()


def unheard(_done: int, _all: int) -> None:
    pass


async def fill(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann \U0001f30a", None, None, "UTC", NOW)
        await topics.track(tx, place(), parse("ferry"), CHAT, NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        entries = [entry(f"{number}", f"Ferry {number} aground") for number in range(1_200)]
        await intake.take(tx, 1, entries, NOW, background=False)
        await tx.execute(insert(embeddings).values(item_id=1, text_read=-5, vector=b"\x00\xff"))
        claim = {"item_id": 1, "slot": "killed", "stated_at": NOW, "body": {"b": [1, None], "a": "x"}}
        await tx.execute(insert(claims), [claim, claim])
        await tx.execute(text("DELETE FROM claims WHERE id = 2"))
        await word_index.index_words(tx, {ItemId(2): ["ferry", "паром"]})


async def contents(database: Database) -> dict[str, list[object]]:
    async with database.read() as connection:
        return {
            table.name: [tuple(row) for row in await connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


async def test_everything_is_there_after_a_move_and_back(
    database: Database, server: Database, another: Database
) -> None:
    await fill(database)
    copied = await copy_all(database, server, unheard)
    assert copied["items"] == 1_200
    await copy_all(server, another, unheard)
    before = await contents(database)
    assert await contents(server) == before
    assert await contents(another) == before
    for one in (server, another):
        async with one.write() as tx:
            assert await search.ids_with(tx.connection, [["паром"]], 5) == [2]
            assert await last_claim_id(tx.connection) == 2  # though its row is gone
            await intake.take(tx, 1, [entry("new", "Ferry afloat")], NOW, background=False)
            assert (await tx.execute(select(items.c.id).order_by(items.c.id.desc()).limit(1))).scalar() == 1_201


async def test_a_database_with_rows_is_not_written_over(database: Database, server: Database) -> None:
    await fill(database)
    await fill(server)
    with refused("name an empty one", CopyError):
        await copy_all(database, server, unheard)
