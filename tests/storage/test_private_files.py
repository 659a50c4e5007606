import os
import stat
from pathlib import Path

import pytest

from storage.database import Database
from storage.lock import alone
from storage.private_files import private_file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def kind_of_database() -> str:
    """What is asked here is asked of SQLite's file."""
    return "sqlite"


@pytest.fixture(autouse=True)
def _lax_machine() -> object:
    before = os.umask(0o022)
    yield
    os.umask(before)


async def test_a_new_database_its_folder_and_what_lies_beside_it_are_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "w.db"
    database = Database(f"sqlite:///{path}")
    with alone(str(path)):
        await database.open()
        async with database.write() as tx:
            assert tx.connection is not None  # a transaction that is begun makes the files beside the database
        found = {p.name: mode(p) for p in path.parent.iterdir()}
        await database.close()
    assert mode(path.parent) == 0o700
    assert {"w.db", "w.db.lock"} <= set(found)
    assert set(found.values()) == {0o600}


async def test_an_older_database_that_everybody_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    for name in ("w.db", "w.db-wal"):
        (tmp_path / name).touch(0o644)
    private_file(path)
    assert {mode(tmp_path / name) for name in ("w.db", "w.db-wal")} == {0o600}


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    private_file(tmp_path / "shared" / "w.db")
    assert mode(tmp_path / "shared") == 0o755
