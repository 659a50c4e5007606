"""A backup is whole, of one moment, and its owner's alone; what is there is never written over."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from bot.cli import main
from newsroom.item import ItemId
from storage import chats, intake, word_index
from storage.backup import BackupError, back_up
from storage.database import Database
from storage.sources import sync_operator_sources
from storage.tables import chats as chat_table
from tests.builders import CHAT, NOW, entry, spec


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def kind_of_database() -> str:
    """What is asked here is asked of SQLite's file."""
    return "sqlite"


@pytest.fixture(autouse=True)
def _lax_machine() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def running(database_url: str) -> Path:
    return Path(database_url.removeprefix("sqlite:///"))


async def test_a_copy_made_while_the_bot_writes_is_whole_and_opens(database: Database, running: Path) -> None:
    copy = running.parent.parent / "backups" / "b.db"
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await sync_operator_sources(tx, [spec()], NOW, 60)
        await intake.take(tx, 1, [entry("a"), entry("b")], NOW, background=False)
        await word_index.index_words(tx, {ItemId(2): ["ferry"]})
    async with database.write() as tx:
        await chats.set_zone(tx, CHAT, "Europe/Kyiv")
        assert back_up(running, copy) > 0  # beside a transaction under way
    restored = Database(f"sqlite:///{copy}")
    await restored.open()
    async with restored.read() as connection:
        assert (await connection.execute(select(chat_table.c.title, chat_table.c.zone))).all() == [("Ann", "UTC")]
        found = await connection.execute(text("SELECT rowid FROM item_words WHERE item_words MATCH 'ferry'"))
        assert list(found.scalars()) == [2]
    await restored.close()


async def test_the_copy_and_its_folder_are_their_owners_alone(database: Database, running: Path) -> None:
    del database
    copy = running.parent.parent / "backups" / "b.db"
    back_up(running, copy)
    assert (mode(copy), mode(copy.parent)) == (0o600, 0o700)
    assert [path.name for path in copy.parent.iterdir()] == ["b.db"]


async def test_what_is_there_is_not_written_over(database: Database, running: Path, tmp_path: Path) -> None:
    del database
    copy = tmp_path / "b.db"
    copy.write_text("mine")
    with pytest.raises(BackupError, match=r"backup\.exists"):
        back_up(running, copy)
    assert copy.read_text() == "mine"


def test_a_database_that_is_not_there_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"backup\.no_database"):
        back_up(tmp_path / "none.db", tmp_path / "b.db")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_damaged_leaves_no_backup(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(b"no database at all" * 1_000)
    with pytest.raises(BackupError, match=r"backup\.failed"):
        back_up(tmp_path / "bad.db", tmp_path / "b.db")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.db"]


def test_the_command_says_where_the_copy_is(empty_file: Path, tmp_path: Path) -> None:
    copy, database_url = tmp_path / "safe" / "b.db", f"sqlite:///{empty_file}"
    done = CliRunner().invoke(main, ["backup", str(copy), "--database", database_url])
    assert done.exit_code == 0, done.output
    assert "a whole copy that only its owner can read" in done.output
    assert sqlite3.connect(copy).execute("SELECT count(*) FROM chats").fetchone() == (0,)
