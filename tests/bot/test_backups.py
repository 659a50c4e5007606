"""A backup made while the bot works goes back to either kind of database, and the bot goes on there."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text

from bot.backups import make_backup, restore_backup
from bot.cli import main
from bot.clocks import SetClock
from bot.wiring import opened
from desk.loop import DeskLoop
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from storage import chats, intake, sources, topics
from storage.backup import BackupError
from storage.database import Database, StorageError
from storage.lock import Occupied
from storage.made_marker import marker_of
from storage.tables import chats as chat_table
from storage.tables import items, metadata
from tests.builders import CHAT, NOW, entry, place, spec
from tests.english import refused
from tests.postgres import fresh_database

BOTH = ("sqlite", "postgresql")


@pytest.fixture
async def new_url(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Callable[[str], Any]]:
    """Gives the address of another new database of a kind."""
    made = 0
    async with AsyncExitStack() as stack:

        async def new(kind: str) -> str:
            nonlocal made
            made += 1
            if kind == "sqlite":
                return f"sqlite:///{tmp_path}/{made}/w.db"
            return await stack.enter_async_context(fresh_database(request.getfixturevalue("postgres")))

        yield new


def unheard(_done: int, _all: int) -> None:
    pass


def three(at: datetime, batch: int) -> list[Any]:
    return [entry(f"{batch}.{n}", f"Ferry {batch}.{n} runs aground at Quay {n}", published=at) for n in range(3)]


async def work(database: Database, batches: int, stop: asyncio.Event | None = None) -> None:
    """Three items in each transaction, decided by the desk: as many are ever seen of a batch as were written, or none."""
    desk = DeskLoop(database, AlertRules(), SetClock(NOW).clock())
    async with database.read() as connection:
        first = (await connection.execute(select(func.count()).select_from(items))).scalar_one() // 3
    for batch in range(first, first + batches):
        if stop is not None and stop.is_set():
            return
        async with database.write() as tx:
            await intake.take(tx, 1, three(NOW - timedelta(minutes=1), batch), NOW, background=False)
        await desk.turn()


async def begin(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann \U0001f30a", None, None, "UTC", NOW)
        await topics.track(tx, place(), parse("ferry"), CHAT, NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
    await work(database, 20)


async def contents(database: Database) -> dict[str, list[object]]:
    async with database.read() as connection:
        return {
            table.name: [tuple(row) for row in await connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("before", BOTH)
@pytest.mark.parametrize("after", BOTH)
async def test_a_backup_under_load_is_of_one_moment_and_the_bot_goes_on_from_it(
    before: str, after: str, new_url: Callable[[str], Any], tmp_path: Path
) -> None:
    backup, stop = tmp_path / "backup.db", asyncio.Event()
    async with opened(await new_url(before)) as database:
        await begin(database)
        load = asyncio.create_task(work(database, 10_000, stop))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(
            _run, make_backup(str(database._url.render_as_string(hide_password=False)), backup, unheard)
        )
        await asyncio.sleep(0.1)
        stop.set()
        await load
        last = len((await contents(database))["items"])
    url = await new_url(after)
    await restore_backup(backup, url, unheard, force=False)
    again = tmp_path / "again.db"
    async with opened(url) as restored:
        there = await contents(restored)
        assert 60 <= len(there["items"]) <= last
        assert len(there["items"]) % 3 == 0  # no half of a transaction
        assert len(there["queue"]) in (0, 3)
        await make_backup(url, again, unheard)
        await work(restored, 2)
        assert len((await contents(restored))["items"]) == len(there["items"]) + 6
    assert _rows(again) == _rows(backup)


def _run(work_of: Any) -> None:
    asyncio.run(work_of)


def _rows(file: Path) -> dict[str, list[object]]:
    with closing(sqlite3.connect(file)) as made:
        names = [*(table.name for table in metadata.sorted_tables)]
        return {name: sorted(made.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608 - names of our tables


@pytest.fixture
async def backup(new_url: Callable[[str], Any], tmp_path: Path) -> Path:
    """Of a small database."""
    url = await new_url("sqlite")
    async with opened(url) as database:
        await _one_chat(database, "Ann")
    await make_backup(url, tmp_path / "b.db", unheard)
    return tmp_path / "b.db"


async def _one_chat(database: Database, title: str) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", title, None, None, "UTC", NOW)


async def titles(url: str) -> list[str]:
    async with opened(url) as database, database.read() as connection:
        return list((await connection.execute(select(chat_table.c.title))).scalars())


@pytest.mark.parametrize("kind", BOTH)
async def test_rows_are_replaced_only_by_force(kind: str, new_url: Callable[[str], Any], backup: Path) -> None:
    url = await new_url(kind)
    async with opened(url) as database:
        await _one_chat(database, "Bob")
        async with database.write() as tx:
            await tx.execute(text("INSERT INTO notes (name, value) VALUES ('mine', '1')"))
    with refused("has rows, which would be lost: nothing was changed.", BackupError):
        await restore_backup(backup, url, unheard, force=False)
    assert await titles(url) == ["Bob"]
    await restore_backup(backup, url, unheard, force=True)
    assert await titles(url) == ["Ann"]
    async with opened(url) as database, database.read() as connection:
        assert list(await connection.execute(text("SELECT value FROM notes WHERE name = 'mine'"))) == []


@pytest.mark.parametrize("kind", BOTH)
async def test_a_database_that_is_in_use_is_not_replaced(
    kind: str, new_url: Callable[[str], Any], backup: Path
) -> None:
    url = await new_url(kind)
    async with opened(url):
        with pytest.raises(Occupied):
            await restore_backup(backup, url, unheard, force=True)
    assert await titles(url) == []


async def test_a_file_that_somebody_reads_is_not_replaced(new_url: Callable[[str], Any], backup: Path) -> None:
    """Its -wal would be taken for the new one's."""
    url = await new_url("sqlite")
    async with opened(url) as database:
        await _one_chat(database, "Bob")
    reading = Database(url)
    async with reading.read() as connection:
        await connection.execute(select(chat_table))
        with (
            refused("another program reads it just now (database is locked)", BackupError),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr("storage.backup._TIMEOUT_S", 0.2)
            await restore_backup(backup, url, unheard, force=True)
    await reading.close()
    assert await titles(url) == ["Bob"]


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(b"no database at all" * 1_000, "it can't be read as a backup", id="no database"),
        pytest.param(b"", "no backup of Wirewatch's", id="nothing"),
        pytest.param(None, "there is no such backup", id="no file"),
    ],
)
async def test_what_is_no_backup_changes_nothing(
    kind: str, content: bytes | None, complaint: str, new_url: Callable[[str], Any], tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "bad.db").write_bytes(content)
    url = await new_url(kind)
    async with opened(url) as database:
        await _one_chat(database, "Bob")
    with refused(complaint, BackupError):
        await restore_backup(tmp_path / "bad.db", url, unheard, force=True)
    assert await titles(url) == ["Bob"]


async def test_a_backup_of_a_newer_program_is_refused_and_one_of_an_older_brought_up_to_date(
    new_url: Callable[[str], Any], backup: Path, tmp_path: Path
) -> None:
    from storage.migrate import upgrade

    url = await new_url("sqlite")
    with closing(sqlite3.connect(backup)) as made:
        made.execute("UPDATE alembic_version SET version_num = '9999'")
        made.commit()
    with refused("it is of a newer program", BackupError):
        await restore_backup(backup, url, unheard, force=False)
    upgrade(f"sqlite:///{tmp_path}/old.db", "0002")
    await restore_backup(tmp_path / "old.db", url, unheard, force=False)
    assert await titles(url) == []


async def test_a_server_with_older_tables_is_not_backed_up_by_this_program(
    new_url: Callable[[str], Any], tmp_path: Path
) -> None:
    url = await new_url("postgresql")
    async with opened(url) as database, database.write() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '0014'"))
    with refused("its tables are of another version (0014)", StorageError):
        await make_backup(url, tmp_path / "b.db", unheard)
    assert not (tmp_path / "b.db").exists()


async def test_a_backup_that_fails_leaves_nothing(tmp_path: Path) -> None:
    gone = "postgresql://nobody@127.0.0.1:1/none"
    with pytest.raises(StorageError):
        await make_backup(gone, tmp_path / "safe" / "b.db", unheard)
    assert list((tmp_path / "safe").iterdir()) == []


def _cut(file: Path) -> None:
    file.write_bytes(b"")


def _delete(file: Path) -> None:
    file.unlink()


async def test_a_database_that_lost_everything_is_no_new_one(new_url: Callable[[str], Any], backup: Path) -> None:
    url = await new_url("sqlite")
    file = Path(url.removeprefix("sqlite:///"))
    async with opened(url) as database:
        await _one_chat(database, "Bob")
    for lose in (_cut, _delete):
        lose(file)
        with refused("nothing is in it any more. Restore a backup: `wirewatch restore FILE`", StorageError):
            async with opened(url):
                pass
        await restore_backup(backup, url, unheard, force=False)
        assert await titles(url) == ["Ann"]
    for one in (file, marker_of(file)):
        _delete(one)
    assert await titles(url) == []  # to begin with nothing is a person's decision


def test_a_mistyped_database_is_not_copied_as_an_empty_one(tmp_path: Path) -> None:
    missing, target = tmp_path / "desk.db", tmp_path / "new.db"
    for source, words in ((f"sqlite:///{missing}", "there is no such database"), ("mysql://desk", "write where")):
        done = CliRunner().invoke(main, ["copy", "--from", source, "--to", f"sqlite:///{target}"])
        assert done.exit_code != 0
        assert words in done.output
    assert not missing.exists()
    assert not target.exists()


async def test_the_commands_say_what_they_did(new_url: Callable[[str], Any], tmp_path: Path) -> None:
    url, other = await new_url("sqlite"), await new_url("sqlite")
    async with opened(url) as database:
        await _one_chat(database, "Ann")

    def run(*words: str) -> str:
        done = CliRunner().invoke(main, list(words))
        assert done.exit_code == 0, done.output
        return done.output

    def in_a_thread() -> None:
        assert "a whole copy" in run("backup", f"{tmp_path}/b.db", "--database", url)
        assert f"{other} is what it was when {tmp_path}/b.db was made." in run(
            "restore", f"{tmp_path}/b.db", "--database", other
        )

    await asyncio.to_thread(in_a_thread)
    assert await titles(other) == ["Ann"]
