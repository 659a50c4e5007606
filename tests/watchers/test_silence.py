"""What does not happen is told once, and once when it is over."""

from datetime import datetime, timedelta

from sqlalchemy import insert, update

from newsroom.clock import Clock
from storage import incidents, intake, sources
from storage.database import Database
from storage.tables import queue
from storage.tables import sources as source_rows
from tests.builders import NOW, entry, spec
from watchers.silence import notice_lag, notice_silence


def clock(at: datetime) -> Clock:
    return Clock(now=lambda: at)


async def published(database: Database, number: int, at: datetime) -> None:
    async with database.write() as tx:
        one = entry(f"k{number}", f"Item {number}", f"Text {number}", published=at)
        await intake.take(tx, 1, [one], at, background=False)
        values = {"last_ok_at": at, "last_new_at": at, "quiet_told_at": None}
        await tx.execute(update(source_rows).values(**values))


async def said(database: Database, now: datetime) -> list[tuple[str, bool]]:
    """What people are told now: (condition, over)."""
    async with database.write() as tx:
        found = await incidents.untold(tx)
        for condition in found:
            await incidents.told(tx, condition, now)
    return [(condition.name, condition.over_at is not None) for condition in found]


async def test_a_source_that_stops_is_told_once_and_once_when_it_publishes_again(database: Database) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
    for number in range(48):
        await published(database, number, NOW + timedelta(hours=2 * number))
    last = NOW + timedelta(hours=94)
    for hours, expected in ((5, []), (12, [("source-1-silent", False)]), (24, [])):
        now = last + timedelta(hours=hours)
        async with database.write() as tx:
            await tx.execute(update(source_rows).values(last_ok_at=now))
        await notice_silence(database, clock(now))
        assert await said(database, now) == expected, hours
    await published(database, 99, last + timedelta(hours=25))
    await notice_silence(database, clock(last + timedelta(hours=25)))
    assert await said(database, last) == [("source-1-silent", True)]


async def test_a_desk_that_lags_is_told_once_and_once_when_it_has_caught_up(database: Database) -> None:
    async with database.write() as tx:
        await tx.execute(insert(queue).values(kind="item", item_id=1, queued_at=NOW))
    for minutes, expected in ((9, []), (11, [("desk-lags", False)]), (30, [])):
        now = NOW + timedelta(minutes=minutes)
        assert await notice_lag(database, clock(now)) == (minutes > 10)
        assert await said(database, now) == expected, minutes
    async with database.write() as tx:
        await tx.execute(queue.delete())
    assert not await notice_lag(database, clock(NOW + timedelta(minutes=31)))
    assert await said(database, NOW) == [("desk-lags", True)]


async def test_a_clock_that_runs_fast_makes_no_lag(database: Database) -> None:
    async with database.write() as tx:
        await tx.execute(insert(queue).values(kind="item", item_id=1, queued_at=NOW))
    fast = Clock(now=lambda: NOW + timedelta(hours=1), speed=lambda: 480.0)
    assert not await notice_lag(database, fast)
