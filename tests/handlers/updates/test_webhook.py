"""Telegram calls: stored before it is answered, only with path and secret, and given back when polling returns."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import structlog
from sqlalchemy import func, select, text
from telegram.ext import ExtBot

from bot.clocks import machine_clock
from bot.program import run
from bot.webhook_listener import webhook_listener
from config.schema import AccessSettings, Settings, TelegramSettings
from handlers.telegram_outage import TelegramOutage
from handlers.updates.polling import Polling
from handlers.updates.webhook import Webhook, keys_of, take_back
from newsroom.access import AccessMode
from standin import Running, StandinSettings, standin, user_actions
from standin.faults import Fault, FaultKind
from standin.initial_chats import PRIVATE_ID
from storage import inbox
from storage.database import Database
from storage.tables import updates
from tests.builders import update

PUBLIC = "https://bot.example.org/wirewatch"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def telegram() -> AsyncIterator[Running]:
    async with standin(StandinSettings()) as running:
        yield running


@asynccontextmanager
async def bot_of(telegram: Running) -> AsyncIterator[ExtBot[None]]:
    bot = ExtBot(telegram.token, base_url=telegram.api_url)
    await bot.initialize()
    yield bot
    await bot.shutdown()


@asynccontextmanager
async def listener(database: Database, telegram: Running) -> AsyncIterator[tuple[str, Webhook]]:
    """The address on this machine that a proxy hands calls on to."""
    async with bot_of(telegram) as bot:
        webhook = Webhook(database, bot, machine_clock(), PUBLIC)
        async with webhook_listener(TelegramSettings(webhook_port=0), webhook) as port:
            yield f"http://127.0.0.1:{port}", webhook


async def call(address: str, path: str, secret: str | None, body: Any) -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with aiohttp.ClientSession() as http:
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with http.post(f"{address}/{path}", headers=headers, **sent) as answer:
            return answer.status


async def stored(database: Database) -> list[int]:
    return [one.update_id for one in await database.ask(inbox.undone)]


async def test_a_call_is_stored_once_however_often_it_comes(database: Database, telegram: Running) -> None:
    keys = keys_of(telegram.token)
    async with listener(database, telegram) as (address, _):
        calls = [call(address, path, keys.secret, update(7)) for path in (keys.path, f"wirewatch/{keys.path}")]
        assert await asyncio.gather(*calls) == [200, 200]
    assert await stored(database) == [7]


@pytest.mark.parametrize("case", ["path", "secret", "no secret", "neither", "no path", "GET"])
async def test_who_lacks_path_or_secret_finds_nothing(case: str, database: Database, telegram: Running) -> None:
    keys = keys_of(telegram.token)
    path = {"path": "x" * 40, "neither": "x", "no path": ""}.get(case, keys.path)
    secret = {"secret": keys.secret[:-1] + "é", "no secret": None, "neither": None}.get(case, keys.secret)
    async with listener(database, telegram) as (address, _):
        if case == "GET":
            async with aiohttp.ClientSession() as http, http.get(f"{address}/{path}") as answer:
                assert answer.status == 404
        else:
            assert await call(address, path, secret, update(7)) == 404
    assert await stored(database) == []


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[" * 5_000, b'{"update_id":9223372036854775808}', b'{"a":1}'])
async def test_what_is_no_update_is_taken_and_not_stored(body: bytes, database: Database, telegram: Running) -> None:
    """Refused, it would come again and again."""
    keys = keys_of(telegram.token)
    async with listener(database, telegram) as (address, _):
        with structlog.testing.capture_logs() as logs:
            assert await call(address, keys.path, keys.secret, body) == 200
        assert [one["event"] for one in logs] == ["webhook_unreadable"]
        assert await call(address, keys.path, keys.secret, update(7)) == 200
    assert await stored(database) == [7]


async def test_what_could_not_be_stored_is_not_taken_so_that_it_comes_again(
    database: Database, telegram: Running
) -> None:
    keys = keys_of(telegram.token)
    async with listener(database, telegram) as (address, _):
        async with database.write() as tx:
            await tx.execute(text("ALTER TABLE updates RENAME TO elsewhere"))
            await tx.execute(text("CREATE VIEW updates AS SELECT * FROM elsewhere"))
        assert await call(address, keys.path, keys.secret, update(7)) == 503
        async with database.write() as tx:
            await tx.execute(text("DROP VIEW updates"))
            await tx.execute(text("ALTER TABLE elsewhere RENAME TO updates"))
        assert await call(address, keys.path, keys.secret, update(7)) == 200
    assert await stored(database) == [7]


def test_the_keys_are_each_bots_own_and_show_nothing_of_its_token() -> None:
    one, other = keys_of("1:secret"), keys_of("2:secret")
    assert one == keys_of("1:secret")
    assert len({one.path, one.secret, other.path, other.secret}) == 4
    assert "secret" not in one.path + one.secret


async def test_a_webhook_that_somebody_deleted_is_set_anew(database: Database, telegram: Running) -> None:
    async with listener(database, telegram) as (_, webhook), bot_of(telegram) as bot:
        await webhook._look(is_set=False)
        await bot.delete_webhook()
        await webhook._look(is_set=True)
        assert (await bot.get_webhook_info()).url == f"{PUBLIC}/{keys_of(telegram.token).path}"


def info(minutes_ago: float, telegram: Running) -> Fault:
    """What Telegram says of a webhook that it can't call."""
    result = {
        "url": f"{PUBLIC}/{keys_of(telegram.token).path}",
        "has_custom_certificate": False,
        "pending_update_count": 3,
        "last_error_date": int(time.time() - 60 * minutes_ago),
        "last_error_message": "Connection refused",
    }
    body = json.dumps({"ok": True, "result": result})
    return Fault(kind=FaultKind.BODY, method="getWebhookInfo", status=200, body=body)


@pytest.mark.parametrize(("minutes_ago", "failing"), [(0.5, True), (30, False)])
async def test_that_telegram_does_not_get_through_is_said_in_its_words_and_counts_as_silence(
    database: Database, telegram: Running, minutes_ago: float, *, failing: bool
) -> None:
    async with listener(database, telegram) as (_, webhook):
        await webhook._look(is_set=False)
        before_s = webhook.last_good_s
        telegram.server.faults.add(info(minutes_ago, telegram))
        with structlog.testing.capture_logs() as logs:
            await webhook._look(is_set=True)
    lines = [(one["event"], one["description"], one["waiting"]) for one in logs]
    assert lines == ([("webhook_failing", "Connection refused", 3)] if failing else [])
    assert (webhook.last_good_s > before_s) is not failing


async def test_a_webhook_that_telegram_does_not_set_is_tried_again_and_said(
    database: Database, telegram: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.updates.webhook._AFTER_FAILURE_S", 0.1)
    refusal = "Bad Request: bad webhook: HTTPS url must be provided for webhook"
    fault = Fault(kind=FaultKind.STATUS, method="setWebhook", status=400, description=refusal)
    telegram.server.faults.add(fault)
    async with bot_of(telegram) as bot:
        outage, stop = TelegramOutage(bot, database, machine_clock()), asyncio.Event()
        webhook = Webhook(database, bot, machine_clock(), PUBLIC, outage=outage)
        with structlog.testing.capture_logs() as logs:
            running = asyncio.create_task(webhook.run(stop))

            async def is_set() -> bool:
                return bool(telegram.server.state.webhook_url)

            await _until(is_set)
            stop.set()
            await running
    assert [one["event"] for one in logs] == ["webhook_not_set", "webhook_set"]
    assert "https url must be provided" in logs[0]["description"]


async def _until(condition: Any, timeout_s: float = 60.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not await condition():
            await asyncio.sleep(0.05)


async def test_the_program_answers_what_telegram_calls_with_and_polls_again_without_the_setting(
    tmp_path: Path, telegram: Running
) -> None:
    """As a proxy in front of it would hand on the calls."""
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/w.db",
        access=AccessSettings(mode=AccessMode.OPEN),
        telegram=TelegramSettings(
            token=telegram.token, api_url=telegram.url, webhook_url=PUBLIC, webhook_port=_free_port()
        ),
    )
    state, stop = telegram.server.state, asyncio.Event()
    program = asyncio.create_task(run(settings, machine_clock(), stop))

    async def is_set() -> bool:
        return bool(state.webhook_url)

    await _until(is_set)
    user_actions.say(telegram.server, PRIVATE_ID, "/topics")
    path = urlsplit(state.webhook_url).path.removeprefix("/wirewatch/")
    address = f"http://127.0.0.1:{settings.telegram.webhook_port}"
    for one in list(state.updates):
        assert await call(address, path, state.webhook_secret, one) == 200
    state.updates.clear()

    async def answered(number: int) -> bool:
        return len([entry for entry in state.log if entry.method == "sendMessage"]) >= number

    await _until(lambda: answered(1))
    stop.set()
    await program

    stop = asyncio.Event()
    polled = settings.model_copy(update={"telegram": TelegramSettings(token=telegram.token, api_url=telegram.url)})
    program = asyncio.create_task(run(polled, machine_clock(), stop))
    user_actions.say(telegram.server, PRIVATE_ID, "/help")
    await _until(lambda: answered(2))
    assert state.webhook_url == ""
    stop.set()
    await program
    database = Database(settings.database_url)
    async with database.read() as connection:
        done = select(func.count()).select_from(updates).where(updates.c.done_at.is_not(None))
        assert (await connection.execute(done)).scalar_one() == 2
    await database.close()


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def test_a_webhook_of_another_program_is_left_alone(database: Database, telegram: Running) -> None:
    async with bot_of(telegram) as bot:
        assert await take_back(bot)
        await bot.set_webhook("https://other.example/hook")
        assert not await take_back(bot)
        polling, stop = Polling(database, bot, machine_clock(), poll_s=0), asyncio.Event()
        with structlog.testing.capture_logs() as logs:
            task = asyncio.create_task(polling.run(stop))

            async def met() -> bool:
                return any(one["event"] == "webhook_of_another" for one in logs)

            await _until(met)
            stop.set()
            await task
        assert telegram.server.state.webhook_url == "https://other.example/hook"
