"""What we ask of SQLite and SQLAlchemy is in force in the open database; see `tests/architecture/test_limits.py`."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.backup import BackupError, back_up
from storage.database import Database
from storage.file_check import examine_file
from storage.migrate import upgrade

# SQLite's own are: delete, 2 (in WAL as well), 0, 0 (Python makes it 5,000), -2,000.
PRAGMAS = [
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("busy_timeout", 5_000),
    ("cache_size", -1_000),
]


@pytest.fixture
def kind_of_database() -> str:
    """What is asked here is asked of SQLite's file."""
    return "sqlite"


@pytest.mark.parametrize(("pragma", "wanted"), PRAGMAS)
async def test_each_connection_has_the_pragma(database: Database, pragma: str, wanted: object) -> None:
    async with database.write() as tx:
        assert (await tx.execute(text(f"PRAGMA {pragma}"))).scalar() == wanted
    async with database.read() as one, database.read() as another:
        for connection in (one, another):
            assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar() == wanted


async def test_the_open_database_has_the_pools_that_it_was_given(database: Database) -> None:
    def pool_limits(engine: AsyncEngine) -> tuple[int, int, float]:
        pool: Any = engine.sync_engine.pool
        return pool.size(), pool._max_overflow, pool.timeout()

    assert pool_limits(database._engines.writer) == (1, 0, 30.0)
    assert pool_limits(database._engines.reader) == (4, 4, 30.0)
    assert await connected_with(database._engines.writer) == {"cached_statements": 64}
    assert await connected_with(database._engines.reader) == {"cached_statements": 64}


async def connected_with(engine: AsyncEngine) -> dict[str, object]:
    """What the driver is called with for a new connection, beside the path."""
    connected: list[dict[str, object]] = []

    def note(_dialect: object, _record: object, _arguments: object, named: dict[str, object]) -> None:
        connected.append(dict(named))

    event.listen(engine.sync_engine, "do_connect", note)
    await engine.dispose()
    async with engine.connect():
        pass
    return {name: value for name, value in connected[0].items() if name == "cached_statements"}


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the file and does not let go."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE IF NOT EXISTS held (id INTEGER)")
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_a_look_from_outside_waits_no_longer_than_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.file_check._TIMEOUT_S", 0.4)
    with locked(tmp_path / "w.db"):
        started = time.monotonic()
        assert examine_file(tmp_path / "w.db")[0].sentence.name == "doctor.database.locked"
        assert 0.3 < time.monotonic() - started < 4.5  # Python's own is five


def test_a_migration_waits_no_longer_than_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.migrate._BUSY_S", 0.4)
    with locked(tmp_path / "w.db"):
        started = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            upgrade(f"sqlite:///{tmp_path}/w.db")
        assert 0.3 < time.monotonic() - started < 4.5


def test_a_backup_waits_no_longer_for_a_lock_than_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.backup._TIMEOUT_S", 0.4)
    with locked(tmp_path / "w.db"):
        started = time.monotonic()
        with pytest.raises(BackupError, match="locked"):
            back_up(tmp_path / "w.db", tmp_path / "copy.db")
        assert 0.3 < time.monotonic() - started < 4.5
