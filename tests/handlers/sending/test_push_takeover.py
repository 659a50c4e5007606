"""Two pushers on one PostgreSQL: the second goes on where the first was cut off, within the limits of both."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.clocks import machine_clock
from handlers.messages import Message, to_payload
from handlers.sending.compose import Composer
from handlers.sending.outcomes import Outcome, Sent
from handlers.sending.outgoing import Outgoing, SendText
from handlers.sending.pacing import OVERALL, Pacing
from handlers.sending.push import Push
from handlers.sending.settle import Settle
from newsroom.chat import ChatId, Place
from storage import outbox
from storage.database import Database, StorageError
from storage.outbox import DeliveryKind
from storage.process_role import ProcessRole
from tests.english import refused
from tests.patience import AT_LAST_S
from tests.postgres import two_processes

CHATS = range(1, 71)  # more than two seconds' worth
LATENCY_S = 0.1


@dataclass
class Telegram:
    """Notes when each message arrived."""

    arrived: list[tuple[float, int]] = field(default_factory=list)

    async def send(self, thing: Outgoing) -> Outcome:
        assert isinstance(thing, SendText)
        await asyncio.sleep(LATENCY_S / 2)
        self.arrived.append((time.monotonic(), thing.place.chat))
        await asyncio.sleep(LATENCY_S / 2)
        return Sent(len(self.arrived))

    def most_in_a_second(self) -> int:
        times = [at_s for at_s, _ in self.arrived]
        return max(sum(at_s <= other_s < at_s + 1 for other_s in times) for at_s in times)


@pytest.fixture
async def databases(postgres: str) -> AsyncIterator[tuple[Database, Database]]:
    async with two_processes(postgres) as both:
        yield both


def pusher(database: Database, telegram: Telegram) -> Push:
    clock = machine_clock()
    return Push(database, telegram, Composer(database, "UTC"), Settle(database, clock), clock, Pacing())


async def queue(database: Database) -> None:
    now = machine_clock().now()
    async with database.write() as tx:
        for chat in CHATS:
            await outbox.put(tx, Place(chat=ChatId(chat)), DeliveryKind.MESSAGE, to_payload(Message(html="news")), now)


async def test_the_next_pusher_sends_the_rest_and_both_together_keep_to_the_limit(
    databases: tuple[Database, Database],
) -> None:
    one, other = databases
    telegram, stop = Telegram(), asyncio.Event()
    await queue(one)
    assert await one.take_seat(ProcessRole.PUSH) is not None
    first = asyncio.create_task(pusher(one, telegram).run(stop))
    async with asyncio.timeout(AT_LAST_S):
        while len(telegram.arrived) < 25:
            await asyncio.sleep(0.01)
    first.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await first
    await one.close()
    assert await other.take_seat(ProcessRole.PUSH) is not None
    second = asyncio.create_task(pusher(other, telegram).run(stop))
    async with asyncio.timeout(AT_LAST_S):
        while {chat for _, chat in telegram.arrived} != set(CHATS):
            await asyncio.sleep(0.01)
    stop.set()
    await second
    assert telegram.most_in_a_second() <= OVERALL
    assert max(Counter(chat for _, chat in telegram.arrived).values()) <= 2, "once more what was in flight, no oftener"


async def test_a_pusher_whose_seat_another_has_claims_nothing(databases: tuple[Database, Database]) -> None:
    one, other = databases
    await queue(one)
    await one.take_seat(ProcessRole.PUSH)
    async with one.write(seat=ProcessRole.PUSH):
        pass
    await one._engines._seats.leave()  # type: ignore[attr-defined] # as a cut connection leaves it
    await other.take_seat(ProcessRole.PUSH)
    with refused("took over", StorageError):
        async with one.write(seat=ProcessRole.PUSH):
            pass
