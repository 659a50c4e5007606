"""Notices a desk that lags. People are notified once, and once when it has caught up."""

from datetime import timedelta

from newsroom.clock import Clock
from storage import desk_queue, incidents
from storage.database import Database
from storage.incidents import IncidentKind

LAGS_AFTER = timedelta(minutes=10)  # real minutes: a desk decides hundreds of items a second


async def notice_lag(database: Database, clock: Clock) -> bool:
    """Look at the desk's queue; True while it lags."""
    now = clock.now()
    async with database.write() as tx:
        oldest = await desk_queue.waiting_since(tx.connection)
        lags = oldest is not None and now - oldest > LAGS_AFTER * clock.speed()
        if lags:
            items = await desk_queue.waiting(tx.connection)
            await incidents.begin(tx, IncidentKind.DESK_LAGS, now, items=items)
        else:
            await incidents.end(tx, IncidentKind.DESK_LAGS, now)
    return lags
