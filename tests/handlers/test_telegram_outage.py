"""An outage is noticed once a request has failed, and its end by the first answer, whatever hangs."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.clocks import machine_clock
from handlers.messages import Message, to_payload
from handlers.telegram_outage import ASK_EVERY_S, PATIENCE_S, TelegramOutage
from newsroom.chat import ChatId, Place
from standin import Running, StandinSettings, standin
from standin.faults import Fault, FaultKind
from storage import outbox
from storage.database import Bell, Database

CLOCK = machine_clock()
RESET = Fault(kind=FaultKind.RESET, method="getMe", times=-1)
REFUSALS = [
    pytest.param(Fault(kind=FaultKind.STATUS, status=401, description="Unauthorized", times=-1), id="401"),
    pytest.param(Fault(kind=FaultKind.STATUS, status=429, description="Too", retry_after_s=9, times=-1), id="429"),
]
AWAY = [
    pytest.param(RESET, id="reset"),
    pytest.param(Fault(kind=FaultKind.STATUS, status=502, times=-1), id="502"),
    pytest.param(Fault(kind=FaultKind.BODY, status=200, times=-1), id="a page that is no answer"),
]


@dataclass(slots=True)
class Watched:
    telegram: Running
    outage: TelegramOutage

    def suffer(self, *faults: Fault) -> None:
        self.telegram.server.faults.waiting[:] = faults

    async def until(self, *, away: bool, timeout_s: float) -> float:
        started = time.monotonic()
        async with asyncio.timeout(timeout_s):
            while self.outage.away is not away:
                await asyncio.sleep(0.01)
        return time.monotonic() - started


@asynccontextmanager
async def watched(database: Database) -> AsyncIterator[Watched]:
    async with standin(StandinSettings()) as telegram:
        bot = ExtBot(telegram.token, base_url=telegram.api_url, request=HTTPXRequest(connection_pool_size=16))
        await bot.initialize()
        outage = TelegramOutage(bot, database, CLOCK)
        task = asyncio.create_task(outage.run())
        try:
            yield Watched(telegram, outage)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await bot.shutdown()


@pytest.mark.parametrize("fault", AWAY)
async def test_it_is_away_once_a_doubt_is_not_answered(database: Database, fault: Fault) -> None:
    async with watched(database) as here:
        here.suffer(fault)
        assert not here.outage.away
        here.outage.doubt()
        await here.until(away=True, timeout_s=5)


@pytest.mark.parametrize("fault", REFUSALS)
async def test_a_word_of_telegrams_own_is_an_answer(database: Database, fault: Fault) -> None:
    async with watched(database) as here:
        here.suffer(RESET)
        here.outage.doubt()
        await here.until(away=True, timeout_s=5)
        here.suffer(fault)
        await here.until(away=False, timeout_s=ASK_EVERY_S + 2)


async def test_a_doubt_that_is_answered_is_no_outage(database: Database) -> None:
    with capture_logs() as logged:
        async with watched(database) as here:
            here.outage.doubt()
            with pytest.raises(TimeoutError):
                await here.until(away=True, timeout_s=0.5)
    assert logged == []


async def test_the_log_has_how_long_it_was_away(database: Database) -> None:
    with capture_logs() as logged:
        async with watched(database) as here:
            here.suffer(RESET)
            here.outage.doubt()
            await here.until(away=True, timeout_s=5)
            here.suffer()
            away_s = await here.until(away=False, timeout_s=ASK_EVERY_S + 2)
    assert [entry["event"] for entry in logged] == ["telegram_away", "telegram_back"]
    assert abs(logged[1]["away_s"] - away_s) <= 1


async def test_a_question_that_hangs_does_not_hide_the_return(database: Database) -> None:
    async with watched(database) as here:
        here.suffer(RESET)
        here.outage.doubt()
        await here.until(away=True, timeout_s=5)
        here.suffer(Fault(kind=FaultKind.HANG, method="getMe", times=-1))
        await asyncio.sleep(ASK_EVERY_S + 0.5)
        here.suffer()
        assert await here.until(away=False, timeout_s=PATIENCE_S) < ASK_EVERY_S + 1


async def test_its_end_makes_due_what_failed_and_leaves_alone_what_waits_for_its_hour(database: Database) -> None:
    async def queued(chat: int) -> int:
        async with database.write() as tx:
            payload = to_payload(Message(html="x"))
            place = Place(chat=ChatId(chat))
            return await outbox.put(tx, place, outbox.DeliveryKind.MESSAGE, payload, CLOCK.now())

    failed, waits = await queued(1), await queued(2)
    async with database.write() as tx:
        await outbox.postpone(tx, failed, CLOCK.later(300), "reset")
        await outbox.postpone(tx, waits, CLOCK.later(300), "paced", counts=False)
    async with watched(database) as here:
        here.suffer(RESET)
        here.outage.doubt()
        await here.until(away=True, timeout_s=5)
        database.quiet(Bell.PUSH)
        here.suffer()
        await asyncio.wait_for(here.outage.until_next_end(), 5)
        assert await database.wait(Bell.PUSH, 5)
    due = await database.ask(lambda c: outbox.heads(c, CLOCK.now(), (), 10))
    assert [delivery.id for delivery in due] == [failed]
