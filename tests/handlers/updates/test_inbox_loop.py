"""Every update comes to its end: what fails is set aside, answered and never met again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from bot.clocks import SetClock
from handlers.commands import track
from handlers.requests import FeedFound
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.relevance import lane_of
from handlers.updates.understand import UpdateReader
from storage import inbox
from storage.database import Connection, Database
from storage.inbox import Received
from storage.tables import deliveries, updates
from tests.builders import NOW, update
from tests.handlers.ferry import services
from tests.patience import AT_LAST_S

Value = TypeVar("Value")


async def is_admin(_chat: int, _person: int) -> bool:
    """Everybody is."""
    return True


async def answers_to(database: Database, *batch: dict[str, Any]) -> list[str]:
    """What was answered, after the loop has come to the end of a batch."""
    listen = InboxLoop(database, UpdateReader(is_admin, services(database)), SetClock(NOW).clock())
    if batch:
        await inbox.receive(database, list(batch), NOW)
    stop = asyncio.Event()
    loop = asyncio.create_task(listen.run(stop))
    async with asyncio.timeout(AT_LAST_S):
        waiting = await database.ask(inbox.undone)
        while waiting and not loop.done():
            await asyncio.sleep(0.01)
            waiting = await database.ask(inbox.undone)
    stop.set()
    await loop
    async with database.read() as connection:
        queued = await connection.execute(select(deliveries.c.payload).order_by(deliveries.c.id))
        return [str(row.payload["html"]) for row in queued]


async def test_a_bug_in_a_commands_effect_is_said_sorry_for_and_the_next_command_is_answered(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop died of it, and died of it again at every start."""

    def bug(*_given: object, **_named: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(track, "_preview", bug)
    answers = await answers_to(database, update(1, "/track ferry"), update(2, "/topics"))
    assert "Something went wrong on my side" in answers[0]
    assert "tracks nothing yet" in answers[1]
    async with database.read() as connection:
        failed = (await connection.execute(select(updates.c.failed).order_by(updates.c.update_id))).scalars().all()
    assert failed == ["KeyError: 'a bug'", None]


async def test_half_a_letter_in_a_chats_name_stops_nothing(database: Database) -> None:
    odd = update(1, "/topics")
    odd["message"]["chat"]["first_name"] = odd["message"]["from"]["first_name"] = "Ann \ud83d"
    answers = await answers_to(database, odd, update(2, "/topics"))
    assert "tracks nothing yet" in answers[-1]
    assert len(answers) == 2


async def test_an_update_that_can_not_be_read_is_set_aside_and_the_next_command_is_answered(database: Database) -> None:
    broken = {"update_id": 1, "message": {"message_id": "one", "chat": 7}}
    answers = await answers_to(database, broken, update(2, "/topics"))
    assert ["tracks nothing yet" in answer for answer in answers] == [True]
    async with database.read() as connection:
        failed = (await connection.execute(select(updates.c.failed).order_by(updates.c.update_id))).scalars().all()
    assert [reason is not None for reason in failed] == [True, False]


class Slow:
    """Feeds that are looked for until they are let go."""

    def __init__(self) -> None:
        self.asked = 0
        self.let_go = asyncio.Event()

    async def find_feed(self, _address: str) -> FeedFound:
        self.asked += 1
        await self.let_go.wait()
        return FeedFound(url="https://example.org/feed", title="Example", items=1)


def by(person: int, update_id: int, words: str) -> dict[str, Any]:
    made = update(update_id, words)
    for part in ("chat", "from"):
        made["message"][part] |= {"id": person}
    return made


async def test_nobodys_slow_address_holds_up_anybody_else(database: Database) -> None:
    """Four addresses that answer nothing kept another chat's /help waiting for 64 s."""
    slow = Slow()
    given = replace(services(database), find_feed=slow.find_feed)
    listen = InboxLoop(database, UpdateReader(is_admin, given), SetClock(NOW).clock())
    strangers = [by(666, number, "/addfeed http://tar.example") for number in range(1, 60)]
    orders = [*strangers, by(667, 70, "/addfeed http://tar.example"), by(668, 71, "/help"), by(668, 72, "/topics")]
    await inbox.receive(database, orders, NOW, lane_of=lane_of)
    stop = asyncio.Event()
    loop = asyncio.create_task(listen.run(stop))
    async with asyncio.timeout(AT_LAST_S):
        while {71, 72} & {waiting.update_id for waiting in await database.ask(inbox.undone)}:
            await asyncio.sleep(0.01)
    assert slow.asked == 2, "one address of each person at a time"
    slow.let_go.set()
    async with asyncio.timeout(AT_LAST_S):
        while await database.ask(inbox.undone):
            await asyncio.sleep(0.01)
    stop.set()
    await loop
    async with database.read() as connection:
        queued = await connection.execute(select(deliveries.c.chat_id, deliveries.c.payload).order_by(deliveries.c.id))
        answers = [row.payload["html"] for row in queued if row.chat_id == 668]
    assert "/track" in answers[0]
    assert "tracks nothing yet" in answers[1]


async def test_what_one_person_says_in_a_chat_is_answered_in_order(database: Database) -> None:
    orders = ["/topics", "/track ferry", "/topics", "/untrack ferry", "/topics"]
    batch = [by(5, number, words) for number, words in enumerate(orders, 1)]
    await inbox.receive(database, batch, NOW, lane_of=lane_of)
    answers = await answers_to(database)
    wanted = ["tracks nothing yet", "Tracking", "ferry", "No longer tracked", "tracks nothing yet"]
    assert [text for text, answer in zip(wanted, answers, strict=True) if text not in answer] == []


class LateReading(Database):
    """Its second reading of the inbox is given out only when all that it names is done."""

    def __init__(self, url: str, let_go: asyncio.Event) -> None:
        super().__init__(url)
        self.let_go = let_go
        self.readings = 0

    async def ask(self, query: Callable[[Connection], Awaitable[Value]]) -> Value:
        found = await super().ask(query)
        if query is inbox.undone:
            self.readings += 1
            if self.readings == 2:
                self.let_go.set()
                while await super().ask(inbox.undone):
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0.05)  # and its lane has ended
        return found


async def test_an_update_that_is_done_while_the_inbox_is_read_is_not_begun_again(
    database: Database, database_url: str
) -> None:
    """A command was answered twice, and a button's effect done twice, about once in 100 commands under load."""
    slow = Slow()
    late = LateReading(database_url, slow.let_go)
    listen = InboxLoop(
        late, UpdateReader(is_admin, replace(services(late), find_feed=slow.find_feed)), SetClock(NOW).clock()
    )
    await inbox.receive(database, [update(1, "/addfeed http://tar.example")], NOW)
    stop = asyncio.Event()
    loop = asyncio.create_task(listen.run(stop))
    async with asyncio.timeout(AT_LAST_S):
        while late.readings < 3:
            await asyncio.sleep(0.01)
    stop.set()
    await loop
    await late.close()
    assert slow.asked == 1
    async with database.read() as connection:
        assert len((await connection.execute(select(deliveries.c.id))).all()) == 1


async def test_an_update_that_is_taken_twice_has_its_effect_and_its_answer_once(database: Database) -> None:
    listen = InboxLoop(database, UpdateReader(is_admin, services(database)), SetClock(NOW).clock())
    batch = [update(1, "/track ferry")]
    await inbox.receive(database, batch, NOW)
    received = Received(1, batch[0], NOW)
    await asyncio.gather(listen.take(received), listen.take(received))
    async with database.read() as connection:
        assert len((await connection.execute(select(deliveries.c.id))).all()) == 1
