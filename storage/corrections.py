"""People's words on what is one story: queued for the desk, kept, taken back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import Place
from newsroom.desk.corrections import Correction, CorrectionKind
from newsroom.item import ItemId
from storage.database import Bell, Transaction
from storage.states import QueueKind
from storage.tables import corrections, queue


async def put(
    tx: Transaction, kind: CorrectionKind, a: ItemId, b: ItemId, place: Place, user: int, now: datetime
) -> int:
    """A person's word, queued for the desk; gives the correction's number."""
    row = await tx.execute(
        insert(corrections)
        .values(kind=kind.value, item_a=a, item_b=b, chat_id=place.chat, user_id=user, made_at=now)
        .returning(corrections.c.id)
    )
    correction = int(row.scalar_one())
    await _queue(tx, correction, kind, now)
    return correction


async def undo(tx: Transaction, correction_id: int, now: datetime) -> Correction | None:
    """Take a correction back; None where it was taken back already, or never made."""
    active = and_(corrections.c.id == correction_id, corrections.c.undone_at.is_(None))
    row = (await tx.execute(update(corrections).where(active).values(undone_at=now).returning(corrections))).first()
    if row is None:
        return None
    kind = CorrectionKind.UNDO_SPLIT if row.kind == CorrectionKind.SPLIT.value else CorrectionKind.UNDO_MERGE
    await _queue(tx, correction_id, kind, now)
    return Correction(id=row.id, kind=kind, a=ItemId(row.item_a), b=ItemId(row.item_b))


async def _queue(tx: Transaction, correction: int, kind: CorrectionKind, now: datetime) -> None:
    payload = {"correction": correction, "kind": kind.value}
    await tx.execute(insert(queue).values(kind=QueueKind.CORRECTION, item_id=None, payload=payload, queued_at=now))
    tx.ring(Bell.DESK)


async def done(tx: Transaction, queued: int, correction: Correction, moved: Sequence[ItemId] | None) -> None:
    """The desk has seen to it; `moved`: what it moved, None where there was nothing to move."""
    if moved is not None:
        await tx.execute(update(corrections).where(corrections.c.id == correction.id).values(items=list(moved)))
    await tx.execute(delete(queue).where(queue.c.id == queued))


async def correction(connection: AsyncConnection, correction_id: int, kind: CorrectionKind) -> Correction:
    """One correction, as the queue speaks of it."""
    row = (await connection.execute(select(corrections).where(corrections.c.id == correction_id))).one()
    return Correction(
        id=row.id,
        kind=kind,
        a=ItemId(row.item_a),
        b=ItemId(row.item_b),
        moved=tuple(ItemId(item) for item in row.items or ()),
    )


async def active_corrections(connection: AsyncConnection, item_ids: Sequence[int]) -> list[Correction]:
    """The corrections that hold, of items that the desk remembers, in the order in which they were made."""
    known = set(item_ids)
    rows = await connection.execute(
        select(corrections).where(corrections.c.undone_at.is_(None)).order_by(corrections.c.id)
    )
    return [
        Correction(id=row.id, kind=CorrectionKind(row.kind), a=ItemId(row.item_a), b=ItemId(row.item_b))
        for row in rows
        if row.item_a in known and row.item_b in known
    ]
