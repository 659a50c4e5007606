"""Columns and values get the words that the code uses: `arrived_at`, `stated_at`, a card's `mode`."""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _rename("items", "first_seen", "arrived_at", indexed=True)
    _rename("claims", "said_at", "stated_at", indexed=True)
    _rename("cards", "told", "mode")
    op.execute("UPDATE cards SET mode = 'waiting' WHERE mode = 'held'")
    _rewrite("claims", "body", _stated)
    _rewrite("disagreements", "body", lambda body: {key: _stated(value) for key, value in body.items()})
    _rewrite("deliveries", "payload", _mode)


def _rename(table: str, old: str, new: str, *, indexed: bool = False) -> None:
    if indexed:
        op.drop_index(f"ix_{table}_{old}", table)
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    if indexed:
        op.create_index(f"ix_{table}_{new}", table, [new])


def _rewrite(table: str, column: str, change: Callable[[Any], Any]) -> None:
    """Row by row: a desk keeps some thousands of claims, and a month of deliveries."""
    connection = op.get_bind()
    rows = sa.table(table, sa.column("id", sa.Integer()), sa.column(column, sa.Text()))
    for row_id, stored in connection.execute(sa.select(rows.c.id, rows.c[column])).fetchall():
        before = json.loads(stored)
        after = change(before)
        if after != before:
            connection.execute(rows.update().where(rows.c.id == row_id).values({column: json.dumps(after)}))


def _stated(claim: Any) -> Any:
    if isinstance(claim, dict) and "said_at" in claim:
        return {("stated_at" if key == "said_at" else key): value for key, value in claim.items()}
    return claim


def _mode(payload: Any) -> Any:
    if isinstance(payload, dict) and payload.keys() == {"told"}:
        return {"mode": {"held": "waiting"}.get(payload["told"], payload["told"])}
    return payload
