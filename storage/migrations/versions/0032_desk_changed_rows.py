"""Which rows of what the desk remembers other processes changed: it reads these anew, not all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

# PostgreSQL's alone; a file has one process. Frozen: `storage.postgres_tables` has what a new database gets.
_STATEMENTS = (
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


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in _STATEMENTS:
            op.execute(sa.text(statement))
