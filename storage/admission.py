"""Which chats are admitted: computed here alone, by the rule, the roles, and who let each chat in.

Every loop asks `chats.admitted`: hearing before it answers, the desk which topics and cards it reads, push what it
sends, the digests, and the poll which sources it visits.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.access import AccessRule, Role
from storage import receivers
from storage.database import Transaction
from storage.states import DeliveryState
from storage.tables import chats, deliveries, notes, people, sources

# A chat that is closed is tried each day: for some days there must be news to try it with.
POLLED_WHILE_CLOSED = timedelta(days=7)
_DROPPED = "not_admitted"
_AT_ONCE = 500  # chats a statement: SQLite takes 32,766 values

log = structlog.get_logger()


async def admitted(connection: AsyncConnection, chat_id: int) -> bool | None:
    """Whether a chat is admitted; None where it was never met."""
    return (await connection.execute(select(chats.c.admitted).where(chats.c.id == chat_id))).scalar()


def turned_away_note(chat_id: int) -> str:
    """The name of the note that a group which is not admitted has read so; gone once that changes."""
    return f"turned_away.{chat_id}"


def asked_for(now: datetime) -> ColumnElement[bool]:
    """A source for all, or the own one of a chat that is admitted and not closed to us for long: no other is polled.

    It is polled again as soon as the chat lets us in. One that is paused waits for whoever resumes it.
    """
    open_of_late = or_(chats.c.closed_since.is_(None), chats.c.closed_since > now - POLLED_WHILE_CLOSED)
    owner = exists(select(chats.c.id).where(chats.c.id == sources.c.owner_chat_id, chats.c.admitted, open_of_late))
    return and_(sources.c.paused_at.is_(None), or_(sources.c.owner_chat_id.is_(None), owner))


async def settle(tx: Transaction, rule: AccessRule, now: datetime) -> None:
    """Compute anew which chats are admitted, after the mode, a role or a chat changed.

    What waits to be sent to such a chat is dropped: of a chat that is shut it is not for it, and of one that is let in
    it is of before.
    """
    vouchers = {row.user_id: Role(row.role) for row in await tx.execute(select(people.c.user_id, people.c.role))}
    changed: dict[bool, list[int]] = {True: [], False: []}
    for row in (await tx.execute(select(chats.c.id, chats.c.admitted, chats.c.admitted_by))).all():
        voucher = row.id if row.id > 0 else row.admitted_by
        admits = rule.admits(row.id, rule.role(voucher, vouchers.get(voucher)) if voucher else None)
        if admits != row.admitted:
            changed[admits].append(row.id)
    for admits, ids in changed.items():
        for some in (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)):
            await tx.execute(update(chats).where(chats.c.id.in_(some)).values(admitted=admits))
            await _drop(tx, some, now)
            await tx.execute(delete(notes).where(notes.c.name.in_([turned_away_note(chat) for chat in some])))
        if ids:
            log.info("admission", admitted=admits, chats=len(ids))


async def let_in(tx: Transaction, rule: AccessRule, chat_id: int, by: int, now: datetime) -> None:
    """A person answers for a group or channel from now on."""
    await tx.execute(update(chats).where(chats.c.id == chat_id).values(admitted_by=by))
    await settle(tx, rule, now)


async def _drop(tx: Transaction, ids: Sequence[int], now: datetime) -> None:
    waiting = (deliveries.c.state == DeliveryState.DUE) & deliveries.c.for_stranger.is_(False)
    dead = {"state": DeliveryState.DEAD, "reason": _DROPPED, "settled_at": now}
    await tx.execute(update(deliveries).where(deliveries.c.chat_id.in_(ids), waiting).values(**dead))
    await receivers.drop_of_chats(tx, ids)
