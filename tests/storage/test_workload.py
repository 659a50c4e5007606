"""What waits, as whoever watches over the bot is given it."""

from datetime import timedelta

from sqlalchemy import update

from newsroom.access import AccessMode, AccessRule
from newsroom.sentence import sentence
from storage import admission, chats, incidents, intake, outbox
from storage.database import Database
from storage.incidents import IncidentKind
from storage.outbox import DeliveryKind, Priority
from storage.sources import sync_operator_sources
from storage.states import ChatState, DeliveryState
from storage.tables import chats as chat_table
from storage.tables import sources
from storage.workload import NOT_ADMITTED, Workload, workload
from tests.builders import CHAT, NOW, entry, place, spec

OPEN = AccessRule(mode=AccessMode.OPEN)


async def look(database: Database) -> Workload:
    return await database.ask(lambda c: workload(c, NOW + timedelta(minutes=20)))


async def one_alert(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await admission.settle(tx, OPEN, NOW)
        await outbox.put(tx, place(), DeliveryKind.MESSAGE, {"html": "x"}, NOW, priority=Priority.ALERT)


async def test_an_empty_database_has_no_work(database: Database) -> None:
    work = await look(database)
    assert (work.sources, work.undecided, work.deliveries, work.topics, work.chats) == (0, 0, {}, 0, {})
    assert (work.undecided_since, work.alert_due_since, work.incidents) == (None, None, {})
    assert work.size_bytes > 100_000


async def test_what_the_desk_has_not_decided_waits_since_it_came(database: Database) -> None:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1), spec(2)], NOW, 60)
        await tx.execute(update(sources).where(sources.c.id == 2).values(problem=sentence("text", text="down")))
        await intake.take(tx, 1, [entry("a"), entry("b", "Other news")], NOW, background=False)
        await incidents.begin(tx, IncidentKind.DESK_LAGS, NOW, items=2)
    work = await look(database)
    assert (work.sources, work.sources_ill) == (2, 1)
    assert (work.undecided, work.undecided_since) == (2, NOW)
    assert work.incidents == {"desk_lags": 1}


async def test_an_alert_waits_only_in_a_chat_that_can_be_written_to(database: Database) -> None:
    await one_alert(database)
    work = await look(database)
    assert (work.alerts_due, work.alert_due_since) == (1, NOW)
    assert (work.deliveries, work.chats) == ({DeliveryState.DUE: 1}, {"active": 1})
    async with database.write() as tx:
        await tx.execute(update(chat_table).values(state=ChatState.SUSPENDED))
    work = await look(database)
    assert (work.alerts_due, work.alert_due_since, work.chats) == (0, None, {"suspended": 1})
    async with database.write() as tx:
        await tx.execute(update(chat_table).values(state=ChatState.ACTIVE, admitted=False))
    work = await look(database)
    assert (work.alert_due_since, work.chats) == (None, {NOT_ADMITTED: 1})


async def test_a_reply_and_what_is_due_later_are_no_overdue_alerts(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await admission.settle(tx, OPEN, NOW)
        await outbox.put(tx, place(), DeliveryKind.MESSAGE, {"html": "x"}, NOW)
        later = NOW + timedelta(hours=1)
        await outbox.put(tx, place(), DeliveryKind.MESSAGE, {"html": "y"}, later, priority=Priority.ALERT)
    assert (await look(database)).alert_due_since is None


async def test_edits_of_cards_that_wait_are_counted_with_alerts(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await admission.settle(tx, OPEN, NOW)
        await outbox.put(tx, place(), DeliveryKind.CARD, {}, NOW, priority=Priority.EDIT, card=1)
        await outbox.put(tx, place(), DeliveryKind.MESSAGE, {"html": "x"}, NOW, priority=Priority.DIGEST)
    work = await look(database)
    assert (work.alerts_due, work.alert_due_since) == (1, NOW)
