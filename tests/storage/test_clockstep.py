"""A clock that is set back a day: nothing waits a day longer, and nothing comes twice."""

from datetime import timedelta

from sqlalchemy import update

from storage import chats, outbox, sources
from storage.clockstep import ClockStep
from storage.database import Database
from storage.tables import sources as source_rows
from tests.builders import CHAT, NOW, place, spec

DAY = timedelta(days=1)


async def test_what_was_due_by_the_old_clock_is_due_by_the_new_one(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await tx.execute(update(source_rows).values(next_due_at=NOW + timedelta(minutes=5)))
        await outbox.put(tx, place(), outbox.Kind.MESSAGE, {"html": "x"}, NOW)
    assert await ClockStep(database).look(NOW) is None
    back = NOW - DAY
    assert await database.ask(lambda c: outbox.heads(c, back, (), 10)) == []
    assert await ClockStep(database).look(back) == DAY
    assert len(await database.ask(lambda c: outbox.heads(c, back, (), 10))) == 1
    assert await database.ask(sources.next_due) == back + timedelta(minutes=5)


async def test_a_step_is_met_once_and_small_ones_are_let_be(database: Database) -> None:
    step = ClockStep(database)
    assert await step.look(NOW) is None
    assert await step.look(NOW - timedelta(seconds=90)) is None
    assert await step.look(NOW - DAY) == DAY
    assert await step.look(NOW - DAY + timedelta(seconds=10)) is None
    assert await step.look(NOW + DAY) is None
