"""What differs between the databases but for the full-text index: connecting, writing alone, ringing for others."""

from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database_url import is_sqlite
from storage.process_role import ProcessRole, Seat
from storage.sqlite_engines import SqliteEngines
from storage.write_locks import WriteLock


class ServerAwayError(Exception):
    """No server answers, or nothing is there to ask it with."""


class PlaceLostError(Exception):
    """Another program took over the database while the connection was lost."""


class Engines(Protocol):
    """One database.

    Attributes:
        writer: Its transactions begin where `begun` has come back.
        desk_state_changed: The transaction under way changed what the desk remembers, as far as this process knows.
        changed_rows: Which rows of it, see `desk_bell.install`; empty where the database keeps them.
        keeps_changed_rows: The database keeps them, whichever process changed them, until the desk collects them.
    """

    writer: AsyncEngine
    reader: AsyncEngine
    desk_state_changed: bool
    keeps_changed_rows: bool
    changed_rows: set[tuple[str, int]]

    async def open(self, ring: Callable[[str], None]) -> None:
        """Bring the tables up to date; `ring` is called with each bell that another process rings, "" for all."""

    async def keep_alone(self) -> bool:
        """Be the one program that works on it, until `close`; False where another is."""

    async def keep_together(self) -> bool:
        """Be one of the processes that share it, until `close`; False where a program works on it alone."""

    async def join(self, role: ProcessRole, if_first: Callable[[], Awaitable[None]]) -> None:
        """Do a role that many may do; where no other process does it, `if_first` is done before one can."""

    async def take_seat(self, role: ProcessRole) -> Seat | None:
        """Be the one process that does a role; None where another is. The same term as before: nobody was meanwhile."""

    async def close(self) -> None:
        """Let go of every connection."""

    async def begun(
        self, connection: AsyncConnection, *, by_desk: bool, locks: Collection[WriteLock], seat: ProcessRole | None
    ) -> bool:
        """Nobody else writes under these locks from now on, and the seat is ours.

        True where others changed what the desk remembers since it last wrote.
        """

    async def collect(self, connection: AsyncConnection) -> set[tuple[str, int]]:
        """The rows of what the desk remembers that were changed since it last collected them."""

    async def look(self, connection: AsyncConnection) -> None:
        """Set `desk_state_changed` for the transaction that is about to end."""

    async def announce(self, connection: AsyncConnection, bells: Collection[str]) -> None:
        """Ring for other processes, once this transaction stands."""


def engines_of(url: URL) -> Engines:
    """The engines of an address.

    Raises:
        ServerAwayError: PostgreSQL's driver is not installed.
    """
    if is_sqlite(url):
        return SqliteEngines(url)
    try:
        from storage.postgres_engines import PostgresEngines
    except ModuleNotFoundError as error:
        raise ServerAwayError(f"{error}") from error
    return PostgresEngines(url)
