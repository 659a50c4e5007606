"""SQLite: one connection that writes, and up to eight that read (WAL)."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage import desk_bell
from storage.inline_sqlite import DRIVER
from storage.migrate import upgrade
from storage.private_files import private_file
from storage.process_role import ProcessRole, Seat
from storage.write_locks import WriteLock

POOL_S = 30.0  # until one of the connections is free
# Pages that each of up to nine connections keeps, in kB: 2,000 by default; the machine has them in memory anyway.
_LIMITS = ("busy_timeout=5000", "cache_size=-1000")
_CONNECT = {"cached_statements": 64}


class SqliteEngines:
    """A file for one process."""

    def __init__(self, url: URL) -> None:
        self._url = url
        inline = url.set(drivername=DRIVER)
        self.writer = create_async_engine(
            inline, begin="BEGIN IMMEDIATE", pool_size=1, max_overflow=0, pool_timeout=POOL_S, connect_args=_CONNECT
        )
        self.reader = create_async_engine(
            inline, pool_size=4, max_overflow=4, pool_timeout=POOL_S, connect_args=_CONNECT
        )
        self.desk_state_changed = False
        self.keeps_changed_rows = False
        self.changed_rows: set[tuple[str, int]] = set()
        for engine in (self.writer, self.reader):
            event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(self.writer.sync_engine, "connect", self._prepare_writer)

    def _prepare_writer(self, dbapi: Any, _record: object) -> None:
        def changed(table: str, key: int) -> None:
            self.desk_state_changed = True
            self.changed_rows.add((table, key))

        desk_bell.install(dbapi, changed)

    async def open(self, ring: Callable[[str], None]) -> None:
        """Make the file and its folder, and bring the tables up to date; nobody else rings."""
        del ring
        if self._url.database:
            private_file(Path(self._url.database))
        await asyncio.to_thread(upgrade, self._url.set(drivername="sqlite").render_as_string(hide_password=False))

    async def keep_alone(self) -> bool:
        """A file is kept by `lock.alone`, before anything opens it."""
        return True

    async def keep_together(self) -> bool:
        """A file is for one process, which does every role."""
        return True

    async def join(self, role: ProcessRole, if_first: Callable[[], Awaitable[None]]) -> None:
        """Nobody else is there."""
        del role
        await if_first()

    async def take_seat(self, role: ProcessRole) -> Seat | None:
        """Every seat is the one process's for good."""
        del role
        return Seat(0, asyncio.Event())

    async def close(self) -> None:
        """Let go of every connection."""
        await self.writer.dispose()
        await self.reader.dispose()

    async def begun(
        self, connection: AsyncConnection, *, by_desk: bool, locks: Collection[WriteLock], seat: ProcessRole | None
    ) -> bool:
        """A write has begun, alone: what BEGIN IMMEDIATE is for. Nobody else changes what the desk remembers."""
        del connection, by_desk, locks, seat
        self.desk_state_changed = False
        self.changed_rows = set()
        return False

    async def collect(self, connection: AsyncConnection) -> set[tuple[str, int]]:
        """None are kept: the triggers call back."""
        del connection
        return set()

    async def look(self, connection: AsyncConnection) -> None:
        """The triggers have called back already."""

    async def announce(self, connection: AsyncConnection, bells: Collection[str]) -> None:
        """There is no other process that waits for a bell."""


def _prepare(dbapi: Any, _record: object) -> None:
    """Each new connection: write-ahead log, and a commit that survives a power cut."""
    cursor = dbapi.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", *_LIMITS):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
