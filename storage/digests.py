"""Which local dates had their digest."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Transaction
from storage.tables import digests


async def mark(tx: Transaction, chat_id: int, day: date, covers_from: datetime, now: datetime) -> bool:
    """Take the date; False where it was taken before."""
    new = upsert(digests).values(chat_id=chat_id, local_date=day.isoformat(), made_at=now, covers_from=covers_from)
    row = await tx.execute(new.on_conflict_do_nothing().returning(digests.c.chat_id))
    return row.first() is not None


async def last_dates(connection: AsyncConnection) -> dict[int, date]:
    """Chat -> the newest local date that had its digest."""
    rows = await connection.execute(
        select(digests.c.chat_id, func.max(digests.c.local_date).label("day")).group_by(digests.c.chat_id)
    )
    return {row.chat_id: date.fromisoformat(row.day) for row in rows}


async def last_made(connection: AsyncConnection, chat_id: int) -> datetime | None:
    """When a chat's newest digest was made; None where it had none."""
    row = await connection.execute(
        select(digests.c.made_at).where(digests.c.chat_id == chat_id).order_by(digests.c.made_at.desc()).limit(1)
    )
    made: datetime | None = row.scalar()
    return made
