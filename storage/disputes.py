"""Stored disagreements as a chat sees them, and what people say about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.desk.story_view import Dispute
from storage.columns import AnyRow
from storage.database import Transaction
from storage.json_values import disagreement_of
from storage.tables import chat_disagreements, disagreements, dismissals
from storage.upsert import upsert

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_SHARED = select(disagreements).where(or_(disagreements.c.item_a.in_(_IDS), disagreements.c.item_b.in_(_IDS)))
_OWN = select(chat_disagreements).where(
    chat_disagreements.c.chat_id == bindparam("chat"),
    or_(chat_disagreements.c.item_a.in_(_IDS), chat_disagreements.c.item_b.in_(_IDS)),
)
_DISMISSED = select(dismissals.c.disagreement_id).where(dismissals.c.chat_id == bindparam("chat"))


@dataclass(frozen=True, slots=True)
class ItemsDispute:
    """A disagreement, and the two items that disagree."""

    items: tuple[int, int]
    dispute: Dispute


async def disputes_of(connection: AsyncConnection, ids: Collection[int], viewer: ChatId | None) -> list[ItemsDispute]:
    """The disagreements of items, in the order found; with those of the chat's own sources (None: without)."""
    if not ids:
        return []
    rows = [*await connection.execute(_SHARED, {"ids": sorted(ids)})]
    if viewer is not None:
        rows += await connection.execute(_OWN, {"ids": sorted(ids), "chat": viewer})
    dismissed = await _dismissed(connection, viewer) if rows else frozenset[int]()
    rows.sort(key=lambda row: (row.found_at, abs(row.id)))
    return [ItemsDispute((row.item_a, row.item_b), _dispute(row, dismissed)) for row in rows]


async def dispute(connection: AsyncConnection, dispute_id: int, viewer: ChatId) -> Dispute | None:
    """One disagreement as a chat sees it; None where it sees none of that number."""
    found = select(disagreements).where(disagreements.c.id == dispute_id)
    own = (chat_disagreements.c.chat_id == viewer) & (chat_disagreements.c.id == dispute_id)
    if dispute_id < 0:
        row = (await connection.execute(select(chat_disagreements).where(own))).first()
    else:
        row = (await connection.execute(found)).first()
    return None if row is None else _dispute(row, await _dismissed(connection, viewer))


async def dismiss(tx: Transaction, dispute_id: int, chat: ChatId, user: int, now: datetime) -> None:
    """A person says for their chat that it is no conflict."""
    their_word = upsert(dismissals).values(chat_id=chat, disagreement_id=dispute_id, user_id=user, made_at=now)
    await tx.execute(their_word.on_conflict_do_nothing())


async def take_back(tx: Transaction, dispute_id: int, chat: ChatId) -> None:
    """It is a conflict for the chat after all."""
    here = (dismissals.c.chat_id == chat) & (dismissals.c.disagreement_id == dispute_id)
    await tx.execute(delete(dismissals).where(here))


async def dismiss_for_all(tx: Transaction, dispute_id: int, admin: int | None) -> None:
    """An admin of the operator's says for every chat that it is no conflict (None: takes that back)."""
    await tx.execute(update(disagreements).where(disagreements.c.id == dispute_id).values(dismissed_by=admin))


async def _dismissed(connection: AsyncConnection, viewer: ChatId | None) -> frozenset[int]:
    if viewer is None:
        return frozenset()
    return frozenset((await connection.execute(_DISMISSED, {"chat": viewer})).scalars())


def _dispute(row: AnyRow, dismissed: Collection[int]) -> Dispute:
    for_all = getattr(row, "dismissed_by", None) is not None
    return Dispute(
        id=row.id,
        disagreement=disagreement_of(row.body),
        found=row.found_at,
        dismissed=for_all or row.id in dismissed,
    )
