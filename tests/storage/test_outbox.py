import pytest
from sqlalchemy import insert, select, update

from newsroom.desk.state import DeliveryMode
from newsroom.matching.query import parse
from storage import card_deliveries, chats, outbox, topics
from storage.database import Bell, Database
from storage.outbox import Delivery, DeliveryKind, Priority
from storage.states import DeliveryState
from storage.tables import cards, deliveries, stories
from tests.builders import CHAT, GROUP, NOW, at, place
from tests.storage.query_plans import plans, statements


@pytest.fixture
async def met(database: Database) -> Database:
    """Two chats, and a story with a card in each of two threads of the group."""
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await chats.meet(tx, GROUP, "supergroup", "Desk", None, None, "UTC", NOW)
        columns = {"version": 1, "outlets": 1, "independent": 1, "opened_at": NOW, "updated_at": NOW}
        await tx.execute(insert(stories).values(id=1, lead_item_id=1, **columns))
        card = {"story_id": 1, "mode": "alert", "shown_version": 0, "why": [], "muted": 0, "made_at": NOW}
        for number, thread in ((1, 0), (2, 5)):
            await tx.execute(insert(cards).values(id=number, chat_id=GROUP, thread_id=thread, **card))
    return database


async def put(
    database: Database, chat: int = CHAT, priority: Priority = Priority.ALERT, kind: DeliveryKind = DeliveryKind.MESSAGE
) -> int:
    async with database.write() as tx:
        return await outbox.put(tx, place(chat), kind, {"html": "x"}, NOW, priority=priority)


async def heads(database: Database, minutes: float = 0, busy: tuple[int, ...] = (), limit: int = 50) -> list[Delivery]:
    return await database.ask(lambda c: outbox.heads(c, at(minutes), busy, limit))


async def head_ids(database: Database, minutes: float = 0, busy: tuple[int, ...] = ()) -> list[int]:
    return [delivery.id for delivery in await heads(database, minutes, busy)]


async def test_each_chat_has_one_head_and_the_most_urgent_chat_comes_first(met: Database) -> None:
    digest, reply = await put(met, CHAT, Priority.DIGEST), await put(met, GROUP, Priority.REPLY)
    await put(met, GROUP, Priority.ALERT)
    alert = await put(met, CHAT, Priority.ALERT)
    assert await head_ids(met) == [reply, alert]
    assert await head_ids(met, busy=(CHAT, GROUP)) == []
    async with met.write() as tx:
        await outbox.settle_sent(tx, alert, 5, NOW)
    assert await head_ids(met, busy=(GROUP,)) == [digest]


async def test_what_waits_for_another_try_holds_back_what_stands_behind_it(met: Database) -> None:
    first, second = await put(met), await put(met)
    async with met.write() as tx:
        await outbox.claim(tx, [first])
        await outbox.postpone(tx, first, at(5), "reset")
    assert [await head_ids(met, minutes) for minutes in (0, 4, 5)] == [[], [], [first]]
    assert second > first


@pytest.mark.parametrize("kind", ["list", "notice"])
async def test_what_waits_for_its_hour_holds_nobody_back(met: Database, kind: str) -> None:
    async with met.write() as tx:
        if kind == "list":
            await outbox.put_list(tx, place(), DeliveryMode.WAITING, at(60), NOW)
        else:
            await outbox.put(tx, place(), DeliveryKind.NOTICE, {}, NOW, priority=Priority.ALERT, due_at=at(60))
    alert = await put(met)
    assert await head_ids(met) == [alert]
    assert await met.ask(lambda c: outbox.next_due(c, NOW)) == at(60)
    async with met.write() as tx:
        await outbox.settle_sent(tx, alert, 5, NOW)
    assert await head_ids(met, 59) == []
    assert len(await head_ids(met, 60)) == 1


async def test_a_suspended_or_held_chat_waits_and_the_others_do_not(met: Database) -> None:
    mine, theirs = await put(met, CHAT), await put(met, GROUP)
    stranger = await put(met, 4321)
    async with met.write() as tx:
        await chats.suspend(tx, CHAT, "blocked", NOW)
        await chats.hold(tx, GROUP, at(3))
    assert await head_ids(met, 2) == [stranger]
    assert await met.ask(lambda c: outbox.next_due(c, at(1))) == at(3)
    async with met.write() as tx:
        await chats.let_in(tx, CHAT)
    assert await head_ids(met, 3) == [mine, theirs, stranger]


async def test_a_card_that_waits_to_be_shown_waits_once(met: Database) -> None:
    async with met.write() as tx:
        for _ in range(3):
            await card_deliveries.put_card(tx, place(GROUP), 1, NOW)
    (waiting,) = await heads(met)
    assert (waiting.kind, waiting.card, waiting.priority) == (DeliveryKind.CARD, 1, Priority.ALERT)
    async with met.write() as tx:
        await outbox.claim(tx, [waiting.id])
        await card_deliveries.put_card(tx, place(GROUP), 1, NOW)
    assert await met.ask(outbox.counts) == {DeliveryState.DUE: 1, DeliveryState.IN_FLIGHT: 1}


async def test_a_new_card_goes_before_the_edit_of_one_that_the_chat_has(met: Database) -> None:
    async with met.write() as tx:
        await tx.execute(update(cards).where(cards.c.id == 1).values(message_id=77))
        await card_deliveries.put_card(tx, place(GROUP), 1, NOW)
        await card_deliveries.put_card(tx, place(GROUP, 5), 2, NOW)
    (first,) = await heads(met)
    assert (first.card, first.priority) == (2, Priority.ALERT)
    async with met.write() as tx:
        await outbox.settle_sent(tx, first.id, 78, NOW)
    (second,) = await heads(met)
    assert (second.card, second.priority) == (1, Priority.EDIT)


async def test_an_edit_that_waits_for_a_minute_goes_in_turn_with_alerts(met: Database) -> None:
    async with met.write() as tx:
        await tx.execute(update(cards).where(cards.c.id == 1).values(message_id=77))
    before = await put(met, GROUP)
    async with met.write() as tx:
        await card_deliveries.put_card(tx, place(GROUP), 1, NOW)
    after, elsewhere = await put(met, GROUP), await put(met, CHAT)
    assert await head_ids(met, 1) == [before, elsewhere]
    async with met.write() as tx:
        await outbox.settle_sent(tx, before, 78, NOW)
    assert await head_ids(met, 0.9) == [after, elsewhere]
    (edit, other) = await heads(met, 1)
    assert (edit.card, edit.priority, other.id) == (1, Priority.EDIT, elsewhere)
    reply = await put(met, GROUP, Priority.REPLY)
    assert await head_ids(met, 1) == [reply, elsewhere]
    async with met.write() as tx:
        await outbox.settle_sent(tx, reply, 79, NOW)
        await outbox.postpone(tx, edit.id, at(3), "502")
    assert await head_ids(met, 2) == [after, elsewhere]


async def test_what_people_press_on_a_card_goes_in_turn_with_alerts_and_takes_the_edit_that_waits_along(
    met: Database,
) -> None:
    async with met.write() as tx:
        await tx.execute(update(cards).values(message_id=77))
        await card_deliveries.put_card(tx, place(GROUP), 1, NOW)
    alert = await put(met, GROUP)
    assert await head_ids(met) == [alert]
    async with met.write() as tx:
        await card_deliveries.put_card(tx, place(GROUP), 1, NOW, anew=True)
        await card_deliveries.put_card(tx, place(GROUP, 5), 2, NOW, anew=True)
        found = await tx.execute(select(deliveries.c.card_id, deliveries.c.priority).order_by(deliveries.c.id))
        assert [tuple(row) for row in found] == [(1, Priority.ALERT), (None, Priority.ALERT), (2, Priority.ALERT)]
    (first,) = await heads(met)
    assert (first.card, first.payload) == (1, {"anew": True})


async def test_a_list_takes_up_what_comes_until_it_is_sent_one_for_each_way_of_telling(met: Database) -> None:
    async with met.write() as tx:
        for mode in (DeliveryMode.WAITING, DeliveryMode.CATCH_UP) * 2:
            await outbox.put_list(tx, place(), mode, at(60), NOW)
        await outbox.put_list(tx, place(GROUP), DeliveryMode.WAITING, at(60), NOW)
    assert await met.ask(outbox.counts) == {DeliveryState.DUE: 3}


async def test_after_a_kill_what_was_in_flight_is_due_again_and_marked(met: Database) -> None:
    first, second = await put(met), await put(met, GROUP)
    async with met.write() as tx:
        await outbox.claim(tx, [first])
    async with met.write() as tx:
        assert [delivery.id for delivery in await outbox.reclaim(tx)] == [first]
    assert {d.id: d.maybe_twice for d in await heads(met)} == {first: True, second: False}


async def test_a_postponed_try_counts_and_telegrams_pacing_does_not(met: Database) -> None:
    delivery = await put(met)
    async with met.write() as tx:
        await outbox.postpone(tx, delivery, NOW, "reset")
        await outbox.postpone(tx, delivery, NOW, "flood", counts=False)
        await outbox.postpone(tx, delivery, NOW, "lost", maybe_twice=True)
    (waiting,) = await heads(met)
    assert (waiting.attempts, waiting.maybe_twice) == (2, True)


async def test_the_dead_keep_their_reason(met: Database) -> None:
    delivery = await put(met)
    async with met.write() as tx:
        await outbox.settle_dead(tx, delivery, "refused " * 200, at(1))
        row = (await tx.execute(select(deliveries))).one()
    assert (row.state, row.settled_at) == ("dead", at(1))
    assert row.reason.startswith("refused ")
    assert await heads(met) == []


async def test_a_deleted_threads_news_and_topics_go_to_the_main_thread_once(met: Database) -> None:
    async with met.write() as tx:
        for thread, query in ((0, "ferry"), (5, "ferry"), (5, "tram")):
            await topics.track(tx, place(GROUP, thread), parse(query), 1, NOW)
        first = await outbox.put(tx, place(GROUP, 5), DeliveryKind.MESSAGE, {}, NOW)
        await outbox.put(tx, place(GROUP, 6), DeliveryKind.MESSAGE, {}, NOW)
        await outbox.claim(tx, [first])
        await outbox.reroute(tx, place(GROUP, 5), 0, for_good=True)
        rows = (await tx.execute(select(deliveries.c.thread_id, deliveries.c.state).order_by(deliveries.c.id))).all()
        shown = (await tx.execute(select(cards.c.id, cards.c.thread_id))).all()
    assert [tuple(row) for row in rows] == [(0, "due"), (6, "due")]
    assert [tuple(row) for row in shown] == [(1, 0)]
    tracked = await met.ask(lambda c: topics.topics_of(c, GROUP))
    assert [(t.text, t.place.thread) for t in tracked] == [("ferry", 0), ("tram", 0)]


async def test_what_leaves_a_shut_thread_answers_no_message_of_it(met: Database) -> None:
    """Telegram puts an answer where the message is that it answers: it was refused there, and lost."""
    async with met.write() as tx:
        await outbox.put(tx, place(GROUP, 5), DeliveryKind.MESSAGE, {"html": "x", "reply_to": 7}, NOW)
        await outbox.put(tx, place(GROUP, 6), DeliveryKind.MESSAGE, {"html": "y", "reply_to": 8}, NOW)
        await outbox.reroute(tx, place(GROUP, 5), 0, for_good=False)
        payloads = (await tx.execute(select(deliveries.c.payload).order_by(deliveries.c.id))).scalars().all()
    assert payloads == [{"html": "x"}, {"html": "y", "reply_to": 8}]


async def test_putting_rings_for_the_push_loop(met: Database) -> None:
    met.quiet(Bell.PUSH)
    await put(met)
    assert met.quiet(Bell.PUSH)


async def test_only_as_many_as_asked_for_are_looked_at(met: Database) -> None:
    for chat in range(1, 8):
        await put(met, chat)
    assert len(await heads(met, limit=3)) == 3


async def test_no_other_delivery_is_read_to_find_the_heads(database: Database) -> None:
    async with database.read() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("how SQLite goes about it")
        with statements(connection) as asked:
            await outbox.heads(connection, NOW, [1], 50, [2])
        plan = await plans(connection, asked)
    assert "SEARCH deliveries USING INTEGER PRIMARY KEY" in plan
    assert "SCAN deliveries" not in plan


async def test_a_delivery_comes_back_as_it_was_put(met: Database) -> None:
    payload = {"html": "<b>ї</b>", "buttons": [[["Open", None, "https://a.example"]]], "silent": False}
    async with met.write() as tx:
        number = await outbox.put(
            tx, place(GROUP, 5), DeliveryKind.MESSAGE, payload, NOW, priority=Priority.EXPORT, card=2
        )
        await tx.execute(update(deliveries).values(attempts=2))
    assert await heads(met) == [
        Delivery(
            id=number,
            place=place(GROUP, 5),
            priority=Priority.EXPORT,
            kind=DeliveryKind.MESSAGE,
            card=2,
            payload=payload,
            attempts=2,
            maybe_twice=False,
            made_at=NOW,
        )
    ]


async def test_while_everything_is_held_only_pressed_buttons_are_answered(met: Database) -> None:
    """Asked for the first in each chat and sifted after, twelve chats with replies hid every button."""
    await put(met, CHAT, Priority.REPLY)
    answer = await put(met, CHAT, Priority.REPLY, DeliveryKind.ANSWER)
    found = await met.ask(lambda c: outbox.heads(c, at(0), (), 1, only_answers=True))
    assert [delivery.id for delivery in found] == [answer]
