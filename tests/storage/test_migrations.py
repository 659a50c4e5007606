"""What the migrations build is what the tables say."""

import time
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, inspect, text

from storage.migrate import alembic_config, upgrade
from storage.tables import metadata

SEARCH = "item_words"  # full-text tables: SQLite's own, made by hand in their migration


def _wanted(thing: object, name: str | None, kind: str, _reflected: object, _compared: object) -> bool:
    del thing
    return not (kind == "table" and (name or "").startswith(SEARCH))


def test_the_migrations_build_exactly_the_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": _wanted}
        context = MigrationContext.configure(connection, opts=options)
        differences: list[Any] = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def test_the_migrations_keep_every_check(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    upgrade(url)
    engine = create_engine(url)
    there = {c["name"] for table in metadata.tables for c in inspect(engine).get_check_constraints(table)}
    engine.dispose()
    wanted = {str(c.name) for t in metadata.tables.values() for c in t.constraints if isinstance(c, CheckConstraint)}
    assert there == wanted


@pytest.mark.parametrize(
    "table",
    [pytest.param(t, id=t.name) for t in metadata.sorted_tables if t.dialect_kwargs.get("sqlite_autoincrement")],
)
def test_an_id_that_buttons_or_the_log_name_is_never_given_twice(tmp_path: Path, table: Any) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table.name,)).scalar_one()
    engine.dispose()
    assert "AUTOINCREMENT" in made


def test_each_migration_can_be_run_from_each_older_version(tmp_path: Path) -> None:
    script = ScriptDirectory.from_config(alembic_config(None))
    versions = [revision.revision for revision in script.walk_revisions()]
    for version in versions:
        url = f"sqlite:///{tmp_path}/{version}.db"
        upgrade(url, version)
        upgrade(url)
        engine = create_engine(url)
        assert set(metadata.tables) <= set(inspect(engine).get_table_names())
        engine.dispose()


FILLED_AT_0002 = """
INSERT INTO sources (id, url, name, family, kind, origin, state, trusted, interval_s, next_due_at, failures, moved_seen,
    problem, told_at)
VALUES (1, 'a', 'A', 'a', 'wire', 'config', 'retired', 1, 60, 0, 0, 0,
        'A has ended for good (its server says 410 Gone): it is polled no more.', 7),
    (2, 'b', 'B', 'b', 'wire', 'config', 'retired', 1, 60, 0, 0, 0, 'B: its server is down', 8);
INSERT INTO items (id, source_id, key, url, title, paragraphs, first_seen, version, fingerprint, raw, background)
VALUES (5, 1, 'k', 'u', 'T', '[]', 1, 1, 'f', 'r', 0);
INSERT INTO claims (id, item_id, slot, said_at, body) VALUES (41, 5, 'killed', 1, '{}')
"""


def test_what_stands_in_an_older_file_is_held_as_still_listed_as_ended_and_as_numbered(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    upgrade(url, "0002")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in FILLED_AT_0002.split(";"):
            connection.execute(text(statement))
    before_us = int(time.time()) * 1_000_000
    upgrade(url)
    with engine.connect() as connection:
        listed = connection.execute(text("SELECT listed_at FROM items")).scalar_one()
        ended = connection.execute(text("SELECT ended_at FROM sources ORDER BY id")).scalars().all()
        number = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'claims'")).scalar_one()
        kept = connection.execute(text("SELECT id, item_id FROM claims")).all()
    engine.dispose()
    assert before_us <= listed <= time.time() * 1_000_000
    assert (ended, number, [tuple(row) for row in kept]) == ([7, None], 41, [(41, 5)])


def test_the_history_of_migrations_is_one_line() -> None:
    assert len(ScriptDirectory.from_config(alembic_config(None)).get_heads()) == 1


def test_no_column_hides_its_meaning() -> None:
    """A column whose name can't say its unit, its origin or what null means has a comment."""
    plain = {"id", "title", "name", "query", "language", "etag", "last_modified"}
    untold = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.nullable and not column.comment and column.name not in plain and not column.foreign_keys
    ]
    assert untold == []
