"""The one door to the database: one writer, many readers, a bell for each loop."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import make_url, text
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.errors import ReadableError
from newsroom.sentence import Sentence, sentence
from storage import desk_bell
from storage.database_url import is_sqlite
from storage.desk_bell import DeskChanges
from storage.engines import PlaceLostError, ServerAwayError, engines_of
from storage.lock import Occupied
from storage.migrate import UnknownRevisionError, newest, revision_of
from storage.process_role import ProcessRole, Seat
from storage.sqlite_engines import POOL_S
from storage.write_locks import ALL, DESK, WriteLock

Value = TypeVar("Value")
Connection = AsyncConnection  # what queries are asked on, for those who don't know SQLAlchemy


class StorageError(ReadableError):
    """The database can't be used; the sentence names the remedy."""


class Bell(StrEnum):
    """What rings when a transaction has left work for a loop."""

    DESK = "desk"
    PUSH = "push"
    INBOX = "inbox"
    POSTS = "posts"
    DESK_STATE = "desk_state"  # what the desk remembers of topics, chats, cards: rung by the database (`desk_bell`)


class Transaction:
    """One write: all of it or nothing. Bells ring only after the commit."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.execute = connection.execute
        self.rings: set[Bell] = set()

    def ring(self, bell: Bell) -> None:
        """Wake the loop that waits for this, once the transaction stands."""
        self.rings.add(bell)


class Database:
    """Writes one after another, readers beside them; which database it is, is for its `Engines`.

    Raises:
        StorageError: PostgreSQL's driver is not installed.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        try:
            self._engines = engines_of(self._url)
        except ServerAwayError as error:
            raise self._unusable(f"{error}", "database.install_driver") from error
        self._lock = asyncio.Lock()
        self._bells = {bell: asyncio.Event() for bell in Bell}
        self._rows_for_desk: set[tuple[str, int]] = set()  # of what it remembers: changed since it read last
        self._uncollected = self._engines.keeps_changed_rows  # there may be some that nobody has asked it for

    async def open(self) -> None:
        """Make the file's folder, or find the server, and bring the tables up to date.

        Raises:
            StorageError: the file can't be made, is no database, or is of a newer program; or no server answers.
        """
        try:
            async with self._translated():
                await self._engines.open(self._heard)
        except OSError as error:
            opened = sentence("database.not_opened", error=f"{error}")
            raise self._unusable(opened, "database.make_folder") from error
        except UnknownRevisionError as error:
            raise StorageError(sentence("database.newer", path=self._place, version=f"{error}")) from error

    async def refuse_other_tables(self) -> None:
        """Look whether its tables are those of this program, and change nothing.

        Raises:
            StorageError: they are of another one, or there are none.
        """
        async with self.read() as connection:
            found = await connection.run_sync(revision_of)
        if found != newest():
            version = found or "-"
            raise StorageError(sentence("database.other_tables", path=self._place, version=version, wanted=newest()))

    async def keep_alone(self) -> None:
        """Be the one program that works on it, until it is closed.

        Raises:
            Occupied: another one does.
        """
        async with self._translated():
            if not await self._engines.keep_alone():
                raise Occupied(sentence("database.occupied_server", path=self._place))

    async def keep_together(self) -> None:
        """Be one of the processes that work on it, each by its roles, until it is closed.

        Raises:
            Occupied: a program works on it alone.
        """
        async with self._translated():
            if not await self._engines.keep_together():
                raise Occupied(sentence("database.occupied_server", path=self._place))

    async def join(self, role: ProcessRole, if_first: Callable[[], Awaitable[None]]) -> None:
        """Do a role that many processes may do; where no other does it, `if_first` is done before one can."""
        async with self._translated():
            await self._engines.join(role, if_first)

    async def take_seat(self, role: ProcessRole) -> Seat | None:
        """Be the one process that does a role, until it is closed or the seat is lost; None where another is."""
        async with self._translated():
            return await self._engines.take_seat(role)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engines.close()

    @asynccontextmanager
    async def write(
        self, *, by_desk: bool = False, locks: Collection[WriteLock] = ALL, seat: ProcessRole | None = None
    ) -> AsyncGenerator[Transaction]:
        """A transaction that no other write can interleave with; rolled back on any exception.

        Args:
            by_desk: The desk writes what it has decided, under its own lock and from its seat: what that changes it
                need not read anew.
            locks: Only writes of other processes that take one of these are waited for.
            seat: It is right only as long as no other process has taken this role's seat.

        Raises:
            StorageError: the disk is full, the file locked or damaged; or the seat is another's.
        """
        if by_desk:
            locks, seat = DESK, ProcessRole.DESK
        async with self._lock, self._translated():
            async with self._engines.writer.begin() as connection:
                others_changed = await self._engines.begun(connection, by_desk=by_desk, locks=locks, seat=seat)
                if by_desk and (others_changed or self._uncollected):
                    await self._collect(connection)
                    if self._rows_for_desk:
                        self.ring(Bell.DESK_STATE)
                transaction = Transaction(connection)
                yield transaction
                await self._engines.look(connection)
                if self._engines.desk_state_changed and not by_desk:
                    self._rows_for_desk |= self._engines.changed_rows
                    transaction.ring(Bell.DESK_STATE)
                await self._engines.announce(connection, transaction.rings)
            for bell in transaction.rings:
                self._ring(bell)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """A consistent view; never waits for the writer."""
        async with self._translated(), self._engines.reader.connect() as connection:
            yield connection

    async def ask(self, query: Callable[[AsyncConnection], Awaitable[Value]]) -> Value:
        """Run one query on a connection of its own."""
        async with self.read() as connection:
            return await query(connection)

    async def greet(self) -> None:
        """Ask for nothing, to see whether it answers.

        Raises:
            StorageError: it does not.
        """
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))

    def ring(self, bell: Bell) -> None:
        """Wake the loop that waits for this."""
        self._bells[bell].set()

    async def wait(self, bell: Bell, timeout_s: float) -> bool:
        """Sleep until the bell rings or the time is up; True where it rang."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._bells[bell].wait()
        return self.quiet(bell)

    def rung(self, bell: Bell) -> bool:
        """Whether it rings; within a `write` it tells of every transaction before."""
        return self._bells[bell].is_set()

    def quiet(self, bell: Bell) -> bool:
        """Stop the bell without waiting; True where it had rung."""
        rang = self._bells[bell].is_set()
        self._bells[bell].clear()
        return rang

    def desk_changes(self) -> DeskChanges | None:
        """What has changed of what the desk remembers; None where that is too much to be read row by row.

        Within a `write` by the desk, what every transaction before changed.
        """
        return desk_bell.changes(self._rows_for_desk)

    async def collect_desk_changes(self) -> DeskChanges | None:
        """The same outside of a write, for the desk to read now: its bell is quiet, until something changes again."""
        if self._uncollected:
            # Without the lock of writes: a decision need not wait for what people write just now.
            async with self._translated(), self._engines.writer.begin() as connection:
                await self._collect(connection)
        return self.take_desk_changes()

    def take_desk_changes(self) -> DeskChanges | None:
        """The same within a write by the desk."""
        taken = self.desk_changes()
        self._rows_for_desk.clear()
        if not self._uncollected:  # what was changed while the desk asked for the changes rings on
            self.quiet(Bell.DESK_STATE)
        return taken

    async def _collect(self, connection: AsyncConnection) -> None:
        self._uncollected = False  # before it asks: what is changed meanwhile is for the next time
        try:
            self._rows_for_desk |= await self._engines.collect(connection)
        except BaseException:
            self._uncollected = True
            raise

    def _ring(self, bell: Bell) -> None:
        """A transaction that rang stands, ours or another's."""
        self._uncollected |= bell is Bell.DESK_STATE and self._engines.keeps_changed_rows
        self.ring(bell)

    def _heard(self, name: str) -> None:
        """Another process rang; "" for every bell, as some may have been missed."""
        for bell in Bell if name == "" else (Bell(name),):
            self._ring(bell)

    @property
    def _place(self) -> str:
        """The file, or the server and the database's name there: no password."""
        if is_sqlite(self._url):
            return f"{self._url.database}"
        return f"{self._url.host or 'localhost'}/{self._url.database}"

    @asynccontextmanager
    async def _translated(self) -> AsyncGenerator[None]:
        try:
            yield
        except IntegrityError:  # no trouble of the database: a bug of ours, and to be seen as one
            raise
        except PoolTimeoutError as error:
            raise StorageError(sentence("database.busy", path=self._place, seconds=f"{POOL_S:.0f}")) from error
        except DBAPIError as error:
            if not _is_trouble(error):
                raise
            complaint = str(error.orig)
            raise self._unusable(complaint, _remedy(complaint)) from error
        except ServerAwayError as error:
            raise self._unusable(f"{error}", "database.find_the_server") from error
        except PlaceLostError as error:
            raise StorageError(sentence("database.taken_over", path=self._place)) from error

    def _unusable(self, complaint: str | Sentence, remedy: str) -> StorageError:
        values = {"path": self._place, "complaint": complaint, "remedy": Sentence(remedy)}
        return StorageError(sentence("database.unusable", **values))


# What SQLite says of a query that fits no table, or of a value that fits no column; asyncpg of the latter.
_OUR_BUGS = (
    *("no such column", "syntax error", "no such function", "has no column"),
    *("binding parameter", "query argument"),
)
# What PostgreSQL gives as the class of an error that passes or that the operator mends: connections, who may log in, no
# such database, a write ended for another's sake, no room, locks, a server that stops, its disk.
# Source: https://www.postgresql.org/docs/current/errcodes-appendix.html.
_PASSING = ("08", "28", "3D", "40", "53", "55", "57", "58")


def _is_trouble(error: DBAPIError) -> bool:
    """Whether it is the database's trouble, and no bug of ours."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state[:2] in _PASSING
    return isinstance(error, DatabaseError | InterfaceError) and not any(bug in str(error.orig) for bug in _OUR_BUGS)


# What SQLite says, and what PostgreSQL says, in lower case, and the remedy.
# Source: https://www.sqlite.org/rescode.html, https://www.postgresql.org/docs/current/errcodes-appendix.html.
_REMEDIES = {
    "disk is full": "database.make_room",
    "no space left": "database.make_room",
    "database is locked": "database.end_the_other",
    "readonly": "database.make_writable",
    "unable to open": "database.make_folder",
    "malformed": "database.restore_damaged",
    "not a database": "database.restore_other_file",
    "disk i/o error": "database.look_at_the_disk",
    "authentication failed": "database.find_the_server",
    "connection": "database.find_the_server",
}


def _remedy(complaint: str) -> str:
    return next((name for sign, name in _REMEDIES.items() if sign in complaint.lower()), "database.ask_the_doctor")
