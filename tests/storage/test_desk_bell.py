"""The desk hears of every change of what it remembers, whoever made it and by whatever statement."""

import pytest
from sqlalchemy import Boolean, func, select, text

from newsroom.matching.query import parse
from storage import chats, intake, sources, topics
from storage.database import Bell, Database
from storage.desk_bell import REMEMBERED
from storage.tables import cards, metadata
from tests.builders import CHAT, NOW, at, entry, place, spec

OTHER_VALUES: dict[str, dict[str, object]] = {
    "mode": {"topics": "digest", "cards": "list"},
    "state": {"chats": "suspended"},
    "story_id": {"cards": 2},
}


@pytest.fixture
async def filled(database: Database) -> Database:
    """A chat, a topic of its, and a card of two stories' first."""
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await topics.track(tx, place(), parse("ferry"), CHAT, NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await intake.take(tx, 1, [entry("a", "Ferry aground")], NOW, background=False)
        story = "(id, lead_item_id, opened_at, updated_at, version, outlets, independent) VALUES"
        for number in (1, 2):
            await tx.execute(text(f"INSERT INTO stories {story} ({number}, 1, 0, 0, 1, 1, 1)"))
        await tx.execute(
            cards.insert().values(
                chat_id=CHAT, thread_id=0, story_id=1, mode="alert", shown_version=0, why=[], muted=0, made_at=NOW
            )
        )
    async with database.write(by_desk=True):
        pass  # before its first write the desk of one of several processes can't know what others have changed
    database.quiet(Bell.DESK_STATE)
    return database


async def write(database: Database, statement: str, *, by_desk: bool = False) -> bool:
    """Whether the desk heard of it."""
    async with database.write(by_desk=by_desk) as tx:
        await tx.execute(text(statement))
    return database.quiet(Bell.DESK_STATE)


def changed(table: str, column: str) -> str:
    """A statement that gives a column of one row another value."""
    boolean = isinstance(metadata.tables[table].c[column].type, Boolean)
    value = False if boolean else OTHER_VALUES.get(column, {}).get(table, 123_456)
    return f"UPDATE {table} SET {column} = '{value}'"  # noqa: S608 - our own tables


@pytest.mark.parametrize(
    ("table", "column"),
    [pytest.param(t, c, id=f"{t}.{c}") for t in REMEMBERED for c in metadata.tables[t].columns.keys()],  # noqa: SIM118 - SQLAlchemy's keys, not a mapping's
)
async def test_a_change_rings_where_the_desk_reads_the_column(filled: Database, table: str, column: str) -> None:
    statement = changed(table, column)
    if (table, column) == ("topics", "chat_id"):  # it goes with its chat, by the foreign key
        statement = "UPDATE chats SET id = 123456"
    assert await write(filled, statement) is (column in REMEMBERED[table])


@pytest.mark.parametrize("table", ["cards", "topics"])
async def test_a_row_that_comes_or_goes_rings(filled: Database, table: str) -> None:
    async with filled.read() as connection:
        columns = ", ".join(c.name for c in metadata.tables[table].columns if c.name not in ("id", "thread_id"))
        assert (await connection.execute(select(func.count()).select_from(metadata.tables[table]))).scalar() == 1
    copied = f"INSERT INTO {table} (thread_id, {columns}) SELECT 7, {columns} FROM {table}"  # noqa: S608 - our own tables
    assert await write(filled, copied)
    assert await write(filled, f"DELETE FROM {table} WHERE thread_id = 7")  # noqa: S608 - our own tables
    assert not await write(filled, f"DELETE FROM {table} WHERE thread_id = 7")  # noqa: S608 - our own tables


async def test_a_write_that_changes_nothing_makes_the_desk_read_nothing(filled: Database) -> None:
    """A chat says a word: it is written down again as it was, which must not cost the desk a look at all topics."""
    async with filled.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", at(5))
    assert not filled.quiet(Bell.DESK_STATE)


async def test_what_the_desk_wrote_itself_it_need_not_read(filled: Database) -> None:
    assert not await write(filled, "UPDATE cards SET mode = 'list'", by_desk=True)
    assert not await write(filled, "UPDATE sources SET name = 'x'")
    assert await write(filled, "UPDATE cards SET mode = 'alert'")


async def test_a_write_that_failed_rings_nothing_later(filled: Database) -> None:
    async def fails() -> None:
        async with filled.write() as tx:
            await tx.execute(text("UPDATE chats SET zone = 'Europe/Kyiv'"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    assert not await write(filled, "UPDATE sources SET name = 'x'")


async def test_a_connection_that_is_opened_anew_rings_as_the_first_did(filled: Database) -> None:
    await filled.close()
    assert await write(filled, "UPDATE chats SET zone = 'Europe/Kyiv'")
