"""The database itself rings for the desk: the one place that knows when what the desk remembers has changed.

The desk keeps topics, chats and cards in memory, and reads anew what has changed once `Bell.DESK_STATE` has rung: a
change that rings no bell is a wrong alert. So no function has to think of it. Triggers on the one connection that
writes call back, whatever statement it was, for each row that differs in a column of `REMEMBERED`; what the desk does
not read (when a chat is tried again, which version a card shows) rings nothing.

The bell says which topics and chats changed: one of 100,000 topics is read, not all of them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
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
        "muted_until",
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
        "language",
        "digest_minutes",
        "digest_days",
        "digest_since",
        "digest_empty",
        "quiet_from",
        "quiet_to",
        "quiet_days",
        "quiet_break",
        "snoozed_until",
        "made_at",
        "admitted",
    ),
    "cards": ("chat_id", "thread_id", "story_id", "mode", "lead_item_id", "muted"),
}
MOST_ROWS: Final = 10_000  # a statement names each of them; PostgreSQL's driver sends 32,767 values with one
_CALL = "desk_state_changed"
# The column by which the desk reads a changed row; of cards it reads all that are open.
READ_BY = {"topics": "id", "chats": "id", "cards": "chat_id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskChanges:
    """What people changed of what the desk remembers, since it last read.

    Attributes:
        topics: Their ids; gone ones too.
        chats: Their ids, before and after where a chat got another; its topics may be others by now.
        cards: Whether any changed.
    """

    topics: frozenset[int]
    chats: frozenset[int]
    cards: bool


def changes(rows: Collection[tuple[str, int]]) -> DeskChanges | None:
    """The changes of rows, each as `install` calls it; None of more than `MOST_ROWS`."""
    if len(rows) > MOST_ROWS:
        return None
    of = {table: frozenset(key for name, key in rows if name == table) for table in REMEMBERED}
    return DeskChanges(topics=of["topics"], chats=of["chats"], cards=bool(of["cards"]))


def remembered(table: Table) -> list[Column[Any]]:
    """What the desk may read of a table: a column that is not among them changes without its knowing."""
    return [table.c[name] for name in REMEMBERED[table.name]]


def install(dbapi: Any, changed: Callable[[str, int], None]) -> None:
    """Have a connection call `changed` for each row that it changes of what the desk remembers.

    It gets the table and the row's number there (for a card that of its chat), the old one and the new.

    Temporary triggers: they belong to this connection alone, and go with it.
    """
    dbapi.create_function(_CALL, 2, changed)
    cursor = dbapi.cursor()
    cursor.execute("PRAGMA temp_store=MEMORY")  # a full disk must not keep the writer from beginning
    for name, event, table, condition in triggers(") IS NOT ("):
        rows = {"INSERT": ("new",), "DELETE": ("old",)}.get(event, ("old", "new"))
        calls = ", ".join(f"{_CALL}('{table}', {row}.{READ_BY[table]})" for row in rows)
        cursor.execute(
            f"CREATE TEMP TRIGGER {name} AFTER {event} ON main.{table} {condition} BEGIN SELECT {calls}; END"
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
