"""Sources: who asked for which, and how they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Text, bindparam, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.sentence import Sentence
from newsroom.source import Source, SourceId, SourceKind
from storage.columns import AnyRow
from storage.database import Transaction
from storage.states import SourceOrigin, SourceState
from storage.tables import sources
from storage.upsert import upsert


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
        offered_at: When its chat offered it to all; None: it does not.
        next_due_at: When it is visited next, unless it is paused.
        paused_at: Since when it is paused; None: it is visited.
        failing_since: Since when it can't be read; None when well.
        first_polled_at: When it was first read; None: not yet.
        added_at: When somebody first asked for it; `added_by`: the person, None where nobody is known.
        origin: The operator's list, or a chat.
    """

    source: Source
    state: SourceState
    problem: Sentence | None
    last_polled_at: datetime | None
    last_ok_at: datetime | None
    last_new_at: datetime | None
    offered_at: datetime | None
    next_due_at: datetime
    paused_at: datetime | None
    failing_since: datetime | None
    first_polled_at: datetime | None
    added_at: datetime
    added_by: int | None
    origin: SourceOrigin


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
        owner=None if row.owner_chat_id is None else ChatId(row.owner_chat_id),
        joined=row.joined_family or "",
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
        offered_at=row.offered_at,
        next_due_at=row.next_due_at,
        paused_at=row.paused_at,
        failing_since=row.failing_since,
        first_polled_at=row.first_polled_at,
        added_at=row.added_at,
        added_by=row.added_by,
        origin=SourceOrigin(row.origin),
    )


async def sync_operator_sources(tx: Transaction, wanted: Sequence[SourceSpec], now: datetime, interval_s: int) -> None:
    """Make the operator's sources what the file says; what it no longer names is retired, its items stay.

    What a chat watched at such an address for itself alone is for all from now on. A feed that has ended (410 Gone) is
    not tried at each start: only once the file has named another address, or has left it out for a while.
    """
    await _put_listed(tx, {spec.url: spec for spec in wanted}, now, interval_s)
    listed = {spec.url for spec in wanted}
    owned = await tx.execute(select(sources.c.id, sources.c.url).where(sources.c.owner_chat_id.is_not(None)))
    own = [{"source": row.id} for row in owned if row.url in listed]
    if own:
        await tx.execute(_RETIRE.values(offered_at=None, problem=None), own)
    named = await tx.execute(select(sources.c.id, sources.c.listed_url).where(sources.c.origin == SourceOrigin.CONFIG))
    gone = [{"source": row.id} for row in named if row.listed_url is not None and row.listed_url not in listed]
    if gone:
        await tx.execute(_RETIRE.values(ended_at=None), gone)


_RETIRE = update(sources).where(sources.c.id == bindparam("source")).values(state=SourceState.RETIRED)
_AS_LISTED = ("name", "family", "kind", "country", "language", "fixed_interval_s", "origin", "trusted", "listed_url")
_CORRECTED = ("name", "family")  # an owner's word takes the place of the file's (`storage.source_words`)


def _unless_corrected(name: str) -> ColumnElement[str]:
    wanted = bindparam(f"wanted_{name}", type_=Text())
    return case((sources.c[f"listed_{name}"].is_not(None), sources.c[name]), else_=wanted)


_RELIST = (
    update(sources)
    .where(sources.c.id == bindparam("source"))
    .values(
        state=case((sources.c.ended_at.is_(None), SourceState.ACTIVE), else_=sources.c.state),
        **{name: bindparam(f"wanted_{name}") for name in _AS_LISTED if name not in _CORRECTED},
        **{name: _unless_corrected(name) for name in _CORRECTED},
        **{
            f"listed_{name}": case((sources.c[f"listed_{name}"].is_not(None), bindparam(f"wanted_{name}")))
            for name in _CORRECTED
        },
    )
)
_ADD = upsert(sources)
_LIST = _ADD.on_conflict_do_update(
    index_elements=["url"],
    index_where=sources.c.owner_chat_id.is_(None),
    set_={name: _ADD.excluded[name] for name in _AS_LISTED} | {"state": SourceState.ACTIVE, "ended_at": None},
)


async def _put_listed(tx: Transaction, wanted: Mapping[str, SourceSpec], now: datetime, interval_s: int) -> None:
    """Store what is new or named otherwise: a look and two statements, however many there are."""
    rows = await tx.execute(select(sources).where(sources.c.listed_url.is_not(None)))
    known = {row.listed_url: row for row in rows}
    changed, new = [], []
    for url, spec in wanted.items():
        values = _columns(spec) | {"origin": SourceOrigin.CONFIG, "trusted": True, "listed_url": url}
        # The file may name an address that has moved since: the source is known by it all the same.
        row = known.get(url)
        if row is None:
            new.append(values | _fresh(spec, now, interval_s))
        elif row.state != SourceState.ACTIVE or any(_listed(row, name) != values[name] for name in _AS_LISTED):
            changed.append({"source": row.id} | {f"wanted_{name}": value for name, value in values.items()})
    if changed:
        await tx.execute(_RELIST, changed)
    if new:
        await tx.execute(_LIST, new)


def _listed(row: AnyRow, name: str) -> object:
    """What the file said when it was last read."""
    corrected = getattr(row, f"listed_{name}") if name in _CORRECTED else None
    return getattr(row, name) if corrected is None else corrected


async def add_chat_source(
    tx: Transaction, spec: SourceSpec, chat_id: int, now: datetime, interval_s: int, by: int | None = None
) -> int | None:
    """A feed that a chat asks for, for itself alone; gives its id. None where it is watched for all already.

    An offer that waits goes on waiting, unless the feed has another name now. `by`: the person who asks.
    """
    if await is_for_all(tx, spec.url):
        return None
    wanted = _columns(spec) | {"origin": SourceOrigin.CHAT, "trusted": False, "added_at": now, "added_by": by}
    new = upsert(sources).values(owner_chat_id=chat_id, **wanted | _fresh(spec, now, interval_s))
    same = (sources.c.state == SourceState.ACTIVE) & (sources.c.name == spec.name)  # as owners were asked about it
    offered = case((same, sources.c.offered_at), else_=None)
    again = {**wanted, "state": SourceState.ACTIVE, "ended_at": None, "paused_at": None, "offered_at": offered}
    kept = new.on_conflict_do_update(index_elements=["owner_chat_id", "url"], set_=again)
    return int((await tx.execute(kept.returning(sources.c.id))).scalar_one())


async def is_for_all(tx: Transaction, url: str) -> bool:
    """Whether what is at an address is watched for all."""
    at_address = or_(sources.c.url == url, sources.c.listed_url == url)
    for_all = at_address & sources.c.owner_chat_id.is_(None) & (sources.c.state == SourceState.ACTIVE)
    return (await tx.execute(select(sources.c.id).where(for_all))).first() is not None


def _columns(spec: SourceSpec) -> dict[str, object]:
    return {
        "name": spec.name,
        "family": spec.family,
        "kind": spec.kind.value,
        "country": spec.country,
        "language": spec.language,
        "fixed_interval_s": spec.fixed_interval_s,
    }


def _fresh(spec: SourceSpec, now: datetime, interval_s: int) -> dict[str, object]:
    """What a source has before its first poll."""
    return {
        "url": spec.url,
        "added_at": now,
        "state": SourceState.ACTIVE,
        "interval_s": spec.fixed_interval_s or interval_s,
        "next_due_at": now,
        "failures": 0,
        "moved_polls": 0,
    }


async def remove_chat_source(tx: Transaction, source_id: int, chat_id: int) -> None:
    """The chat no longer wants its feed: it is polled no more, its items stay."""
    own = (sources.c.id == source_id) & (sources.c.owner_chat_id == chat_id)
    gone = {"state": SourceState.RETIRED, "offered_at": None, "problem": None, "ended_at": None}
    await tx.execute(update(sources).where(own).values(**gone))


async def owner_of(tx: Transaction, source_id: int) -> ChatId | None:
    """The chat whose own a source is; None: it is for all."""
    owner = (await tx.execute(select(sources.c.owner_chat_id).where(sources.c.id == source_id))).scalar()
    return None if owner is None else ChatId(owner)


async def active_sources(connection: AsyncConnection, viewer: ChatId | None = None) -> list[WatchedSource]:
    """The sources that are polled for a chat, by name: those for all, and its own. None: those for all."""
    for_all = sources.c.owner_chat_id.is_(None)
    theirs = for_all if viewer is None else or_(for_all, sources.c.owner_chat_id == viewer)
    active = (sources.c.state == SourceState.ACTIVE) & theirs
    return [watched_of(row) for row in await connection.execute(select(sources).where(active).order_by(sources.c.name))]


async def chat_sources(connection: AsyncConnection, chat_id: int) -> list[WatchedSource]:
    """A chat's own sources in order of adding: those that are polled, and those that have ended for good."""
    there = (sources.c.state == SourceState.ACTIVE) | sources.c.problem.is_not(None)
    own = select(sources).where(sources.c.owner_chat_id == chat_id, there)
    ordered = own.order_by(sources.c.added_at, sources.c.id)
    return [watched_of(row) for row in await connection.execute(ordered)]
