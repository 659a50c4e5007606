"""Whatever happens in whatever order: nothing is lost, nothing is sent out of turn, nothing twice but after a kill."""

import asyncio
import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from storage import chats, outbox
from storage.database import Database
from storage.migrate import upgrade
from storage.outbox import Delivery, DeliveryKind, Priority
from tests.builders import NOW, at, place

T = TypeVar("T")
CHATS = (1, 2, -3)
MOVED = -1003
FOLDER = Path(tempfile.mkdtemp(prefix="wirewatch-outbox-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def new_file() -> Path:
    """A copy of an empty database: making one takes a quarter of a second."""
    empty = FOLDER / "empty.db"
    if not empty.exists():
        upgrade(f"sqlite:///{empty}")
    path = FOLDER / "test.db"
    for old in FOLDER.glob("test.db*"):
        old.unlink()
    shutil.copy(empty, path)
    return path


@dataclass
class Expected:
    """A delivery as the model knows it."""

    id: int
    chat: int
    priority: int
    own_hour: bool
    due: datetime
    attempts: int = 0
    state: str = "due"
    sends: int = 0
    kills: int = 0


@dataclass
class Whereabouts:
    """A chat as the model knows it."""

    suspended: bool = False
    paused_until: datetime = field(default=NOW)


class Outbox(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = Database(f"sqlite:///{new_file()}")
        self.minutes = 0.0
        self.model: dict[int, Expected] = {}
        self.chats = {chat: Whereabouts() for chat in CHATS}
        self.group = -3
        self.busy: dict[int, int] = {}
        self.runner.run(self._meet())

    async def _meet(self) -> None:
        async with self.database.write() as tx:
            for chat in CHATS:
                await chats.meet(tx, chat, "private" if chat > 0 else "group", "Desk", None, None, "UTC", NOW)

    def teardown(self) -> None:
        """In the end everything is let out: each delivery was sent, and once, but for kills."""
        for chat in list(self.chats):
            self.resume(chat)
        self.minutes += 10_000
        self.reclaim()
        while self.heads():
            self.claim()
            for chat in list(self.busy):
                self.sent(chat)
        assert all(d.state == "sent" and 1 <= d.sends <= 1 + d.kills for d in self.model.values())
        self.runner.run(self.database.close())
        self.runner.close()

    @property
    def now(self) -> datetime:
        return at(self.minutes)

    def chat(self, index: int) -> int:
        return [1, 2, self.group][index]

    def heads(self) -> list[Delivery]:
        now, busy = self.now, list(self.busy)
        return self.runner.run(self.database.ask(lambda c: outbox.heads(c, now, busy, 50)))

    @rule(index=st.integers(0, 2), priority=st.sampled_from(Priority), wait=st.sampled_from([0, 0, 7]))
    def put(self, index: int, priority: Priority, wait: int) -> None:
        chat, due = self.chat(index), at(self.minutes + wait)
        kind = DeliveryKind.NOTICE if wait else DeliveryKind.MESSAGE

        async def go() -> int:
            async with self.database.write() as tx:
                return await outbox.put(tx, place(chat), kind, {}, self.now, priority=priority, due_at=due)

        number = self.runner.run(go())
        self.model[number] = Expected(number, chat, int(priority), own_hour=bool(wait), due=due)

    @rule()
    def claim(self) -> None:
        ids = [head.id for head in self.heads()]

        async def go() -> None:
            async with self.database.write() as tx:
                await outbox.claim(tx, ids)

        self.runner.run(go())
        for number in ids:
            self.model[number].state = "in_flight"
            assert self.model[number].chat not in self.busy
            self.busy[self.model[number].chat] = number

    @precondition(lambda self: self.busy)
    @rule(pick=st.integers(0, 2))
    def settle_one_sent(self, pick: int) -> None:
        self.sent(list(self.busy)[pick % len(self.busy)])

    def sent(self, chat: int) -> None:
        number = self.busy.pop(chat)

        async def go() -> None:
            async with self.database.write() as tx:
                await outbox.settle_sent(tx, number, 77, self.now)

        self.runner.run(go())
        self.model[number].state = "sent"
        self.model[number].sends += 1

    @precondition(lambda self: self.busy)
    @rule(pick=st.integers(0, 2), wait=st.sampled_from([0, 1, 5]), paused=st.booleans())
    def postpone_one(self, pick: int, wait: int, *, paused: bool) -> None:
        chat = list(self.busy)[pick % len(self.busy)]
        number, until = self.busy.pop(chat), at(self.minutes + wait)

        async def go() -> None:
            async with self.database.write() as tx:
                if paused:
                    await chats.hold(tx, chat, until)
                await outbox.postpone(tx, number, until, "not now", counts=not paused)

        self.runner.run(go())
        expected = self.model[number]
        expected.state, expected.due = "due", until
        expected.attempts += not paused
        if paused:
            self.chats[chat].paused_until = until

    @precondition(lambda self: self.busy)
    @rule(arrived=st.booleans())
    def kill(self, *, arrived: bool) -> None:
        """What was in flight had arrived, or had not: nobody knows."""
        for number in self.busy.values():
            self.model[number].sends += arrived
        self.reclaim()

    def reclaim(self) -> None:
        async def go() -> list[Delivery]:
            async with self.database.write() as tx:
                return await outbox.reclaim(tx)

        again = self.runner.run(go())
        assert {d.id for d in again} == set(self.busy.values())
        assert all(d.maybe_twice for d in again)
        for number in self.busy.values():
            self.model[number].state = "due"
            self.model[number].kills += 1
        self.busy.clear()

    @rule(index=st.integers(0, 2))
    def suspend(self, index: int) -> None:
        chat = self.chat(index)

        async def go() -> None:
            async with self.database.write() as tx:
                await chats.suspend(tx, chat, "blocked", self.now)

        self.runner.run(go())
        self.chats[chat].suspended = True

    @rule(index=st.integers(0, 2))
    def resume_one(self, index: int) -> None:
        self.resume(self.chat(index))

    def resume(self, chat: int) -> None:
        async def go() -> None:
            async with self.database.write() as tx:
                await chats.let_in(tx, chat)

        self.runner.run(go())
        self.chats[chat].suspended = False

    @precondition(lambda self: self.group != MOVED)
    @rule()
    def migrate(self) -> None:
        async def go() -> None:
            async with self.database.write() as tx:
                await chats.migrate(tx, -3, MOVED)

        self.runner.run(go())
        self.group = MOVED
        self.chats[MOVED] = self.chats.pop(-3)
        self.chats[MOVED].suspended = False  # the group was "left" for it
        if -3 in self.busy:
            self.busy[MOVED] = self.busy.pop(-3)
        for delivery in self.model.values():
            delivery.chat = MOVED if delivery.chat == -3 else delivery.chat

    @rule(minutes=st.sampled_from([0.5, 3, 8]))
    def time_goes_by(self, minutes: float) -> None:
        self.minutes += minutes

    @invariant()
    def the_heads_are_who_is_next(self) -> None:
        expected = []
        for chat, where in self.chats.items():
            if chat in self.busy or where.suspended or where.paused_until > self.now:
                continue
            waiting = [d for d in self.model.values() if d.chat == chat and d.state == "due"]
            on_its_way = [d for d in waiting if d.due <= self.now or not (d.own_hour and d.attempts == 0)]
            first = min(on_its_way, key=lambda d: (d.priority, d.id), default=None)
            if first and first.due <= self.now:
                expected.append(first)
        ranked = sorted(expected, key=lambda d: (d.priority, d.id))
        assert [head.id for head in self.heads()] == [d.id for d in ranked]

    @invariant()
    def nothing_is_lost(self) -> None:
        stored = self.runner.run(self.database.ask(outbox.counts))
        states = [d.state for d in self.model.values()]
        assert stored == {state: states.count(state) for state in set(states)}


Outbox.TestCase.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestOutbox = Outbox.TestCase
