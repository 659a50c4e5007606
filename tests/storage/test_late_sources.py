"""Which sources are late and which can't be read, as somebody at a terminal is shown them."""

from datetime import timedelta

from sqlalchemy import update

from newsroom.access import AccessMode, AccessRule
from newsroom.sentence import sentence
from storage import admission, chats
from storage.database import Database
from storage.late_sources import FailingSource, LateSource, failing_sources, late_sources, visited_since
from storage.sources import add_chat_source, sync_operator_sources
from storage.tables import sources
from tests.builders import CHAT, NOW, at, spec

DOWN = sentence("text", text="its server is down")


async def four_sources(database: Database) -> None:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(number) for number in (1, 2, 3, 4)], NOW, 60)


async def change(database: Database, number: int, **values: object) -> None:
    async with database.write() as tx:
        await tx.execute(update(sources).where(sources.c.id == number).values(**values))


async def test_the_latest_comes_first_and_one_whose_visit_has_begun_is_slow_itself(database: Database) -> None:
    await four_sources(database)
    await change(database, 1, next_due_at=at(-2))
    await change(database, 2, next_due_at=at(-9), claimed_until=at(1))
    await change(database, 3, next_due_at=at(-5), claimed_until=at(-1))  # of a process that was killed
    await change(database, 4, next_due_at=NOW - timedelta(seconds=59))
    number, late = await database.ask(lambda c: late_sources(c, NOW, 2))
    assert number == 3
    assert late == [LateSource("Sample Outlet 2", at(-9), True), LateSource("Sample Outlet 3", at(-5), False)]


async def test_what_has_failed_for_longest_comes_first(database: Database) -> None:
    await four_sources(database)
    await change(database, 1, problem=DOWN, failing_since=at(-2))
    await change(database, 2, problem=DOWN, failing_since=at(-60))
    number, failing = await database.ask(lambda c: failing_sources(c, NOW, 8))
    assert number == 2
    assert failing == [
        FailingSource("Sample Outlet 2", at(-60), DOWN),
        FailingSource("Sample Outlet 1", at(-2), DOWN),
    ]


async def test_a_source_that_nobody_polls_is_neither_late_nor_failing(database: Database) -> None:
    """Retired, or the own one of a chat that is not admitted."""
    await four_sources(database)
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await add_chat_source(tx, spec(9), CHAT, NOW, 60)
        await admission.settle(tx, AccessRule(mode=AccessMode.LISTED), NOW)
        await tx.execute(update(sources).values(next_due_at=at(-30), problem=DOWN, failing_since=at(-30)))
    for number in (1, 2, 3, 4):
        await change(database, number, state="retired")
    assert await database.ask(lambda c: late_sources(c, NOW, 8)) == (0, [])
    assert await database.ask(lambda c: failing_sources(c, NOW, 8)) == (0, [])


async def test_visits_of_the_last_minute_are_counted(database: Database) -> None:
    await four_sources(database)
    await change(database, 1, last_polled_at=NOW - timedelta(seconds=20))
    await change(database, 2, last_polled_at=NOW - timedelta(seconds=70))
    assert await database.ask(lambda c: visited_since(c, at(-1))) == 1
