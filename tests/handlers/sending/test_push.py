"""The loop that sends: paced, in order, and never a second time because a settlement failed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from bot.clocks import machine_clock
from handlers.messages import Message, to_payload
from handlers.sending.compose import Composer
from handlers.sending.outcomes import Moved, Outcome, Sent, Slower, Trouble
from handlers.sending.outgoing import Outgoing, SendText
from handlers.sending.pacing import Pacing
from handlers.sending.push import Push, Sending
from handlers.sending.settle import Settle
from newsroom.chat import ChatId, Place
from storage import outbox
from storage.database import Bell, Database
from storage.states import DeliveryState
from tests.patience import AT_LAST_S

CLOCK = machine_clock()


@dataclass(slots=True)
class Telegram:
    """Takes what is sent; `outcomes` are given first, in turn."""

    outcomes: list[Outcome] = field(default_factory=list)
    took: list[tuple[int, str]] = field(default_factory=list)
    before: Callable[[], Awaitable[None]] | None = None

    async def send(self, thing: Outgoing) -> Outcome:
        assert isinstance(thing, SendText)
        self.took.append((thing.place.chat, thing.message.html))
        if self.before:
            await self.before()
        return self.outcomes.pop(0) if self.outcomes else Sent(len(self.took))


async def put(database: Database, *sends: tuple[int, str]) -> None:
    async with database.write() as tx:
        for chat, html in sends:
            alert = outbox.Priority.ALERT
            payload = to_payload(Message(html=html))
            await outbox.put(
                tx, Place(chat=ChatId(chat)), outbox.DeliveryKind.MESSAGE, payload, CLOCK.now(), priority=alert
            )


@asynccontextmanager
async def pushing(database: Database, telegram: Sending) -> AsyncIterator[None]:
    prepare, settle = Composer(database, "UTC"), Settle(database, CLOCK)
    push, stop = Push(database, telegram, prepare, settle, CLOCK, Pacing()), asyncio.Event()
    loop = asyncio.create_task(push.run(stop))
    try:
        yield
    finally:
        stop.set()
        database.ring(Bell.PUSH)
        await asyncio.wait_for(loop, AT_LAST_S)


async def until(holds: Callable[[], Awaitable[bool]], timeout_s: float = AT_LAST_S) -> None:
    async with asyncio.timeout(timeout_s):
        while not await holds():
            await asyncio.sleep(0.02)


async def sent(database: Database, number: int) -> bool:
    return (await database.ask(outbox.counts))[DeliveryState.SENT] == number


async def test_what_telegram_has_is_settled_once_the_database_is_well_and_never_sent_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.retry._WAITS_S", (0.05,))
    telegram = Telegram()

    async def fill_the_disk() -> None:
        async with database.write() as tx:
            await tx.execute(text("create table filler (body)"))
            await tx.execute(text("insert into filler values (zeroblob(100000))"))
        async with database.write() as tx:
            await tx.execute(text("pragma max_page_count = 1"))

    telegram.before = fill_the_disk
    await put(database, (1, "one"))
    refused = 0
    settle = Settle.settle

    async def full_at_first(self: Settle, *given: object) -> None:
        nonlocal refused
        if refused < 3:
            refused += 1
            async with database.write() as tx:
                await tx.execute(text("insert into filler values (zeroblob(1000000))"))
        await settle(self, *given)  # type: ignore[arg-type] # handed on as they come

    monkeypatch.setattr(Settle, "settle", full_at_first)
    async with pushing(database, telegram):
        await until(lambda: sent(database, 1))
    assert refused == 3
    assert telegram.took == [(1, "one")]


async def test_a_bug_in_settling_sends_nothing_twice(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_given: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Settle, "settle", broken)
    telegram = Telegram()
    await put(database, (1, "one"))
    async with pushing(database, telegram):
        await until(lambda: sent(database, 1))
    assert telegram.took == [(1, "one")]


async def test_a_chat_that_was_asked_to_wait_delays_no_other(database: Database) -> None:
    telegram = Telegram(outcomes=[Slower(3.0)])
    await put(database, (1, "one"), (1, "two"), (2, "three"), (2, "four"))
    async with pushing(database, telegram):
        await until(lambda: sent(database, 2), 3)
    assert [text for _, text in telegram.took] == ["one", "three", "four"]


async def test_a_hold_of_everything_is_kept_across_a_restart(database: Database) -> None:
    telegram = Telegram(outcomes=[Slower(3600.0)])
    await put(database, (1, "one"), (2, "two"))
    async with pushing(database, telegram):
        await until(lambda: _took(telegram, 1))
        await asyncio.sleep(0.3)
    async with pushing(database, telegram):
        await asyncio.sleep(0.5)
    assert len(telegram.took) <= 2
    assert telegram.took[0] == (1, "one")
    assert (await database.ask(outbox.counts))[DeliveryState.IN_FLIGHT] == 0


async def _took(telegram: Telegram, number: int) -> bool:
    return len(telegram.took) >= number


async def test_groups_that_are_full_hide_no_chat_behind_them(database: Database) -> None:
    telegram = Telegram()
    groups = [(-chat, f"g{chat}") for chat in range(1, 31)]
    await put(database, *groups, *groups, (7, "mine"))
    async with pushing(database, telegram):
        await until(lambda: sent(database, 31), 4)
    assert (7, "mine") in telegram.took[:32]


async def test_a_flood_in_one_chat_delays_another_by_less_than_a_second(database: Database) -> None:
    telegram = Telegram()
    await put(database, *[(1, f"flood {n}") for n in range(500)])
    async with pushing(database, telegram):
        await until(lambda: _took(telegram, 2))
        started = asyncio.get_running_loop().time()
        await put(database, (2, "news"))
        await until(lambda: _has(telegram, (2, "news")))
        assert asyncio.get_running_loop().time() - started < 1.0


async def _has(telegram: Telegram, sent_: tuple[int, str]) -> bool:
    return sent_ in telegram.took


async def test_order_holds_within_a_chat_also_where_one_has_to_be_tried_again(database: Database) -> None:
    telegram = Telegram(outcomes=[Trouble("reset")])
    await put(database, (1, "a"), (1, "b"), (1, "c"))
    async with pushing(database, telegram):
        await until(lambda: sent(database, 3))
    assert [text for _, text in telegram.took] == ["a", "a", "b", "c"]


async def test_what_can_not_be_made_keeps_its_chat_from_nothing_else(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried for ever, it stood in front of everything that came to its chat."""
    monkeypatch.setattr("handlers.sending.settle._BACK_OFF_S", (0,))
    telegram = Telegram()
    async with database.write() as tx:
        await outbox.put(tx, Place(chat=ChatId(1)), outbox.DeliveryKind.MESSAGE, {"no": "text"}, CLOCK.now())
    await put(database, (1, "alert"), (2, "other"))
    async with pushing(database, telegram):
        await until(lambda: sent(database, 2))
    assert sorted(telegram.took) == [(1, "alert"), (2, "other")]
    assert (await database.ask(outbox.counts)) == {DeliveryState.DEAD: 1, DeliveryState.SENT: 2}


async def test_a_long_wait_of_one_group_is_its_own(database: Database) -> None:
    """A group's minute is full: so long a wait for everybody would be one chat's flood delaying all others."""
    telegram = Telegram(outcomes=[Slower(40.0)])
    await put(database, (-1, "group"))
    async with pushing(database, telegram):
        await until(lambda: _took(telegram, 1))
        await put(database, (2, "other"))
        await until(lambda: sent(database, 1), 3)
    assert telegram.took == [(-1, "group"), (2, "other")]


async def test_long_waits_of_two_chats_at_a_time_are_asked_of_everybody(database: Database) -> None:
    telegram = Telegram(outcomes=[Slower(40.0), Slower(40.0)])
    await put(database, (-1, "one"), (-2, "two"))
    async with pushing(database, telegram):
        await until(lambda: _took(telegram, 2))
        await put(database, (3, "three"))
        await asyncio.sleep(0.7)
    assert len(telegram.took) == 2


async def test_a_group_that_becomes_a_supergroup_amid_a_burst_has_each_message_once_and_in_order(
    database: Database,
) -> None:
    group, supergroup = -3, -1_000_003
    telegram = Telegram(outcomes=[Sent(1), Sent(2), Moved(supergroup)])
    burst = [f"message {number}" for number in range(6)]
    await put(database, *((group, html) for html in burst))
    async with pushing(database, telegram):
        await until(lambda: sent(database, len(burst)), 30.0)
    assert telegram.took[:3] == [(group, html) for html in burst[:3]]
    assert telegram.took[3:] == [(supergroup, html) for html in burst[2:]]
