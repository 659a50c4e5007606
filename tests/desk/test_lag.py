"""People are notified of a desk that lags once, and once when it has caught up."""

from datetime import datetime, timedelta

from sqlalchemy import insert

from desk.lag import notice_lag
from handlers.sentences.reader import Reader
from newsroom.clock import Clock
from storage import incidents
from storage.database import Database
from storage.tables import queue
from tests.builders import NOW

LAGS = (
    "The desk is 1 items behind: news waits to be decided. `wirewatch doctor` and the log say what holds it up. "
    "Nothing is lost."
)


def clock(at: datetime) -> Clock:
    return Clock(now=lambda: at)


async def notices(database: Database, now: datetime) -> list[str]:
    """What people are notified of now."""
    async with database.write() as tx:
        found = await incidents.to_notify(tx)
        for incident in found:
            await incidents.notified(tx, incident, now)
    return [Reader().plain(incident.sentence) for incident in found]


async def test_of_a_desk_that_lags_people_are_notified_once_and_once_when_it_has_caught_up(database: Database) -> None:
    async with database.write() as tx:
        await tx.execute(insert(queue).values(kind="item", item_id=1, queued_at=NOW))
    for minutes, expected in ((9, []), (11, [LAGS]), (30, [])):
        now = NOW + timedelta(minutes=minutes)
        assert await notice_lag(database, clock(now)) == (minutes > 10)
        assert await notices(database, now) == expected, minutes
    async with database.write() as tx:
        await tx.execute(queue.delete())
    assert not await notice_lag(database, clock(NOW + timedelta(minutes=31)))
    assert await notices(database, NOW) == ["The desk has caught up."]


async def test_a_clock_that_runs_fast_makes_no_lag(database: Database) -> None:
    async with database.write() as tx:
        await tx.execute(insert(queue).values(kind="item", item_id=1, queued_at=NOW))
    fast = Clock(now=lambda: NOW + timedelta(hours=1), speed=lambda: 480.0)
    assert not await notice_lag(database, fast)
