"""The tables on PostgreSQL: made at once as they are now, then migrated step by step like SQLite's.

The migrations before `FIRST_ON_POSTGRES` are of files that PostgreSQL never had.
"""

from typing import Final

from sqlalchemy import Connection, text

from storage.desk_bell import READ_BY, triggers
from storage.migrate import alembic_config, newest, revision_of, run_migrations
from storage.tables import metadata

_WORDS = (
    "CREATE TABLE item_words (item_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_item_words_words ON item_words USING gin (words)",
)
# Counted on once: before, its first value can't be told from none.
_COUNTER = ("CREATE SEQUENCE desk_state_changes", "SELECT nextval('desk_state_changes')")
# As the triggers of `desk_bell`, which call back into the one process of SQLite: here they count, write down which row
# it was, for the desk to collect, and notify. The function is given the column by which the desk reads the row.
_DESK_CHANGES: Final = (
    "CREATE TABLE desk_changed_rows (in_table TEXT NOT NULL, changed BIGINT NOT NULL)",
    """
CREATE OR REPLACE FUNCTION desk_state_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('wirewatch.by_desk', true) = 'on' THEN
        RETURN NULL;
    END IF;
    PERFORM nextval('desk_state_changes');
    INSERT INTO desk_changed_rows
        SELECT DISTINCT TG_TABLE_NAME, (version->>TG_ARGV[0])::bigint
        FROM unnest(ARRAY[to_jsonb(OLD), to_jsonb(NEW)]) AS version WHERE version IS NOT NULL;
    PERFORM pg_notify('wirewatch', 'desk_state');
    RETURN NULL;
END $$
""",
)


def make_tables(connection: Connection) -> None:
    """Bring an empty database, or one of an older program, up to date.

    Raises:
        UnknownRevisionError: it is of a newer program.
    """
    found = revision_of(connection)
    if found is None:
        from alembic import command

        metadata.create_all(connection)
        for statement in (*_WORDS, *_COUNTER, *_DESK_CHANGES):
            connection.execute(text(statement))
        _make_triggers(connection)
        command.stamp(alembic_config(connection), "head")
    elif found != newest():
        _drop_triggers(connection)  # no column goes that one of them names
        run_migrations(connection, "head")
        _make_triggers(connection)  # the desk may read more columns than the older program's did


def _drop_triggers(connection: Connection) -> None:
    for name, _, table, _ in triggers(""):
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name} ON {table}"))


def _make_triggers(connection: Connection) -> None:
    for name, event, table, condition in triggers(") IS DISTINCT FROM ("):
        made = f"CREATE TRIGGER {name} AFTER {event} ON {table}"
        calls = f" FOR EACH ROW {condition} EXECUTE FUNCTION desk_state_changed('{READ_BY[table]}')"
        connection.execute(text(made + calls))
