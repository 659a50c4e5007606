"""The poller's traps: whatever getUpdates answers, the next poll comes, and what lasts is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import structlog
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.clocks import machine_clock
from handlers.updates.polling import Polling, pause_s
from standin import Running, StandinSettings, standin, test_controls, user_actions
from standin.faults import Fault, FaultKind
from storage import inbox, incidents
from storage.database import Database
from storage.incidents import IncidentKind
from tests.patience import AT_LAST_S

CHAT = 1001
# JSON, and no answer of Telegram's: a proxy's, or a half-broken server's. Each ended the program once.
ODD = ("null", "[]", '"ok"', "7", "true", '{"ok":true}', '{"ok":false}', "[" * 5_000)


@asynccontextmanager
async def polling(
    database: Database, running: Running, lasting_s: float = 60.0, read_timeout_s: float = 60.0
) -> AsyncIterator[Polling]:
    request = HTTPXRequest(connection_pool_size=8, read_timeout=read_timeout_s)
    bot = ExtBot(running.token, base_url=running.api_url, request=HTTPXRequest(), get_updates_request=request)
    await bot.initialize()
    made = Polling(database, bot, machine_clock(), watchdog_s=1.0, lasting_s=lasting_s, poll_s=0)
    stop = asyncio.Event()
    task = asyncio.create_task(made.run(stop))
    try:
        yield made
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.shutdown()


@pytest.fixture
async def telegram() -> AsyncIterator[Running]:
    async with standin(StandinSettings()) as running:
        yield running


async def heard(database: Database, number: int, timeout_s: float = 15.0) -> list[inbox.Received]:
    async with asyncio.timeout(timeout_s):
        while len(found := await database.ask(inbox.undone)) < number:
            await asyncio.sleep(0.02)
    return found


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(kind=FaultKind.STATUS, status=404, description="Not Found"), id="404"),
        pytest.param(Fault(kind=FaultKind.STATUS, status=401, description="Unauthorized"), id="401"),
        pytest.param(Fault(kind=FaultKind.STATUS, status=409, description="Conflict: terminated"), id="409"),
        pytest.param(Fault(kind=FaultKind.STATUS, status=502, description="Bad Gateway"), id="502"),
        pytest.param(Fault(kind=FaultKind.STATUS, status=429, description="Too", retry_after_s=1), id="429"),
        pytest.param(Fault(kind=FaultKind.BODY, status=200), id="garbage"),
        pytest.param(Fault(kind=FaultKind.BODY, status=200, body='{"ok":true,"result":7}'), id="no list"),
        pytest.param(Fault(kind=FaultKind.PARTIAL, status=200), id="cut short"),
        *(pytest.param(Fault(kind=FaultKind.BODY, status=200, body=body), id=f"{body[:12]} as JSON") for body in ODD),
        pytest.param(Fault(kind=FaultKind.BODY, status=502, body="null"), id="null with 502"),
        pytest.param(Fault(kind=FaultKind.BODY, status=200, body='{"ok":true,"result":[{"message":{}}]}'), id="no ids"),
        pytest.param(
            Fault(kind=FaultKind.BODY, status=200, body='{"ok":true,"result":[{"update_id":9223372036854775808}]}'),
            id="an id of 65 bits",
        ),
        pytest.param(Fault(kind=FaultKind.RESET), id="reset"),
        pytest.param(Fault(kind=FaultKind.HANG), id="a socket that hangs"),
    ],
)
async def test_polling_goes_on_after(database: Database, telegram: Running, fault: Fault) -> None:
    telegram.server.faults.add(replace(fault, method="getUpdates"))
    async with polling(database, telegram):
        await asyncio.sleep(0.1)
        user_actions.say(telegram.server, CHAT, "/topics")
        assert len(await heard(database, 1)) == 1


CUT_SHORT = [
    pytest.param(Fault(kind=FaultKind.STATUS, status=404), 60.0, ("poll_updates_failed", "EndPointNotFound"), id="404"),
    pytest.param(Fault(kind=FaultKind.STATUS, status=502), 60.0, ("poll_updates_failed", "NetworkError"), id="502"),
    pytest.param(Fault(kind=FaultKind.BODY, status=200), 60.0, ("poll_updates_failed", "TelegramError"), id="garbage"),
    pytest.param(Fault(kind=FaultKind.RESET), 60.0, ("poll_updates_failed", "NetworkError"), id="reset"),
    pytest.param(Fault(kind=FaultKind.HANG), 0.2, ("poll_updates_failed", "TimedOut"), id="no answer in time"),
    pytest.param(Fault(kind=FaultKind.HANG), 60.0, ("polling_restarted", None), id="no answer before the watchdog"),
]


@pytest.mark.parametrize(("fault", "read_timeout_s", "logged_as"), CUT_SHORT)
async def test_a_poll_that_fails_is_logged_however_it_fails(
    database: Database, telegram: Running, fault: Fault, read_timeout_s: float, logged_as: tuple[str, str | None]
) -> None:
    telegram.server.faults.add(replace(fault, method="getUpdates"))
    with structlog.testing.capture_logs() as logged:
        async with polling(database, telegram, read_timeout_s=read_timeout_s):
            user_actions.say(telegram.server, CHAT, "/topics")
            await heard(database, 1)
    first = next(event for event in logged if event["log_level"] == "warning")
    assert (first["event"], first.get("error")) == logged_as
    assert first["failures"] == 1


async def test_a_restart_of_the_connections_that_fails_is_logged_too(database: Database, telegram: Running) -> None:
    with structlog.testing.capture_logs() as logged:
        async with polling(database, telegram):
            telegram.server.faults.add(Fault(kind=FaultKind.HANG, method="getUpdates"))
            telegram.server.faults.add(Fault(kind=FaultKind.STATUS, status=502, method="getMe"))
            await asyncio.sleep(1.5)
            user_actions.say(telegram.server, CHAT, "/topics")
            await heard(database, 1)
    assert "polling_restart_failed" in {event["event"] for event in logged}


AT_ONCE, CUT_S = 0.1, 25.0
PAUSES = [
    pytest.param(TimedOut(), 0, CUT_S, 0.0, id="a long poll that timed out once is asked again at once"),
    pytest.param(TimedOut(), 1, CUT_S, 1.0, id="a second time: after a breath"),
    pytest.param(TimedOut(), 1_000, CUT_S, 2.0, id="always: it listens, but for two seconds"),
    pytest.param(NetworkError("reset"), 1_000, CUT_S, 2.0, id="cut by a router each time"),
    pytest.param(NetworkError("Bad Gateway"), 1_000, 5.0, 2.0, id="cut after five seconds each time"),
    pytest.param(TimedOut(), 0, AT_ONCE, 1.0, id="no connection to be had"),
    pytest.param(NetworkError("refused"), 0, AT_ONCE, 1.0, id="refused"),
    pytest.param(NetworkError("refused"), 1_000, AT_ONCE, 3.0, id="an outage: its end is not to be missed"),
    pytest.param(BadRequest("Bad Request"), 2, AT_ONCE, 3.0, id="400"),
    pytest.param(Conflict("other poller"), 3, CUT_S, 8.0, id="another poller that cuts us would be cut in turn"),
    pytest.param(InvalidToken("wrong"), 4, AT_ONCE, 15.0, id="401"),
    pytest.param(TelegramError("no list"), 5, CUT_S, 3.0, id="an answer that is none: a page of a proxy's"),
    pytest.param(InvalidToken("wrong"), 5, AT_ONCE, 30.0, id="401 again and again"),
    pytest.param(RetryAfter(7), 1_000, AT_ONCE, 7.0, id="as long as Telegram asks"),
]


@pytest.mark.parametrize(("error", "failures", "lasted_s", "pause"), PAUSES)
def test_a_poll_that_was_listening_is_followed_by_the_next_and_an_outage_by_a_pause(
    error: TelegramError, failures: int, lasted_s: float, pause: float
) -> None:
    assert pause_s(error, failures, lasted_s) == pause


async def test_a_malformed_update_is_kept_and_the_next_ones_come(database: Database, telegram: Running) -> None:
    test_controls.queue_raw_update(telegram.server, {"message": {"message_id": "no number", "chat": 7}})
    test_controls.queue_raw_update(telegram.server, {"message": None})
    user_actions.say(telegram.server, CHAT, "/topics")
    async with polling(database, telegram):
        assert len(await heard(database, 3)) == 3


async def test_a_foreign_poller_that_takes_turns_is_told_once_and_its_end_too(
    database: Database, telegram: Running
) -> None:
    conflict = Fault(
        kind=FaultKind.STATUS, method="getUpdates", status=409, description="Conflict: terminated", times=1
    )
    async with polling(database, telegram, lasting_s=0.8):
        for _ in range(3):
            telegram.server.faults.add(conflict)
            await asyncio.sleep(0.7)
        assert await _notified(database, 1) == [(IncidentKind.TELEGRAM_CONFLICT, False)]
        assert await _notified(database, 1) == [(IncidentKind.TELEGRAM_CONFLICT, True)]


async def _notified(database: Database, number: int) -> list[tuple[IncidentKind, bool]]:
    async with asyncio.timeout(AT_LAST_S):
        while True:
            async with database.write() as tx:
                found = await incidents.to_notify(tx)
                for incident in found:
                    await incidents.notified(tx, incident, machine_clock().now())
            if len(found) >= number:
                return [(incident.kind, incident.over) for incident in found]
            await asyncio.sleep(0.05)
