"""Sources: who asked for which, and how they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.sentence import Sentence
from newsroom.source import Source, SourceId, SourceKind
from storage.columns import AnyRow
from storage.database import Transaction
from storage.states import SourceOrigin, SourceState
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
class WatchedSource:
    """A source as people ask after it.

    Attributes:
        problem: What is wrong and the remedy; None when well.
        last_polled_at: When it was last visited; None: never.
        last_ok_at: When its feed was last read; None: never.
        last_new_at: When an item was last new; None: never.
    """

    source: Source
    state: SourceState
    problem: Sentence | None
    last_polled_at: datetime | None
    last_ok_at: datetime | None
    last_new_at: datetime | None


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


def watched_of(row: AnyRow) -> WatchedSource:
    """A row of `sources` as a value."""
    return WatchedSource(
        source=source_of(row),
        state=SourceState(row.state),
        problem=row.problem,
        last_polled_at=row.last_polled_at,
        last_ok_at=row.last_ok_at,
        last_new_at=row.last_new_at,
    )


async def sync_operator_sources(tx: Transaction, wanted: Sequence[SourceSpec], now: datetime, interval_s: int) -> None:
    """Make the operator's sources what the file says; what it no longer names is retired, its items stay.

    A feed that chats added as well goes on for them, without the operator's trust. One that has ended (410 Gone) is not
    tried at each start: only once the file has named another address, or has left it out for a while.
    """
    for spec in wanted:
        await _put(tx, spec, SourceOrigin.CONFIG, now, interval_s, trusted=True)
    gone = (sources.c.origin == SourceOrigin.CONFIG) & sources.c.listed_url.not_in([spec.url for spec in wanted])
    shared = gone & sources.c.id.in_(select(source_chats.c.source_id))
    theirs = {"origin": SourceOrigin.CHAT, "trusted": False, "fixed_interval_s": None, "listed_url": None}
    await tx.execute(update(sources).where(shared).values(**theirs))
    await tx.execute(update(sources).where(gone).values(state=SourceState.RETIRED, ended_at=None))


async def add_chat_source(tx: Transaction, spec: SourceSpec, chat_id: int, now: datetime, interval_s: int) -> int:
    """A feed that a chat asks for; one that is watched already is shared. Gives its id."""
    found = (await tx.execute(select(sources).where(sources.c.url == spec.url))).first()
    if found and SourceState(found.state) is SourceState.ACTIVE:
        source_id = int(found.id)
    else:
        source_id = await _put(tx, spec, SourceOrigin.CHAT, now, interval_s, trusted=False)
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
        own = (sources.c.id == source_id) & (sources.c.origin == SourceOrigin.CHAT)
        await tx.execute(update(sources).where(own).values(state=SourceState.RETIRED))


async def _put(
    tx: Transaction, spec: SourceSpec, origin: SourceOrigin, now: datetime, interval_s: int, *, trusted: bool
) -> int:
    wanted: dict[str, object] = {
        "name": spec.name,
        "family": spec.family,
        "kind": spec.kind.value,
        "country": spec.country,
        "language": spec.language,
        "origin": origin,
        "trusted": trusted,
        "fixed_interval_s": spec.fixed_interval_s,
    }
    if origin is SourceOrigin.CONFIG:
        wanted["listed_url"] = spec.url
        # The file may name an address that has moved since: the source is known by it all the same.
        state = case((sources.c.ended_at.is_(None), SourceState.ACTIVE), else_=sources.c.state)
        listed = update(sources).where(sources.c.listed_url == spec.url).values(state=state, **wanted)
        known = (await tx.execute(listed.returning(sources.c.id))).first()
        if known is not None:
            return int(known.id)
    new = upsert(sources).values(
        url=spec.url,
        state=SourceState.ACTIVE,
        interval_s=spec.fixed_interval_s or interval_s,
        next_due_at=now,
        failures=0,
        moved_polls=0,
        **wanted,
    )
    again = {**wanted, "state": SourceState.ACTIVE, "ended_at": None}
    row = await tx.execute(new.on_conflict_do_update(index_elements=["url"], set_=again).returning(sources.c.id))
    return int(row.scalar_one())


async def chats_of(tx: Transaction, source_id: int) -> list[int]:
    """The chats that asked for a source."""
    rows = await tx.execute(select(source_chats.c.chat_id).where(source_chats.c.source_id == source_id))
    return list(rows.scalars())


async def active_sources(connection: AsyncConnection) -> list[WatchedSource]:
    """Every source that is polled, by name."""
    active = sources.c.state == SourceState.ACTIVE
    return [watched_of(row) for row in await connection.execute(select(sources).where(active).order_by(sources.c.name))]


async def chat_sources(connection: AsyncConnection, chat_id: int) -> list[WatchedSource]:
    """The sources that a chat added, retired ones too, in order of adding."""
    rows = await connection.execute(
        select(sources)
        .join(source_chats, source_chats.c.source_id == sources.c.id)
        .where(source_chats.c.chat_id == chat_id)
        .order_by(source_chats.c.added_at)
    )
    return [watched_of(row) for row in rows]
