"""People's corrections looked back on: how many there were, and those that hold with the items around them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.desk.corrections import Correction, CorrectionKind
from newsroom.item import Item, ItemId
from storage.items import in_stories, item_of, select_placed, visible_to
from storage.tables import corrections, items

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionCounts:
    """The corrections since a moment, in all chats.

    Attributes:
        merges: "These are one", and `splits`: "these are two", that hold.
        undone: Taken back.
        overruled: Items that the desk moved for those that hold: it had put them elsewhere.
        placed: Items that the desk placed since that moment.
    """

    merges: int
    splits: int
    undone: int
    overruled: int
    placed: int


async def counts_since(connection: AsyncConnection, since: datetime) -> CorrectionCounts:
    """How often people corrected the desk since then."""
    made = (await connection.execute(select(corrections).where(corrections.c.made_at >= since))).all()
    kept = [row for row in made if row.undone_at is None]
    placed = select(func.count()).select_from(items).where(items.c.arrived_at >= since)
    return CorrectionCounts(
        merges=sum(row.kind == CorrectionKind.MERGE for row in kept),
        splits=sum(row.kind == CorrectionKind.SPLIT for row in kept),
        undone=len(made) - len(kept),
        overruled=len({item for row in kept for item in row.items or ()}),
        placed=(await connection.execute(placed)).scalar_one(),
    )


async def corrections_that_hold(connection: AsyncConnection, chat: ChatId | None) -> list[Correction]:
    """Corrections of items that are for all, by any chat, in the order in which they were made.

    `chat`: those of this chat instead, of its own items too.
    """
    known = select(items.c.id).where(visible_to(chat))
    mine = [] if chat is None else [corrections.c.chat_id == chat]
    rows = await connection.execute(
        select(corrections)
        .where(corrections.c.undone_at.is_(None), *mine)
        .where(corrections.c.item_a.in_(known), corrections.c.item_b.in_(known))
        .order_by(corrections.c.made_at, corrections.c.id)
    )
    return [
        Correction(
            id=row.id,
            kind=CorrectionKind(row.kind),
            a=ItemId(row.item_a),
            b=ItemId(row.item_b),
            chat=None if row.for_all else ChatId(row.chat_id),
            moved=tuple(ItemId(item) for item in row.items or ()),
        )
        for row in rows
    ]


async def items_around(connection: AsyncConnection, decided: Collection[ItemId], chat: ChatId | None) -> list[Item]:
    """The items of the stories of some items and of the days on which they came, in the order of their arrival."""
    placed = select_placed(chat)
    there = (await connection.execute(placed.where(items.c.id.in_(decided)))).all()
    days = {row.arrived_at.replace(hour=0, minute=0, second=0, microsecond=0) for row in there}
    wanted: list[ColumnElement[bool]] = [
        and_(items.c.arrived_at >= day, items.c.arrived_at < day + _DAY) for day in sorted(days)
    ]
    wanted.append(in_stories(chat, sorted({row.story_id for row in there if row.story_id is not None})))
    rows = await connection.execute(placed.where(or_(*wanted)).order_by(items.c.arrived_at, items.c.id))
    return [item_of(row) for row in rows]
