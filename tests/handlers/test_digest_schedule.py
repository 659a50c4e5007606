"""Digests: what is in them, once, and what is not."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers import digest_schedule
from handlers.commands.digest import digest
from newsroom.chat import Chat, DigestHours
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from newsroom.sentence import sentence
from newsroom.topic import TopicMode
from storage import chats, intake, sources, story_cards, topics
from storage.database import Database, StorageError
from storage.tables import deliveries, digests
from tests.builders import CHAT, NOW, entry, place, spec
from tests.handlers.ferry import request, services

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
FERRY = ("Ferry runs aground", "The ferry ran aground at noon.")
TRAM = ("Ferry company buys a tram line", "The ferry company will run the tram of Upper Square from May on.")
NOTHING = "nothing new"
NOON = DigestHours(minutes=(12 * 60,))


async def track(database: Database, mode: TopicMode = TopicMode.DIGEST) -> None:
    """A chat whose digest comes at NOW."""
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW - 3 * DAY)
        await chats.set_digest(tx, CHAT, NOON, say_empty=True)
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, 300)
        topic = await topics.track(tx, place(), parse("ferry"), CHAT, NOW - 3 * DAY)
        await topics.set_mode(tx, topic.id, CHAT, mode)


async def brings(
    database: Database, *texts: tuple[str, str], ago: timedelta = SECOND, background: bool = False
) -> None:
    arrived = NOW - ago
    entries = [entry(title, title, text, published=arrived) for title, text in texts]
    async with database.write() as tx:
        await intake.take(tx, 1, entries, arrived, background=background)


async def decide(database: Database) -> None:
    while await DeskLoop(database, AlertRules(), SetClock(NOW).clock()).turn():
        pass


async def digests_of(database: Database, *days: int) -> list[str]:
    """What the digests say that come so many days after NOW."""
    for day in days:
        await digest_schedule.send_due(database, NOW + day * DAY)
    async with database.read() as connection:
        wanted = select(deliveries.c.payload).where(deliveries.c.kind == "message").order_by(deliveries.c.id)
        return [row.payload["html"] for row in await connection.execute(wanted)]


async def shown_now(database: Database) -> str:
    """What /digest now says."""
    answer = await digest(request("now"), services(database))
    assert answer.effect is not None
    async with database.write() as tx:
        return (await answer.effect(tx))[0].html


async def test_what_was_fetched_before_a_digest_and_decided_after_it_is_in_the_next(database: Database) -> None:
    await track(database)
    await brings(database, FERRY)
    await digests_of(database, 0)
    await decide(database)
    first, second, third = await digests_of(database, 1, 2)
    assert NOTHING in first
    assert FERRY[0] in second
    assert NOTHING in third


async def test_what_was_kept_only_after_a_digest_with_an_earlier_moment_is_in_the_next(database: Database) -> None:
    """A visit takes its moment when it begins; cleaning a large feed, it keeps the last items minutes later."""
    await track(database)
    await digests_of(database, 0)
    await brings(database, FERRY, ago=HOUR)
    await decide(database)
    first, second = await digests_of(database, 1)
    assert NOTHING in first
    assert FERRY[0] in second


async def test_of_two_items_of_one_moment_each_is_in_the_digest_after_its_decision_alone(database: Database) -> None:
    await track(database)
    await brings(database, FERRY)
    await decide(database)
    await brings(database, TRAM)
    await digests_of(database, 0)
    await decide(database)
    first, second, third = await digests_of(database, 1, 2)
    assert (FERRY[0] in first, TRAM[0] in first) == (True, False)
    assert (FERRY[0] in second, TRAM[0] in second) == (False, True)
    assert NOTHING in third


async def test_what_was_decided_while_a_digest_was_made_is_in_the_next(database: Database) -> None:
    """Its end is fixed before it is drawn: what comes in between is neither lost nor told twice."""
    await track(database)
    async with database.read() as connection:
        chat = await chats.chat(connection, CHAT)
    assert chat is not None
    window = await digest_schedule.window(database, chat, NOW)
    await brings(database, FERRY)
    await decide(database)
    written = await digest_schedule.write_digests(database, chat, window, NOW)
    async with database.write() as tx:
        assert [NOTHING in (await one.message(tx)).html for one in written] == [True]


async def test_after_a_digest_of_an_older_program_the_next_goes_on_from_its_moment(database: Database) -> None:
    await track(database)
    await brings(database, FERRY, ago=26 * HOUR)
    await brings(database, TRAM)
    await decide(database)
    async with database.write() as tx:
        old = {
            "chat_id": CHAT,
            "local_date": "2026-03-02",
            "local_minute": 720,
            "made_at": NOW - DAY,
            "covers_from": NOW - 2 * DAY,
        }
        await tx.execute(insert(digests).values(**old))
    (digest_text,) = await digests_of(database, 0)
    assert (FERRY[0] in digest_text, TRAM[0] in digest_text) == (False, True)


async def test_a_muted_story_is_in_no_digest(database: Database) -> None:
    """Nothing more is sent of it, as the button said."""
    await track(database, TopicMode.ALERTS)
    await brings(database, FERRY, TRAM)
    await decide(database)
    async with database.write() as tx:
        await story_cards.set_muted(tx, place(), 1, muted=True)
    now = await shown_now(database)
    (digest_text,) = await digests_of(database, 0)
    assert [FERRY[0] in digest_text, FERRY[0] in now] == [False, False]
    assert [TRAM[0] in digest_text, TRAM[0] in now] == [True, True]


async def test_a_story_muted_in_one_thread_is_in_the_digest_of_another(database: Database) -> None:
    await track(database)
    await brings(database, FERRY)
    async with database.write() as tx:
        await topics.track(tx, place(thread=7), parse("ferry"), CHAT, NOW - 3 * DAY)
    await decide(database)
    async with database.write() as tx:
        await story_cards.set_muted(tx, place(thread=7), 1, muted=True)
    digest_text = await digests_of(database, 0)
    assert [FERRY[0] in one for one in digest_text] == [True, False]


async def test_the_archive_that_a_first_poll_brings_is_in_no_digest(database: Database) -> None:
    await track(database)
    await brings(database, FERRY, background=True)
    await brings(database, TRAM)
    await decide(database)
    now = await shown_now(database)
    (digest_text,) = await digests_of(database, 0)
    assert [FERRY[0] in digest_text, FERRY[0] in now] == [False, False]
    assert [TRAM[0] in digest_text, TRAM[0] in now] == [True, True]


def fails_for_the_first(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    write_digests = digest_schedule.write_digests

    async def failing(database: Database, chat: Chat, *rest: Any) -> Any:
        if chat.id == CHAT:
            raise error
        return await write_digests(database, chat, *rest)

    monkeypatch.setattr(digest_schedule, "write_digests", failing)


async def two_chats(database: Database) -> None:
    await track(database)
    async with database.write() as tx:
        await chats.meet(tx, CHAT + 1, "private", "Bo", None, None, "UTC", NOW - 3 * DAY)
        await chats.set_digest(tx, CHAT + 1, NOON, say_empty=True)
        await topics.track(tx, place(CHAT + 1), parse("ferry"), CHAT + 1, NOW - 3 * DAY)


async def test_a_digest_that_fails_keeps_no_other_chat_from_its_own(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_chats(database)
    with monkeypatch.context() as broken:
        fails_for_the_first(broken, ValueError("a bug that one chat's stories meet"))
        assert [await digest_schedule.send_due(database, NOW + tick * SECOND) for tick in (0, 10)] == [1, 0]
    assert await digest_schedule.send_due(database, NOW + 20 * SECOND) == 1  # the next tick after it is mended


async def test_a_database_that_cannot_be_used_is_no_fault_of_a_chat(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_chats(database)
    fails_for_the_first(monkeypatch, StorageError(sentence("database.make_room")))
    with pytest.raises(StorageError):
        await digest_schedule.send_due(database, NOW)


@pytest.mark.parametrize("ahead", [3, 7, 365])
async def test_a_clock_that_was_days_ahead_for_a_moment_stops_no_digest(database: Database, ahead: int) -> None:
    """Its date stays free too: a digest comes when it is reached."""
    await track(database)
    sent = [await digest_schedule.send_due(database, NOW + day * DAY) for day in (0, ahead, 0, 1, 2, ahead)]
    assert sent == [1, 1, 0, 1, 1, 1]


async def test_what_a_clock_ahead_told_is_not_told_again_and_what_came_after_it_is(database: Database) -> None:
    await track(database)
    await digests_of(database, 0, 365)
    await brings(database, FERRY)
    await decide(database)
    *_, next_day, after_it = await digests_of(database, 1, 2)
    assert FERRY[0] in next_day
    assert NOTHING in after_it


async def test_a_clock_set_back_for_a_moment_brings_no_digest_twice(database: Database) -> None:
    await track(database)
    sent = [await digest_schedule.send_due(database, NOW + day * DAY) for day in (0, 1, 2, 3, 4, 0, 1, 4, 5)]
    assert sent == [1, 1, 1, 1, 1, 0, 0, 0, 1]
