"""An update that ends the process is set aside after some lives; what a kill merely interrupts is done in the end."""

import asyncio
import random

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.clocks import SetClock
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.left_over import SET_ASIDE_AFTER, LeftOver
from handlers.updates.relevance import lane_of, place_of
from handlers.updates.understand import UpdateReader
from newsroom.chat import ChatId, Place
from storage import chats, inbox
from storage.database import Database
from storage.inbox import ProgramLife, Received
from storage.tables import deliveries, updates
from tests.builders import NOW, update
from tests.handlers.ferry import services
from tests.handlers.updates.test_inbox_loop import by, is_admin
from tests.patience import AT_LAST_S

POISON = 666


class Mortal(InboxLoop):
    """A listener whose process ends (as far as it can see) at a poison, or at a kill from outside."""

    def __init__(self, database: Database, kill_at: int | None = None) -> None:
        super().__init__(database, UpdateReader(is_admin, services(database)), SetClock(NOW).clock())
        self.begun: list[int] = []
        self.over = asyncio.Event()
        self._kill_at = kill_at

    async def take(self, received: Received) -> None:
        self.begun.append(received.update_id)
        if received.update_id == POISON or len(self.begun) == self._kill_at:
            self.over.set()
        if self.over.is_set():
            await asyncio.Event().wait()
        await super().take(received)


async def live(database: Database, kill_at: int | None = None) -> Mortal:
    """One life: until its end, or until everything is done."""
    listen = Mortal(database, kill_at)
    running = asyncio.create_task(listen.run(asyncio.Event()))
    async with asyncio.timeout(AT_LAST_S):
        waiting = await database.ask(inbox.undone)
        while waiting and not listen.over.is_set():
            assert not running.done(), running
            await asyncio.sleep(0.005)
            waiting = await database.ask(inbox.undone)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return listen


async def failures(database: Database) -> dict[int, str | None]:
    async with database.read() as connection:
        rows = await connection.execute(select(updates.c.update_id, updates.c.failed))
        return {row.update_id: row.failed for row in rows}


async def test_what_ends_the_process_is_set_aside_in_the_end_and_holds_up_nobody_else(database: Database) -> None:
    """It was met again at each start, for ever."""
    async with database.write() as tx:
        await chats.meet(tx, 7, "private", "Ann", None, None, "UTC", NOW)
    batch = [by(7, POISON, "/timeline ruin"), by(7, POISON + 1, "/topics"), by(8, POISON + 2, "/topics")]
    await inbox.receive(database, batch, NOW, lane_of=lane_of)
    lives = 0
    with capture_logs() as logged:
        while await database.ask(inbox.undone):
            await inbox.receive(database, [by(9, 1_000 + lives, "/topics")], NOW, lane_of=lane_of)
            await live(database)
            lives += 1
            left = {one.update_id for one in await database.ask(inbox.undone)}
            assert lives < 4 or left <= {POISON, POISON + 1}, "somebody else was held up"
            assert lives < 20, "it is never set aside"
    assert lives == SET_ASIDE_AFTER + 1
    failed = await failures(database)
    assert [number for number, why in failed.items() if why] == [POISON]
    (given_up,) = [line for line in logged if line["event"] == "update_given_up"]
    assert given_up["begun"] == SET_ASIDE_AFTER
    async with database.read() as connection:
        rows = await connection.execute(select(deliveries.c.payload).where(deliveries.c.chat_id == 7))
        regret, answer = (row.payload["html"] for row in rows)
    assert "Something went wrong on my side" in regret
    assert "tracks nothing yet" in answer


async def test_no_update_is_lost_that_was_under_way_at_kills(database: Database) -> None:
    chance = random.Random(7)  # noqa: S311 - instants that can be had again, no secret
    number = 0
    for _ in range(15):
        people = chance.sample(range(1, 9), 3)
        batch = [by(person, number + place, "/topics") for place, person in enumerate(people, 1)]
        number += len(batch)
        await inbox.receive(database, batch, NOW, lane_of=lane_of)
        await live(database, kill_at=chance.randint(1, 8))
    await live(database)
    assert set((await failures(database)).values()) == {None}


class KilledLives:
    """What the loop does, without a database: lives of which each is killed while something is at work."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - instants that can be had again, no secret
        self.begun: dict[int, tuple[int, int]] = {}  # of each undone update, as in its table
        self.set_aside = self.made = self.life = 0

    def live(self) -> None:
        self.life += 1
        for number, (begun, life) in self.begun.items():
            self.begun[number] = (begun, life) if life >= self.life - 1 else (0, life)
        left_over = LeftOver(ProgramLife(self.life, {number: begun for number, (begun, _) in self.begun.items()}))
        at_work: set[int] = set()
        for _ in range(self.chance.randint(1, 3)):
            self.made += 1
            self.begun[self.made] = (0, 0)
        while self.begun:
            heads = [Received(number, {}, NOW) for number in self.begun]
            for one in heads:
                if one.update_id not in at_work and left_over.may_begin(one, heads):
                    at_work.add(one.update_id)
                    if left_over.is_to_be_set_aside(one.update_id):
                        self.set_aside += 1
                    if left_over.is_to_count(one.update_id):
                        left_over.counted(one.update_id)
                        self.begun[one.update_id] = (self.begun[one.update_id][0] + 1, self.life)
            if self.chance.random() < 1 / 4:
                return
            done = self.chance.choice(sorted(at_work))
            at_work.remove(done)
            del self.begun[done]


def test_of_ten_thousand_updates_none_is_set_aside_by_kills_that_all_strike_at_work() -> None:
    lives = KilledLives(seed=11)
    while lives.made < 10_000:
        lives.live()
    assert lives.set_aside == 0


async def test_what_has_just_come_is_not_counted_and_what_was_left_is_once_in_a_life(database: Database) -> None:
    async def begun() -> int:
        async with database.read() as connection:
            return int((await connection.execute(select(updates.c.begun))).scalar_one())

    listen = Mortal(database, kill_at=1)
    running = asyncio.create_task(listen.run(asyncio.Event()))
    await asyncio.sleep(0.05)
    await inbox.receive(database, [update(1, "/topics")], NOW)
    async with asyncio.timeout(AT_LAST_S):
        await listen.over.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await begun() == 0
    for lives in (1, 2, 3):
        await live(database, kill_at=1)
        assert await begun() == lives


def test_a_beginning_that_could_not_be_stored_is_counted_at_the_next_try() -> None:
    """It was taken for counted once it was asked about, and the next try began without a trace."""
    left_over = LeftOver(ProgramLife(2, {POISON: 1}))
    assert left_over.is_to_count(POISON)
    assert left_over.is_to_count(POISON), "nothing was stored so far"
    left_over.counted(POISON)
    assert not left_over.is_to_count(POISON)


def test_where_somebody_waits_is_seen_without_understanding() -> None:
    message = by(7, 1, "/topics")
    assert place_of(message) == Place(chat=ChatId(7))
    message["message"] |= {"message_thread_id": 5, "is_topic_message": True}
    assert place_of({"update_id": 1, "callback_query": {"message": message["message"]}}) == Place(
        chat=ChatId(7), thread=5
    )
    for odd in ({}, {"message": "x"}, {"message": {"chat": {"id": "7"}}}, {"inline_query": {"from": {"id": 7}}}):
        assert place_of(odd) is None
