"""What the migrations build is what the tables say."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, inspect

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
