"""People are notified of what does not happen once, and once when it is over."""

from datetime import datetime, timedelta

from sqlalchemy import update

from handlers.sentences.reader import Reader
from newsroom.clock import Clock
from storage import incidents, intake, sources
from storage.database import Database
from storage.tables import sources as source_rows
from tests.builders import NOW, entry, spec
from watchers.silence import notice_silence

SILENT = (
    "Sample Outlet 1 has published nothing since 07 Mar 10:00 UTC, against its habit. Its feed is read without a problem: "
    "look whether the site goes on elsewhere."
)


def clock(at: datetime) -> Clock:
    return Clock(now=lambda: at)


async def published(database: Database, number: int, at: datetime) -> None:
    async with database.write() as tx:
        one = entry(f"k{number}", f"Item {number}", f"Text {number}", published=at)
        await intake.take(tx, 1, [one], at, background=False)
        values = {"last_ok_at": at, "last_new_at": at, "silence_notified_at": None}
        await tx.execute(update(source_rows).values(**values))


async def notices(database: Database, now: datetime) -> list[str]:
    """What people are notified of now."""
    async with database.write() as tx:
        found = await incidents.to_notify(tx)
        for incident in found:
            await incidents.notified(tx, incident, now)
    return [Reader().plain(incident.sentence) for incident in found]


async def test_of_a_source_that_stops_people_are_notified_once_and_once_when_it_publishes_again(
    database: Database,
) -> None:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
    for number in range(48):
        await published(database, number, NOW + timedelta(hours=2 * number))
    last = NOW + timedelta(hours=94)
    for hours, expected in ((5, []), (12, [SILENT]), (24, [])):
        now = last + timedelta(hours=hours)
        async with database.write() as tx:
            await tx.execute(update(source_rows).values(last_ok_at=now))
        await notice_silence(database, clock(now))
        assert await notices(database, now) == expected, hours
    await published(database, 99, last + timedelta(hours=25))
    await notice_silence(database, clock(last + timedelta(hours=25)))
    assert await notices(database, last) == ["Sample Outlet 1 publishes again."]
