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
from tests.handlers.scripted_time import ScriptedTelegram, in_no_time
from tests.patience import AT_LAST_S

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
        await here.until(away=True, timeout_s=AT_LAST_S)


@pytest.mark.parametrize("fault", REFUSALS)
async def test_a_word_of_telegrams_own_is_an_answer(database: Database, fault: Fault) -> None:
    async with watched(database) as here:
        here.suffer(RESET)
        here.outage.doubt()
        await here.until(away=True, timeout_s=AT_LAST_S)
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
            await here.until(away=True, timeout_s=AT_LAST_S)
            here.suffer()
            away_s = await here.until(away=False, timeout_s=ASK_EVERY_S + 2)
    assert [entry["event"] for entry in logged] == ["telegram_away", "telegram_back"]
    assert abs(logged[1]["away_s"] - away_s) <= 1


async def test_a_question_that_hangs_does_not_hide_the_return(database: Database) -> None:
    async with watched(database) as here:
        here.suffer(RESET)
        here.outage.doubt()
        await here.until(away=True, timeout_s=AT_LAST_S)
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
        await here.until(away=True, timeout_s=AT_LAST_S)
        database.quiet(Bell.PUSH)
        here.suffer()
        await asyncio.wait_for(here.outage.until_next_end(), AT_LAST_S)
        assert await database.wait(Bell.PUSH, AT_LAST_S)
    due = await database.ask(lambda c: outbox.heads(c, CLOCK.now(), (), 10))
    assert [delivery.id for delivery in due] == [failed]


@dataclass(slots=True)
class Scripted:
    """An outage that is watched on a loop whose time jumps."""

    telegram: ScriptedTelegram
    database: Database
    outage: TelegramOutage
    began_s: float

    @property
    def asked_s(self) -> list[float]:
        """When Telegram was asked, from the first doubt on."""
        return [round(at_s - self.began_s, 3) for at_s in self.telegram.asked_s]

    @property
    def given_up_s(self) -> list[float]:
        """When a question was no longer waited for, from the first doubt on."""
        return [round(at_s - self.began_s, 3) for at_s in self.telegram.given_up_s]

    async def until_s(self, at_s: float) -> None:
        await asyncio.sleep(self.began_s + at_s - asyncio.get_running_loop().time())


@asynccontextmanager
async def scripted(url: str, *, up_from_s: float = 0.0, takes_s: float = 0.0) -> AsyncIterator[Scripted]:
    telegram, database = ScriptedTelegram(), Database(url)
    bot = ExtBot("1:token", request=telegram, get_updates_request=ScriptedTelegram())
    outage = TelegramOutage(bot, database, CLOCK)
    task = asyncio.create_task(outage.run())
    began_s = asyncio.get_running_loop().time()
    telegram.up_from_s, telegram.takes_s = began_s + up_from_s, takes_s
    outage.doubt()
    try:
        yield Scripted(telegram, database, outage, began_s)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await database.close()


def test_it_is_asked_every_two_seconds_while_it_is_away(database_url: str) -> None:
    async def outage() -> None:
        async with scripted(database_url, up_from_s=1_000) as here:
            await here.until_s(9)
            assert here.outage.away
            assert here.asked_s == [0, 0, 2, 4, 6, 8], "the doubt's own question, and then every two seconds"

    in_no_time(outage())


def test_a_question_that_hangs_is_given_up_after_ten_seconds_and_five_are_open_at_most(database_url: str) -> None:
    async def outage() -> None:
        async with scripted(database_url, takes_s=3_600) as here:
            await here.until_s(16.5)
            assert here.asked_s == [0, 5, 7, 9, 11, 13, 15]
            assert here.given_up_s == [5, 15]

    in_no_time(outage())


@pytest.mark.parametrize(("takes_s", "away"), [(4.9, False), (5.1, True)])
def test_a_first_answer_that_takes_five_seconds_is_an_outage(database_url: str, *, takes_s: float, away: bool) -> None:
    async def outage() -> None:
        async with scripted(database_url, takes_s=takes_s) as here:
            await here.until_s(5.05)
            assert here.outage.away is away

    in_no_time(outage())


def test_the_next_doubt_is_looked_into_a_second_after_an_answer(database_url: str) -> None:
    async def outage() -> None:
        async with scripted(database_url) as here:
            await here.until_s(0.5)
            here.outage.doubt()
            await here.until_s(1.5)
            assert here.asked_s == [0, 1]
            assert not here.outage.away

    in_no_time(outage())


@pytest.mark.usefixtures("database")  # for its tables
def test_the_questions_that_hang_end_with_the_outage(database_url: str) -> None:
    async def outage() -> None:
        async with scripted(database_url, takes_s=3_600) as here:
            await here.until_s(8)
            here.telegram.takes_s = 0.1
            await here.outage.until_here()
            await asyncio.sleep(0)
            assert here.given_up_s == [5, 9.1, 9.1], "those of 5 and 7; that of 9 was answered"
            while not here.database.rung(Bell.PUSH):
                await asyncio.sleep(0.001)

    in_no_time(outage())
