"""People's words on what is one story: queued for the desk, kept, taken back."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId, Place
from newsroom.desk.corrections import Correction, CorrectionKind
from newsroom.item import ItemId
from storage.database import Bell, Transaction
from storage.states import QueueKind
from storage.tables import corrections, items, queue

_NUMBERS = 2**53  # what JSON keeps exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCorrection:
    """A correction that holds, with who made it where.

    Attributes:
        for_all: An admin made it hold for every chat.
        of_shared_items: Both items are for all: it can be made to hold so.
    """

    id: int
    chat: ChatId
    user: int
    for_all: bool
    of_shared_items: bool


async def put(
    tx: Transaction, kind: CorrectionKind, a: ItemId, b: ItemId, place: Place, user: int, now: datetime
) -> int:
    """A person's correction for their chat, queued for the desk; gives its number."""
    number = secrets.randbelow(_NUMBERS)
    values = {"kind": kind.value, "item_a": a, "item_b": b, "chat_id": place.chat, "user_id": user, "made_at": now}
    await tx.execute(insert(corrections).values(id=number, for_all=False, **values))
    await _queue(tx, number, kind, now)
    return number


async def made(connection: AsyncConnection, correction_id: int) -> MadeCorrection | None:
    """A correction with who made it; None where there is none of that number, or it was taken back."""
    active = and_(corrections.c.id == correction_id, corrections.c.undone_at.is_(None))
    row = (await connection.execute(select(corrections).where(active))).first()
    if row is None:
        return None
    owners = select(items.c.owner_chat_id).where(items.c.id.in_([row.item_a, row.item_b]))
    shared = all(owner is None for owner in (await connection.execute(owners)).scalars())
    return MadeCorrection(
        id=row.id, chat=ChatId(row.chat_id), user=row.user_id, for_all=bool(row.for_all), of_shared_items=shared
    )


async def hold_for_all(tx: Transaction, correction_id: int, now: datetime) -> bool:
    """An admin makes a chat's correction hold for every chat; False where it does, or was taken back."""
    of_chat = and_(
        corrections.c.id == correction_id, corrections.c.undone_at.is_(None), corrections.c.for_all.is_(False)
    )
    changed = update(corrections).where(of_chat).values(for_all=True, items=None).returning(corrections.c.kind)
    kind = (await tx.execute(changed)).scalar()
    if kind is None:
        return False
    await _queue(tx, correction_id, CorrectionKind(kind), now)
    return True


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


async def keep_moved(tx: Transaction, correction: Correction, moved: Sequence[ItemId]) -> None:
    """Write which items the desk moved for it."""
    await tx.execute(update(corrections).where(corrections.c.id == correction.id).values(items=list(moved)))


async def correction(connection: AsyncConnection, correction_id: int, kind: CorrectionKind) -> Correction:
    """One correction, as the queue speaks of it."""
    row = (await connection.execute(select(corrections).where(corrections.c.id == correction_id))).one()
    return Correction(
        id=row.id,
        kind=kind,
        a=ItemId(row.item_a),
        b=ItemId(row.item_b),
        chat=None if row.for_all else ChatId(row.chat_id),
        moved=tuple(ItemId(item) for item in row.items or ()),
    )


async def active_corrections(
    connection: AsyncConnection, item_ids: Sequence[int], chat: ChatId | None = None
) -> list[Correction]:
    """The corrections that hold for a chat alone (None: for all), of items that the desk remembers, as made."""
    known = set(item_ids)
    active = select(corrections).where(corrections.c.undone_at.is_(None), _holds_for(chat))
    rows = await connection.execute(active.order_by(corrections.c.made_at, corrections.c.id))
    return [
        Correction(id=row.id, kind=CorrectionKind(row.kind), a=ItemId(row.item_a), b=ItemId(row.item_b), chat=chat)
        for row in rows
        if row.item_a in known and row.item_b in known
    ]


async def kept_apart(connection: AsyncConnection, ids: Collection[int], viewer: ChatId) -> list[ItemId]:
    """The items that people keep apart from these, in what a chat sees, as it was said."""
    splits = (corrections.c.kind == CorrectionKind.SPLIT) & corrections.c.undone_at.is_(None)
    pairs = select(corrections.c.item_a, corrections.c.item_b).where(
        splits,
        or_(_holds_for(viewer), _holds_for(None)),
        or_(corrections.c.item_a.in_(ids), corrections.c.item_b.in_(ids)),
    )
    rows = await connection.execute(pairs.order_by(corrections.c.made_at, corrections.c.id))
    return list(dict.fromkeys(ItemId(item) for row in rows for item in row if item not in ids))


async def chats_that_correct(connection: AsyncConnection) -> list[ChatId]:
    """The chats with corrections of their own that hold."""
    own = select(corrections.c.chat_id).where(corrections.c.undone_at.is_(None), corrections.c.for_all.is_(False))
    rows = await connection.execute(own.distinct().order_by(corrections.c.chat_id))
    return [ChatId(chat) for chat in rows.scalars()]


def _holds_for(chat: ChatId | None) -> ColumnElement[bool]:
    if chat is None:
        return corrections.c.for_all.is_(True)
    return and_(corrections.c.chat_id == chat, corrections.c.for_all.is_(False))
