"""Sources: the due queue, what each poll left behind, and which chats asked for what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.source import Source, SourceId, SourceKind
from storage.columns import AnyRow
from storage.database import Transaction
from storage.tables import source_chats, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """A source as somebody asks for it."""

    url: str
    name: str
    family: str
    kind: SourceKind
    country: str | None = None
    language: str | None = None
    fixed_interval_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollState:
    """What a poll leaves in a source's row; every field is written."""

    next_due_at: datetime
    interval_s: int
    failures: int
    failing_since: datetime | None
    problem: str | None
    told_at: datetime | None
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    moved_to: str | None
    moved_seen: int


def source_of(row: AnyRow) -> Source:
    """The value that the newsroom knows."""
    return Source(
        id=SourceId(row.id),
        name=row.name,
        url=row.url,
        family=row.family,
        kind=SourceKind(row.kind),
        country=row.country,
        language=row.language,
    )


async def sync_operator_sources(tx: Transaction, wanted: Sequence[SourceSpec], now: datetime, interval_s: int) -> None:
    """Make the operator's sources what the file says; what it no longer names is retired, its items stay.

    A feed that chats added as well goes on for them, without the operator's trust. One that has ended (410 Gone) is not
    tried at each start: only once the file has named another address, or has left it out for a while.
    """
    for spec in wanted:
        await _put(tx, spec, "config", now, interval_s, trusted=True)
    gone = (sources.c.origin == "config") & sources.c.listed_url.not_in([spec.url for spec in wanted])
    shared = gone & sources.c.id.in_(select(source_chats.c.source_id))
    theirs = {"origin": "chat", "trusted": False, "fixed_interval_s": None, "listed_url": None}
    await tx.execute(update(sources).where(shared).values(**theirs))
    await tx.execute(update(sources).where(gone).values(state="retired", ended_at=None))


async def add_chat_source(tx: Transaction, spec: SourceSpec, chat_id: int, now: datetime, interval_s: int) -> int:
    """A feed that a chat asks for; one that is watched already is shared. Gives its id."""
    found = (await tx.execute(select(sources).where(sources.c.url == spec.url))).first()
    if found and found.state == "active":
        source_id = int(found.id)
    else:
        source_id = await _put(tx, spec, "chat", now, interval_s, trusted=False)
    link = upsert(source_chats).values(source_id=source_id, chat_id=chat_id, added_at=now)
    await tx.execute(link.on_conflict_do_nothing())
    return source_id


async def remove_chat_source(tx: Transaction, source_id: int, chat_id: int) -> None:
    """The chat no longer wants the feed; a feed that nobody wants any more is retired."""
    await tx.execute(
        delete(source_chats).where(source_chats.c.source_id == source_id, source_chats.c.chat_id == chat_id)
    )
    left = await tx.execute(select(source_chats).where(source_chats.c.source_id == source_id).limit(1))
    if left.first() is None:
        own = (sources.c.id == source_id) & (sources.c.origin == "chat")
        await tx.execute(update(sources).where(own).values(state="retired"))


async def _put(tx: Transaction, spec: SourceSpec, origin: str, now: datetime, interval_s: int, *, trusted: bool) -> int:
    told: dict[str, object] = {
        "name": spec.name,
        "family": spec.family,
        "kind": spec.kind.value,
        "country": spec.country,
        "language": spec.language,
        "origin": origin,
        "trusted": trusted,
        "fixed_interval_s": spec.fixed_interval_s,
    }
    if origin == "config":
        told["listed_url"] = spec.url
        # The file may name an address that has moved since: the source is known by it all the same.
        state = case((sources.c.ended_at.is_(None), "active"), else_=sources.c.state)
        listed = update(sources).where(sources.c.listed_url == spec.url).values(state=state, **told)
        known = (await tx.execute(listed.returning(sources.c.id))).first()
        if known is not None:
            return int(known.id)
    new = upsert(sources).values(
        url=spec.url,
        state="active",
        interval_s=spec.fixed_interval_s or interval_s,
        next_due_at=now,
        failures=0,
        moved_seen=0,
        **told,
    )
    again = {**told, "state": "active", "ended_at": None}
    row = await tx.execute(new.on_conflict_do_update(index_elements=["url"], set_=again).returning(sources.c.id))
    return int(row.scalar_one())


async def claim_due(tx: Transaction, now: datetime, limit: int, claim_for: timedelta) -> Sequence[AnyRow]:
    """Sources whose time has come, longest overdue first; claimed, so that no other poller takes them."""
    free = or_(sources.c.claimed_until.is_(None), sources.c.claimed_until < now)
    due = (
        select(sources.c.id)
        .where(sources.c.state == "active", sources.c.next_due_at <= now, free)
        .order_by(sources.c.next_due_at)
        .limit(limit)
    )
    rows = await tx.execute(
        update(sources).where(sources.c.id.in_(due)).values(claimed_until=now + claim_for).returning(sources)
    )
    return sorted(rows.all(), key=lambda row: row.next_due_at)  # RETURNING keeps no order


async def claim_on(tx: Transaction, source_id: int, until: datetime) -> None:
    """Keep a claim that a visit still needs."""
    await tx.execute(update(sources).where(sources.c.id == source_id).values(claimed_until=until))


async def release(tx: Transaction) -> None:
    """A new process polls: what a killed one had claimed is free at once, not when its claim runs out."""
    await tx.execute(update(sources).where(sources.c.claimed_until.is_not(None)).values(claimed_until=None))


async def settle_poll(
    tx: Transaction, source_id: int, state: PollState, now: datetime, *, read: bool, fresh: bool
) -> None:
    """Write what the poll left; `read`: a feed was there, `fresh`: with something new in it."""
    values: dict[str, object] = {field: getattr(state, field) for field in PollState.__slots__}
    values |= {"last_polled_at": now, "claimed_until": None}
    if read:
        values |= {"last_ok_at": now}
    if fresh:
        values |= {"last_new_at": now, "quiet_told_at": None}
    await tx.execute(update(sources).where(sources.c.id == source_id).values(**values))
    if read:
        first = sources.c.first_polled_at.is_(None)
        await tx.execute(update(sources).where(sources.c.id == source_id, first).values(first_polled_at=now))


async def retire(tx: Transaction, source_id: int, problem: str, now: datetime) -> None:
    """Poll it no more, since it has ended for good; its items stay."""
    values = {"state": "retired", "ended_at": now, "problem": problem, "told_at": now, "claimed_until": None}
    await tx.execute(update(sources).where(sources.c.id == source_id).values(**values))


async def move(tx: Transaction, source_id: int, url: str) -> bool:
    """Follow a permanent redirect; False where another source already stands at that address."""
    taken = await tx.execute(select(sources.c.id).where(sources.c.url == url))
    if taken.first():
        return False
    old = (await tx.execute(select(sources.c.url, sources.c.trusted).where(sources.c.id == source_id))).one()
    # The operator vouched for a host, not for wherever its owner moves to.
    trusted = bool(old.trusted) and urlsplit(old.url).hostname == urlsplit(url).hostname
    values = {"url": url, "moved_to": None, "moved_seen": 0, "etag": None, "last_modified": None, "trusted": trusted}
    await tx.execute(update(sources).where(sources.c.id == source_id).values(**values))
    return True


async def chats_of(tx: Transaction, source_id: int) -> list[int]:
    """The chats that asked for a source."""
    rows = await tx.execute(select(source_chats.c.chat_id).where(source_chats.c.source_id == source_id))
    return list(rows.scalars())


async def active_sources(connection: AsyncConnection) -> Sequence[AnyRow]:
    """Every source that is polled, by name."""
    rows = await connection.execute(select(sources).where(sources.c.state == "active").order_by(sources.c.name))
    return rows.all()


async def one(connection: AsyncConnection, source_id: int) -> AnyRow:
    """One source, which must exist."""
    row: AnyRow = (await connection.execute(select(sources).where(sources.c.id == source_id))).one()
    return row


async def chat_sources(connection: AsyncConnection, chat_id: int) -> Sequence[AnyRow]:
    """The sources that a chat added, retired ones too, in order of adding."""
    rows = await connection.execute(
        select(sources)
        .join(source_chats, source_chats.c.source_id == sources.c.id)
        .where(source_chats.c.chat_id == chat_id)
        .order_by(source_chats.c.added_at)
    )
    return rows.all()


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When the next source is due; None where nothing is watched."""
    row = await connection.execute(
        select(sources.c.next_due_at).where(sources.c.state == "active").order_by(sources.c.next_due_at).limit(1)
    )
    return row.scalar()
