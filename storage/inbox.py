"""Updates from Telegram, kept before the offset moves: a command received is answered, also across a kill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Bell, Database, Transaction
from storage.tables import updates


@dataclass(frozen=True, slots=True)
class Received:
    """One update as Telegram sent it."""

    update_id: int
    payload: dict[str, Any]
    received_at: datetime


async def receive(database: Database, batch: Sequence[dict[str, Any]], now: datetime) -> int:
    """Keep a batch; what is known already is passed over. Gives the next offset to ask for."""
    rows = [{"update_id": u["update_id"], "payload": u, "received_at": now} for u in batch]
    async with database.write() as tx:
        await tx.connection.execute(upsert(updates).on_conflict_do_nothing(), rows)
        tx.ring(Bell.INBOX)
    return max(int(u["update_id"]) for u in batch) + 1


async def undone(connection: AsyncConnection, limit: int = 100) -> list[Received]:
    """Updates whose effect is not committed yet, oldest first."""
    rows = await connection.execute(
        select(updates).where(updates.c.done_at.is_(None)).order_by(updates.c.update_id).limit(limit)
    )
    return [Received(row.update_id, row.payload, row.received_at) for row in rows]


async def done(tx: Transaction, update_id: int, now: datetime, failed: str | None = None) -> None:
    """The update's effect stands (or it is set aside, and why)."""
    await tx.execute(update(updates).where(updates.c.update_id == update_id).values(done_at=now, failed=failed))


async def last_update_id(connection: AsyncConnection) -> int | None:
    """The newest update ever kept; None where none was."""
    found = await connection.execute(select(func.max(updates.c.update_id)))
    newest: int | None = found.scalar()
    return newest


async def forget(tx: Transaction, before: datetime) -> None:
    """Drop what was done long ago; the newest stays, it holds the offset."""
    newest = select(func.max(updates.c.update_id)).scalar_subquery()
    await tx.execute(delete(updates).where(updates.c.done_at < before, updates.c.update_id != newest))
