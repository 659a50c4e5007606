"""A clock that is set back a day: nothing waits a day longer, and nothing comes twice."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import chats, outbox, poll_state, sources
from storage.clock_step import ClockStep
from storage.database import Connection, Database
from storage.tables import deliveries
from storage.tables import sources as source_rows
from tests.builders import CHAT, NOW, place, spec

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def test_what_was_due_by_the_old_clock_is_due_by_the_new_one(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await tx.execute(update(source_rows).values(next_due_at=NOW + timedelta(minutes=5)))
        await outbox.put(tx, place(), outbox.DeliveryKind.MESSAGE, {"html": "x"}, NOW)
    assert await ClockStep(database).look(NOW) is None
    back = NOW - DAY
    assert await database.ask(lambda c: outbox.heads(c, back, (), 10)) == []
    assert await ClockStep(database).look(back) == DAY
    assert len(await database.ask(lambda c: outbox.heads(c, back, (), 10))) == 1
    assert await database.ask(lambda c: poll_state.next_due(c, back)) == back + timedelta(minutes=5)


async def test_a_step_is_met_once_and_small_ones_are_let_be(database: Database) -> None:
    step = ClockStep(database)
    assert await step.look(NOW) is None
    assert await step.look(NOW - timedelta(seconds=90)) is None
    assert await step.look(NOW - DAY) == DAY
    assert await step.look(NOW - DAY + timedelta(seconds=10)) is None
    assert await step.look(NOW + DAY) is None


class Elapsed:
    """Real time as it went by, whatever the clock shows."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def due_after(database: Database, *looks: tuple[timedelta, timedelta]) -> datetime:
    """When a list is due that is held until eight hours after NOW; `looks`: what goes by before it, what is shown."""
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await outbox.put(tx, place(), outbox.DeliveryKind.LIST, {"mode": "waiting"}, NOW, due_at=NOW + 8 * HOUR)
    elapsed = Elapsed()
    step = ClockStep(database, elapsed)
    await step.look(NOW)
    for goes_by, shown in looks:
        elapsed.seconds += goes_by.total_seconds()
        await step.look(NOW + shown)
    (due,) = await database.ask(_all_due)
    return due


async def _all_due(connection: Connection) -> list[datetime]:
    return list((await connection.execute(select(deliveries.c.due_at))).scalars())


@pytest.mark.parametrize(
    "looks",
    [
        pytest.param([(MINUTE, MINUTE - DAY), (9 * MINUTE, 10 * MINUTE)], id="a day"),
        pytest.param([(MINUTE, MINUTE - HOUR), (MINUTE, 2 * MINUTE - DAY), (MINUTE, 3 * MINUTE)], id="in two steps"),
        pytest.param([(MINUTE, -HOUR), (MINUTE, 2 * MINUTE), (MINUTE, -HOUR), (MINUTE, 4 * MINUTE)], id="and again"),
        pytest.param([(MINUTE, -HOUR), (MINUTE, -MINUTE), (MINUTE, HOUR)], id="to within a minute, once"),
    ],
)
async def test_a_set_back_that_is_put_right_leaves_what_waits_as_it_was(
    database: Database, looks: list[tuple[timedelta, timedelta]]
) -> None:
    off = abs(await due_after(database, *looks) - (NOW + 8 * HOUR))
    assert off <= 2 * MINUTE


@pytest.mark.parametrize(
    "looks",
    [
        pytest.param([(MINUTE, DAY)], id="a step ahead without one back: hours of the day stay"),
        pytest.param([(MINUTE, -HOUR), (2 * HOUR, HOUR)], id="the time went by"),
        pytest.param([(MINUTE, -HOUR), (HOUR, MINUTE), (MINUTE, 2 * HOUR)], id="long after"),
    ],
)
async def test_a_clock_that_was_not_put_right_moves_nothing_ahead(
    database: Database, looks: list[tuple[timedelta, timedelta]]
) -> None:
    assert await due_after(database, *looks) <= NOW + 8 * HOUR
