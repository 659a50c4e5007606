"""The database itself rings for the desk: the one place that knows when what the desk remembers has changed.

The desk keeps topics, chats and cards in memory, and reads them anew once `Bell.DESK_STATE` has rung: a change that
rings no bell is a wrong alert. So no function has to think of it. Triggers on the one connection that writes call back,
whatever statement it was, for each row that differs in a column of `REMEMBERED`; what the desk does not read (when a
chat is tried again, which version a card shows) rings nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Column, Table

REMEMBERED: Final[Mapping[str, tuple[str, ...]]] = {
    "topics": (
        "id",
        "chat_id",
        "thread_id",
        "query",
        "mode",
        "min_independent",
        "confirm_at",
        "made_at",
    ),
    "chats": (
        "id",
        "kind",
        "title",
        "username",
        "state",
        "owner_id",
        "zone",
        "digest_minute",
        "digest_empty",
        "quiet_from",
        "quiet_to",
        "quiet_days",
        "quiet_break",
        "made_at",
        "admitted",
    ),
    "cards": ("chat_id", "thread_id", "story_id", "mode", "lead_item_id", "muted"),
}
_CALL = "desk_state_changed"


def remembered(table: Table) -> list[Column[Any]]:
    """What the desk may read of a table: a column that is not among them changes without its knowing."""
    return [table.c[name] for name in REMEMBERED[table.name]]


def install(dbapi: Any, changed: Callable[[], None]) -> None:
    """Have a connection call `changed` for each row that it changes of what the desk remembers.

    Temporary triggers: they belong to this connection alone, and go with it.
    """
    dbapi.create_function(_CALL, 0, changed)
    cursor = dbapi.cursor()
    cursor.execute("PRAGMA temp_store=MEMORY")  # a full disk must not keep the writer from beginning
    for name, event, table, condition in triggers(") IS NOT ("):
        cursor.execute(
            f"CREATE TEMP TRIGGER {name} AFTER {event} ON main.{table} {condition} BEGIN SELECT {_CALL}(); END"
        )
    cursor.close()


def triggers(between: str) -> Iterator[tuple[str, str, str, str]]:
    """Each trigger's name, its event, its table and its condition; `between`: what compares two rows.

    Of an update only a change of what is remembered counts, of the rest each row.
    """
    for table, columns in REMEMBERED.items():
        before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
        update = f"UPDATE OF {', '.join(columns)}"
        for event, condition in {"INSERT": "", "DELETE": "", update: f"WHEN (({before}{between}{after}))"}.items():
            yield f"desk_{table}_{event.split()[0].lower()}", event, table, condition
