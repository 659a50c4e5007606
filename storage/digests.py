"""Which local dates had their digest, and what it covered."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.desk.digest import Covered, Window
from newsroom.item import ItemId
from storage.database import Transaction
from storage.tables import digests


async def mark(tx: Transaction, chat_id: int, day: date, window: Window, now: datetime) -> bool:
    """Take the date; False where it was taken before."""
    new = upsert(digests).values(
        chat_id=chat_id, local_date=day.isoformat(), made_at=now, covers_from=window.since, covers_to=window.to
    )
    row = await tx.execute(new.on_conflict_do_nothing().returning(digests.c.chat_id))
    return row.first() is not None


async def last_dates(connection: AsyncConnection) -> dict[int, date]:
    """Chat -> the newest local date that had its digest."""
    rows = await connection.execute(
        select(digests.c.chat_id, func.max(digests.c.local_date).label("day")).group_by(digests.c.chat_id)
    )
    return {row.chat_id: date.fromisoformat(row.day) for row in rows}


async def last_covered(connection: AsyncConnection, chat_id: int) -> Covered | None:
    """What a chat's newest digest covered; None where it had none."""
    newest = select(digests).where(digests.c.chat_id == chat_id).order_by(digests.c.made_at.desc()).limit(1)
    row = (await connection.execute(newest)).first()
    if row is None:
        return None
    return Covered(made=row.made_at, to=None if row.covers_to is None else ItemId(row.covers_to))
