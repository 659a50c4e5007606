"""The database itself rings for the desk: the one place that knows when what the desk remembers has changed.

The desk keeps topics, chats and cards in memory, and reads them anew once `Bell.DESK_STATE` has rung: a change that
rings no bell is a wrong alert. So no function has to think of it. Triggers on the one connection that writes call back,
whatever statement it was, for each row that differs in a column of `REMEMBERED`; what the desk does not read (when a
chat is tried again, which version a card shows) rings nothing.
"""

from collections.abc import Callable, Mapping
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
    for table, columns in REMEMBERED.items():
        for statement in _triggers(table, columns):
            cursor.execute(statement)
    cursor.close()


def _triggers(table: str, columns: tuple[str, ...]) -> list[str]:
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    wanted = {
        "INSERT": "",
        "DELETE": "",
        f"UPDATE OF {', '.join(columns)}": f"WHEN ({before}) IS NOT ({after})",
    }
    return [
        f"CREATE TEMP TRIGGER desk_{table}_{event.split()[0].lower()} AFTER {event} ON main.{table} {condition}"
        f" BEGIN SELECT {_CALL}(); END"
        for event, condition in wanted.items()
    ]
