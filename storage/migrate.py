"""Bring a database's tables up to date. Alembic is imported where there is something to do: it costs 0.3 s."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, inspect, text


class UnknownRevisionError(Exception):
    """The tables are of a program that is newer than this one."""


_BUSY_S = 5.0  # another program may hold the file so long, as in storage/database
_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Run every migration that the SQLite file at `url` has not seen: all of them or, killed, none.

    Raises:
        UnknownRevisionError: it is of a newer program.
    """
    engine = create_engine(url, connect_args={"timeout": _BUSY_S})
    event.listen(engine, "connect", _no_own_transactions)
    try:
        with engine.connect() as connection:
            if revision == "head" and revision_of(connection) == newest():
                return
        event.listen(engine, "begin", _begin)
        with engine.begin() as connection:
            run_migrations(connection, revision)
    finally:
        engine.dispose()


def run_migrations(connection: Connection, revision: str) -> None:
    """Run what is missing, in the transaction of the connection.

    Raises:
        UnknownRevisionError: it is of a newer program.
    """
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(alembic_config(connection), revision)
    except CommandError as error:  # alembic does not know the revision that the tables are at
        raise UnknownRevisionError(str(error)) from error


def _no_own_transactions(dbapi: Any, _record: object) -> None:
    """Python's driver begins none before a CREATE TABLE: a first start that was killed left half of the tables."""
    dbapi.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def newest() -> str:
    """The revision that the tables of this program are of: the number that the last migration's name begins with."""
    return max(path.name[:4] for path in (_SCRIPTS / "versions").glob("[0-9]*.py"))


def revision_of(connection: Connection) -> str | None:
    """The revision that the tables are of; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def alembic_config(connection: object) -> Any:
    """Alembic's settings, with the connection that it is to use."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config
