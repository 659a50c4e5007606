"""Rows for every table of a schema, whichever it is: made by reflection, so that no table is forgotten."""

from typing import Any, TypeAlias

from sqlalchemy import JSON, Boolean, Column, Connection, LargeBinary, MetaData, Table, select
from sqlalchemy.types import Integer

Rows: TypeAlias = dict[str, list[dict[str, Any]]]
CHATS = (1001, 1002, -1003)
STARTED_US = 1_767_225_600_000_000  # 1 Jan 2026, 00:00 UTC
HARD_TEXT = 'Ґанок — «ferry»\'s "quay" \\ \U0001f30a\n100 %'
_MADE_BY_HAND = ("item_words", "desk_changed_rows", "alembic_version", "sqlite_")

# The first row has every column filled, the second every column null that may be, the third is of a chat's own source.
_OF_ANY_TABLE: dict[str, tuple[Any, ...]] = {
    "chat_id": CHATS,
    "owner_chat_id": (None, None, CHATS[2]),
    "offered_by": (CHATS[0], None, CHATS[2]),
    "role": ("reader", "editor", "owner"),
    "local_date": ("2026-03-01", "2026-03-02", "2026-03-03"),
}
_OF_ONE_TABLE: dict[tuple[str, str], tuple[Any, ...]] = {
    ("chats", "id"): CHATS,
    ("chats", "state"): ("active", "suspended", "active"),
    ("chats", "zone"): ("Europe/Kyiv", "UTC", "America/New_York"),
    ("chats", "digest_minute"): (510, None, 1080),
    ("sources", "state"): ("active", "retired", "active"),
    ("sources", "origin"): ("config", "config", "chat"),
    ("topics", "mode"): ("alerts", "digest", "paused"),
    ("updates", "failed"): ("a bug", None, None),
    ("deliveries", "state"): ("due", "sent", "dead"),
    ("deliveries", "payload"): ({"html": HARD_TEXT}, {"mode": "list"}, {"told": "held"}),
    ("conditions", "name"): ("source-1", "desk-lags", "source-3-ended"),
    ("notes", "name"): ("clock.seen", "telegram.offset", "other"),
    ("cards", "told"): ("alert", "held", "list"),
    ("cards", "mode"): ("alert", "waiting", "list"),
    ("claims", "body"): ({"said_at": HARD_TEXT}, {"stated_at": "x"}, {"value": 3}),
    ("disagreements", "body"): ({"a": {"said_at": "x"}, "why": HARD_TEXT}, {"a": {"value": 2}}, {"why": "3"}),
    ("queue", "payload"): ({"word": "split", "correction": 1}, None, {"kind": "merge"}),
}


def fill(connection: Connection) -> None:
    """Put three rows into every table that is there, and a second chat that asked for the third source."""
    for table in _tables(connection):
        for number in (1, 2, 3):
            connection.execute(table.insert(), _row(table, number))
        if table.name == "source_chats":
            row = {"source_id": 3, "chat_id": CHATS[0], "added_at": STARTED_US + 4}
            connection.execute(table.insert(), row)


def rows_of(connection: Connection) -> Rows:
    """Every row of every table, in an order that does not depend on the database."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in _tables(connection)
    }


def _tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection, only=lambda name, _: not name.startswith(_MADE_BY_HAND))
    return found.sorted_tables


def _row(table: Table, number: int) -> dict[str, Any]:
    values = {column.name: _value(table, column, number) for column in table.columns}
    return {name: value for name, value in values.items() if value is not None}  # None in JSON would be its null


def _value(table: Table, column: Column[Any], number: int) -> Any:
    given = _OF_ONE_TABLE.get((table.name, column.name)) or _OF_ANY_TABLE.get(column.name)
    if given:
        return given[number - 1]
    if number == 2 and column.nullable:
        return None
    if column.name in {"id", "item_a", "item_b", "placed_of"} or column.name.endswith("_id"):
        return number
    return _plain(column, number)


def _plain(column: Column[Any], number: int) -> Any:
    match column.type:
        case Boolean():
            return number == 1
        case Integer():
            return STARTED_US + number if column.name.endswith(("_at", "since", "until", "seen")) else 10 + number
        case JSON():
            return {"number": number, "text": HARD_TEXT}
        case LargeBinary():
            return bytes([number, 0, 255])
        case _:
            return f"{column.name} {number} {HARD_TEXT}"
