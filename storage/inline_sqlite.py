"""SQLite for SQLAlchemy's asyncio without a thread for each connection: statements run where they are asked for.

A driver that hands each statement to a thread and waits takes four trips between threads a statement, and 27 % of the
program's time went there, while SQLite itself worked 3 %. Here a statement costs what SQLite takes for it. What may
take long leaves the event loop all the same: the begin of a write (another program may hold the file), the commit (the
disk), and each statement that is asked for with the execution option `beside`.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteExecutionContext
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExecutionContext
from sqlalchemy.util.concurrency import await_only

DRIVER = "sqlite+inline"
# For statements that read much: `connection.execution_options(**BESIDE)` has each of them run in a thread.
BESIDE = {"beside": True}


class _ReadCursor(sqlite3.Cursor):
    """Has read all its rows once a statement was executed, as the cursors of SQLAlchemy's other async drivers have."""

    _rows: deque[Any]

    def execute(self, sql: str, parameters: Any = (), /) -> "_ReadCursor":
        super().execute(sql, parameters)
        self._rows = deque(super().fetchall() if self.description else ())
        return self

    def fetchone(self) -> object:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = 1) -> list[object]:
        return [self._rows.popleft() for _ in range(min(size or 1, len(self._rows)))]

    def fetchall(self) -> list[object]:
        rows, self._rows = [*self._rows], deque()
        return rows

    async def _async_soft_close(self) -> None:
        """What SQLAlchemy asks a cursor before its rows are read outside of an await."""


class _Execution(SQLiteExecutionContext):
    def create_default_cursor(self) -> DBAPICursor:
        return self._dbapi_connection.cursor(_ReadCursor)


class InlineDialect(SQLiteDialect_pysqlite):
    """As the dialect of the standard library's driver, for `create_async_engine`.

    `begin`: how a transaction begins, as an argument of the engine; BEGIN IMMEDIATE for the one that writes.
    """

    driver = "inline"
    is_async = True
    has_terminate = True
    supports_statement_cache = True
    execution_ctx_cls = _Execution

    def __init__(self, begin: str = "BEGIN", **arguments: Any) -> None:
        super().__init__(**arguments)
        self._begin = begin

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """One whose waiting leaves the loop free."""
        del url
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> tuple[list[Any], dict[str, Any]]:
        """A commit comes from another thread than the statements before it, never beside them."""
        arguments, options = super().create_connect_args(url)
        return [*arguments], {
            **options,
            "check_same_thread": False,
            "isolation_level": None,
        }

    def do_begin(self, dbapi_connection: Any) -> None:
        """A reader's begin touches no file; a writer's waits for who holds it."""
        if self._begin == "BEGIN":
            dbapi_connection.execute(self._begin)
        else:
            _in_a_thread(lambda: dbapi_connection.execute(self._begin))

    def do_commit(self, dbapi_connection: Any) -> None:
        """The disk is waited for elsewhere. A reader has nothing to commit."""
        if self._begin == "BEGIN":
            dbapi_connection.commit()
        else:
            _in_a_thread(dbapi_connection.commit)

    def do_execute(
        self, cursor: DBAPICursor, statement: str, parameters: Any, context: ExecutionContext | None = None
    ) -> None:
        """Here, or in a thread where that was asked for."""
        if context is not None and context.execution_options.get("beside"):
            _in_a_thread(lambda: cursor.execute(statement, parameters))
        else:
            await_only(_at_once())
            cursor.execute(statement, parameters)

    def do_executemany(
        self, cursor: DBAPICursor, statement: str, parameters: Any, context: ExecutionContext | None = None
    ) -> None:
        """All of a batch."""
        del context
        await_only(_at_once())
        cursor.executemany(statement, parameters)

    def do_terminate(self, dbapi_connection: DBAPIConnection) -> None:
        """A connection that nobody gave back is closed."""
        dbapi_connection.close()


async def _at_once() -> None:
    """SQLAlchemy takes a driver that awaits nothing for one that blocks by mistake."""


def _in_a_thread(work: Callable[[], object]) -> None:
    await_only(_to_its_end(work))


async def _to_its_end(work: Callable[[], object]) -> None:
    """Who is cancelled meanwhile waits all the same: nobody else may use the connection until then."""
    working = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait([working])
        raise


registry.register("sqlite.inline", __name__, InlineDialect.__name__)
