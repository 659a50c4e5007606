"""How many chats one turn looks at, and how many of a topic's stories a button counts."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event, select, update

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers import topic_hints
from newsroom.chat import ChatId
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from storage import chats, intake, sources, topics
from storage.database import Database
from storage.tables import deliveries
from storage.tables import topics as topic_rows
from storage.topic_hints import chats_to_look_at
from tests.builders import CHAT, NOW, entry, place, spec

DAY = timedelta(days=1)
CHANNEL = ChatId(-1004004)
LETTERS = "bdfghjklmnprstvz"
WORDS = [a + "ar" + b + "ol" + c for a in LETTERS for b in LETTERS for c in "dkst"]
STORIES = 240


async def tracked(database: Database, number: int, zone: str = "UTC") -> None:
    async with database.write() as tx:
        for chat in range(CHAT, CHAT + number):
            await chats.meet(tx, chat, "private", "Ann", None, None, zone, NOW)
            await topics.track(tx, place(chat), parse("ferry"), CHAT, NOW - 3 * DAY)


async def due(database: Database) -> int:
    return len(await database.ask(lambda c: chats_to_look_at(c, NOW - 3 * DAY, NOW - DAY)))


async def test_a_turn_looks_at_so_many_chats_that_a_day_reaches_ten_thousand(database: Database) -> None:
    await tracked(database, 210)
    await topic_hints.point_out(database, NOW)
    assert await due(database) == 10


async def test_chats_where_it_is_night_are_read_in_one_statement(database: Database) -> None:
    await tracked(database, 30, "Asia/Tokyo")
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    reader = database._engines.reader.sync_engine
    event.listen(reader, "before_cursor_execute", note)
    await topic_hints.point_out(database, NOW)
    event.remove(reader, "before_cursor_execute", note)
    assert len(asked) < 6
    assert await due(database) == 30


async def test_a_button_counts_all_the_stories_of_a_flood(database: Database) -> None:
    """It counted within the newest 200 of them."""
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        await topics.track(tx, place(), parse("ferry"), CHAT, NOW - 3 * DAY)
        strike = [
            entry(
                str(number),
                f"Ferry {'strike' if number % 2 else WORDS[number * 4]} {WORDS[number * 4 + 1]} {WORDS[number * 4 + 2]}",
                f"{WORDS[number * 4 + 3]} {WORDS[number * 4]}.",
                published=NOW - timedelta(hours=1),
            )
            for number in range(STORIES)
        ]
        await intake.take(tx, 1, strike, NOW - timedelta(hours=1), background=False)
    desk = DeskLoop(database, AlertRules(burst_per_minute=STORIES), SetClock(NOW).clock())
    while await desk.turn():
        pass
    assert await topic_hints.point_out(database, NOW) == 1
    (labels,) = await hints(database)
    assert "+ strike → 120" in labels


async def silent(database: Database, query: str, chat: int = CHAT, *, items: int = 30) -> None:
    """A topic that found nothing in three days, though enough came in."""
    async with database.write() as tx:
        await topics.track(tx, place(chat), parse(query), CHAT, NOW - 3 * DAY)
        await sources.sync_operator_sources(tx, [spec(1)], NOW, 300)
        some = [entry(str(number), f"Notice {number}", published=NOW - DAY) for number in range(items)]
        await intake.take(tx, 1, some, NOW - DAY, background=False)
    desk = DeskLoop(database, AlertRules(), SetClock(NOW).clock())
    while await desk.turn():
        pass


async def test_a_topic_whose_source_nobody_watches_is_offered_the_one_that_is_called_most_like_it(
    database: Database,
) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
    await silent(database, 'ferry source:"Otlet 1"')
    assert await topic_hints.point_out(database, NOW) == 1
    (html,) = await texts(database)
    assert "Otlet 1" in html
    assert (await hints(database))[0][0] == spec(1).name


async def test_a_topic_is_pointed_out_once(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
    await silent(database, "zeppelin")
    turns = [await topic_hints.point_out(database, at) for at in (NOW, NOW + DAY, NOW + 2 * DAY)]
    assert turns == [1, 0, 0]


async def test_a_channels_hint_goes_to_who_speaks_for_it_and_never_to_its_readers(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHANNEL, "channel", "Harbour", None, None, "UTC", NOW)
    await silent(database, "zeppelin", CHANNEL)
    assert await topic_hints.point_out(database, NOW) == 0, "nobody speaks for it"
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await chats.manage(tx, CHAT, CHANNEL)
    assert await topic_hints.point_out(database, NOW + DAY) == 1
    async with database.read() as connection:
        where = (await connection.execute(select(deliveries.c.chat_id))).scalars().all()
    assert where == [CHAT]


async def test_twenty_hints_come_at_a_time_and_the_rest_later(database: Database) -> None:
    async with database.write() as tx:
        for chat in range(CHAT, CHAT + 25):
            await chats.meet(tx, chat, "private", "Ann", None, None, "UTC", NOW)
            await topics.track(tx, place(chat), parse("zeppelin"), CHAT, NOW - 3 * DAY)
    await silent(database, "zeppelin")
    assert [await topic_hints.point_out(database, NOW) for _ in range(2)] == [20, 5]


async def test_a_chat_whose_hint_can_not_be_made_keeps_no_other_from_its_own(database: Database) -> None:
    async with database.write() as tx:
        for chat in (CHAT, CHAT + 1):
            await chats.meet(tx, chat, "private", "Ann", None, None, "UTC", NOW)
            await topics.track(tx, place(chat), parse("zeppelin"), CHAT, NOW - 3 * DAY)
    await silent(database, "zeppelin", CHAT + 1)
    async with database.write() as tx:
        await tx.execute(update(topic_rows).where(topic_rows.c.chat_id == CHAT).values(query="(("))
    assert await topic_hints.point_out(database, NOW) == 1


async def texts(database: Database) -> list[str]:
    async with database.read() as connection:
        rows = await connection.execute(select(deliveries.c.payload).where(deliveries.c.kind == "message"))
        return [row.payload["html"] for row in rows]


async def hints(database: Database) -> list[list[str]]:
    """The buttons of each hint."""
    async with database.read() as connection:
        rows = await connection.execute(select(deliveries.c.payload).where(deliveries.c.kind == "message"))
        payloads: list[dict[str, Any]] = [row.payload for row in rows]
    return [[text for row in payload["buttons"] for text, _, _ in row] for payload in payloads]
