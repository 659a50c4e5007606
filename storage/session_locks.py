"""Advisory locks of PostgreSQL that last as long as a connection: a killed process's are free at once.

Source: https://www.postgresql.org/docs/current/explicit-locking.html, Advisory Locks.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

LOCKS: Final = 0x77697265  # the first of the two numbers of each advisory lock of ours: nobody else's
_AGAIN_S = 0.1  # the first to come has it alone for no longer than one short transaction
_TAKE = text("SELECT pg_try_advisory_lock(:locks, :number)").bindparams(locks=LOCKS)
_SHARE = text("SELECT pg_try_advisory_lock_shared(:locks, :number)").bindparams(locks=LOCKS)
_GIVE = text("SELECT pg_advisory_unlock(:locks, :number)").bindparams(locks=LOCKS)


class SessionLock:
    """One lock, on a connection of its own.

    Args:
        engine: Where the connection comes from.
        number: The second of the lock's numbers.
    """

    def __init__(self, engine: AsyncEngine, number: int) -> None:
        self._engine = engine
        self._number = number
        self._connection: AsyncConnection | None = None
        self.lost = asyncio.Event()  # the connection broke: somebody else may have the lock by now

    async def take(self, *, shared: bool = False) -> bool:
        """Have it until `leave`; False where others keep it from us. `shared`: with whoever shares it."""
        await self.leave()
        connection = await self._engine.connect()
        if not await self._asked(connection, _SHARE if shared else _TAKE):
            await connection.close()
            return False
        await self._keep(connection)
        return True

    async def join(self, if_first: Callable[[], Awaitable[None]]) -> None:
        """Share it until `leave`; where nobody has it, `if_first` is done before anybody else can share it."""
        await self.leave()
        connection = await self._engine.connect()
        while True:
            if await self._asked(connection, _TAKE):
                await if_first()
                await self._asked(connection, _SHARE)
                await self._asked(connection, _GIVE)
                break
            if await self._asked(connection, _SHARE):
                break
            await asyncio.sleep(_AGAIN_S)
        await self._keep(connection)

    async def leave(self) -> None:
        """Let others have it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()  # ends the session, and with it the lock
            await connection.close()

    async def _keep(self, connection: AsyncConnection) -> None:
        await connection.commit()  # the lock is the session's; an open transaction would keep old rows for ever
        driver: Any = (await connection.get_raw_connection()).driver_connection
        lost = self.lost = asyncio.Event()
        driver.add_termination_listener(lambda _: lost.set())
        self._connection = connection

    async def _asked(self, connection: AsyncConnection, question: TextClause) -> bool:
        return bool((await connection.execute(question, {"number": self._number})).scalar_one())
