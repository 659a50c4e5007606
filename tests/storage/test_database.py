import asyncio
import contextlib
import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.database import Bell, Database, StorageError, Transaction
from storage.tables import notes
from tests.english import english, refused


async def put(tx: Transaction, name: str) -> None:
    await tx.execute(insert(notes).values(name=name, value=1))


async def keep(database: Database, *wanted: str) -> None:
    """All of them in one transaction."""
    async with database.write() as tx:
        for name in wanted:
            await put(tx, name)


async def names(database: Database) -> list[str]:
    async with database.read() as connection:
        return list((await connection.execute(select(notes.c.name).order_by(notes.c.name))).scalars())


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        pytest.param("journal_mode", "wal", id="readers never wait for the writer"),
        pytest.param("synchronous", 2, id="a commit survives a power cut"),
        pytest.param("foreign_keys", 1, id="no row points at nothing"),
    ],
)
@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_the_writer_keeps_its_promises(database: Database, pragma: str, value: object) -> None:
    async with database.write() as tx:
        assert (await tx.execute(text(f"PRAGMA {pragma}"))).scalar() == value


async def test_a_failed_write_leaves_nothing_and_rings_nothing(database: Database) -> None:
    async def half() -> None:
        async with database.write() as tx:
            await put(tx, "half")
            tx.ring(Bell.PUSH)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half()
    assert await names(database) == []
    assert not database.quiet(Bell.PUSH)


async def test_bells_ring_after_the_commit(database: Database) -> None:
    async with database.write() as tx:
        await put(tx, "whole")
        tx.ring(Bell.DESK)
        assert not database.quiet(Bell.DESK)
    assert database.quiet(Bell.DESK)
    assert not database.quiet(Bell.DESK)


async def test_waiting_ends_with_the_bell_or_with_the_time(database: Database) -> None:
    assert not await database.wait(Bell.PUSH, 0.01)
    waiting = asyncio.create_task(database.wait(Bell.PUSH, 5))
    await asyncio.sleep(0)
    database.ring(Bell.PUSH)
    assert await waiting


async def test_a_reader_sees_one_state_while_a_writer_goes_on(database: Database) -> None:
    count = select(func.count()).select_from(notes)
    async with database.read() as connection:
        before = (await connection.execute(count)).scalar()
        async with database.write() as tx:
            await put(tx, "meanwhile")
        assert (await connection.execute(count)).scalar() == before == 0
    assert await names(database) == ["meanwhile"]


async def test_writers_take_turns(database: Database) -> None:
    async def one(name: str) -> None:
        async with database.write() as tx:
            await put(tx, name)
            await asyncio.sleep(0)
            await put(tx, f"{name}-twin")

    await asyncio.gather(*(one(f"writer-{n}") for n in range(5)))
    assert len(await names(database)) == 10


async def test_a_write_that_is_cancelled_lets_the_next_in(database: Database) -> None:
    began = asyncio.Event()

    async def endless() -> None:
        async with database.write() as tx:
            await put(tx, "cancelled")
            began.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(endless())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await keep(database, "next")
    assert await names(database) == ["next"]


async def test_a_broken_constraint_is_our_bug_and_no_trouble_of_the_database(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await keep(database, "same", "same")


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_a_full_disk_is_said_with_the_mend_and_work_goes_on_when_there_is_room(database: Database) -> None:
    async with database.write() as tx:
        await tx.execute(text("PRAGMA max_page_count = 1"))
    with refused("free some space", StorageError):
        await keep(database, *(f"{n}" + "x" * 2_000 for n in range(300)))
    async with database.write() as tx:
        await tx.execute(text("PRAGMA max_page_count = 1000000"))
        await put(tx, "room again")
    assert await names(database) == ["room again"]


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_a_locked_file_is_said_with_the_mend(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite_engines._LIMITS", ("busy_timeout=20",))
    other = sqlite3.connect(tmp_path / "var" / "wirewatch.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with refused("another program holds it", StorageError):
            async with database.write():
                pass
    finally:
        other.execute("ROLLBACK")
        other.close()
    await keep(database, "free again")
    assert await names(database) == ["free again"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"no database " * 500, "is no database", id="another kind of file"),
        pytest.param(b"SQLite format 3\0" + b"\xff" * 5_000, "(damaged|no database)", id="a header, then noise"),
    ],
)
async def test_a_file_that_is_no_database_is_said_when_it_is_opened(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "wirewatch.db"
    path.write_bytes(content)
    opened = Database(f"sqlite:///{path}")
    with pytest.raises(StorageError) as caught:
        await opened.open()
    assert re.search(words, english(caught.value))
    await opened.close()


async def test_a_file_cut_short_while_it_is_used_is_said(database_url: str, tmp_path: Path) -> None:
    opened = Database(database_url)
    await opened.open()
    (tmp_path / "var" / "wirewatch.db").write_bytes(b"gone " * 2_000)
    with refused("no database", StorageError):
        async with opened.read() as connection:
            await connection.execute(select(notes))
    with refused("no database", StorageError):
        await keep(opened, "lost")
    await opened.close()


async def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    opened = Database(f"sqlite:///{tmp_path}/file/wirewatch.db")
    with refused("make its folder", StorageError):
        await opened.open()
    await opened.close()


async def test_a_value_that_fits_no_column_is_a_bug_and_no_trouble_of_the_database(database: Database) -> None:
    """An update whose ids were no numbers was met again for ever: the database was thought to be in trouble."""
    with pytest.raises(DBAPIError):
        async with database.read() as connection:
            await connection.execute(text("SELECT name FROM notes WHERE name = :name"), {"name": {"id": 1}})
    await database.greet()


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_a_database_of_a_newer_program_is_said(database: Database, database_url: str) -> None:
    async with database.write() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer = Database(database_url)
    with refused("newer", StorageError):
        await newer.open()
    await newer.close()


async def test_opening_twice_changes_nothing(database: Database) -> None:
    await keep(database, "kept")
    await database.open()
    assert await names(database) == ["kept"]


async def test_readers_that_wait_too_long_for_a_connection_are_told_so(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLAlchemy's own TimeoutError is no DatabaseError: it ended the loop that met it."""
    monkeypatch.setattr("storage.sqlite_engines.POOL_S", 0.05)
    starved = Database(database_url)
    await starved.open()
    async with contextlib.AsyncExitStack() as readers:
        for _ in range(8):
            await readers.enter_async_context(starved.read())
        with refused("came free", StorageError):
            await names(starved)
    assert await names(starved) == []
    await starved.close()


@pytest.mark.parametrize("steps", range(5))
async def test_a_wait_that_is_cancelled_as_its_bell_rings_ends_its_task(database: Database, steps: int) -> None:
    """Of Python 3.11 `asyncio.wait_for` takes the cancel for the bell: a pusher that was cut off went on for good."""
    waiting = asyncio.create_task(database.wait(Bell.PUSH, 60))
    await asyncio.sleep(0.01)
    database.ring(Bell.PUSH)
    for _ in range(steps):
        await asyncio.sleep(0)
    if waiting.cancel():
        with pytest.raises(asyncio.CancelledError):
            await waiting
