"""PostgreSQL: a database on a server, which several processes share.

The program's decisions rely on one writer: an item's number says which came first, and what was read in a transaction
still holds when it ends. Advisory locks give that here, for the length of a transaction and for those writes that need
it of each other (`storage.write_locks`). Bells ring over processes by NOTIFY, which PostgreSQL sends after the commit
and never for what was rolled back.
Source: https://www.postgresql.org/docs/current/sql-notify.html.
"""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import cache
from typing import Any, Final

import asyncpg
from sqlalchemy import URL, Select, event, func, literal_column, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.engines import PlaceLostError, ServerAwayError
from storage.postgres_tables import make_tables
from storage.process_role import ProcessRole, Seat
from storage.seats import Seats
from storage.session_locks import LOCKS, SessionLock
from storage.sqlite_engines import POOL_S
from storage.write_locks import ALL, WriteLock

CHANNEL: Final = "wirewatch"
# The second numbers of our advisory locks: the writes' own, who works on the database at all, and who watches.
_OF_WRITE: Final = {WriteLock.ITEMS: 0, WriteLock.DESK: 2}
_PROGRAM, _WATCH = 1, 10
# A machine that has died closes no connection. After three silent seconds the server asks it thrice, a second apart,
# and then gives its locks to others: ten seconds are promised.
_KEEP_ALIVE: Final = {"tcp_keepalives_idle": "3", "tcp_keepalives_interval": "1", "tcp_keepalives_count": "3"}
_AGAIN_S = 1.0  # until a lost connection that hears the bells is made anew

_BY_DESK = text("SELECT set_config('wirewatch.by_desk', 'on', true)")
_CHANGES = text("SELECT last_value FROM desk_state_changes")
_COLLECT = text("DELETE FROM desk_changed_rows RETURNING in_table, changed")
_NOTIFY = text("SELECT pg_notify(:channel, :bell)")


@cache
def _locking(locks: frozenset[WriteLock]) -> Select[Any]:
    """Take these locks until the transaction ends: always in one order, or two writes would wait for each other."""
    numbers = [_OF_WRITE[lock] for lock in WriteLock if lock in locks]
    taken = (func.pg_advisory_xact_lock(literal_column(f"{LOCKS}"), literal_column(f"{n}")) for n in numbers)
    return select(*taken)


class PostgresEngines:
    """A database on a server."""

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
        self.keeps_changed_rows = True
        self.changed_rows: set[tuple[str, int]] = set()
        self._ours: set[int] = set()  # our own connections, as the server numbers them: what they ring was rung here
        self._changes = 0
        self._desk_locked = False  # the transaction under way may change what the desk remembers
        self._program = SessionLock(engine, _PROGRAM)
        self._watch = SessionLock(engine, _WATCH)
        self._seats = Seats(engine)
        self._shared = False
        self._changes_for_desk: int | None = None
        self._hearing: asyncio.Task[None] | None = None

    async def open(self, ring: Callable[[str], None]) -> None:
        """Make the tables or bring them up to date, then hear the bells of all processes."""
        async with self.writer.begin() as connection:
            await connection.execute(_locking(ALL))
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
        self._shared = False
        return await self._program.take()

    async def keep_together(self) -> bool:
        """Be one of several processes of one program; False where a program works on the database alone."""
        self._shared = True
        return await self._program.take(shared=True)

    async def join(self, role: ProcessRole, if_first: Callable[[], Awaitable[None]]) -> None:
        """Watch beside others; where nobody else does, `if_first` is done before anybody can."""
        del role
        await self._watch.join(if_first)

    async def take_seat(self, role: ProcessRole) -> Seat | None:
        """Take a role's seat; None where another process has it."""
        return await self._seats.take(role)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._seats.leave()
        await self._watch.leave()
        await self._program.leave()
        if self._hearing is not None:
            self._hearing.cancel()
            await asyncio.wait([self._hearing])
        await self.writer.dispose()

    async def begun(
        self, connection: AsyncConnection, *, by_desk: bool, locks: Collection[WriteLock], seat: ProcessRole | None
    ) -> bool:
        """Take the locks and prove the seat; True where the desk's memory may be out of date since its last write."""
        if self._program.lost.is_set() and not await self._program.take(shared=self._shared):
            raise PlaceLostError
        if locks:
            await connection.execute(_locking(frozenset(locks)))
        if seat is not None:
            await self._seats.prove(connection, seat)
        self._desk_locked = WriteLock.DESK in locks
        self.desk_state_changed = False
        if not self._desk_locked:
            return False
        self._changes = await _changes(connection)
        if not by_desk:
            return False
        await connection.execute(_BY_DESK)
        before, self._changes_for_desk = self._changes_for_desk, self._changes
        return before != self._changes  # before its first write too: what changed since it read all is not known

    async def collect(self, connection: AsyncConnection) -> set[tuple[str, int]]:
        """Those of every transaction that has ended: one that has not is found when its bell rings."""
        await self._seats.prove(connection, ProcessRole.DESK)  # else they would be lost to the desk that took over
        return {(row.in_table, row.changed) for row in await connection.execute(_COLLECT)}

    async def look(self, connection: AsyncConnection) -> None:
        """Whether the transaction, which is about to end, has changed what the desk remembers."""
        self.desk_state_changed = self._desk_locked and await _changes(connection) != self._changes

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
            # Who looks at pg_stat_activity, or at its locks, finds the process by its number.
            given = {**_KEEP_ALIVE, "application_name": f"wirewatch {os.getpid()}"}
            made = await asyncpg.connect(*arguments, server_settings=given, **options)
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
