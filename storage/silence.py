"""What has fallen silent or behind: sources by their own rhythm, the desk by its queue."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import func, select, update

from newsroom.silence import LEARNED_OVER
from storage import incidents
from storage.columns import AnyRow
from storage.database import Transaction
from storage.tables import conditions as condition_rows
from storage.tables import items, queue, sources


async def rhythms(tx: Transaction, now: datetime) -> list[tuple[AnyRow, list[datetime]]]:
    """Each source that is well and not told of, with its arrivals of late, oldest first."""
    well = (sources.c.state == "active") & (sources.c.failures == 0) & sources.c.quiet_told_at.is_(None)
    rows = (await tx.execute(select(sources).where(well, sources.c.last_ok_at.is_not(None)))).all()
    seen = await tx.execute(
        select(items.c.source_id, items.c.arrived_at)
        .where(items.c.arrived_at > now - LEARNED_OVER, items.c.background.is_(False))
        .distinct()
        .order_by(items.c.arrived_at)
    )
    arrivals: dict[int, list[datetime]] = defaultdict(list)
    for row in seen:
        arrivals[row.source_id].append(row.arrived_at)
    return [(row, arrivals[row.id]) for row in rows if arrivals[row.id]]


async def mark_silent(tx: Transaction, source: AnyRow, since: datetime, now: datetime) -> None:
    """People are told once; what it publishes next ends it."""
    said = (
        f"{source.name} has published nothing since {since:%d %b %H:%M} UTC, against its habit. Its feed is read "
        "without a problem: look whether the site goes on elsewhere."
    )
    well = f"{source.name} publishes again."
    await incidents.begin(tx, f"source-{source.id}-silent", said, well, now, source_id=source.id)
    await tx.execute(update(sources).where(sources.c.id == source.id).values(quiet_told_at=now))


async def end_silences(tx: Transaction, now: datetime) -> None:
    """Sources that were told to be silent and have published since."""
    told = select(condition_rows.c.name).join(sources, sources.c.id == condition_rows.c.source_id)
    over = told.where(
        condition_rows.c.name.like("source-%-silent"),
        condition_rows.c.over_at.is_(None),
        sources.c.quiet_told_at.is_(None),
    )
    for name in (await tx.execute(over)).scalars().all():
        await incidents.end(tx, name, now)


async def waiting_since(tx: Transaction) -> tuple[datetime, int] | None:
    """The oldest entry of the desk's queue and how many there are; None where nothing waits."""
    row = (await tx.execute(select(func.min(queue.c.queued_at), func.count()).select_from(queue))).one()
    return None if row[0] is None else (row[0], row[1])
