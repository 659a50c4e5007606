"""A secret leads to its topic as long as both are there and the chat is admitted; it is kept nowhere."""

from sqlalchemy import select, update

from newsroom.matching.query import parse
from newsroom.topic import Topic
from storage import chats, topic_addresses, topics
from storage.database import Database
from storage.forgetting import forget_person
from storage.tables import chats as chats_table
from storage.tables import topic_addresses as table
from tests.builders import CHAT, NOW, place

SECRET = "s3cret-of-this-topic"  # noqa: S105 - made up, of a topic in this test


async def topic_with_address(database: Database) -> Topic:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        topic = await topics.track(tx, place(), parse("ferry"), CHAT, NOW)
        await topic_addresses.put(tx, topic, SECRET, CHAT, NOW)
        return topic


async def behind(database: Database) -> int | None:
    found = await database.ask(lambda c: topic_addresses.topic_behind(c, SECRET))
    return found.id if found else None


async def test_a_secret_leads_to_its_topic_and_is_kept_nowhere(database: Database) -> None:
    topic = await topic_with_address(database)
    assert await behind(database) == topic.id
    async with database.read() as connection:
        (row,) = (await connection.execute(select(table))).all()
    assert SECRET not in str(row)


async def test_it_leads_nowhere_while_the_chat_is_not_admitted(database: Database) -> None:
    topic = await topic_with_address(database)
    for admitted, found in ((False, None), (True, topic.id)):
        async with database.write() as tx:
            await tx.execute(update(chats_table).values(admitted=admitted))
        assert await behind(database) == found


async def test_only_its_own_chat_ends_it(database: Database) -> None:
    topic = await topic_with_address(database)
    async with database.write() as tx:
        assert not await topic_addresses.end(tx, topic.id, place(77).chat)
    assert await behind(database) == topic.id
    async with database.write() as tx:
        assert await topic_addresses.end(tx, topic.id, place().chat)
    assert await behind(database) is None


async def test_it_stays_where_another_chat_untracks_its_topic(database: Database) -> None:
    topic = await topic_with_address(database)
    async with database.write() as tx:
        assert await topics.untrack(tx, topic.id, place(77).chat) is None
    assert await behind(database) == topic.id


async def test_it_goes_with_its_topic_and_with_its_chat(database: Database) -> None:
    topic = await topic_with_address(database)
    async with database.write() as tx:
        await topics.untrack(tx, topic.id, CHAT)
    assert await behind(database) is None
    await topic_with_address(database)
    async with database.write() as tx:
        await forget_person(tx, CHAT, NOW)
    assert await behind(database) is None


async def test_it_follows_a_group_that_becomes_a_supergroup(database: Database) -> None:
    topic = await topic_with_address(database)
    async with database.write() as tx:
        await chats.migrate(tx, CHAT, -1001)
    assert await behind(database) == topic.id
