"""A database of any older program keeps every row over the upgrade, on SQLite and on PostgreSQL.

Each schema there has been since the first is filled with rows in every table, brought up to date as a start does it,
and compared value by value; `older_changes` has all that may differ. Commit 88088b6, the last that was handed out
before this one, had revision 0003, whose migrations are unchanged since.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import Database
from storage.migrate import alembic_config, newest, revision_of, run_migrations, upgrade
from storage.tables import metadata
from tests.postgres import fresh_database
from tests.storage.older_changes import after_migrations
from tests.storage.older_rows import Rows, fill, rows_of

REVISIONS = sorted(one.revision for one in ScriptDirectory.from_config(alembic_config(None)).walk_revisions())
FIRST_ON_POSTGRES = "0016"
MADE_ON_POSTGRES = (Path(__file__).parent / "postgresql_0016.sql").read_text(encoding="utf-8").splitlines()
Answer = TypeVar("Answer")


async def on(url: str, work: Callable[[Connection], Answer]) -> Answer:
    """What `work` gives on a database that no program of ours has opened."""
    engine = create_async_engine(make_url(url).set(drivername=_driver(url)))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def _driver(url: str) -> str:
    return "postgresql+asyncpg" if url.startswith("postgresql") else "sqlite+inline"


def make_on_postgres(connection: Connection, revision: str) -> None:
    """The tables as the first program made them there, then those of a later one."""
    for statement in MADE_ON_POSTGRES:
        connection.exec_driver_sql(statement)
    for name, table in connection.exec_driver_sql(
        "SELECT DISTINCT trigger_name, event_object_table FROM information_schema.triggers"
    ).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
    run_migrations(connection, revision)


async def brought_up_to_date(url: str) -> None:
    """As each start does it."""
    program = Database(url)
    await program.open()
    await program.close()


def filled(connection: Connection) -> Rows:
    fill(connection)
    rows = rows_of(connection)
    assert [name for name, found in rows.items() if not found] == []
    return rows


def assert_kept(wanted: Rows, found: Rows) -> None:
    assert set(wanted) <= set(found)
    for name, rows in wanted.items():
        columns = set().union(*rows)
        assert _sorted(rows, columns) == _sorted(found[name], columns), name


def _sorted(rows: list[dict[str, Any]], columns: set[str]) -> list[dict[str, Any]]:
    return sorted(({name: row[name] for name in sorted(columns)} for row in rows), key=repr)


@pytest.mark.parametrize("revision", REVISIONS)
async def test_a_file_of_each_older_schema_keeps_every_row(tmp_path: Path, revision: str) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    upgrade(url, revision)
    before = await on(url, filled)
    numbers = await on(url, _highest_numbers)
    await on(url, _index_words)
    await brought_up_to_date(url)
    assert await on(url, revision_of) == newest()
    assert_kept(after_migrations(before, revision), await on(url, rows_of))
    assert await on(url, lambda c: c.exec_driver_sql("PRAGMA foreign_key_check").all()) == []
    after = await on(url, _highest_numbers)
    assert {name: after[name] for name in numbers} == numbers
    assert await on(url, _with_word) == [1, 3]


def _highest_numbers(connection: Connection) -> dict[str, int]:
    found = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
    return {row.name: row.seq for row in found}


def _index_words(connection: Connection) -> None:
    for number, words in ((1, "aurora ferry"), (2, "quay"), (3, "aurora")):
        statement = text("INSERT INTO item_words (rowid, words) VALUES (:number, :words)")
        connection.execute(statement, {"number": number, "words": words})


def _with_word(connection: Connection) -> list[int]:
    found = connection.exec_driver_sql("SELECT rowid FROM item_words WHERE item_words MATCH 'aurora' ORDER BY rowid")
    return [number for (number,) in found]


@pytest.mark.parametrize("revision", [one for one in REVISIONS if one >= FIRST_ON_POSTGRES])
async def test_a_server_of_each_older_schema_keeps_every_row(postgres: str, revision: str) -> None:
    async with fresh_database(postgres, "template0") as url:
        await on(url, lambda connection: make_on_postgres(connection, revision))
        before = await on(url, filled)
        await brought_up_to_date(url)
        assert await on(url, revision_of) == newest()
        assert_kept(after_migrations(before, revision), await on(url, rows_of))


async def test_what_the_migrations_make_on_a_server_is_what_a_new_one_gets(postgres: str) -> None:
    async with fresh_database(postgres, "template0") as url:
        await on(url, lambda connection: make_on_postgres(connection, FIRST_ON_POSTGRES))
        await brought_up_to_date(url)
        assert await on(url, _differences) == []
        migrated = await on(url, _triggers)
    async with fresh_database(postgres) as url:
        assert migrated == await on(url, _triggers)


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_ours})
    found: list[Any] = compare_metadata(context, metadata)
    return [one for one in found if one[0][0] != "modify_comment"]  # what the first program made is kept without them


def _is_ours(_thing: object, name: str | None, kind: str, _reflected: object, _compared: object) -> bool:
    return not (kind == "table" and (name or "").startswith(("item_words", "desk_changed_rows")))


def _triggers(connection: Connection) -> list[tuple[Any, ...]]:
    found = connection.exec_driver_sql(
        "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    )
    return [tuple(row) for row in found]
