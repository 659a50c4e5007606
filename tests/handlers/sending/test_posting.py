"""One slow receiver holds up nobody, and what was under way at a kill is posted again."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from bot.clocks import SetClock
from handlers.render.post_body import DELIVERY
from handlers.sending.posting import PostingLoop
from newsroom.chat import ChatId
from newsroom.desk.receiver import (
    MOST_REFUSALS,
    TURNED_OFF_AFTER,
    PostAnswer,
    Receiver,
    is_refusal,
    is_to_be_turned_off,
    next_try,
)
from newsroom.sentence import sentence
from newsroom.story import StoryId
from storage import chats, outbox, receivers
from storage.database import Database
from storage.tables import deliveries, posts
from tests.builders import CHAT, NOW

SIGNED_BY = "s"
SLOW, QUICK = "https://slow.example/hook", "https://quick.example/hook"
OTHER = ChatId(1002)


async def with_receivers(database: Database) -> None:
    async with database.write() as tx:
        for chat, url in ((CHAT, SLOW), (OTHER, QUICK)):
            await chats.meet(tx, chat, "private", "Ann", None, None, "UTC", NOW)
            await receivers.put(tx, Receiver(chat=chat, url=url, secret=SIGNED_BY, made=NOW), CHAT)


async def test_a_receiver_that_never_answers_keeps_nobody_elses_posts_waiting(desk: Database) -> None:
    await with_receivers(desk)
    posted: list[str] = []
    answered = asyncio.Event()

    async def post(address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        posted.append(address)
        if address == SLOW:
            await asyncio.sleep(3_600)
        elif posted.count(QUICK) == 3:
            answered.set()
        return PostAnswer(status=200)

    async with desk.write() as tx:
        for chat in (CHAT, OTHER, OTHER, OTHER):
            await receivers.queue(tx, chat, StoryId(1), NOW)
    loop, stop = PostingLoop(desk, post, SetClock(NOW).clock()), asyncio.Event()
    running = asyncio.create_task(loop.run(stop))
    async with asyncio.timeout(20):
        await answered.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert posted.count(SLOW) == 1
    assert await desk.ask(lambda c: receivers.waiting(c, CHAT)) == 1


async def test_a_post_is_gone_once_it_is_taken_and_stays_where_it_is_not(desk: Database) -> None:
    await with_receivers(desk)
    answers = [PostAnswer(status=500, problem=sentence("webhook.no_answer", host="x")), PostAnswer(status=200)]

    async def post(_address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        return answers.pop(0)

    clock = SetClock(NOW)
    async with desk.write() as tx:
        await receivers.queue(tx, CHAT, StoryId(1), NOW)
    loop = PostingLoop(desk, post, clock.clock())
    await loop.drain()
    failing = await desk.ask(lambda c: receivers.receiver_of(c, CHAT))
    assert failing is not None
    assert failing.failing_since == NOW
    clock.at = NOW + timedelta(minutes=1)
    await loop.drain()
    well = await desk.ask(lambda c: receivers.receiver_of(c, CHAT))
    assert well is not None
    assert (well.failing_since, well.problem) == (None, None)
    assert await desk.ask(lambda c: receivers.waiting(c, CHAT)) == 0


async def test_a_story_that_is_gone_is_not_posted(desk: Database) -> None:
    await with_receivers(desk)

    async def post(_address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        raise AssertionError("there is nothing to post")

    async with desk.write() as tx:
        await receivers.queue(tx, CHAT, StoryId(999), NOW)
    await PostingLoop(desk, post, SetClock(NOW).clock()).drain()
    assert await desk.ask(lambda c: receivers.waiting(c, CHAT)) == 0


async def test_a_post_that_can_not_be_rendered_is_dropped_and_the_next_one_goes_on(desk: Database) -> None:
    await with_receivers(desk)
    posted: list[str] = []

    async def post(address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        posted.append(address)
        return PostAnswer(status=200)

    async with desk.write() as tx:
        await receivers.queue(tx, CHAT, StoryId(1), NOW)
        await receivers.queue(tx, CHAT, StoryId(1), NOW)
        first = select(func.min(posts.c.id)).scalar_subquery()
        await tx.execute(update(posts).where(posts.c.id == first).values(kind="of no kind that there is"))
    loop, stop = PostingLoop(desk, post, SetClock(NOW).clock()), asyncio.Event()
    with capture_logs() as logged:
        running = asyncio.create_task(loop.run(stop))
        async with asyncio.timeout(20):
            while await desk.ask(lambda c: receivers.waiting(c, CHAT)):
                assert not running.done(), "one post has ended the loop"
                await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(running, 20)
    assert posted == [SLOW]
    assert [line["event"] for line in logged if line["log_level"] == "error"] == ["post_failed"]
    outcomes = [(line["outcome"], line["status"]) for line in logged if line["event"] == "posted"]
    assert outcomes == [("dropped", 0), ("taken", 200)]


async def test_the_log_says_what_became_of_a_post(desk: Database) -> None:
    await with_receivers(desk)

    async def post(_address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        return PostAnswer(status=503, problem=sentence("webhook.no_answer", host="x"))

    async with desk.write() as tx:
        await receivers.queue(tx, CHAT, StoryId(1), NOW)
    loop, stop = PostingLoop(desk, post, SetClock(NOW).clock()), asyncio.Event()
    with capture_logs() as logged:
        running = asyncio.create_task(loop.run(stop))
        async with asyncio.timeout(20):
            while not any(line["event"] == "posted" for line in logged):
                await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(running, 20)
    assert [(line["outcome"], line["status"]) for line in logged if line["event"] == "posted"] == [("unanswered", 503)]


async def test_a_post_that_its_receiver_refuses_is_given_up_and_the_later_ones_go_on(desk: Database) -> None:
    await with_receivers(desk)
    posted: list[str] = []
    refused = "1"

    async def post(_address: str, _body: bytes, headers: Mapping[str, str]) -> PostAnswer:
        posted.append(headers[DELIVERY])
        if headers[DELIVERY] == refused:
            return PostAnswer(status=413, problem=sentence("webhook.no_answer", host="x"))
        return PostAnswer(status=200)

    async with desk.write() as tx:
        for story in (1, 2, 3):
            await receivers.queue(tx, CHAT, StoryId(story), NOW)
    clock = SetClock(NOW)
    loop = PostingLoop(desk, post, clock.clock())
    for _ in range(12):
        await loop.drain()
        clock.at += timedelta(hours=3)
    assert posted == [refused] * MOST_REFUSALS + ["2", "3"]
    after = await desk.ask(lambda c: receivers.receiver_of(c, CHAT))
    assert after is not None, "a receiver that is there was turned off"
    assert (after.failing_since, after.given_up, after.given_up_status) == (None, 1, 413)


async def test_the_chat_reads_of_a_refused_post_once_a_day_and_no_more(desk: Database) -> None:
    await with_receivers(desk)

    async def post(_address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        return PostAnswer(status=403, problem=sentence("webhook.no_answer", host="x"))

    async with desk.write() as tx:
        for story in (1, 1, 1):
            await receivers.queue(tx, CHAT, StoryId(story), NOW)
    clock = SetClock(NOW)
    loop = PostingLoop(desk, post, clock.clock())
    while await desk.ask(lambda c: receivers.waiting(c, CHAT)):
        await loop.drain()
        clock.at += timedelta(minutes=1)
    async with desk.write() as tx:
        sent = await outbox.heads(tx.connection, clock.at, (), 9)
    assert ["refused the post" in one.payload["html"] for one in sent] == [True]


async def read_in_a_week(desk: Database, takes: Callable[[int], bool]) -> tuple[list[str], int]:
    """What the chat reads of a week of posts 12 hours apart, and how many of them were posted at all."""
    await with_receivers(desk)
    clock, posted, number = SetClock(NOW), set(), 0

    async def post(_address: str, _body: bytes, headers: Mapping[str, str]) -> PostAnswer:
        posted.add(headers[DELIVERY])
        if takes(number):
            return PostAnswer(status=200)
        return PostAnswer(status=403, problem=sentence("webhook.answered", host="x", status=403))

    loop = PostingLoop(desk, post, clock.clock())
    for number in range(14):
        async with desk.write() as tx:
            if await receivers.has_receiver(tx, CHAT):
                await receivers.queue(tx, CHAT, StoryId(1), clock.at)
        while await desk.ask(lambda c: receivers.waiting(c, CHAT)):
            await loop.drain()
            clock.at += timedelta(seconds=20)
        clock.at = NOW + timedelta(hours=12) * (number + 1)
    async with desk.read() as connection:
        rows = await connection.execute(select(deliveries.c.payload).order_by(deliveries.c.id))
        return [row.payload["html"] for row in rows if "html" in row.payload], len(posted)


async def test_a_receiver_that_refuses_everything_is_turned_off_after_a_day(desk: Database) -> None:
    """It was posted to for ever, and the chat read of the first one only."""
    read, posted = await read_in_a_week(desk, lambda _: False)
    assert ["refused the post" in one for one in read] == [True, False]
    assert "each post was refused there for a day" in read[1]
    assert "HTTP 403" in read[1]
    assert posted == 3
    assert await desk.ask(lambda c: receivers.receiver_of(c, CHAT)) is None


async def test_a_receiver_that_refuses_some_stays_on_and_the_chat_reads_so_each_day(desk: Database) -> None:
    read, posted = await read_in_a_week(desk, lambda number: number % 2 == 1)
    assert ["refused the post" in one for one in read] == [True] * 7
    assert posted == 14
    assert await desk.ask(lambda c: receivers.receiver_of(c, CHAT)) is not None


async def test_four_refusals_take_seconds_after_an_outage_too(desk: Database) -> None:
    """They took 45 minutes, since tries of the outage counted."""
    await with_receivers(desk)
    answer = PostAnswer(status=503, problem=sentence("webhook.no_answer", host="x"))

    async def post(_address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        return answer

    async with desk.write() as tx:
        await receivers.queue(tx, CHAT, StoryId(1), NOW)
    clock = SetClock(NOW)
    loop = PostingLoop(desk, post, clock.clock())
    for _ in range(8):
        await loop.drain()
        clock.at += timedelta(minutes=15)
    answer = PostAnswer(status=403, problem=answer.problem)
    began = clock.at
    while await desk.ask(lambda c: receivers.waiting(c, CHAT)):
        await loop.drain()
        clock.at += timedelta(seconds=1)
    assert clock.at - began <= timedelta(seconds=24)


async def test_what_an_old_receiver_answers_late_changes_nothing_of_the_new_one(desk: Database) -> None:
    await with_receivers(desk)
    answers = [PostAnswer(status=status, problem=sentence("webhook.no_answer", host="x")) for status in (410, 413, 500)]
    answers.append(PostAnswer(status=200))
    new = Receiver(chat=CHAT, url=QUICK, secret="another", made=NOW)  # noqa: S106 - of a test
    for answer in answers:
        async with desk.write() as tx:
            await receivers.put(tx, Receiver(chat=CHAT, url=SLOW, secret=SIGNED_BY, made=NOW), CHAT)
            await receivers.queue(tx, CHAT, StoryId(1), NOW)
        posted: list[str] = []

        async def post(
            address: str,
            _body: bytes,
            _headers: Mapping[str, str],
            answer: PostAnswer = answer,
            posted: list[str] = posted,
        ) -> PostAnswer:
            posted.append(address)
            if address != SLOW:
                return PostAnswer(status=200)
            async with desk.write() as tx:  # while the request is under way
                await receivers.put(tx, new, CHAT)
            return answer

        await PostingLoop(desk, post, SetClock(NOW).clock()).drain()
        assert posted == [SLOW, QUICK], "the new receiver has not had it"
        assert await desk.ask(lambda c: receivers.receiver_of(c, CHAT)) == new


async def test_what_the_same_address_took_before_its_secret_was_renewed_is_not_posted_again(desk: Database) -> None:
    await with_receivers(desk)
    posted: list[str] = []

    async def post(address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        posted.append(address)
        async with desk.write() as tx:
            await receivers.put(tx, Receiver(chat=CHAT, url=SLOW, secret="new", made=NOW), CHAT)  # noqa: S106 - of a test
        return PostAnswer(status=200)

    async with desk.write() as tx:
        await receivers.queue(tx, CHAT, StoryId(1), NOW)
    await PostingLoop(desk, post, SetClock(NOW).clock()).drain()
    assert posted == [SLOW]


async def test_a_failure_of_days_ago_whose_post_is_gone_turns_no_receiver_off(desk: Database) -> None:
    await with_receivers(desk)
    clock = SetClock(NOW)

    async def post(_address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        return PostAnswer(status=503, problem=sentence("webhook.no_answer", host="x"))

    loop = PostingLoop(desk, post, clock.clock())
    async with desk.write() as tx:
        await receivers.queue(tx, CHAT, StoryId(1), NOW)
    await loop.drain()
    async with desk.write() as tx:
        await tx.execute(update(posts).values(story_id=999))  # it is forgotten
    clock.at += timedelta(days=3)
    await loop.drain()
    async with desk.write() as tx:
        await receivers.queue(tx, CHAT, StoryId(1), clock.at)
    await loop.drain()
    assert await desk.ask(lambda c: receivers.receiver_of(c, CHAT)) is not None


def test_a_refusal_speaks_of_the_post_and_not_of_the_address_or_the_moment() -> None:
    refusals = {status for status in range(100, 600) if is_refusal(PostAnswer(status=status))}
    assert {400, 403, 413, 415, 422} <= refusals
    assert not refusals & {200, 301, 401, 404, 408, 410, 429, 500, 502, 503}


def test_tries_come_after_seconds_at_first_and_never_later_than_a_quarter_of_an_hour() -> None:
    waits = [(next_try(attempts, NOW) - NOW).total_seconds() for attempts in range(50)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (2, 900)


def test_only_what_is_gone_or_has_failed_for_a_day_is_turned_off() -> None:
    failed = PostAnswer(status=500, problem=sentence("webhook.no_answer", host="x"))
    gone = PostAnswer(status=410, problem=failed.problem)
    fresh = Receiver(chat=CHAT, url=SLOW, secret=SIGNED_BY, made=NOW, failing_since=NOW)
    assert not is_to_be_turned_off(fresh, failed, NOW + TURNED_OFF_AFTER - timedelta(seconds=1))
    assert is_to_be_turned_off(fresh, failed, NOW + TURNED_OFF_AFTER)
    assert is_to_be_turned_off(fresh, gone, NOW)
