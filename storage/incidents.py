"""What is wrong just now: told to people once when it begins, and once when it is over."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.columns import AnyRow
from storage.database import Transaction
from storage.tables import conditions


async def begin(
    tx: Transaction, name: str, said: str, well: str, now: datetime, *, source_id: int | None = None
) -> None:
    """Something is wrong; what is known to be wrong already stays as it was told."""
    new = upsert(conditions).values(name=name, source_id=source_id, said=said, well=well, since=now)
    await tx.execute(new.on_conflict_do_update(index_elements=["name"], set_={"over_at": None}))


async def end(tx: Transaction, name: str, now: datetime) -> None:
    """It is over; nothing is said of what nobody was told of."""
    await tx.execute(delete(conditions).where(conditions.c.name == name, conditions.c.told_at.is_(None)))
    await tx.execute(update(conditions).where(conditions.c.name == name).values(over_at=now))


async def untold(tx: Transaction) -> list[AnyRow]:
    """What people are to be told now: beginnings, and ends of what they were told of."""
    wanted = or_(conditions.c.told_at.is_(None), conditions.c.over_at.is_not(None))
    return list(await tx.execute(select(conditions).where(wanted).order_by(conditions.c.since)))


async def told(tx: Transaction, condition: AnyRow, now: datetime) -> None:
    """People know; what is over, or is never over, is forgotten."""
    here = conditions.c.name == condition.name
    if condition.over_at is not None or not condition.well:
        await tx.execute(delete(conditions).where(here))
    else:
        await tx.execute(update(conditions).where(here).values(told_at=now))
