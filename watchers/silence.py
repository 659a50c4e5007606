"""Notices what does not happen: sources that stopped. People are notified once, and once when it is over."""

from newsroom.clock import Clock
from newsroom.silence import silent_since
from storage import silence
from storage.database import Database


async def notice_silence(database: Database, clock: Clock) -> int:
    """Look at every source's rhythm; gives how many have fallen silent now."""
    now, found = clock.now(), 0
    async with database.write() as tx:
        await silence.end_silences(tx, now)
        for watched, arrivals in await silence.rhythms(tx, now):
            if watched.last_ok_at and (since := silent_since(arrivals, watched.last_ok_at)):
                await silence.mark_silent(tx, watched, since, now)
                found += 1
    return found
