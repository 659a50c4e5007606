"""Who does a role that one process at a time may do, on PostgreSQL: a lock for the right, a number for the proof.

A process that hangs, or is cut off from the server, learns late that its lock is another's. So each term has a number,
kept in the database, and a write that relies on the seat looks whether the term is still its own: until that write ends
nobody begins the next.
"""

from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engines import PlaceLostError
from storage.process_role import ProcessRole, Seat
from storage.session_locks import SessionLock
from storage.tables import notes
from storage.upsert import upsert

_NUMBERS: Final = {ProcessRole.DESK: 11, ProcessRole.PUSH: 12, ProcessRole.CHAT: 13}
_TERM = select(notes.c.value)


class Seats:
    """Those of one process."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._locks = {role: SessionLock(engine, number) for role, number in _NUMBERS.items()}
        self._terms: dict[ProcessRole, int] = {}

    async def take(self, role: ProcessRole) -> Seat | None:
        """Take a role's seat; None where another process has it."""
        lock = self._locks[role]
        if not await lock.take():
            return None
        async with self._engine.begin() as connection:
            term = await _noted(connection, role)
            if term is None or term != self._terms.get(role):
                term = (term or 0) + 1
                new = upsert(notes).values(name=_name(role), value=term)
                await connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": term}))
        self._terms[role] = term
        return Seat(term, lock.lost)

    async def prove(self, connection: AsyncConnection, role: ProcessRole) -> None:
        """Look within a write whether the seat is still ours; nobody takes it before the write ends.

        Raises:
            PlaceLostError: another process has taken it.
        """
        mine = self._terms.get(role)
        if mine is not None and await _noted(connection, role, for_share=True) != mine:
            raise PlaceLostError

    async def leave(self) -> None:
        """Let others have them all."""
        for lock in self._locks.values():
            await lock.leave()


async def _noted(connection: AsyncConnection, role: ProcessRole, *, for_share: bool = False) -> int | None:
    term = _TERM.where(notes.c.name == _name(role))
    found: int | None = (await connection.execute(term.with_for_update(read=True) if for_share else term)).scalar()
    return found


def _name(role: ProcessRole) -> str:
    return f"seat.{role}"
