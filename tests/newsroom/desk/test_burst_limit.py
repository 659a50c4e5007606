"""Many alerts for one place within a minute: told in one list, nothing dropped, the same after a restart."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clocks import SetClock
from desk.loop import DeskLoop
from newsroom.desk.burst_limit import BURST_WITHIN, BurstLimit
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from storage import chats, desk_state, intake, sources, topics
from storage.database import Database
from storage.tables import cards, deliveries
from tests.builders import CHAT, NOW, entry, place, spec

NEWS = (
    ("Ferry burns in Odense harbour", "Firemen fought the flames on the deck all night."),
    ("Council buys electric ferry", "Sixteen councillors voted for the purchase of the vessel from a Polish yard."),
    ("Ferry tickets dearer from April", "Pensioners will pay four crowns more, the operator writes to its customers."),
    ("Whale follows ferry", "Passengers filmed the animal with their telephones; a biologist calls it lost."),
    ("Ferry captain wins lottery", "He bought the coupon at a kiosk in Malmo and means to retire to a farm."),
    ("Strike stops ferry at Calais", "The union wants two more cooks in every galley and longer breaks."),
)


async def alerted(database: Database, number: int, clock: SetClock, at: datetime, desk: DeskLoop) -> None:
    clock.at = at
    async with database.write() as tx:
        await intake.take(tx, 1, [entry(f"k{number}", *NEWS[number], published=at)], at, background=False)
    while await desk.turn():
        pass


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_is_more_than_a_minutes_share_goes_into_one_list(database: Database, *, restarts: bool) -> None:
    clock, rules = SetClock(NOW), AlertRules(burst_per_minute=3)
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await topics.track(tx, place(), parse("ferry"), CHAT, NOW)
    desk = DeskLoop(database, rules, clock.clock())
    for number, second in enumerate((0, 10, 20, 30, 40, 65)):
        if restarts:
            desk = DeskLoop(database, rules, clock.clock())
        await alerted(database, number, clock, NOW + timedelta(seconds=second), desk)
    async with database.read() as connection:
        made = [row.mode for row in await connection.execute(select(cards).order_by(cards.c.id))]
        lists = [row.payload for row in await connection.execute(select(deliveries)) if row.kind == "list"]
    assert made == ["alert", "alert", "alert", "list", "list", "alert"]
    assert lists == [{"mode": "list", "trace": "item-4"}]


def test_a_minute_later_the_place_is_alerted_again() -> None:
    bursts = BurstLimit()
    for second in range(3):
        bursts.note(place(), NOW + timedelta(seconds=second))
    assert bursts.full(place(), 3, NOW + timedelta(seconds=59))
    assert not bursts.full(place(), 3, NOW + timedelta(seconds=60))
    assert not bursts.full(place(), None, NOW)
    assert not bursts.full(place(7), 3, NOW)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=5), timedelta(hours=23)])
def test_alerts_from_before_the_clock_was_set_back_fill_no_minute(later: timedelta) -> None:
    bursts = BurstLimit()
    for second in range(3):
        bursts.note(place(), NOW + timedelta(seconds=second))
    back = NOW - timedelta(days=1) + later
    assert not bursts.full(place(), 3, back)
    for second in range(3):
        bursts.note(place(), back + timedelta(seconds=second))
    assert bursts.full(place(), 3, back + timedelta(seconds=3))


async def test_a_start_on_a_clock_set_back_recalls_the_last_minutes_alerts_alone(database: Database) -> None:
    clock, back = SetClock(NOW), NOW - timedelta(days=1)
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", back)
        await sources.sync_operator_sources(tx, [spec(1)], back, 300)
        await topics.track(tx, place(), parse("ferry"), CHAT, back)
    desk = DeskLoop(database, AlertRules(burst_per_minute=3), clock.clock())
    for number, at in enumerate((NOW, back)):
        await alerted(database, number, clock, at, desk)
    now = back + timedelta(seconds=10)
    assert await database.ask(lambda c: desk_state.alerts_since(c, now - BURST_WITHIN)) == [(place(), back)]
