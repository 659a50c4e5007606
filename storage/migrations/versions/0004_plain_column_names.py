"""Columns and values get the words that the code uses; what is wrong just now is a kind with values, and no English.

`arrived_at`, `stated_at`, a card's `mode`, `notified_at`; `conditions`, known by names with patterns and kept as
finished sentences, become `incidents`. The table `leases` was never written.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SOURCE_ENDS = {"": "source_failing", "-silent": "source_silent", "-ended": "source_ended"}
_PROGRAMS_OWN = {"desk-lags": "desk_lags", "telegram-conflict": "telegram_conflict", "telegram-token": "telegram_token"}


def upgrade() -> None:
    _rename("items", "first_seen", "arrived_at", indexed=True)
    _rename("claims", "said_at", "stated_at", indexed=True)
    _rename("cards", "told", "mode")
    _rename("sources", "told_at", "notified_at")
    _rename("sources", "quiet_told_at", "silence_notified_at")
    _rename("sources", "moved_seen", "moved_polls")
    _rename("boilerplate", "seen", "item_count")
    _rename("boilerplate", "last_seen", "last_found_at", indexed=True)
    op.execute("UPDATE cards SET mode = 'waiting' WHERE mode = 'held'")
    op.execute("UPDATE notes SET name = 'clock.latest' WHERE name = 'clock.seen'")
    _rewrite("claims", "body", _stated)
    _rewrite("disagreements", "body", lambda body: {key: _stated(value) for key, value in body.items()})
    _rewrite("deliveries", "payload", _mode)
    _rewrite("queue", "payload", _kind)
    _incidents()
    op.drop_table("leases")


def _incidents() -> None:
    made = op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("notified_at", sa.BigInteger(), nullable=True),
        sa.Column("over_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index("uq_incidents_kind_source_id", "incidents", ["kind", "source_id"], unique=True)
    old = "SELECT c.*, s.name AS source FROM conditions c LEFT JOIN sources s ON s.id = c.source_id ORDER BY c.since"
    rows = [_incident(row) for row in op.get_bind().execute(sa.text(old)).mappings()]
    if rows:
        op.bulk_insert(made, rows)
    op.drop_table("conditions")


def _incident(row: Any) -> dict[str, Any]:
    kind = _PROGRAMS_OWN.get(row["name"]) or _SOURCE_ENDS[row["name"].removeprefix(f"source-{row['source_id']}")]
    return {
        "kind": kind,
        "source_id": row["source_id"],
        "details": _details(kind, row),
        "since": row["since"],
        "notified_at": row["told_at"],
        "over_at": row["over_at"],
    }


def _details(kind: str, row: Any) -> dict[str, Any]:
    """What the finished sentence named."""
    name, said = row["source"] or "", row["said"]
    match kind:
        case "source_failing":
            return {"source": name, "problem": _as_text(said.removeprefix(f"{name} can't be read. "))}
        case "source_silent":
            began = _EPOCH + timedelta(microseconds=row["since"])
            return {"source": name, "since": {"at": _silent_since(said, began).isoformat()}}
        case "source_ended":
            return {"problem": _as_text(said)}
        case "desk_lags":
            number = re.search(r"\d+", said)
            return {"items": int(number[0]) if number else 0}
        case _:
            return {}


def _as_text(said: str) -> dict[str, Any]:
    return {"name": "text", "values": {"text": said}}


def _silent_since(said: str, began: datetime) -> datetime:
    """The moment in `... since 05 Mar 14:20 UTC, ...`, which named no year; when people were told, where it is lost."""
    found = re.search(r"since (\d\d \w{3} \d\d:\d\d) UTC", said)
    if found is None:
        return began
    try:
        since = datetime.strptime(f"{began.year} {found[1]} +0000", "%Y %d %b %H:%M %z")
        return since if since <= began else since.replace(year=began.year - 1)
    except ValueError:  # 29 Feb of another year
        return began


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
        before = None if stored is None else json.loads(stored)
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


def _kind(payload: Any) -> Any:
    if isinstance(payload, dict) and "word" in payload:
        return {("kind" if key == "word" else key): value for key, value in payload.items()}
    return payload
