"""How SQLite goes about what a question asks of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection


@contextmanager
def statements(connection: AsyncConnection) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are asked meanwhile, each with what fills it."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    yield asked
    event.remove(connection.sync_connection, "before_cursor_execute", note)


async def plans(connection: AsyncConnection, asked: list[tuple[str, Any]]) -> str:
    """Their plans, a step a line: SCAN reads all rows, SEARCH those that an index finds."""
    found = [await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given) for sql, given in asked]
    return "\n".join(one.detail for rows in found for one in rows)
