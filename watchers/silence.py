"""Notices what does not happen: sources that stopped, a desk that lags. Each is told once, and once when it is over."""

from datetime import timedelta

from newsroom.clock import Clock
from newsroom.silence import silent_since
from storage import incidents, silence
from storage.database import Database

DESK_LAGS_AFTER = timedelta(minutes=10)  # real minutes: a desk decides hundreds of items a second
_LAGS = "desk-lags"


async def notice_silence(database: Database, clock: Clock) -> int:
    """Look at every source's rhythm; gives how many have fallen silent now."""
    now, found = clock.now(), 0
    async with database.write() as tx:
        await silence.end_silences(tx, now)
        for source, arrivals in await silence.rhythms(tx, now):
            if since := silent_since(arrivals, source.last_ok_at):
                await silence.mark_silent(tx, source, since, now)
                found += 1
    return found


async def notice_lag(database: Database, clock: Clock) -> bool:
    """Look at the desk's queue; True while it lags."""
    now = clock.now()
    async with database.write() as tx:
        waiting = await silence.waiting_since(tx)
        lags = waiting is not None and now - waiting[0] > DESK_LAGS_AFTER * clock.speed()
        if waiting and lags:
            said = (
                f"The desk is {waiting[1]} items behind: news waits to be decided. `wirewatch doctor` and the log say "
                "what holds it up. Nothing is lost."
            )
            await incidents.begin(tx, _LAGS, said, "The desk has caught up.", now)
        else:
            await incidents.end(tx, _LAGS, now)
    return lags
