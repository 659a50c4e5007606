"""Sources that have fallen silent, by their own rhythm."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select, update

from newsroom.silence import LEARNED_OVER
from newsroom.source import SourceId
from storage import incidents
from storage.admission import asked_for
from storage.database import Transaction
from storage.incidents import IncidentKind
from storage.sources import WatchedSource, watched_of
from storage.states import SourceState
from storage.tables import incidents as incident_rows
from storage.tables import items, sources


async def rhythms(tx: Transaction, now: datetime) -> list[tuple[WatchedSource, list[datetime]]]:
    """Each source that is polled, well and not known to be silent, with its arrivals of late, oldest first."""
    well = (
        (sources.c.state == SourceState.ACTIVE)
        & (sources.c.failures == 0)
        & sources.c.silence_notified_at.is_(None)
        & sources.c.last_ok_at.is_not(None)
        & asked_for(now)
    )
    found = await tx.execute(
        select(items.c.source_id, items.c.arrived_at)
        .where(items.c.arrived_at > now - LEARNED_OVER, items.c.background.is_(False))
        .distinct()
        .order_by(items.c.arrived_at)
    )
    arrivals: dict[int, list[datetime]] = defaultdict(list)
    for row in found:
        arrivals[row.source_id].append(row.arrived_at)
    watched = [watched_of(row) for row in await tx.execute(select(sources).where(well))]
    return [(one, arrivals[one.source.id]) for one in watched if arrivals[one.source.id]]


async def mark_silent(tx: Transaction, watched: WatchedSource, since: datetime, now: datetime) -> None:
    """People are notified once; what it publishes next ends it."""
    source = watched.source
    await incidents.begin(tx, IncidentKind.SOURCE_SILENT, now, source.id, source=source.name, since=since)
    await tx.execute(update(sources).where(sources.c.id == source.id).values(silence_notified_at=now))


async def end_silences(tx: Transaction, now: datetime) -> None:
    """Sources that were marked silent and have published since."""
    over = (
        select(incident_rows.c.source_id)
        .join(sources, sources.c.id == incident_rows.c.source_id)
        .where(
            incident_rows.c.kind == IncidentKind.SOURCE_SILENT,
            incident_rows.c.over_at.is_(None),
            sources.c.silence_notified_at.is_(None),
        )
    )
    for source_id in (await tx.execute(over)).scalars().all():
        await incidents.end(tx, IncidentKind.SOURCE_SILENT, now, SourceId(source_id))
