"""What the desk reads anew when people change what it remembers: that, and no more."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from bot.clocks import SetClock
from desk.loop import DeskLoop
from newsroom.chat import ChatId, Place
from newsroom.desk.state import AlertRules, DeskState
from newsroom.matching.query import parse
from newsroom.topic import TopicId, TopicMode
from storage import chats, topics
from storage.database import Database, Transaction
from tests.builders import CHAT, GROUP, NOW, place

QUERIES = ("ferry", "flood OR storm", "bakery", "Lower Quay")


async def prepared(database: Database) -> DeskLoop:
    async with database.write() as tx:
        for chat in (CHAT, GROUP):
            await chats.meet(tx, chat, "private" if chat > 0 else "supergroup", "Desk", None, None, "UTC", NOW)
            for query in QUERIES:
                await topics.track(tx, place(chat), parse(query), 1, NOW)
    return DeskLoop(database, AlertRules(), SetClock(NOW).clock())


async def state_of(desk: DeskLoop) -> DeskState:
    return (await desk._desk()).state


async def tracks(tx: Transaction) -> None:
    await topics.track(tx, place(), parse("zeppelin"), 1, NOW)


async def tracks_it_again(tx: Transaction) -> None:
    await topics.track(tx, place(), parse("ferry"), 1, NOW, min_independent=3)


async def untracks(tx: Transaction) -> None:
    await topics.untrack(tx, 2, CHAT)


async def pauses(tx: Transaction) -> None:
    await topics.set_mode(tx, 1, CHAT, TopicMode.PAUSED)


async def changes_a_zone(tx: Transaction) -> None:
    await chats.set_zone(tx, GROUP, "Europe/Kyiv")


CHANGES = [
    pytest.param(tracks, id="a topic more"),
    pytest.param(tracks_it_again, id="a topic with other wishes"),
    pytest.param(untracks, id="a topic less"),
    pytest.param(pauses, id="a topic that pauses"),
    pytest.param(changes_a_zone, id="a chat with another zone"),
]


def sql(statement: str) -> Callable[[Transaction], Awaitable[None]]:
    async def change(tx: Transaction) -> None:
        await tx.execute(text(statement))

    return change


@pytest.mark.parametrize(
    "change",
    [
        *CHANGES,
        pytest.param(sql("UPDATE topics SET query = 'tram' WHERE id = 3"), id="a topic with another query"),
        pytest.param(sql("UPDATE chats SET id = -99 WHERE id < 0"), id="a chat with another number"),
        pytest.param(sql("DELETE FROM topics WHERE chat_id < 0"), id="a chat's last topics"),
        pytest.param(sql("UPDATE chats SET admitted = false WHERE id < 0"), id="a chat that is let in no more"),
        pytest.param(sql("UPDATE topics SET mode = 'digest'"), id="every topic"),
    ],
)
async def test_after_a_change_the_desk_knows_what_one_that_reads_everything_knows(
    database: Database, change: Callable[[Transaction], Awaitable[None]]
) -> None:
    desk = await prepared(database)
    await state_of(desk)
    async with database.write() as tx:
        await change(tx)
    changed, fresh = await state_of(desk), await state_of(DeskLoop(database, AlertRules(), SetClock(NOW).clock()))
    assert changed.topics == fresh.topics
    assert changed.chats == fresh.chats
    assert changed.matcher.forms == fresh.matcher.forms


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_leaves_the_topics_of_others_unread(
    database: Database, change: Callable[[Transaction], Awaitable[None]]
) -> None:
    desk = await prepared(database)
    state = await state_of(desk)
    before, matcher = dict(state.topics), state.matcher
    async with database.write() as tx:
        await change(tx)
    after = (await state_of(desk)).topics
    own = {GROUP} if change is changes_a_zone else {CHAT}
    others = [number for number, topic in before.items() if topic.place.chat not in own]
    assert others
    assert all(after[number] is before[number] for number in others)
    assert (await state_of(desk)).matcher is matcher


async def test_a_track_reads_one_topic(database: Database) -> None:
    desk = await prepared(database)
    before = dict((await state_of(desk)).topics)
    async with database.write() as tx:
        await tracks(tx)
    after = (await state_of(desk)).topics
    assert [number for number, topic in after.items() if topic is not before.get(number)] == [TopicId(9)]
    assert after[TopicId(9)].place == Place(chat=ChatId(CHAT), thread=place().thread)
