"""A full disk, a lock, a truncated file: said clearly, nothing lost, right again when the cause is gone."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import key_values, outbox
from storage.database import Database, StorageError
from storage.retry import retry_until
from storage.states import DeliveryState
from tests.builders import NOW, place
from tests.english import refused
from tests.patience import AT_LAST_S


async def put(database: Database) -> None:
    async with database.write() as tx:
        for _ in range(50):
            await outbox.put(tx, place(), outbox.DeliveryKind.MESSAGE, {"html": "x" * 5_000}, NOW)


async def limit_pages(database: Database, pages: int) -> None:
    async with database.write() as tx:
        await tx.execute(text(f"pragma max_page_count = {pages}"))


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_a_full_disk_is_named_and_what_was_meant_is_written_once_there_is_room(database: Database) -> None:
    await limit_pages(database, 1)  # SQLite takes the present size: not one page more
    with refused("free some space", StorageError):
        await put(database)
    assert await database.ask(outbox.counts) == {}
    await limit_pages(database, 1_000_000)
    await put(database)
    assert await database.ask(outbox.counts) == {DeliveryState.DUE: 50}


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_a_lock_of_another_program_is_waited_for(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.retry._WAITS_S", (0.05,))
    async with database.write() as tx:
        await tx.execute(text("pragma busy_timeout = 50"))
    holder = sqlite3.connect(tmp_path / "var" / "wirewatch.db", isolation_level=None)
    holder.execute("begin immediate")
    stop = asyncio.Event()

    async def write() -> None:
        async with database.write() as tx:
            await key_values.note(tx, "written", value=True)

    with refused("another program holds it", StorageError):
        await write()
    working = asyncio.create_task(retry_until("test", write, stop))
    await asyncio.sleep(0.3)
    assert not working.done()
    holder.execute("rollback")
    holder.close()
    assert await asyncio.wait_for(working, AT_LAST_S)
    assert await database.ask(lambda c: key_values.noted(c, "written")) is True


@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_a_stop_ends_the_waiting(database: Database) -> None:
    await limit_pages(database, 1)
    stop = asyncio.Event()
    working = asyncio.create_task(retry_until("test", lambda: put(database), stop))
    await asyncio.sleep(0.1)
    stop.set()
    assert not await asyncio.wait_for(working, AT_LAST_S)


@pytest.mark.parametrize("kept_share", [0.0003, 0.5])
@pytest.mark.parametrize("kind_of_database", ["sqlite"])
async def test_a_truncated_file_is_named_at_the_start(
    database: Database, database_url: str, tmp_path: Path, kept_share: float
) -> None:
    await database.close()
    path = tmp_path / "var" / "wirewatch.db"
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * kept_share)])
    again = Database(database_url)
    try:
        with refused("restore a backup", StorageError):
            await again.open()
    finally:
        await again.close()
