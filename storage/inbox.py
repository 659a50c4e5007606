"""Updates from Telegram, kept before the offset moves: a command received is answered, also across a kill."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import key_values
from storage.database import Bell, Database, Transaction
from storage.tables import updates
from storage.upsert import upsert
from storage.write_locks import NONE

_OFFSET = "telegram.offset"
_LIFE = "inbox.life"
RawUpdate = dict[str, Any]  # as Telegram sent it; `update_id` is sure to be a number


@dataclass(frozen=True, slots=True)
class Received:
    """One update as Telegram sent it.

    Attributes:
        lane: Who speaks where; updates of one lane are answered in order.
        sent_at: As Telegram dates it or, of what has no date, the next message; None where nobody says when.
    """

    update_id: int
    payload: RawUpdate
    received_at: datetime
    lane: str = ""
    sent_at: datetime | None = None

    @property
    def spoken_at(self) -> datetime:
        """When it was sent, as nearly as is known: it was not sent later than it came, however long it has waited."""
        return self.sent_at or self.received_at


def _undated(batch: Sequence[RawUpdate]) -> Sequence[None]:
    return [None] * len(batch)


def _one_lane(_update: RawUpdate) -> str:
    return ""


async def receive(
    database: Database,
    batch: Sequence[RawUpdate],
    now: datetime,
    wanted: Callable[[RawUpdate], bool] = lambda _: True,
    lane_of: Callable[[RawUpdate], str] = _one_lane,
    sending_times: Callable[[Sequence[RawUpdate]], Sequence[datetime | None]] = _undated,
) -> int:
    """Keep what is wanted of a batch, and the offset behind all of it; what is known already is passed over.

    Gives that offset. Of what is not wanted nothing is written.

    Behind this batch, not behind the newest ever kept: after a week without updates Telegram begins anew at random.
    Source: Bot API, Update.update_id.
    """
    offset = max(int(u["update_id"]) for u in batch) + 1
    rows = [
        {"update_id": u["update_id"], "payload": u, "lane": lane_of(u), "received_at": now, "sent_at": sent_at}
        for u, sent_at in zip(batch, sending_times(batch), strict=True)
        if wanted(u)
    ]
    async with database.write(locks=NONE) as tx:
        if rows:
            await tx.execute(upsert(updates).on_conflict_do_nothing(), rows)
        await key_values.note(tx, _OFFSET, offset)
        tx.ring(Bell.INBOX)
    return offset


_PLACE = func.row_number().over(partition_by=updates.c.lane, order_by=updates.c.update_id).label("place")
_WAITING = select(updates, _PLACE).where(updates.c.done_at.is_(None)).subquery()
_UNDONE = (
    select(_WAITING)
    .where(_WAITING.c.place <= bindparam("of_each_lane"))
    .order_by(_WAITING.c.update_id)
    .limit(bindparam("limit", type_=Integer))
)


async def undone(connection: AsyncConnection, limit: int = 1_000, of_each_lane: int = 4) -> list[Received]:
    """Updates whose effect is not committed yet, oldest first; so few of each lane that no flood hides the others."""
    rows = await connection.execute(_UNDONE, {"limit": limit, "of_each_lane": of_each_lane})
    return [Received(row.update_id, row.payload, row.received_at, row.lane, row.sent_at) for row in rows]


@dataclass(frozen=True, slots=True)
class ProgramLife:
    """A life of the program, and what it found undone.

    Attributes:
        number: From 1.
        left: By the update's number, in how many lives in a row before this one it was begun.
    """

    number: int
    left: Mapping[int, int]


async def begin_life(tx: Transaction) -> ProgramLife:
    """Number this life of the program, and look what it finds undone.

    An update that was not at work when the last life ended is not what ended it: it is counted anew.
    """
    number = int(await key_values.noted(tx.connection, _LIFE) or 0) + 1
    await key_values.note(tx, _LIFE, number)
    undone, elsewhere = updates.c.done_at.is_(None), updates.c.begun_in < number - 1
    await tx.execute(update(updates).where(undone, updates.c.begun > 0, elsewhere).values(begun=0))
    rows = await tx.execute(select(updates.c.update_id, updates.c.begun).where(undone))
    return ProgramLife(number, {row.update_id: row.begun for row in rows})


async def begin(tx: Transaction, update_id: int, life: int) -> None:
    """Count that an update which an earlier life left is begun: this one may end before it is finished."""
    counted = {"begun": updates.c.begun + 1, "begun_in": life}
    await tx.execute(update(updates).where(updates.c.update_id == update_id).values(**counted))


async def done(tx: Transaction, update_id: int, now: datetime, failed: str | None = None) -> bool:
    """The update's effect is committed with this (or it is set aside, and why): only its number is kept then.

    Of one that was set aside the whole is kept, for whoever looks for the reason. False: it was done before, and its
    effect must not be committed once more.
    """
    values: dict[str, Any] = {"done_at": now, "failed": failed}
    if failed is None:
        values |= {"payload": {}, "lane": ""}
    undone = (updates.c.update_id == update_id) & updates.c.done_at.is_(None)
    changed = await tx.execute(update(updates).where(undone).values(**values).returning(updates.c.update_id))
    return changed.first() is not None


async def next_offset(connection: AsyncConnection) -> int | None:
    """The offset to ask for, behind what is kept; None before the first update."""
    if (offset := await key_values.noted(connection, _OFFSET)) is not None:
        return int(offset)
    newest = (await connection.execute(select(func.max(updates.c.update_id)))).scalar()  # an older program's database
    return None if newest is None else int(newest) + 1
