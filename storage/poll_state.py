"""When each source is visited next, and what the last visit left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.sentence import Sentence
from newsroom.source import Source
from newsroom.text.url import registered_domain
from storage.admission import asked_for
from storage.columns import AnyRow
from storage.database import Transaction
from storage.sources import source_of
from storage.states import SourceState
from storage.tables import listings, sources
from storage.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class PollState:
    """What a poll leaves in a source's row; every field is written.

    Attributes:
        failures: In a row; 0 when well.
        failing_since: None when well.
        problem: What is wrong and the remedy; None when well.
        notified_at: When people were notified of the problem; None: not yet.
        body_hash: Of the last body parsed; None before the first. `etag` and `last_modified` of the last answer.
        moved_to: Where the last polls were permanently redirected; None: nowhere.
        moved_polls: How many in a row were.
    """

    next_due_at: datetime
    interval_s: int
    failures: int
    failing_since: datetime | None
    problem: Sentence | None
    notified_at: datetime | None
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    moved_to: str | None
    moved_polls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceListing:
    """What a source's last document listed.

    Attributes:
        entries: As the parser left it.
        read_at: When a document was last read as a whole, for its listing or before it.
    """

    entries: str
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PolledSource:
    """A source as the poller needs it.

    Attributes:
        trusted: It may reach private networks, if the operator allows.
        fixed_interval_s: The operator's own cadence; None: learned.
        first_polled_at: None until a poll brought a feed: its items are background.
        state: What the last poll left.
        listing: What the source's last document listed; None where that is not known.
    """

    source: Source
    trusted: bool
    fixed_interval_s: int | None
    first_polled_at: datetime | None
    state: PollState
    listing: SourceListing | None = None


def _polled(row: AnyRow, listing: AnyRow | None) -> PolledSource:
    return PolledSource(
        source=source_of(row),
        trusted=row.trusted,
        fixed_interval_s=row.fixed_interval_s,
        first_polled_at=row.first_polled_at,
        state=PollState(**{field.name: getattr(row, field.name) for field in fields(PollState)}),
        listing=SourceListing(entries=listing.entries, read_at=listing.read_at) if listing else None,
    )


_UNCLAIMED: Final = {"claimed_until": None, "claimed_by": None}
_LISTINGS = select(listings).where(listings.c.source_id.in_(bindparam("ids", expanding=True)))


async def claim_due(
    tx: Transaction, now: datetime, limit: int, claim_for: timedelta, claimant: int | None = None
) -> list[PolledSource]:
    """Sources whose time has come, longest overdue first; claimed, so that no other poller takes them.

    `claimant`: by which number a process knows its claims again.
    """
    free = or_(sources.c.claimed_until.is_(None), sources.c.claimed_until < now)
    due = (
        select(sources.c.id)
        .where(sources.c.state == SourceState.ACTIVE, sources.c.next_due_at <= now, free, asked_for(now))
        .order_by(sources.c.next_due_at)
        .limit(limit)
        .with_for_update(of=sources, skip_locked=True)
        .cte("due")
    )
    values = {"claimed_until": now + claim_for, "claimed_by": claimant}
    claimed = await tx.execute(
        update(sources).where(sources.c.id.in_(select(due.c.id))).values(**values).returning(sources)
    )
    rows = claimed.all()
    found = await tx.execute(_LISTINGS, {"ids": [row.id for row in rows]})
    listed = {row.source_id: row for row in found}
    polled = (_polled(row, listed.get(row.id)) for row in rows)
    return sorted(polled, key=lambda one: one.state.next_due_at)  # RETURNING keeps no order


async def still_claimed(tx: Transaction, source_ids: Collection[int], claimant: int) -> set[int]:
    """Which of these a process may still write, as nobody else has claimed them: nor does before this write ends."""
    mine = select(sources.c.id).where(sources.c.id.in_(source_ids), sources.c.claimed_by == claimant)
    return set((await tx.execute(mine.order_by(sources.c.id).with_for_update())).scalars())


async def claim_on(tx: Transaction, source_ids: Collection[int], until: datetime, claimant: int | None = None) -> None:
    """Keep claims that visits still need, where nobody else has claimed the sources meanwhile."""
    mine = sources.c.id.in_(source_ids) & sources.c.claimed_by.is_not_distinct_from(claimant)
    await tx.execute(update(sources).where(mine).values(claimed_until=until))


async def give_back(tx: Transaction, source_ids: Sequence[int], claimant: int | None = None) -> None:
    """Claims of visits that were never begun."""
    mine = sources.c.id.in_(source_ids) & sources.c.claimed_by.is_not_distinct_from(claimant)
    await tx.execute(update(sources).where(mine).values(**_UNCLAIMED))


async def release(tx: Transaction) -> None:
    """The first process polls: what killed ones had claimed is free at once, not when the claims run out."""
    await tx.execute(update(sources).where(sources.c.claimed_until.is_not(None)).values(**_UNCLAIMED))


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOutcome:
    """A visit's end, to be written.

    Attributes:
        at: When it ended.
        read: A feed was there.
        fresh: With something new in it.
        listing: What the document listed; None where that is as before, or no document came.
    """

    source_id: int
    state: PollState
    at: datetime
    read: bool
    fresh: bool
    listing: SourceListing | None = None


_INSTANT = sources.c.last_polled_at.type
_READ_AT = bindparam("settled_read_at", type_=_INSTANT)  # null where no feed was there
_FRESH_AT = bindparam("settled_fresh_at", type_=_INSTANT)  # null where nothing was new
_SETTLE = (
    update(sources)
    .where(sources.c.id == bindparam("settled_id"))
    .values(
        **{field.name: bindparam(f"settled_{field.name}") for field in fields(PollState)},
        last_polled_at=bindparam("settled_at"),
        **_UNCLAIMED,
        first_polled_at=func.coalesce(sources.c.first_polled_at, _READ_AT),
        last_ok_at=func.coalesce(_READ_AT, sources.c.last_ok_at),
        last_new_at=func.coalesce(_FRESH_AT, sources.c.last_new_at),
        silence_notified_at=case((_FRESH_AT.is_(None), sources.c.silence_notified_at)),
    )
)


_ADD_LISTING = upsert(listings)
_LIST = _ADD_LISTING.on_conflict_do_update(
    index_elements=["source_id"], set_={name: _ADD_LISTING.excluded[name] for name in ("entries", "read_at")}
)


async def settle_polls(tx: Transaction, settlements: Sequence[PollOutcome]) -> None:
    """Write what polls left."""
    if settlements:
        await tx.execute(_SETTLE, [_settled_values(one) for one in settlements])
    listed = [
        {"source_id": one.source_id, "entries": one.listing.entries, "read_at": one.listing.read_at}
        for one in settlements
        if one.listing is not None
    ]
    if listed:
        await tx.execute(_LIST, listed)


async def settle_poll(
    tx: Transaction, source_id: int, state: PollState, now: datetime, *, read: bool, fresh: bool
) -> None:
    """`settle_polls` of a single one."""
    await settle_polls(tx, [PollOutcome(source_id=source_id, state=state, at=now, read=read, fresh=fresh)])


def _settled_values(one: PollOutcome) -> dict[str, object]:
    state = {f"settled_{field.name}": getattr(one.state, field.name) for field in fields(PollState)}
    return state | {
        "settled_id": one.source_id,
        "settled_at": one.at,
        "settled_read_at": one.at if one.read else None,
        "settled_fresh_at": one.at if one.fresh else None,
    }


async def retire(tx: Transaction, source_id: int, problem: Sentence, now: datetime) -> None:
    """Poll it no more, since it has ended for good; its items stay."""
    values = {"state": SourceState.RETIRED, "ended_at": now, "problem": problem, "notified_at": now, **_UNCLAIMED}
    await tx.execute(update(sources).where(sources.c.id == source_id).values(**values))


async def move(tx: Transaction, source_id: int, url: str) -> bool:
    """Follow a permanent redirect; False where another source of the same owner has that address already."""
    owner = select(sources.c.owner_chat_id).where(sources.c.id == source_id).scalar_subquery()
    taken = await tx.execute(
        select(sources.c.id).where(sources.c.url == url, sources.c.owner_chat_id.is_not_distinct_from(owner))
    )
    if taken.first():
        return False
    old = (await tx.execute(select(sources.c.url, sources.c.trusted).where(sources.c.id == source_id))).one()
    # The operator vouched for a host, not for wherever its owner moves to.
    trusted = bool(old.trusted) and urlsplit(old.url).hostname == urlsplit(url).hostname
    values = {"url": url, "moved_to": None, "moved_polls": 0, "etag": None, "last_modified": None, "trusted": trusted}
    if registered_domain(old.url) != registered_domain(url):
        values["offered_at"] = None  # an owner would accept what he never saw
    await tx.execute(update(sources).where(sources.c.id == source_id).values(**values))
    return True


async def polled_source(connection: AsyncConnection, source_id: int) -> PolledSource:
    """One source, which must exist."""
    row = (await connection.execute(select(sources).where(sources.c.id == source_id))).one()
    return _polled(row, (await connection.execute(_LISTINGS, {"ids": [source_id]})).first())


async def next_due(connection: AsyncConnection, now: datetime) -> datetime | None:
    """When the next source is due; None where nothing is polled."""
    row = await connection.execute(
        select(sources.c.next_due_at)
        .where(sources.c.state == SourceState.ACTIVE, asked_for(now))
        .order_by(sources.c.next_due_at)
        .limit(1)
    )
    return row.scalar()
