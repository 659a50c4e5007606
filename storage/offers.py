"""Sources that a chat offers to all: offered, accepted or refused by an owner, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.source import Source
from storage.columns import AnyRow
from storage.database import Transaction
from storage.sources import source_of
from storage.states import SourceOrigin, SourceState
from storage.tables import chats, items, sources

OFFERED_ONCE_IN = timedelta(days=7)  # a guess: a feed may be better by then, and owners are asked for it once a week

_WAITING = sources.c.offered_at.is_not(None) & sources.c.owner_chat_id.is_not(None)
_ACTIVE = sources.c.state == SourceState.ACTIVE
_ACCEPTED = (sources.c.origin == SourceOrigin.CHAT) & sources.c.owner_chat_id.is_(None) & _ACTIVE
# Of a source that begins anew: its next poll is its first, so that what it lists then is background.
_UNREAD = {
    "state": SourceState.ACTIVE,
    "origin": SourceOrigin.CHAT,
    "trusted": False,
    "listed_url": None,
    "first_polled_at": None,
    "etag": None,
    "last_modified": None,
    "body_hash": None,
    "failures": 0,
    "failing_since": None,
    "problem": None,
    "notified_at": None,
    "moved_to": None,
    "moved_polls": 0,
    "ended_at": None,
    "paused_at": None,
    "added_by": None,
    "joined_family": None,
    "claimed_until": None,
    "claimed_by": None,
}


class OfferOutcome(StrEnum):
    """What comes of an offer that somebody makes."""

    MADE = "made"
    WAITS_ALREADY = "waits_already"
    OFFERED_LATELY = "offered_lately"
    NO_SOURCE = "no_source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A source that waits for an owner's word.

    Attributes:
        chat: Whose own it is.
        title: What that chat is called.
        items: How many it has brought so far.
    """

    source: Source
    chat: ChatId
    title: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A source that is for all now.

    Attributes:
        chats: Those that had the address among their own sources, whoever offered it.
    """

    source: Source
    chats: Sequence[ChatId]


async def make(tx: Transaction, source_id: int, chat_id: int, now: datetime) -> OfferOutcome:
    """A chat offers a source of its own."""
    own = (sources.c.id == source_id) & (sources.c.owner_chat_id == chat_id) & _ACTIVE
    row = (await tx.execute(select(sources.c.offered_at, sources.c.last_offered_at).where(own))).first()
    if row is None:
        return OfferOutcome.NO_SOURCE
    if row.offered_at is not None:
        return OfferOutcome.WAITS_ALREADY
    if row.last_offered_at is not None and now - row.last_offered_at < OFFERED_ONCE_IN:
        return OfferOutcome.OFFERED_LATELY
    await tx.execute(update(sources).where(own).values(offered_at=now, last_offered_at=now))
    return OfferOutcome.MADE


async def waiting(connection: AsyncConnection) -> Sequence[Offer]:
    """The offers that wait, the oldest first."""
    return await _offers(connection, _WAITING & _ACTIVE)


async def one(connection: AsyncConnection, source_id: int) -> Offer | None:
    """The offer of a source; None where it is accepted, refused or withdrawn."""
    found = await _offers(connection, _WAITING & _ACTIVE & (sources.c.id == source_id))
    return found[0] if found else None


async def _offers(connection: AsyncConnection, which: ColumnElement[bool]) -> list[Offer]:
    brought = select(func.count()).where(items.c.source_id == sources.c.id).scalar_subquery()
    title = select(chats.c.title).where(chats.c.id == sources.c.owner_chat_id).scalar_subquery()
    wanted = select(sources, brought.label("brought"), title.label("title")).where(which)
    return [_offer(row) for row in await connection.execute(wanted.order_by(sources.c.offered_at, sources.c.id))]


def _offer(row: AnyRow) -> Offer:
    chat = ChatId(row.owner_chat_id)
    return Offer(source=source_of(row), chat=chat, title=row.title or str(chat), items=row.brought)


async def accept(tx: Transaction, offer: Offer, family: str) -> Acceptance:
    """The source is for all from now on; what it brought so far stays the chat's.

    Whoever else had the address among their own sources has it with all from now on. An address that is watched for all
    already stays as it is; one that once was is watched again.
    `family`: its publisher.
    """
    url = offer.source.url
    for_all = sources.c.owner_chat_id.is_(None)
    same = for_all & or_(sources.c.url == url, sources.c.listed_url == url)
    known = (await tx.execute(select(sources).where(same).order_by(~_ACTIVE, sources.c.id))).first()
    as_offered = {"name": offer.source.name, "family": family, "offered_by": offer.chat}
    if known is None:
        public = offer.source.id
        # Whoever added it is known in the chat that did, to nobody else.
        alone = ("owner_chat_id", "offered_at", "last_offered_at", "added_by", "paused_at", "joined_family")
        opened = dict.fromkeys(alone) | as_offered
        await tx.execute(update(sources).where(sources.c.id == public).values(**opened))
    else:
        public = known.id
        if known.state != SourceState.ACTIVE:
            again = {**_UNREAD, **as_offered, "url": url, "kind": offer.source.kind.value}
            await tx.execute(update(sources).where(sources.c.id == public).values(**again))
    elsewhere = sources.c.owner_chat_id.is_not(None) & (sources.c.url == url)
    gone = update(sources).where(elsewhere & _ACTIVE).values(state=SourceState.RETIRED, offered_at=None, problem=None)
    rows = await tx.execute(gone.returning(sources.c.owner_chat_id))
    had = dict.fromkeys([offer.chat, *(ChatId(row.owner_chat_id) for row in rows)])
    row = (await tx.execute(select(sources).where(sources.c.id == public))).one()
    return Acceptance(source=source_of(row), chats=list(had))


async def refuse(tx: Transaction, source_id: int) -> None:
    """The source stays its chat's own."""
    await tx.execute(update(sources).where(sources.c.id == source_id, _WAITING).values(offered_at=None))


async def accepted(connection: AsyncConnection, source_id: int | None = None) -> Sequence[Source]:
    """The sources that are for all because a chat offered them, by name; or the one of that number."""
    wanted = _ACCEPTED if source_id is None else _ACCEPTED & (sources.c.id == source_id)
    rows = await connection.execute(select(sources).where(wanted).order_by(sources.c.name, sources.c.id))
    return [source_of(row) for row in rows]


async def offering_chat(connection: AsyncConnection, source_id: int) -> ChatId | None:
    """The chat that offers a source, or offered it before it was for all; None: none, or it is not stored any more."""
    known = chats.c.id == func.coalesce(sources.c.owner_chat_id, sources.c.offered_by)
    found = await connection.execute(select(chats.c.id).where(known, sources.c.id == source_id))
    chat = found.scalar()
    return None if chat is None else ChatId(chat)


async def take_back(tx: Transaction, source_id: int) -> Source | None:
    """A source that was accepted is polled no more, its items stay; None where there is none."""
    found = update(sources).where(sources.c.id == source_id, _ACCEPTED)
    row = (await tx.execute(found.values(state=SourceState.RETIRED, problem=None).returning(sources))).first()
    return None if row is None else source_of(row)
