"""Which times of which local dates had their digest, and what it covered."""

from datetime import date, datetime

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.desk.digest import DigestWindow, PastDigest
from newsroom.desk.digest_times import DigestSlot
from newsroom.item import ItemId
from storage.database import Transaction
from storage.tables import digests
from storage.upsert import upsert


async def mark(tx: Transaction, chat_id: int, slot: DigestSlot, window: DigestWindow, now: datetime) -> bool:
    """Take the slot; False where it was taken before.

    Later ones are given back: only a clock that was ahead took them, and they will have digests of their own.
    """
    day = slot.day.isoformat()
    new = upsert(digests).values(
        chat_id=chat_id,
        local_date=day,
        local_minute=slot.minute,
        made_at=now,
        covers_from=window.since,
        covers_to=window.to,
    )
    row = await tx.execute(new.on_conflict_do_nothing().returning(digests.c.chat_id))
    if row.first() is None:
        return False
    same_day = and_(digests.c.local_date == day, digests.c.local_minute > slot.minute)
    later = or_(digests.c.local_date > day, same_day)
    await tx.execute(delete(digests).where(digests.c.chat_id == chat_id, later))
    return True


async def marked_since(connection: AsyncConnection, since: date) -> dict[int, list[DigestSlot]]:
    """Chat -> the slots from a date on that had their digest, those of a clock that was ahead too."""
    found: dict[int, list[DigestSlot]] = {}
    wanted = select(digests.c.chat_id, digests.c.local_date, digests.c.local_minute)
    for row in await connection.execute(wanted.where(digests.c.local_date >= since.isoformat())):
        found.setdefault(row.chat_id, []).append(DigestSlot(date.fromisoformat(row.local_date), row.local_minute))
    return found


async def last_digest(connection: AsyncConnection, chat_id: int) -> PastDigest | None:
    """What a chat's newest digest covered; None where it had none."""
    newest = select(digests).where(digests.c.chat_id == chat_id).order_by(digests.c.made_at.desc()).limit(1)
    row = (await connection.execute(newest)).first()
    if row is None:
        return None
    return PastDigest(made=row.made_at, to=None if row.covers_to is None else ItemId(row.covers_to))
