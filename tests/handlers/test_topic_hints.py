"""How many chats one turn looks at, and how many of a topic's stories a button counts."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event, select

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers import topic_hints
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from storage import chats, intake, sources, topics
from storage.database import Database
from storage.tables import deliveries
from storage.topic_hints import chats_to_look_at
from tests.builders import CHAT, NOW, entry, place, spec

DAY = timedelta(days=1)
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


async def hints(database: Database) -> list[list[str]]:
    """The buttons of each hint."""
    async with database.read() as connection:
        rows = await connection.execute(select(deliveries.c.payload).where(deliveries.c.kind == "message"))
        payloads: list[dict[str, Any]] = [row.payload for row in rows]
    return [[text for row in payload["buttons"] for text, _, _ in row] for payload in payloads]
