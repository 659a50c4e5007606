"""What is forgotten, and when: settled deliveries after weeks, items more than a year after their feed listed them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Select, delete, func, literal, or_, select, text, tuple_

from storage.database import Database, Transaction
from storage.intake import LISTED_EVERY
from storage.tables import boilerplate, claims, deliveries, disagreements, item_versions, items, matches

_AT_ONCE = 500  # rows a transaction: other writers wait for no more
_Piece: TypeAlias = Callable[[Transaction, datetime], Awaitable[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizons:
    """Since when each kind is kept."""

    deliveries: datetime
    items: datetime
    paragraphs: datetime


async def forget(database: Database, kept_since: Horizons) -> None:
    """Drop all that is older, piece by piece, each in a transaction of its own."""
    await _all(database, forget_deliveries, kept_since.deliveries)
    await _all(database, forget_items, kept_since.items)
    await _all(database, forget_paragraphs, kept_since.paragraphs)


async def _all(database: Database, piece: _Piece, before: datetime) -> None:
    dropped = _AT_ONCE
    while dropped == _AT_ONCE:
        async with database.write() as tx:
            dropped = await piece(tx, before)


async def forget_deliveries(tx: Transaction, before: datetime) -> int:
    """Drop some deliveries settled before then; gives how many. What still waits is never dropped."""
    return (await tx.execute(delete(deliveries).where(deliveries.c.id.in_(old_deliveries(before))))).rowcount


async def forget_items(tx: Transaction, before: datetime) -> int:
    """Drop some decided items last listed before then, with all that hangs on them; gives how many."""
    ids = list((await tx.execute(old_items(before))).scalars())
    if ids:
        await _forget(tx, ids)
    return len(ids)


async def forget_paragraphs(tx: Transaction, before: datetime) -> int:
    """Drop some counts of paragraphs last seen before then; gives how many."""
    key = tuple_(boilerplate.c.source_id, boilerplate.c.hash)
    return (await tx.execute(delete(boilerplate).where(key.in_(old_paragraphs(before))))).rowcount


def old_deliveries(before: datetime) -> Select[Any]:
    """Ids of at most 500 deliveries settled before then."""
    return select(deliveries.c.id).where(deliveries.c.settled_at < before).limit(_AT_ONCE)


def old_items(before: datetime) -> Select[Any]:
    """Ids of at most 500 decided items that were last listed before then.

    Forgotten while its feed lists it, an item would be news once more. A feed that was not read since, or says that it
    is unchanged, may still list what its last document held: that is kept, however old.
    """
    other = items.alias()
    latest = select(func.max(other.c.listed_at)).where(other.c.source_id == items.c.source_id).scalar_subquery()
    a_day = literal(LISTED_EVERY // timedelta(microseconds=1), BigInteger)  # as Instant counts
    # The least number of days that items can be kept for is far more than LISTED_EVERY. `arrived_at`: for its index.
    gone = items.c.arrived_at < before, items.c.listed_at < before, items.c.listed_at < latest - a_day
    return select(items.c.id).where(*gone, items.c.decided_at.is_not(None)).limit(_AT_ONCE)


def old_paragraphs(before: datetime) -> Select[Any]:
    """Keys of at most 500 paragraphs last seen before then."""
    return (
        select(boilerplate.c.source_id, boilerplate.c.hash).where(boilerplate.c.last_found_at < before).limit(_AT_ONCE)
    )


async def _forget(tx: Transaction, ids: Sequence[int]) -> None:
    for table in (claims, matches, item_versions):
        await tx.execute(delete(table).where(table.c.item_id.in_(ids)))
    mine = or_(disagreements.c.item_a.in_(ids), disagreements.c.item_b.in_(ids))
    await tx.execute(delete(disagreements).where(mine))
    for item in ids:
        await tx.execute(text("DELETE FROM item_words WHERE rowid = :id"), {"id": item})
    await tx.execute(delete(items).where(items.c.id.in_(ids)))
