"""One slow receiver holds up nobody, and what was under way at a kill is posted again."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from bot.clocks import SetClock
from handlers.sending.posting import PostingLoop
from newsroom.chat import ChatId
from newsroom.desk.receiver import TURNED_OFF_AFTER, PostAnswer, Receiver, is_to_be_turned_off, next_try
from newsroom.sentence import sentence
from newsroom.story import StoryId
from storage import chats, receivers
from storage.database import Database
from storage.tables import posts
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
    assert [(line["outcome"], line["status"]) for line in logged if line["event"] == "posted"] == [("refused", 503)]


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
