"""After a chat is shut no loop serves it; let in again, it goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers import digest_schedule
from handlers.messages import Message, to_payload
from handlers.sending import operator_notices
from newsroom.access import AccessMode, AccessRule, Role
from newsroom.chat import DigestHours
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from storage import admission, chats, incidents, intake, outbox, people, poll_state, silence, sources, topics
from storage.database import Database
from storage.incidents import IncidentKind
from storage.outbox import DeliveryKind
from storage.people import Person
from storage.tables import cards, deliveries
from storage.tables import sources as sources_table
from tests.builders import CHAT, GROUP, NOW, at, entry, place, spec

OPEN, INVITE, LISTED = (AccessRule(mode=mode) for mode in AccessMode)
OWN_FEED = 2
NOON = DigestHours(minutes=(12 * 60,))


def ann(role: Role) -> Person:
    return Person(id=CHAT, role=role, name="Ann", username="ann", added_by=None, invite=None, added_at=NOW)


async def settle(database: Database, rule: AccessRule) -> None:
    async with database.write() as tx:
        await admission.settle(tx, rule, NOW)


@pytest.fixture
async def served(database: Database) -> Database:
    """Ann and her group track the ferry, and her group has a feed of its own besides the operator's."""
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, CHAT, "UTC", NOW - timedelta(days=2))
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, CHAT, "UTC", NOW - timedelta(days=2))
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await sources.add_chat_source(tx, spec(OWN_FEED), GROUP, NOW, 300)
        for chat in (CHAT, GROUP):
            await topics.track(tx, place(chat), parse("ferry"), CHAT, NOW)
            await chats.set_digest(tx, chat, NOON, say_empty=True)
    return database


async def brings(database: Database, desk: DeskLoop, key: str, title: str) -> None:
    async with database.write() as tx:
        await intake.take(tx, 1, [entry(key, title, f"{title}.")], NOW, background=False)
    while await desk.turn():
        pass


async def carded(database: Database) -> list[int]:
    async with database.read() as connection:
        return sorted((await connection.execute(select(cards.c.chat_id))).scalars())


async def heads(database: Database) -> set[int]:
    return {one.place.chat for one in await database.ask(lambda c: outbox.heads(c, at(60), (), 100))}


async def put(database: Database, chat: int, text: str) -> int:
    async with database.write() as tx:
        return await outbox.put(tx, place(chat), DeliveryKind.MESSAGE, to_payload(Message(html=text)), NOW)


async def test_the_desk_matches_no_topic_of_a_chat_that_is_shut_and_again_once_it_is_let_in(served: Database) -> None:
    desk = DeskLoop(served, AlertRules(), SetClock(NOW).clock())
    await settle(served, LISTED)
    await brings(served, desk, "a", "Ferry Aurora runs aground off Lower Quay")
    assert await carded(served) == []
    await settle(served, OPEN)
    await brings(served, desk, "b", "Minister opens ferry museum at Upper Square")
    assert await carded(served) == [GROUP, CHAT]


async def test_the_card_of_a_shut_chat_grows_no_further(served: Database) -> None:
    desk = DeskLoop(served, AlertRules(), SetClock(NOW).clock())
    await brings(served, desk, "a", "Ferry Aurora runs aground off Lower Quay")
    await settle(served, LISTED)
    async with served.write() as tx:
        await sources.sync_operator_sources(tx, [spec(1), spec(3)], NOW, 300)
        again = entry(
            "b", "Ferry Aurora runs aground off Lower Quay, divers sent", "Divers came.", url="https://c.example/b"
        )
        await intake.take(tx, 3, [again], NOW, background=False)
    while await desk.turn():
        pass
    async with served.read() as connection:
        states = (await connection.execute(select(deliveries.c.state, deliveries.c.reason))).all()
    assert [tuple(row) for row in states] == [("dead", "not_admitted")] * 2


async def test_what_waits_for_a_chat_that_is_shut_is_dropped_with_its_reason_and_nothing_more_is_sent(
    served: Database,
) -> None:
    await put(served, CHAT, "before")
    await settle(served, LISTED)
    await put(served, CHAT, "meanwhile")
    assert await heads(served) == set()
    await settle(served, OPEN)
    assert await heads(served) == set()
    await put(served, CHAT, "after")
    assert await heads(served) == {CHAT}
    async with served.read() as connection:
        rows = await connection.execute(select(deliveries.c.state, deliveries.c.reason).order_by(deliveries.c.id))
    assert [tuple(row) for row in rows] == [("dead", "not_admitted"), ("dead", "not_admitted"), ("due", None)]


async def test_what_was_sent_and_what_a_stranger_is_answered_stays_as_it_is(served: Database) -> None:
    sent, answer = await put(served, CHAT, "sent"), await put(served, CHAT, "ask the owner")
    async with served.write() as tx:
        await outbox.settle_sent(tx, sent, 5, NOW)
        await outbox.send_to_stranger(tx, answer)
        await admission.settle(tx, LISTED, NOW)
    async with served.read() as connection:
        rows = await connection.execute(select(deliveries.c.state).order_by(deliveries.c.id))
    assert list(rows.scalars()) == ["sent", "due"]


async def test_an_answer_to_a_stranger_is_sent_all_the_same(served: Database) -> None:
    await settle(served, LISTED)
    delivery = await put(served, CHAT, "ask the owner")
    async with served.write() as tx:
        await outbox.send_to_stranger(tx, delivery)
    assert await heads(served) == {CHAT}


async def test_a_shut_chat_gets_no_digest_and_one_again_once_it_is_let_in(served: Database) -> None:
    await settle(served, LISTED)
    assert await digest_schedule.send_due(served, NOW) == 0
    await settle(served, OPEN)
    assert await digest_schedule.send_due(served, NOW) == 2


async def test_a_feed_that_only_shut_chats_asked_for_is_not_polled_until_one_is_let_in(served: Database) -> None:
    async def due() -> set[int]:
        async with served.write() as tx:
            claimed = await poll_state.claim_due(tx, at(5), 10, timedelta(minutes=1))
            await poll_state.release(tx)
        return {one.source.id for one in claimed}

    assert await due() == {1, OWN_FEED}
    await settle(served, LISTED)
    assert await due() == {1}
    await settle(served, AccessRule(mode=AccessMode.LISTED, chats=frozenset({CHAT})))
    assert await due() == {1}  # the other chat did not ask for it
    await settle(served, OPEN)
    assert await due() == {1, OWN_FEED}


@pytest.mark.parametrize(("closed_days", "polled"), [(0, True), (6.9, True), (7.1, False)])
async def test_a_feed_is_not_polled_for_a_chat_that_is_closed_for_long_and_again_once_it_lets_us_in(
    served: Database, closed_days: float, *, polled: bool
) -> None:
    async def due() -> bool:
        async with served.write() as tx:
            await tx.execute(update(sources_table).values(next_due_at=NOW))
            claimed = await poll_state.claim_due(tx, at(5), 10, timedelta(minutes=1))
            await poll_state.release(tx)
        known = await served.ask(lambda c: poll_state.next_due(c, at(5)))
        assert known == NOW
        return OWN_FEED in {one.source.id for one in claimed}

    async with served.write() as tx:
        await chats.suspend(tx, GROUP, "kicked", at(5) - timedelta(days=closed_days))
    assert await due() == polled
    async with served.write() as tx:
        await chats.let_in(tx, GROUP)
    assert await due()


async def test_a_feed_that_is_not_polled_is_not_called_silent(served: Database) -> None:
    async with served.write() as tx:
        await intake.take(tx, OWN_FEED, [entry("x")], NOW, background=False)
        state = (await poll_state.polled_source(tx.connection, OWN_FEED)).state
        await poll_state.settle_poll(tx, OWN_FEED, state, NOW, read=True, fresh=True)
    for rule, known in ((OPEN, [OWN_FEED]), (LISTED, [])):
        async with served.write() as tx:
            await admission.settle(tx, rule, NOW)
            assert [watched.source.id for watched, _ in await silence.rhythms(tx, NOW)] == known


async def test_a_shut_chat_is_not_notified_of_its_feeds(served: Database) -> None:
    await settle(served, LISTED)
    async with served.write() as tx:
        await incidents.begin(tx, IncidentKind.DESK_LAGS, NOW, items=700)
        source = (await sources.chat_sources(tx.connection, GROUP))[0].source
        await incidents.begin(tx, IncidentKind.SOURCE_SILENT, NOW, source.id, source=source.name, since=NOW)
    await operator_notices.queue_notices(served, None, NOW)
    assert (await served.ask(outbox.counts)).total() == 0


async def test_a_group_is_admitted_as_long_as_whoever_let_it_in_may_do_so(served: Database) -> None:
    async def admitted() -> tuple[bool | None, ...]:
        async with served.read() as connection:
            return tuple([await admission.admitted(connection, chat) for chat in (CHAT, GROUP)])

    await settle(served, INVITE)
    assert await admitted() == (False, False)
    for role, expected in ((Role.EDITOR, (True, True)), (Role.READER, (True, False)), (Role.OWNER, (True, True))):
        async with served.write() as tx:
            await people.put(tx, ann(role))
            await admission.let_in(tx, INVITE, GROUP, CHAT, NOW)
        assert await admitted() == expected
    async with served.write() as tx:
        await people.remove(tx, CHAT)
        await admission.settle(tx, INVITE, NOW)
    assert await admitted() == (False, False)


async def test_more_chats_than_one_statement_takes_are_shut_and_let_in(database: Database) -> None:
    async with database.write() as tx:
        for number in range(1, 1_102):
            await chats.meet(tx, number, "private", "Ann", None, None, "UTC", NOW)
        for rule, expected in ((LISTED, 0), (OPEN, 1_101)):
            await admission.settle(tx, rule, NOW)
            assert sum(one.admitted for one in await chats.all_chats(tx.connection)) == expected


async def test_a_group_that_becomes_a_supergroup_stays_admitted(served: Database) -> None:
    async with served.write() as tx:
        await people.put(tx, ann(Role.EDITOR))
        await admission.let_in(tx, INVITE, GROUP, CHAT, NOW)
        await chats.meet(tx, -1009, "supergroup", "Desk", None, None, "UTC", NOW)
        await admission.settle(tx, INVITE, NOW)
        assert await admission.admitted(tx.connection, -1009) is False
        await chats.migrate(tx, GROUP, -1009)
        await admission.settle(tx, INVITE, NOW)
        assert await admission.admitted(tx.connection, -1009) is True


async def polled(database: Database) -> set[int]:
    async with database.write() as tx:
        await tx.execute(update(sources_table).values(next_due_at=NOW))
        claimed = await poll_state.claim_due(tx, at(5), 10, timedelta(minutes=1))
        await poll_state.release(tx)
    return {one.source.id for one in claimed}


async def test_a_feed_is_polled_for_its_own_chat_alone_not_for_another_that_is_admitted(served: Database) -> None:
    only_ann = AccessRule(mode=AccessMode.LISTED, chats=frozenset({CHAT}))
    only_the_group = AccessRule(mode=AccessMode.LISTED, chats=frozenset({GROUP}))
    await settle(served, only_ann)
    assert await polled(served) == {1}
    await settle(served, only_the_group)
    assert await polled(served) == {1, OWN_FEED}


async def test_a_group_that_nobody_answers_for_is_admitted_by_no_role(database: Database) -> None:
    """Not by that of the person with the lowest number either, whose own chat is admitted."""
    first = 1
    async with database.write() as tx:
        await people.put(tx, replace(ann(Role.EDITOR), id=first))
        await chats.meet(tx, first, "private", "Ann", None, first, "UTC", NOW)
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, None, "UTC", NOW)
        await admission.settle(tx, INVITE, NOW)
    async with database.read() as connection:
        assert [await admission.admitted(connection, chat) for chat in (first, GROUP)] == [True, False]
