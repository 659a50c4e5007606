"""PostgreSQL: a database on a server, where one transaction writes at a time.

The program's decisions rely on one writer: an item's number says which came first, and what was read in a transaction
still holds when it ends. An advisory lock gives that here, for the length of a transaction. Bells ring over processes
by NOTIFY, which PostgreSQL sends after the commit and never for what was rolled back.
Source: https://www.postgresql.org/docs/current/sql-notify.html.
"""

import asyncio
import contextlib
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

import asyncpg
from sqlalchemy import URL, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.engines import PlaceLostError, ServerAwayError
from storage.postgres_tables import make_tables
from storage.sqlite_engines import POOL_S

CHANNEL: Final = "wirewatch"
LOCKS: Final = 0x77697265  # the first of the two numbers of each advisory lock of ours: nobody else's
_WRITE, _PROGRAM = 0, 1  # the second: whose turn it is to write, and which program works on the database
_AGAIN_S = 1.0  # until a lost connection that hears the bells is made anew

_ALONE = text("SELECT pg_advisory_xact_lock(:locks, :write)").bindparams(locks=LOCKS, write=_WRITE)
_ONLY_ONE = text("SELECT pg_try_advisory_lock(:locks, :program)").bindparams(locks=LOCKS, program=_PROGRAM)
_BY_DESK = text("SELECT set_config('wirewatch.by_desk', 'on', true)")
_CHANGES = text("SELECT last_value FROM desk_state_changes")
_NOTIFY = text("SELECT pg_notify(:channel, :bell)")


class PostgresEngines:
    """A database on a server: one program works on it (`keep_alone`), others may look and write beside it."""

    def __init__(self, url: URL) -> None:
        engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            pool_size=10,
            max_overflow=10,
            pool_timeout=POOL_S,
            connect_args={"async_creator_fn": self._connect},
        )
        event.listen(engine.sync_engine, "before_cursor_execute", _without_nul, retval=True)
        self.writer = engine
        self.reader = engine.execution_options(isolation_level="REPEATABLE READ")
        self.desk_state_changed = False
        self.changed_rows: set[tuple[str, int]] | None = None
        self._ours: set[int] = set()  # our own connections, as the server numbers them: what they ring was rung here
        self._changes = 0
        self._only: AsyncConnection | None = None  # the connection whose session says that no other program is at work
        self._lost = asyncio.Event()
        self._changes_for_desk: int | None = None
        self._hearing: asyncio.Task[None] | None = None

    async def open(self, ring: Callable[[str], None]) -> None:
        """Make the tables or bring them up to date, then hear the bells of all processes."""
        async with self.writer.begin() as connection:
            await connection.execute(_ALONE)
            await connection.run_sync(make_tables)
        if self._hearing is not None:
            return
        heard = asyncio.Event()
        self._hearing = asyncio.create_task(self._hear(ring, heard))
        await heard.wait()

    async def keep_alone(self) -> bool:
        """Be the one program that works on the database; False where another is. It ends with the connection.

        A connection that was lost is made anew at the next write, which fails where another program came first.
        """
        await self._leave()
        connection = await self.writer.connect()
        alone = bool((await connection.execute(_ONLY_ONE)).scalar_one())
        if not alone:
            await connection.close()
            return False
        await connection.commit()  # the lock is the session's; an open transaction would keep old rows for ever
        driver: Any = (await connection.get_raw_connection()).driver_connection
        driver.add_termination_listener(lambda _: self._lost.set())
        self._lost.clear()
        self._only = connection
        return True

    async def _leave(self) -> None:
        """Let another program work on the database."""
        if self._only is not None:
            await self._only.invalidate()  # ends the session, and with it the lock
            await self._only.close()
            self._only = None

    async def close(self) -> None:
        """Let go of every connection."""
        await self._leave()
        if self._hearing is not None:
            self._hearing.cancel()
            await asyncio.wait([self._hearing])
        await self.writer.dispose()

    async def begun(self, connection: AsyncConnection, *, by_desk: bool) -> bool:
        """Wait for the turn to write; True where what the desk remembers has changed since it last wrote."""
        if self._lost.is_set() and not await self.keep_alone():
            raise PlaceLostError
        await connection.execute(_ALONE)
        self.desk_state_changed = False
        self._changes = await _changes(connection)
        if not by_desk:
            return False
        await connection.execute(_BY_DESK)
        before, self._changes_for_desk = self._changes_for_desk, self._changes
        return before is not None and before != self._changes

    async def look(self, connection: AsyncConnection) -> None:
        """Whether the transaction, which is about to end, has changed what the desk remembers."""
        self.desk_state_changed = await _changes(connection) != self._changes

    async def announce(self, connection: AsyncConnection, bells: Collection[str]) -> None:
        """Ring for the other processes once this transaction stands."""
        if bells:
            await connection.execute(_NOTIFY, [{"channel": CHANNEL, "bell": bell} for bell in bells])

    async def _hear(self, ring: Callable[[str], None], heard: asyncio.Event) -> None:
        """Hear every bell on a connection of its own; a lost one is made anew, and what rang meanwhile is rung."""
        while True:
            with contextlib.suppress(ServerAwayError, DBAPIError):
                async with self.writer.connect() as connection:
                    driver: Any = (await connection.get_raw_connection()).driver_connection
                    await self._hear_until_lost(driver, ring, heard)
                    await connection.invalidate()
            await asyncio.sleep(_AGAIN_S)

    async def _hear_until_lost(self, driver: Any, ring: Callable[[str], None], heard: asyncio.Event) -> None:
        lost = asyncio.Event()
        driver.add_termination_listener(lambda _: lost.set())
        await driver.add_listener(CHANNEL, lambda _c, by, _n, bell: None if by in self._ours else ring(bell))
        if heard.is_set():
            ring("")
        heard.set()
        await lost.wait()

    async def _connect(self, *arguments: Any, **options: Any) -> asyncpg.Connection:
        try:
            made = await asyncpg.connect(*arguments, **options)
        except OSError as error:
            raise ServerAwayError(f"{error}") from error
        self._ours.add(made.get_server_pid())
        return made


async def _changes(connection: AsyncConnection) -> int:
    return int((await connection.execute(_CHANGES)).scalar_one())


def _without_nul(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> tuple[str, Any]:
    """A text of PostgreSQL's holds every character but one. Source: its documentation, Character Types."""
    if isinstance(parameters, list):  # the rows of an executemany
        return statement, [_clean(row) for row in parameters]
    return statement, _clean(parameters)


def _clean(row: Sequence[Any]) -> Sequence[Any]:
    if any(isinstance(value, str) and "\0" in value for value in row):
        return tuple(value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row)
    return row
