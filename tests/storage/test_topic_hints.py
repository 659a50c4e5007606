"""Which chats' topics are looked at, and that each topic is pointed out once."""

from datetime import datetime, timedelta

from newsroom.matching.query import parse
from newsroom.topic import Topic, TopicMode
from storage import chats, topic_hints, topics
from storage.database import Database
from tests.builders import CHAT, NOW, place

CHANNEL = -1_000_000_000_003
DAY = timedelta(days=1)


async def tracked(database: Database, chat: int = CHAT, query: str = "ferry", made_by: int = CHAT) -> Topic:
    """A topic of three days ago."""
    async with database.write() as tx:
        await chats.meet(tx, chat, "private" if chat > 0 else "channel", "Desk", None, None, "UTC", NOW)
        return await topics.track(tx, place(chat), parse(query), made_by, NOW - 3 * DAY)


async def due(database: Database, now: datetime = NOW) -> list[int]:
    return [*await database.ask(lambda c: topic_hints.chats_to_look_at(c, now - 3 * DAY, now - DAY))]


async def test_a_chat_is_looked_at_once_a_day_and_those_never_looked_at_come_first(database: Database) -> None:
    await tracked(database)
    await tracked(database, CHAT + 1)
    async with database.write() as tx:
        await topic_hints.note_look(tx, CHAT, NOW - DAY)
    assert await due(database) == [CHAT + 1, CHAT]
    async with database.write() as tx:
        await topic_hints.note_look(tx, CHAT, NOW)
    assert await due(database) == [CHAT + 1]
    assert await due(database, NOW + DAY) == [CHAT + 1, CHAT]


async def test_a_young_topic_is_left_alone(database: Database) -> None:
    await tracked(database)
    assert await due(database, NOW - timedelta(hours=1)) == []


async def test_a_topic_is_pointed_out_once_and_its_chat_is_looked_at_for_it_no_more(database: Database) -> None:
    topic = await tracked(database)
    noted = []
    for _ in range(2):
        async with database.write() as tx:
            noted.append(await topic_hints.note_pointed_out(tx, topic.id, NOW))
    assert noted == [True, False]
    assert await due(database, NOW + DAY) == []
    assert await database.ask(lambda c: topic_hints.not_pointed_out(c, CHAT, NOW, NOW)) == []


async def test_paused_and_muted_topics_are_not_pointed_out(database: Database) -> None:
    paused, muted = await tracked(database), await tracked(database, query="tram")
    left = await tracked(database, query="harbour")
    async with database.write() as tx:
        await topics.set_mode(tx, paused.id, CHAT, TopicMode.PAUSED)
        await topics.mute_until(tx, [muted.id], CHAT, NOW + DAY)
    found = await database.ask(lambda c: topic_hints.not_pointed_out(c, CHAT, NOW, NOW))
    assert [topic.id for topic in found] == [left.id]


async def test_of_those_who_manage_a_channel_the_maker_of_the_topic_comes_first(database: Database) -> None:
    topic = await tracked(database, CHANNEL, made_by=CHAT + 1)
    assert await database.ask(lambda c: topic_hints.who_manages(c, CHANNEL, topic.id)) is None
    for person in (CHAT, CHAT + 1):
        async with database.write() as tx:
            await chats.meet(tx, person, "private", "Ann", None, None, "UTC", NOW)
            await chats.manage(tx, person, CHANNEL)
    assert await database.ask(lambda c: topic_hints.who_manages(c, CHANNEL, topic.id)) == CHAT + 1
    async with database.write() as tx:
        await chats.manage(tx, CHAT + 1, None)
    assert await database.ask(lambda c: topic_hints.who_manages(c, CHANNEL, topic.id)) == CHAT
