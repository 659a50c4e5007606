"""What is forgotten, and when: settled deliveries after weeks, items after more than a year."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, text

from storage.database import Transaction
from storage.tables import claims, deliveries, disagreements, item_versions, items, matches

_AT_ONCE = 500  # rows a turn: other writers wait for no more


async def forget_deliveries(tx: Transaction, before: datetime) -> int:
    """Drop deliveries settled before then; gives how many. What still waits is never dropped."""
    old = select(deliveries.c.id).where(deliveries.c.settled_at < before).limit(_AT_ONCE)
    return (await tx.execute(delete(deliveries).where(deliveries.c.id.in_(old)))).rowcount


async def forget_items(tx: Transaction, before: datetime) -> int:
    """Drop decided items first seen before then, with all that hangs on them; gives how many."""
    old = await tx.execute(
        select(items.c.id).where(items.c.first_seen < before, items.c.decided_at.is_not(None)).limit(_AT_ONCE)
    )
    ids = list(old.scalars())
    if ids:
        await _forget(tx, ids)
    return len(ids)


async def _forget(tx: Transaction, ids: Sequence[int]) -> None:
    for table in (claims, matches, item_versions):
        await tx.execute(delete(table).where(table.c.item_id.in_(ids)))
    mine = or_(disagreements.c.item_a.in_(ids), disagreements.c.item_b.in_(ids))
    await tx.execute(delete(disagreements).where(mine))
    for item in ids:
        await tx.execute(text("DELETE FROM item_words WHERE rowid = :id"), {"id": item})
    await tx.execute(delete(items).where(items.c.id.in_(ids)))
