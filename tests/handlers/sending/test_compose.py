"""Deliveries become things to send when their turn comes, from the story as it is by then."""

import base64
import re
from typing import Any

import pytest
from sqlalchemy import insert, update

from handlers.messages import Button, File, Message, to_payload
from handlers.sending.compose import Composer, NothingToSend, Prepared
from handlers.sending.outgoing import AnswerButton, EditText, SendFile, SendText
from newsroom.chat import QuietHours
from newsroom.desk.state import DeliveryMode
from storage import chats, intake, outbox, sources, story_cards
from storage.database import Database
from storage.outbox import Delivery, DeliveryKind, Priority
from storage.tables import cards, items, stories
from tests.builders import CHAT, NOW, entry, place, spec

HERE = place()
ROWS = ((Button(text="Open", url="https://a.example"), Button(text="Mute", data="mu:1")),)
WORDS = Message(html="<b>Ferry</b>", buttons=ROWS, silent=True)


@pytest.fixture
async def newsdesk(database: Database) -> Database:
    """A chat in Kyiv with cards of two stories of one item each, neither shown yet."""
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "Europe/Kyiv", NOW)
        await sources.sync_operator_sources(tx, [spec()], NOW, 300)
        await intake.take(tx, 1, [entry("a"), entry("b", "Tram <halts>", "The tram halted.")], NOW, background=False)
        for number in (1, 2):
            columns = {"version": 3, "outlets": 1, "independent": 1, "opened_at": NOW, "updated_at": NOW}
            await tx.execute(insert(stories).values(id=number, lead_item_id=number, **columns))
            await tx.execute(update(items).where(items.c.id == number).values(story_id=number, placement="new"))
            card = {"mode": "alert", "shown_version": 0, "why": ["ferry"], "muted": 0, "made_at": NOW}
            await tx.execute(insert(cards).values(chat_id=CHAT, thread_id=0, story_id=number, **card))
    return database


def delivery(kind: DeliveryKind, payload: dict[str, Any] | None = None, card: int | None = None) -> Delivery:
    return Delivery(
        id=1,
        place=HERE,
        priority=Priority.ALERT,
        kind=kind,
        card=card,
        payload=payload or {},
        attempts=0,
        maybe_twice=False,
        made_at=NOW,
    )


async def prepared(database: Database, wanted: Delivery) -> Prepared | NothingToSend:
    return await Composer(database, "UTC").prepare(wanted, NOW)


async def change_cards(database: Database, **values: object) -> None:
    async with database.write() as tx:
        await tx.execute(update(cards).values(**values))


async def test_a_card_that_is_not_shown_is_sent_with_the_chats_own_clock(newsdesk: Database) -> None:
    made = await prepared(newsdesk, delivery(DeliveryKind.CARD, card=1))
    assert isinstance(made, Prepared)
    assert isinstance(made.thing, SendText)
    assert (made.card, made.version) == (1, 3)
    assert "Ferry stops at Lower Quay" in made.thing.message.html
    assert "14:00" in made.thing.message.html


async def test_a_card_that_is_shown_in_an_older_version_is_edited(newsdesk: Database) -> None:
    await change_cards(newsdesk, message_id=77, shown_version=2)
    made = await prepared(newsdesk, delivery(DeliveryKind.CARD, card=1))
    assert isinstance(made, Prepared)
    assert isinstance(made.thing, EditText)
    assert made.thing.message_id == 77


@pytest.mark.parametrize(
    ("card", "changed"),
    [
        pytest.param(1, {"message_id": 77, "shown_version": 3}, id="shown as it is already"),
        pytest.param(1, {"muted": 1}, id="muted since"),
        pytest.param(99, {"muted": 0}, id="a card that is gone"),
    ],
)
async def test_a_card_with_nothing_new_is_nothing(newsdesk: Database, card: int, changed: dict[str, object]) -> None:
    await change_cards(newsdesk, **changed)
    assert isinstance(await prepared(newsdesk, delivery(DeliveryKind.CARD, card=card)), NothingToSend)


async def test_a_list_holds_every_story_that_waits_for_it(newsdesk: Database) -> None:
    await change_cards(newsdesk, mode="waiting")
    made = await prepared(newsdesk, delivery(DeliveryKind.LIST, {"mode": "waiting"}))
    assert isinstance(made, Prepared)
    assert isinstance(made.thing, SendText)
    assert (made.listed, made.mode) == ((1, 2), DeliveryMode.WAITING)
    assert "Tram &lt;halts&gt;" in made.thing.message.html


async def many_waiting(database: Database, number: int) -> None:
    """So many more stories with long headlines, all waiting for the list of what was held."""
    long = "Ferry number {} stops at Lower Quay because of " + "a very long reason that goes on " * 4
    async with database.write() as tx:
        more = [entry(f"k{n}", long.format(n), f"Text {n}.") for n in range(number)]
        await intake.take(tx, 1, more, NOW, background=False)
        for n in range(3, number + 3):
            columns = {"version": 3, "outlets": 1, "independent": 1, "opened_at": NOW, "updated_at": NOW}
            await tx.execute(insert(stories).values(id=n, lead_item_id=n, **columns))
            await tx.execute(update(items).where(items.c.id == n).values(story_id=n, placement="new"))
            card = {"mode": "waiting", "shown_version": 0, "why": ["ferry"], "muted": 0, "made_at": NOW}
            await tx.execute(insert(cards).values(chat_id=CHAT, thread_id=0, story_id=n, **card))
    await change_cards(database, mode="waiting")


async def test_what_a_list_has_no_room_for_is_told_by_the_next(newsdesk: Database) -> None:
    await many_waiting(newsdesk, 250)
    async with newsdesk.write() as tx:
        await outbox.put_list(tx, HERE, DeliveryMode.WAITING, NOW, NOW)
    columns: list[str] = []
    while due := await newsdesk.ask(lambda c: outbox.heads(c, NOW, (), 9)):
        made = await prepared(newsdesk, due[0])
        assert isinstance(made, Prepared)
        assert isinstance(made.thing, SendText)
        named = re.findall(r"/story_(\d+)", made.thing.message.html)
        assert sorted(map(int, named)) == sorted(made.listed)  # here a story's card has the story's number
        columns += named
        async with newsdesk.write() as tx:
            await outbox.claim(tx, [due[0].id])
            await story_cards.record_listed(tx, made.listed, DeliveryMode.LIST, 77)
            await outbox.settle_sent(tx, due[0].id, 77, NOW)
            await story_cards.list_the_rest(tx, HERE, DeliveryMode.WAITING, NOW)
    assert sorted(map(int, columns)) == list(range(1, 253))


async def test_a_story_of_which_nothing_is_kept_does_not_wait_for_a_list_for_ever(newsdesk: Database) -> None:
    await change_cards(newsdesk, mode="waiting")
    async with newsdesk.write() as tx:
        await tx.execute(update(items).where(items.c.id == 2).values(story_id=None))
    made = await prepared(newsdesk, delivery(DeliveryKind.LIST, {"mode": "waiting"}))
    assert isinstance(made, Prepared)
    assert made.listed == (1, 2)


async def test_a_story_that_took_in_another_stands_in_the_list_once(newsdesk: Database) -> None:
    await change_cards(newsdesk, mode="waiting")
    async with newsdesk.write() as tx:
        await tx.execute(update(stories).where(stories.c.id == 2).values(merged_into=1))
    made = await prepared(newsdesk, delivery(DeliveryKind.LIST, {"mode": "waiting"}))
    assert isinstance(made, Prepared)
    assert isinstance(made.thing, SendText)
    assert made.thing.message.html.count("/story_1") == 1
    assert made.listed == (1, 2)


@pytest.mark.parametrize(
    ("independent", "break_at", "silent"),
    [
        pytest.param(1, None, True, id="without a sound"),
        pytest.param(2, 3, True, id="too few break through"),
        pytest.param(3, 3, False, id="enough break through"),
    ],
)
@pytest.mark.parametrize("kind", [DeliveryKind.CARD, DeliveryKind.LIST])
async def test_what_was_delayed_into_quiet_hours_makes_no_sound(
    newsdesk: Database, kind: DeliveryKind, independent: int, break_at: int | None, *, silent: bool
) -> None:
    await change_cards(newsdesk, mode="catch_up")
    async with newsdesk.write() as tx:
        await tx.execute(update(stories).values(independent=independent))
        night = QuietHours(start=13 * 60, end=15 * 60, break_at=break_at)  # NOW, 14:00 in Kyiv, lies in it
        await chats.set_quiet(tx, CHAT, night)
    made = await prepared(newsdesk, delivery(kind, {"mode": "catch_up"}, card=1))
    assert isinstance(made, Prepared)
    assert isinstance(made.thing, SendText)
    assert made.thing.message.silent is silent


@pytest.mark.parametrize("changed", [{"message_id": 77}, {"muted": 1}], ids=["told meanwhile", "muted meanwhile"])
async def test_a_list_that_nothing_waits_for_is_nothing(newsdesk: Database, changed: dict[str, object]) -> None:
    await change_cards(newsdesk, mode="waiting", **changed)
    assert isinstance(await prepared(newsdesk, delivery(DeliveryKind.LIST, {"mode": "waiting"})), NothingToSend)


@pytest.mark.parametrize(
    ("kind", "payload", "thing"),
    [
        pytest.param(
            DeliveryKind.MESSAGE,
            to_payload(WORDS, reply_to=7),
            SendText(place=HERE, message=WORDS, reply_to=7),
            id="a message as it was put",
        ),
        pytest.param(
            DeliveryKind.EDIT,
            to_payload(WORDS, message_id=77),
            EditText(place=HERE, message_id=77, message=WORDS),
            id="new words for an old message",
        ),
        pytest.param(
            DeliveryKind.ANSWER,
            {"query_id": "q", "text": "Muted", "alert": True},
            AnswerButton(place=HERE, query_id="q", text="Muted", alert=True),
            id="a button's answer",
        ),
        pytest.param(
            DeliveryKind.PHOTO,
            {"name": "t.png", "content": base64.b64encode(b"png").decode(), "caption": "Timeline"},
            SendFile(place=HERE, file=File(name="t.png", content=b"png", caption="Timeline", picture=True)),
            id="a picture",
        ),
        pytest.param(
            DeliveryKind.DOCUMENT,
            {"name": "t.csv", "content": base64.b64encode(b"a,b").decode(), "caption": "", "reply_to": 7},
            SendFile(place=HERE, file=File(name="t.csv", content=b"a,b", caption=""), reply_to=7),
            id="a document",
        ),
    ],
)
async def test_what_was_put_whole_goes_out_as_it_was_put(
    newsdesk: Database, kind: DeliveryKind, payload: dict[str, Any], thing: object
) -> None:
    """Through the database, for JSON must bring it back."""
    async with newsdesk.write() as tx:
        await outbox.put(tx, HERE, kind, payload, NOW)
    (stored,) = await newsdesk.ask(lambda c: outbox.heads(c, NOW, (), 9))
    made = await prepared(newsdesk, stored)
    assert isinstance(made, Prepared)
    assert made.thing == thing


async def test_a_notice_of_a_story_that_was_muted_since_is_nothing(newsdesk: Database) -> None:
    await change_cards(newsdesk, muted=1)
    payload = {"notice": "confirmed", "story": 1, "item": 1, "version": 1}
    assert isinstance(await prepared(newsdesk, delivery(DeliveryKind.NOTICE, payload)), NothingToSend)


async def test_a_notice_stands_under_its_storys_card(newsdesk: Database) -> None:
    await change_cards(newsdesk, message_id=77)
    payload = {"notice": "confirmed", "story": 1, "item": 1, "version": 1}
    made = await prepared(newsdesk, delivery(DeliveryKind.NOTICE, payload))
    assert isinstance(made, Prepared)
    assert isinstance(made.thing, SendText)
    assert made.thing.reply_to == 77


async def test_a_card_that_telegram_could_not_read_goes_as_plain_words_and_stays_the_card(newsdesk: Database) -> None:
    await change_cards(newsdesk, why=["tram"])
    made = await prepared(newsdesk, delivery(DeliveryKind.CARD, {"plain": True}, card=2))
    assert isinstance(made, Prepared)
    assert isinstance(made.thing, SendText)
    assert made.thing.plain
    assert "Tram <halts>" in made.thing.message.html
    assert "<b>" not in made.thing.message.html
    assert (made.card, made.version) == (2, 3)


async def test_a_text_that_telegram_found_too_long_is_cut(newsdesk: Database) -> None:
    long = Message(html="\n".join(f"<b>Line {n}</b> of many" for n in range(250)))
    made = await prepared(newsdesk, delivery(DeliveryKind.MESSAGE, to_payload(long) | {"short": True}))
    assert isinstance(made, Prepared)
    assert isinstance(made.thing, SendText)
    assert len(made.thing.message.html) < len(long.html) * 0.7
    assert made.thing.message.html.count("<b>") == made.thing.message.html.count("</b>")
