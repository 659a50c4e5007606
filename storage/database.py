"""The one door to the database: one writer, many readers, a bell for each loop."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from newsroom.errors import ReadableError
from newsroom.sentence import Sentence, sentence
from storage import desk_bell
from storage.inline_sqlite import DRIVER
from storage.migrate import UnknownRevisionError, upgrade
from storage.private_files import private_file

Value = TypeVar("Value")
Connection = AsyncConnection  # what queries are asked on, for those who don't know SQLAlchemy
# Pages that each of up to nine connections keeps, in kB: 2,000 by default; the machine has them in memory anyway.
_LIMITS = ("busy_timeout=5000", "cache_size=-1000")
_CONNECT = {"cached_statements": 64}
_POOL_S = 30.0  # until one of the connections is free


class StorageError(ReadableError):
    """The database can't be used; the sentence names the remedy."""


class Bell(StrEnum):
    """What rings when a transaction has left work for a loop."""

    DESK = "desk"
    PUSH = "push"
    INBOX = "inbox"
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
    """SQLite with one writing connection behind a lock; readers have connections of their own (WAL)."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        inline = self._url.set(drivername=DRIVER)
        self._writer: AsyncEngine = create_async_engine(
            inline, begin="BEGIN IMMEDIATE", pool_size=1, max_overflow=0, pool_timeout=_POOL_S, connect_args=_CONNECT
        )
        self._reader: AsyncEngine = create_async_engine(
            inline, pool_size=4, max_overflow=4, pool_timeout=_POOL_S, connect_args=_CONNECT
        )
        self._lock = asyncio.Lock()
        self._bells = {bell: asyncio.Event() for bell in Bell}
        self._desk_state_changed = False  # by the transaction under way
        for engine in (self._writer, self._reader):
            event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(self._writer.sync_engine, "connect", self._prepare_writer)

    def _prepare_writer(self, dbapi: Any, _record: object) -> None:
        def changed() -> None:
            self._desk_state_changed = True

        desk_bell.install(dbapi, changed)

    async def open(self) -> None:
        """Make the file's folder and bring the tables up to date.

        Raises:
            StorageError: the file can't be made, is no database, or is of a newer program.
        """
        path = self._url.database
        try:
            if path:
                private_file(Path(path))
            async with self._translated():
                await asyncio.to_thread(upgrade, _sync_url(self._url))
        except OSError as error:
            opened = sentence("database.not_opened", error=f"{error}")
            raise _unusable(path, opened, "database.make_folder") from error
        except UnknownRevisionError as error:
            raise StorageError(sentence("database.newer", path=f"{path}", version=f"{error}")) from error

    async def close(self) -> None:
        """Let go of every connection."""
        await self._writer.dispose()
        await self._reader.dispose()

    @asynccontextmanager
    async def write(self, *, by_desk: bool = False) -> AsyncGenerator[Transaction]:
        """A transaction that no other write can interleave with; rolled back on any exception.

        Args:
            by_desk: The desk writes what it has decided: what that changes it need not read anew.

        Raises:
            StorageError: the disk is full, the file locked or damaged.
        """
        async with self._lock, self._translated():
            self._desk_state_changed = False
            async with self._writer.begin() as connection:
                transaction = Transaction(connection)
                yield transaction
            if self._desk_state_changed and not by_desk:
                transaction.ring(Bell.DESK_STATE)
            for bell in transaction.rings:
                self.ring(bell)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """A consistent view; never waits for the writer."""
        async with self._translated(), self._reader.connect() as connection:
            yield connection

    async def ask(self, query: Callable[[AsyncConnection], Awaitable[Value]]) -> Value:
        """Run one query on a connection of its own."""
        async with self.read() as connection:
            return await query(connection)

    def ring(self, bell: Bell) -> None:
        """Wake the loop that waits for this."""
        self._bells[bell].set()

    async def wait(self, bell: Bell, timeout_s: float) -> bool:
        """Sleep until the bell rings or the time is up; True where it rang."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bells[bell].wait(), timeout_s)
        return self.quiet(bell)

    def rung(self, bell: Bell) -> bool:
        """Whether it rings; within a `write` it tells of every transaction before."""
        return self._bells[bell].is_set()

    def quiet(self, bell: Bell) -> bool:
        """Stop the bell without waiting; True where it had rung."""
        rang = self._bells[bell].is_set()
        self._bells[bell].clear()
        return rang

    @asynccontextmanager
    async def _translated(self) -> AsyncGenerator[None]:
        try:
            yield
        except IntegrityError:  # no trouble of the database: a bug of ours, and to be seen as one
            raise
        except PoolTimeoutError as error:
            busy = sentence("database.busy", path=f"{self._url.database}", seconds=f"{_POOL_S:.0f}")
            raise StorageError(busy) from error
        except DatabaseError as error:
            if any(sign in str(error.orig) for sign in _OUR_BUGS):
                raise
            complaint = str(error.orig)
            raise _unusable(self._url.database, complaint, _remedy(complaint)) from error


_OUR_BUGS = ("no such column", "syntax error", "no such function", "has no column")


# What SQLite says, in lower case, and the remedy. Source: https://www.sqlite.org/rescode.html.
_REMEDIES = {
    "disk is full": "database.make_room",
    "database is locked": "database.end_the_other",
    "readonly": "database.make_writable",
    "unable to open": "database.make_folder",
    "malformed": "database.restore_damaged",
    "not a database": "database.restore_other_file",
    "disk i/o error": "database.look_at_the_disk",
}


def _remedy(complaint: str) -> str:
    return next((name for sign, name in _REMEDIES.items() if sign in complaint.lower()), "database.ask_the_doctor")


def _unusable(path: str | None, complaint: str | Sentence, remedy: str) -> StorageError:
    return StorageError(sentence("database.unusable", path=f"{path}", complaint=complaint, remedy=Sentence(remedy)))


def _sync_url(url: URL) -> str:
    return url.set(drivername="sqlite").render_as_string(hide_password=False)


def _prepare(dbapi: Any, _record: object) -> None:
    """Each new connection: write-ahead log, and a commit that survives a power cut."""
    cursor = dbapi.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", *_LIMITS):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
