"""A chat's receiver and its posts: in order, each chat by itself, and gone with the chat."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from newsroom.access import AccessMode, AccessRule
from newsroom.chat import ChatId
from newsroom.desk.receiver import Receiver
from newsroom.sentence import sentence
from newsroom.story import StoryId
from storage import admission, chats, receivers, retention
from storage.database import Database, Transaction
from storage.forgetting import forget_person
from storage.tables import chats as chat_table
from tests.builders import CHAT, NOW, at

OTHER, SIGNED_BY = 1002, "s"
PROBLEM = sentence("webhook.no_answer", host="x.example")


async def set_up(tx: Transaction) -> None:
    for chat in (CHAT, OTHER):
        await chats.meet(tx, chat, "private", "Ann", None, None, "UTC", NOW)
        url = f"https://x.example/{chat}"
        await receivers.put(tx, Receiver(chat=ChatId(chat), url=url, secret=SIGNED_BY, made=NOW), CHAT)
        for story in (1, 2):
            await receivers.queue(tx, ChatId(chat), StoryId(story), NOW, words=["ferry"])


async def test_the_oldest_post_of_each_chat_is_due_and_a_failing_one_holds_its_own_chat(database: Database) -> None:
    async with database.write() as tx:
        await set_up(tx)
    first = await database.ask(lambda c: receivers.due(c, NOW, (), 9))
    assert [(post.chat, post.story, post.words) for post in first] == [(CHAT, 1, ("ferry",)), (OTHER, 1, ("ferry",))]
    async with database.write() as tx:
        await receivers.unanswered(tx, first[0], PROBLEM, at(5), NOW)
        await receivers.taken(tx, first[1])
    later = await database.ask(lambda c: receivers.due(c, at(1), (), 9))
    assert [(post.chat, post.story) for post in later] == [(OTHER, 2)]
    again = await database.ask(lambda c: receivers.due(c, at(6), [OTHER], 9))
    assert [(post.chat, post.story, post.attempts) for post in again] == [(CHAT, 1, 1)]


async def test_it_fails_since_its_first_failure_until_it_takes_one(database: Database) -> None:
    async with database.write() as tx:
        await set_up(tx)
    (post, *_) = await database.ask(lambda c: receivers.due(c, NOW, (), 9))
    for minutes in (0, 10):
        async with database.write() as tx:
            await receivers.unanswered(tx, post, PROBLEM, at(minutes), at(minutes))
    failing = await database.ask(lambda c: receivers.receiver_of(c, CHAT))
    assert failing is not None
    assert (failing.failing_since, failing.problem) == (NOW, PROBLEM)
    async with database.write() as tx:
        await receivers.taken(tx, post)
    well = await database.ask(lambda c: receivers.receiver_of(c, CHAT))
    assert well is not None
    assert well.failing_since is None


async def test_whoever_is_forgotten_leaves_no_receiver_and_no_post(database: Database) -> None:
    async with database.write() as tx:
        await set_up(tx)
        await forget_person(tx, CHAT, NOW)
    assert await database.ask(lambda c: receivers.receiver_of(c, CHAT)) is None
    assert await database.ask(lambda c: receivers.waiting(c, CHAT)) == 0
    assert await database.ask(lambda c: receivers.waiting(c, OTHER)) == 2


async def test_they_follow_a_group_that_becomes_a_supergroup(database: Database) -> None:
    async with database.write() as tx:
        await set_up(tx)
        await chats.migrate(tx, CHAT, -1001)
    moved = await database.ask(lambda c: receivers.receiver_of(c, -1001))
    assert moved is not None
    assert await database.ask(lambda c: receivers.waiting(c, -1001)) == 2


async def test_nothing_is_posted_of_a_chat_that_shut_us_out_and_after_a_day_its_posts_are_forgotten(
    database: Database,
) -> None:
    async with database.write() as tx:
        await set_up(tx)
        await chats.suspend(tx, CHAT, "bot was blocked by the user", NOW)
        assert [post.chat for post in await receivers.due(tx.connection, NOW, (), 9)] == [OTHER]
        assert await retention.forget_posts(tx, NOW) == 0
        assert await retention.forget_posts(tx, NOW + timedelta(seconds=1)) == 2
    assert await database.ask(lambda c: receivers.waiting(c, CHAT)) == 0
    assert await database.ask(lambda c: receivers.waiting(c, OTHER)) == 2


async def failing_since(database: Database, chat: int) -> datetime | None:
    known = await database.ask(lambda c: receivers.receiver_of(c, chat))
    assert known is not None
    return known.failing_since


async def fail(database: Database, now: datetime) -> None:
    for post in await database.ask(lambda c: receivers.due(c, now, (), 9)):
        async with database.write() as tx:
            await receivers.unanswered(tx, post, PROBLEM, now, now)


async def test_a_failure_whose_posts_are_forgotten_counts_no_more(database: Database) -> None:
    """Days later a single failure more turned the receiver off."""
    async with database.write() as tx:
        await set_up(tx)
    await fail(database, NOW)
    async with database.write() as tx:
        await chats.suspend(tx, CHAT, "bot was blocked by the user", NOW)
        await retention.forget_posts(tx, at(1))
    assert await failing_since(database, CHAT) is None
    assert await failing_since(database, OTHER) == NOW
    async with database.write() as tx:
        await receivers.drop_of_chats(tx, [OTHER])
    assert await failing_since(database, OTHER) is None


async def test_a_failure_counts_as_long_as_a_post_of_its_chat_waits(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 1)
    async with database.write() as tx:
        await set_up(tx)
    await fail(database, NOW)
    async with database.write() as tx:
        await chats.suspend(tx, CHAT, "bot was blocked by the user", NOW)
        assert await retention.forget_posts(tx, at(1)) == 1
    assert await failing_since(database, CHAT) == NOW
    async with database.write() as tx:
        assert await retention.forget_posts(tx, at(1)) == 1
    assert await failing_since(database, CHAT) is None


@pytest.mark.parametrize("met", [True, False])
async def test_a_failure_from_before_a_chat_shut_us_out_counts_no_more_once_it_lets_us_in(
    database: Database, *, met: bool
) -> None:
    async with database.write() as tx:
        await set_up(tx)
    await fail(database, NOW)
    async with database.write() as tx:
        await chats.let_in(tx, CHAT)  # as after each message
    assert await failing_since(database, CHAT) == NOW
    async with database.write() as tx:
        await chats.suspend(tx, CHAT, "bot was blocked by the user", NOW)
    async with database.write() as tx:
        if met:
            await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", at(60))
        else:
            await chats.let_in(tx, CHAT)
    assert await failing_since(database, CHAT) is None
    assert await database.ask(lambda c: receivers.waiting(c, CHAT)) == 2


async def test_what_waits_for_the_receiver_of_a_chat_that_is_admitted_no_more_is_dropped(database: Database) -> None:
    async with database.write() as tx:
        await set_up(tx)
        await admission.settle(tx, AccessRule(mode=AccessMode.INVITE, admins=frozenset({OTHER})), NOW)
    assert await database.ask(lambda c: receivers.waiting(c, CHAT)) == 0
    assert await database.ask(lambda c: receivers.waiting(c, OTHER)) == 2


async def test_posts_of_a_chat_that_was_shut_by_an_older_program_are_forgotten(database: Database) -> None:
    async with database.write() as tx:
        await set_up(tx)
        await tx.execute(update(chat_table).where(chat_table.c.id == CHAT).values(admitted=False))
        assert await retention.forget_posts(tx, NOW - timedelta(days=4_000)) == 2
    assert await database.ask(lambda c: receivers.waiting(c, OTHER)) == 2
