"""What each answer of Telegram does to the delivery, its card and its chat."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from handlers.messages import Message
from handlers.sending.compose import NothingToSend, Prepared
from handlers.sending.outcomes import (
    AlreadySo,
    Broken,
    Moved,
    Outcome,
    Paced,
    Refused,
    Sent,
    Shut,
    Slower,
    TargetGone,
    ThreadShut,
    Trouble,
    Unknown,
    Unreadable,
)
from handlers.sending.outgoing import EditText, SendText
from handlers.sending.settle import Settle
from newsroom.chat import Place
from newsroom.clock import Clock
from newsroom.desk.state import DeliveryMode
from newsroom.matching.query import parse
from storage import chats, intake, outbox, sources, topics
from storage.columns import AnyRow
from storage.database import Bell, Database
from storage.outbox import Delivery, DeliveryKind, Priority
from storage.tables import cards, deliveries, stories
from storage.tables import chats as chat_table
from storage.tables import topics as topic_table
from tests.builders import CHAT, GROUP, NOW, OTHER_GROUP, at, entry, place, spec

OWNER = 501
THREAD = place(GROUP, 5)
WORDS = Message(html="<b>Ferry</b> &amp; tram")


@pytest.fixture
async def newsdesk(database: Database) -> Database:
    """A group with an owner, a topic and a card in a thread, of a story of one item."""
    async with database.write() as tx:
        await chats.meet(tx, GROUP, "supergroup", "Desk <1>", None, OWNER, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec()], NOW, 300)
        await intake.take(tx, 1, [entry()], NOW, background=False)
        row_values = {"version": 3, "outlets": 1, "independent": 1, "opened_at": NOW, "updated_at": NOW}
        await tx.execute(insert(stories).values(id=1, lead_item_id=1, **row_values))
        await topics.track(tx, THREAD, parse("ferry"), OWNER, NOW)
        card = {"story_id": 1, "mode": "alert", "shown_version": 0, "why": [], "muted": 0, "made_at": NOW}
        await tx.execute(insert(cards).values(id=1, chat_id=GROUP, thread_id=5, **card))
    return database


async def put(
    database: Database, kind: DeliveryKind = DeliveryKind.CARD, where: Place = THREAD, **payload: Any
) -> Delivery:
    async with database.write() as tx:
        card = 1 if kind is DeliveryKind.CARD else None
        number = await outbox.put(tx, where, kind, payload, NOW, priority=Priority.ALERT, card=card)
        await outbox.claim(tx, [number])
        row = (await tx.execute(select(deliveries).where(deliveries.c.id == number))).one()
    return outbox.delivery_of(row)


async def settle(
    database: Database, delivery: Delivery, outcome: Outcome, prepared: Prepared | NothingToSend | None = None
) -> AnyRow:
    """The delivery's row afterwards."""
    prepared = prepared or Prepared(thing=SendText(place=delivery.place, message=WORDS), card=delivery.card, version=3)
    await Settle(database, Clock(lambda: NOW)).settle(delivery, prepared, outcome)
    (row,) = await rows(database, deliveries, deliveries.c.id == delivery.id)
    return row


async def rows(database: Database, table: Any, where: Any = None) -> Sequence[AnyRow]:
    async with database.read() as connection:
        wanted = select(table) if where is None else select(table).where(where)
        found: Sequence[AnyRow] = (await connection.execute(wanted)).all()
        return found


async def test_a_sent_card_stands_in_the_chat_in_its_version(newsdesk: Database) -> None:
    row = await settle(newsdesk, await put(newsdesk), Sent(77))
    assert (row.state, row.message_id, row.settled_at) == ("sent", 77, NOW)
    (card,) = await rows(newsdesk, cards)
    assert (card.message_id, card.shown_version) == (77, 3)
    assert len(await rows(newsdesk, deliveries)) == 1


async def test_a_story_that_grew_while_its_card_was_under_way_is_shown_again(newsdesk: Database) -> None:
    delivery = await put(newsdesk)
    old = Prepared(thing=SendText(place=THREAD, message=WORDS), card=1, version=2)
    await settle(newsdesk, delivery, Sent(77), old)
    again = (await rows(newsdesk, deliveries))[-1]
    assert (again.kind, again.card_id, again.state) == ("card", 1, "due")


async def test_an_edit_that_changes_nothing_is_settled_with_its_version(newsdesk: Database) -> None:
    edit = Prepared(thing=EditText(place=THREAD, message_id=77, message=WORDS), card=1, version=3)
    assert (await settle(newsdesk, await put(newsdesk), AlreadySo(), edit)).state == "sent"
    (card,) = await rows(newsdesk, cards)
    assert (card.message_id, card.shown_version) == (77, 3)


async def test_nothing_left_to_say_is_settled_and_touches_no_card(newsdesk: Database) -> None:
    assert (await settle(newsdesk, await put(newsdesk), AlreadySo(), NothingToSend())).state == "sent"
    (card,) = await rows(newsdesk, cards)
    assert (card.message_id, card.shown_version) == (None, 0)


async def test_a_list_tells_the_desk_that_what_was_held_is_told(newsdesk: Database) -> None:
    async with newsdesk.write() as tx:
        await tx.execute(update(cards).values(mode="waiting"))
    newsdesk.quiet(Bell.DESK_STATE)
    delivery = await put(newsdesk, DeliveryKind.LIST, mode="waiting")
    listed = Prepared(thing=SendText(place=THREAD, message=WORDS), listed=(1,), mode=DeliveryMode.WAITING)
    await settle(newsdesk, delivery, Sent(77), listed)
    (card,) = await rows(newsdesk, cards)
    assert (card.mode, card.message_id) == ("list", 77)
    assert newsdesk.quiet(Bell.DESK_STATE)


@pytest.mark.parametrize(
    ("outcome", "due", "attempts", "maybe_twice"),
    [
        pytest.param(Trouble("502"), 1, 1, False, id="trouble waits a second"),
        pytest.param(Unknown("reset"), 1, 1, True, id="an unknown end is marked"),
        pytest.param(Slower(90.0), 90, 0, False, id="a flood is no failed try"),
    ],
)
async def test_what_did_not_arrive_is_tried_again(
    newsdesk: Database, outcome: Outcome, due: float, attempts: int, *, maybe_twice: bool
) -> None:
    row = await settle(newsdesk, await put(newsdesk), outcome)
    assert (row.state, row.attempts, row.maybe_twice) == ("due", attempts, maybe_twice)
    assert row.due_at == at(due / 60)


async def test_a_flood_holds_its_chat_and_survives_a_restart(newsdesk: Database, database_url: str) -> None:
    await settle(newsdesk, await put(newsdesk), Slower(90.0))
    again = Database(database_url)
    reply = await again.ask(lambda c: outbox.next_due(c, NOW))
    assert reply == at(1.5)
    async with again.write() as tx:
        await outbox.put(tx, place(GROUP), DeliveryKind.MESSAGE, {}, NOW)
    assert await again.ask(lambda c: outbox.heads(c, at(1), (), 9)) == []
    assert len(await again.ask(lambda c: outbox.heads(c, at(1.5), (), 9))) == 1
    await again.close()


async def test_back_off_grows_and_stays_below_five_minutes(newsdesk: Database) -> None:
    waits = []
    for attempts in range(10):
        delivery = await put(newsdesk)
        async with newsdesk.write() as tx:
            await tx.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(attempts=attempts))
            row = (await tx.execute(select(deliveries).where(deliveries.c.id == delivery.id))).one()
        settled = await settle(newsdesk, outbox.delivery_of(row), Trouble("502"))
        waits.append((settled.due_at - NOW).total_seconds())
    assert waits == [1, 2, 5, 15, 60, 120, 300, 300, 300, 300]


async def test_a_chat_that_shuts_us_out_is_suspended_and_keeps_all_and_its_owner_hears_once(newsdesk: Database) -> None:
    delivery = await put(newsdesk)
    row = await settle(newsdesk, delivery, Shut("Forbidden: bot was kicked from the supergroup chat"))
    assert row.state == "due"
    assert await newsdesk.ask(lambda c: topics.count(c, GROUP)) == 1
    (chat,) = await rows(newsdesk, chat_table)
    assert (chat.state, chat.reason) == ("suspended", "Forbidden: bot was kicked from the supergroup chat")
    (row_values,) = await rows(newsdesk, deliveries, deliveries.c.chat_id == OWNER)
    assert "Desk &lt;1&gt;" in row_values.payload["html"]
    async with newsdesk.write() as tx:
        assert await chats.retry_suspended(tx, at(24 * 60)) == [GROUP]
    await settle(newsdesk, delivery, Shut("Forbidden: bot was kicked from the supergroup chat"))
    assert len(await rows(newsdesk, deliveries, deliveries.c.chat_id == OWNER)) == 1


async def test_a_message_that_arrives_ends_the_suspension_for_good(newsdesk: Database) -> None:
    await settle(newsdesk, await put(newsdesk), Shut("Forbidden"))
    async with newsdesk.write() as tx:
        await chats.retry_suspended(tx, at(24 * 60))
    await settle(newsdesk, await put(newsdesk), Sent(78))
    (chat,) = await rows(newsdesk, chat_table)
    assert (chat.state, chat.reason, chat.retry_at) == ("active", None, None)


async def test_a_chat_that_we_never_met_is_no_chat_to_keep(newsdesk: Database) -> None:
    row = await settle(
        newsdesk, await put(newsdesk, DeliveryKind.MESSAGE, place(CHAT), html="x"), Shut("Chat not found")
    )
    assert (row.state, row.reason) == ("dead", "Chat not found")


async def test_a_group_that_moved_is_followed_and_the_message_sent_there(newsdesk: Database) -> None:
    row = await settle(newsdesk, await put(newsdesk), Moved(OTHER_GROUP))
    assert (row.chat_id, row.thread_id, row.state, row.attempts) == (OTHER_GROUP, 5, "due", 0)
    assert await newsdesk.ask(lambda c: topics.count(c, OTHER_GROUP)) == 1


async def test_a_shut_threads_alerts_go_to_the_main_thread_which_is_told_once(newsdesk: Database) -> None:
    for _ in range(2):
        delivery = await put(newsdesk)
        row = await settle(newsdesk, delivery, ThreadShut("Topic_closed"))
        assert (row.state, row.thread_id) == ("due", 0)
    queued = await rows(newsdesk, deliveries, deliveries.c.kind == "message")
    assert [(row.thread_id, "is closed or deleted" in row.payload["html"]) for row in queued] == [(0, True)]


async def layout(database: Database) -> list[tuple[int, str]]:
    return [(row.thread_id, row.query) for row in await rows(database, topic_table)]


async def test_a_thread_that_is_closed_for_a_minute_keeps_its_topics_and_what_it_was_told(newsdesk: Database) -> None:
    """Its topics went to the main thread for good, and equal ones of two threads became one."""
    async with newsdesk.write() as tx:
        await topics.track(tx, place(GROUP, 6), parse("ferry"), OWNER, NOW)
        shown = {"story_id": 1, "mode": "alert", "shown_version": 3, "why": [], "muted": 0, "made_at": NOW}
        await tx.execute(insert(cards).values(id=2, chat_id=GROUP, thread_id=6, message_id=9, **shown))
    before = await layout(newsdesk)
    for thread in (5, 6):
        where = place(GROUP, thread)
        row = await settle(
            newsdesk, await put(newsdesk, DeliveryKind.MESSAGE, where, html="x"), ThreadShut("Topic_closed")
        )
        assert row.thread_id == 0
    assert await layout(newsdesk) == before
    assert [(card.id, card.thread_id) for card in await rows(newsdesk, cards)] == [(1, 0), (2, 6)]


async def test_a_thread_that_was_open_in_between_is_asked_about_again(newsdesk: Database) -> None:
    for outcome in (ThreadShut("Topic_closed"), Sent(78), ThreadShut("Topic_closed")):
        await settle(newsdesk, await put(newsdesk, DeliveryKind.MESSAGE, html="x"), outcome)
    queued = [row.payload["html"] for row in await rows(newsdesk, deliveries)]
    assert sum("is closed or deleted" in html for html in queued) == 2


async def test_a_deleted_threads_topics_go_to_the_main_thread_for_good(newsdesk: Database) -> None:
    await settle(newsdesk, await put(newsdesk), ThreadShut("Topic_deleted"))
    assert await layout(newsdesk) == [(0, "ferry")]


async def test_an_edit_in_a_closed_thread_says_nothing_about_the_general_topic(newsdesk: Database) -> None:
    edit = Prepared(thing=EditText(place=place(GROUP), message_id=77, message=WORDS), card=1, version=3)
    row = await settle(newsdesk, await put(newsdesk, where=place(GROUP)), ThreadShut("Topic_closed"), edit)
    assert row.state == "dead"
    assert await messages_to_owner(newsdesk) == []


async def messages_to_owner(database: Database) -> list[str]:
    return [row.payload["html"] for row in await rows(database, deliveries, deliveries.c.chat_id == OWNER)]


async def test_a_closed_general_topic_shuts_the_chat_that_has_no_other_and_loses_nothing(newsdesk: Database) -> None:
    """Every alert of the chat died, and nobody was told."""
    async with newsdesk.write() as tx:
        await tx.execute(update(topic_table).values(thread_id=0))
    delivery = await put(newsdesk, DeliveryKind.MESSAGE, place(GROUP), html="x")
    for hours in (24, 48):
        assert (await settle(newsdesk, delivery, ThreadShut("Topic_closed"))).state == "due"
        (chat,) = await rows(newsdesk, chat_table)
        assert (chat.state, chat.reason) == ("suspended", "Topic_closed")
        async with newsdesk.write() as tx:
            assert await chats.retry_suspended(tx, at(hours * 60)) == [GROUP]
    (row_values,) = await messages_to_owner(newsdesk)
    assert "its General topic is closed" in row_values


async def test_a_closed_general_topic_keeps_no_other_thread_waiting_and_its_owner_hears_once(
    newsdesk: Database,
) -> None:
    general = place(GROUP)
    for _ in range(2):
        row = await settle(
            newsdesk, await put(newsdesk, DeliveryKind.MESSAGE, general, html="x"), ThreadShut("Topic_closed")
        )
        assert row.state == "dead"
    (chat,) = await rows(newsdesk, chat_table)
    assert chat.state == "active"
    (row_values,) = await messages_to_owner(newsdesk)
    assert "The General topic of <b>Desk &lt;1&gt;</b> is closed" in row_values
    await settle(newsdesk, await put(newsdesk, DeliveryKind.MESSAGE, general, html="x"), Sent(78))
    await settle(newsdesk, await put(newsdesk, DeliveryKind.MESSAGE, general, html="x"), ThreadShut("Topic_closed"))
    assert len(await messages_to_owner(newsdesk)) == 2


async def test_a_spinner_that_stops_is_no_sign_that_we_may_write(newsdesk: Database) -> None:
    async with newsdesk.write() as tx:
        await chats.suspend(tx, GROUP, "not enough rights", NOW)
        await chats.wake(tx, GROUP)
    await settle(newsdesk, await put(newsdesk, DeliveryKind.ANSWER, query_id="1", text=None), Sent(None))
    await settle(newsdesk, await put(newsdesk), Shut("not enough rights"))
    assert await messages_to_owner(newsdesk) == []


async def test_a_card_whose_message_was_deleted_is_sent_anew(newsdesk: Database) -> None:
    async with newsdesk.write() as tx:
        await tx.execute(update(cards).values(message_id=77, shown_version=2))
    edit = Prepared(thing=EditText(place=THREAD, message_id=77, message=WORDS), card=1, version=3)
    delivery = await put(newsdesk)
    async with newsdesk.write() as tx:
        await tx.execute(update(deliveries).values(priority=Priority.EDIT))
    row = await settle(newsdesk, delivery, TargetGone("Message to edit not found"), edit)
    assert (row.state, row.priority) == ("due", Priority.ALERT)
    (card,) = await rows(newsdesk, cards)
    assert (card.message_id, card.shown_version) == (None, 0)


async def test_any_other_edit_whose_message_was_deleted_has_lost_its_purpose(newsdesk: Database) -> None:
    delivery = await put(newsdesk, DeliveryKind.EDIT, message_id=77)
    edit = Prepared(thing=EditText(place=THREAD, message_id=77, message=WORDS))
    assert (await settle(newsdesk, delivery, TargetGone("Message to edit not found"), edit)).state == "dead"


async def test_what_telegram_can_not_read_goes_out_in_plain_words_and_once(newsdesk: Database) -> None:
    """As the same delivery: sent as a message of its own, a card came anew whenever its story grew."""
    delivery = await put(newsdesk)
    row = await settle(newsdesk, delivery, Unreadable("Can't parse entities"))
    assert (row.state, row.payload, row.card_id, row.attempts) == ("due", {"plain": True}, 1, 0)
    again = await settle(newsdesk, outbox.delivery_of(row), Unreadable("Can't parse entities"))
    assert again.state == "dead"
    assert len(await rows(newsdesk, deliveries)) == 1


async def test_what_we_can_not_make_is_given_up_and_its_chat_goes_on(newsdesk: Database) -> None:
    delivery, states = await put(newsdesk), []
    for _ in range(5):
        row = await settle(newsdesk, delivery, Broken("could not be made: KeyError"), NothingToSend())
        states.append(row.state)
        delivery = outbox.delivery_of(row)
    assert states == ["due", "due", "due", "due", "dead"]
    assert row.reason == "could not be made: KeyError"


async def test_our_own_pace_is_not_put_down_to_telegram(newsdesk: Database) -> None:
    row = await settle(newsdesk, await put(newsdesk), Paced(3.0))
    assert (row.state, row.reason, row.attempts) == ("due", "paced", 0)
    (chat,) = await rows(newsdesk, chat_table)
    assert chat.hold_until is None


@pytest.mark.parametrize(
    ("kind", "reason", "mend"),
    [
        (DeliveryKind.PHOTO, "Not enough rights to send photos to the chat", "Allow me to send pictures here"),
        (DeliveryKind.DOCUMENT, "Not enough rights to send documents to the chat", "Allow me to send documents here"),
        (DeliveryKind.DOCUMENT, "File is too big", "Ask for a shorter time"),
    ],
)
async def test_who_asked_for_a_file_that_telegram_does_not_take_is_told_so(
    newsdesk: Database, kind: DeliveryKind, reason: str, mend: str
) -> None:
    assert (
        await settle(newsdesk, await put(newsdesk, kind, reply_to=9), Refused(reason), NothingToSend())
    ).state == "dead"
    row_values = (await rows(newsdesk, deliveries))[-1]
    assert mend in row_values.payload["html"]
    assert (row_values.kind, row_values.payload["reply_to"]) == ("message", 9)


async def test_a_digests_picture_that_is_not_taken_is_only_left_out(newsdesk: Database) -> None:
    await settle(
        newsdesk, await put(newsdesk, DeliveryKind.PHOTO, silent=True), Refused("Not enough rights"), NothingToSend()
    )
    assert len(await rows(newsdesk, deliveries)) == 1


@pytest.mark.parametrize("queued", ["Message is too long", "Text is too long", "Message caption is too long"])
async def test_what_telegram_finds_too_long_goes_out_cut_and_once(newsdesk: Database, queued: str) -> None:
    row = await settle(newsdesk, await put(newsdesk), Refused(queued))
    assert (row.state, row.payload, row.card_id) == ("due", {"short": True}, 1)
    assert (await settle(newsdesk, outbox.delivery_of(row), Refused(queued))).state == "dead"


async def test_what_is_refused_is_dead_with_telegrams_reason(newsdesk: Database) -> None:
    row = await settle(newsdesk, await put(newsdesk), Refused("Button_data_invalid"))
    assert (row.state, row.reason) == ("dead", "Button_data_invalid")


@pytest.mark.parametrize(
    ("outcome", "attempts", "state"),
    [
        pytest.param(Sent(None), 0, "sent", id="answered"),
        pytest.param(Trouble("502"), 0, "due", id="tried again while somebody looks"),
        pytest.param(Trouble("502"), 60, "dead", id="a minute later nobody does"),
        pytest.param(Refused("Query is too old"), 0, "dead", id="too old"),
        pytest.param(Shut("Forbidden"), 0, "dead", id="a shut chat is not suspended for a spinner"),
    ],
)
async def test_a_buttons_answer_is_worth_a_minute(
    newsdesk: Database, outcome: Outcome, attempts: int, state: str
) -> None:
    delivery = await put(newsdesk, DeliveryKind.ANSWER, query_id="1", text=None)
    async with newsdesk.write() as tx:
        await tx.execute(update(deliveries).values(attempts=attempts))
        row = (await tx.execute(select(deliveries))).one()
    settled = await settle(newsdesk, outbox.delivery_of(row), outcome, NothingToSend())
    assert settled.state == state
    assert delivery.id == settled.id
    (chat,) = await rows(newsdesk, chat_table)
    assert chat.state == "active"
