"""Every wait and limit that we hand to a library is in force there; `tests/architecture/test_limits.py` keeps the list.

python-telegram-bot took ours for one half of its requests and kept its own five seconds for the other: the bot was deaf
for up to 30 s after each quiet minute, and no test asked.
"""

import asyncio
import io
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
from aiohttp import web
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.clocks import machine_clock
from bot.doctor import examine
from bot.jobs import Job, scheduler
from bot.local.wires.feed_server import serve_wires
from bot.local.wires.scenario import load_scenario
from bot.monitoring.metrics import Metrics
from bot.monitoring.monitor import monitored
from bot.monitoring.running_process import running_process
from bot.stepped_run import stepped_run
from bot.telegram_connection import tls
from bot.webhook_listener import BODY_BYTES as CALL_BYTES
from bot.webhook_listener import webhook_listener
from bot.wiring import newsdesk, services_of, telegram_bots
from config.schema import MonitoringSettings, Settings, TelegramSettings, WatchSettings
from desk.second_process import second_process
from handlers.access import Admins
from handlers.sending.sender import Sender
from handlers.sentences.reader import Reader
from handlers.updates.polling import POLL_S, Polling
from handlers.updates.relevance import ALLOWED
from handlers.updates.webhook import Webhook, keys_of
from standin import Running, StandinClient, StandinSettings, standin, user_actions
from standin.faults import Fault, FaultKind
from standin.initial_chats import PRIVATE_ID
from standin.server import BODY_BYTES_MAX
from storage.database import Database
from tests.builders import NOW
from watchers import unhurried
from watchers.fetch import Fetcher
from watchers.parse import Parser

PROXY = "http://proxy.example:3128"
SENDING = {"connect": 10.0, "read": 20.0, "write": 10.0, "pool": 5.0, "media": 20.0, "connections": 64}
HEARING = SENDING | {"read": POLL_S + 15.0, "connections": 8}


async def test_what_commands_post_to_a_new_address_is_unhurried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/webhook would show by when it fails which inner names there are."""
    monkeypatch.setattr(unhurried, "UNHURRIED_S", 0.5)
    settings = Settings(database_url=f"sqlite:///{tmp_path}/w.db", telegram=TelegramSettings(token="1:x"))  # noqa: S106 - opens nothing
    async with newsdesk(settings, machine_clock()) as desk:
        bot: ExtBot[None] = ExtBot("1:x")
        services = services_of(desk, bot, Admins(bot))
        began_s = time.monotonic()
        answer = await services.posting("http://127.0.0.1:9/hook", b"{}", {})
        assert answer.problem is not None
        assert time.monotonic() - began_s >= 0.5


BY_ENVIRONMENT = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxy_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BY_ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def telegram() -> AsyncIterator[Running]:
    async with standin(StandinSettings()) as running:
        yield running


def settings(url: str, proxy: str | None = None) -> Settings:
    return Settings(telegram=TelegramSettings(token=StandinSettings().token, api_url=url, proxy=proxy))


@asynccontextmanager
async def both(given: Settings) -> AsyncIterator[tuple[ExtBot[None], ExtBot[None]]]:
    bots = telegram_bots(given)
    try:
        yield bots
    finally:
        for request in (request for bot in bots for request in bot._request):
            await request.shutdown()


def carried(request: Any, url: str) -> dict[str, object]:
    """What a request object of python-telegram-bot's would go by now, read where httpx and httpcore keep it."""
    assert isinstance(request, HTTPXRequest)
    pool: Any = request._client._transport_for_url(httpx.URL(url))
    pool = pool._pool
    proxy = getattr(pool, "_proxy_url", None)
    return {
        **request._client.timeout.as_dict(),
        "media": request._media_write_timeout,
        "connections": pool._max_connections,
        "proxy": f"http://{proxy.host.decode()}:{proxy.port}" if proxy else None,
    }


@pytest.mark.parametrize("url", ["https://api.telegram.org", "http://127.0.0.1:8081"])
@pytest.mark.parametrize("proxy", [None, PROXY])
async def test_each_request_object_of_each_bot_carries_every_limit(url: str, proxy: str | None) -> None:
    bot, ear = telegram_bots(settings(url, proxy))
    for one, wanted in ((bot, SENDING), (ear, HEARING)):
        assert [carried(request, url) for request in one._request] == [wanted | {"proxy": proxy}] * 2
        assert one._request[0] is not one._request[1]


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://api.telegram.org", PROXY),
        ("http://api.example:8081", PROXY),
        ("http://127.0.0.1:8081", None),
        ("http://127.8.0.1:8081/", None),
        ("http://[::1]:8081", None),
        ("http://localhost:8081", None),
    ],
)
async def test_the_environments_proxy_is_obeyed_but_on_the_way_to_this_machine(
    url: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", PROXY)
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    for one in telegram_bots(settings(url)):
        assert [carried(request, url)["proxy"] for request in one._request] == [proxy] * 2


async def test_a_server_on_this_machine_is_reached_though_the_environment_names_a_proxy(
    telegram: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nobody listens there
    async with both(settings(telegram.url)) as (bot, ear):
        assert (await bot.get_me()).username == (await ear.get_me()).username
    assert "@" in await telegram_finding(settings(telegram.url))


async def test_the_limits_outlast_a_restart_of_the_connections(telegram: Running) -> None:
    bot, ear = telegram_bots(settings(telegram.url))
    for one, wanted in ((bot, SENDING), (ear, HEARING)):
        await one.initialize()
        await one.shutdown()
        await one.initialize()
        assert [carried(request, telegram.url) for request in one._request] == [wanted | {"proxy": None}] * 2
        await one.shutdown()


def times_of(bots: tuple[ExtBot[None], ...]) -> dict[str, dict[str, float]]:
    """The time limits that each request really left with, by its method, written down as it goes."""
    timeouts: dict[str, dict[str, float]] = {}

    async def note(request: httpx.Request) -> None:
        timeouts[request.url.path.rsplit("/", 1)[-1]] = request.extensions["timeout"]

    for request in (request for bot in bots for request in bot._request):
        assert isinstance(request, HTTPXRequest)
        request._client.event_hooks = {"request": [note]}
    return timeouts


async def test_each_request_leaves_with_the_limits_of_its_kind(telegram: Running, database: Database) -> None:
    user_actions.say(telegram.server, PRIVATE_ID, "/start")  # a bot may not write first
    async with both(settings(telegram.url)) as (bot, ear):
        timeouts = times_of((bot, ear))
        await bot.send_message(PRIVATE_ID, "x")
        await bot.send_document(PRIVATE_ID, b"a,b\n", filename="a.csv")
        await Polling(database, ear, machine_clock(), poll_s=0)._ask(None)
    sends = {name: SENDING[name] for name in ("connect", "read", "write", "pool")}
    assert timeouts == {
        "sendMessage": sends,
        "sendDocument": sends | {"write": SENDING["media"]},
        "getUpdates": sends | {"read": HEARING["read"]},
    }


async def test_a_poll_asks_for_its_time_and_its_kinds_and_is_awaited_for_longer(database: Database) -> None:
    asked: list[dict[str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append({name: str(value) for name, value in (await request.post()).items()})
        return web.json_response({"ok": True, "result": []})

    async with served(answer) as url, both(settings(url)) as (_, ear):
        polling = Polling(database, ear, machine_clock())
        await polling._ask(8)
    assert asked == [{"timeout": f"{POLL_S}", "allowed_updates": json.dumps(ALLOWED), "offset": "8"}]
    assert POLL_S < float(HEARING["read"]) < polling._watchdog_s


@asynccontextmanager
async def served(handler: Callable[[web.Request], Any]) -> AsyncIterator[str]:
    app = web.Application(client_max_size=1 << 20)
    app.router.add_route("*", "/{rest:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def telegram_finding(given: Settings) -> str:
    given = given.model_copy(update={"database_url": "sqlite:////nowhere/w.db"})
    return {finding.what: Reader().plain(finding.sentence) async for finding in examine(given)}["telegram"]


async def test_doctor_waits_no_longer_than_it_says(telegram: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor._TIMEOUT_S", 0.2)
    telegram.server.faults.add(Fault(kind=FaultKind.HANG, method="getMe"))
    assert "ReadTimeout" in await telegram_finding(settings(telegram.url))


async def test_doctor_goes_by_the_proxy() -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(f"{request.url}")
        return web.json_response({"ok": True, "result": {"username": "known_bot"}})

    async with served(answer) as proxy:
        assert "@known_bot" in await telegram_finding(settings("http://telegram.invalid", proxy))
    assert asked == ["http://telegram.invalid/bot4200:local-mode/getMe"]


async def test_a_job_on_the_clockwork_is_never_skipped_doubled_or_run_beside_itself() -> None:
    async def nothing() -> None:
        return None

    clockwork = scheduler([Job(name="a", every_s=7.0, run=nothing)])
    clockwork.start(paused=True)
    job = clockwork.get_job("a")
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    assert job.trigger.interval.total_seconds() == 7.0
    clockwork.shutdown(wait=False)


async def test_the_settings_reach_the_fetcher_and_the_parser(tmp_path: Path) -> None:
    watch = WatchSettings(
        proxy=PROXY,
        connect_timeout_s=3.5,
        fetch_timeout_s=17.5,
        parse_timeout_s=2.5,
        body_bytes=123_456,
        at_once=7,
        at_once_per_host=3,
    )
    given = Settings(database_url=f"sqlite:///{tmp_path}/w.db", watch=watch)
    async with newsdesk(given, machine_clock()) as desk:
        fetcher, parser = desk.poll._fetcher, desk.poll._parser
        assert isinstance(fetcher, Fetcher)
        assert isinstance(parser, Parser)
        found = fetcher._settings
        assert (found.proxy_url, found.connect_timeout_s, found.total_timeout_s) == (PROXY, 3.5, 17.5)
        assert (found.body_limit_bytes, found.at_once, found.per_host) == (123_456, 7, 3)
        assert (parser._wall_limit_s, {worker.command[1] for worker in parser._workers}) == (2.5, {"2.5"})
        assert len(parser._workers) == len(os.sched_getaffinity(0))
        assert desk.poll._rules.at_once == 7


async def test_what_repairs_beside_has_one_worker(tmp_path: Path, telegram: Running) -> None:
    bot, _ = telegram_bots(settings(telegram.url))
    given = Settings(database_url=f"sqlite:///{tmp_path}/w.db")
    async with stepped_run(given, NOW, Sender(bot)) as played:
        in_a_thread: Any = played.repairs._beside
        assert in_a_thread._max_workers == 1
    with second_process() as in_a_process:
        beside: Any = in_a_process
        assert beside._max_workers == 1


async def test_the_standin_takes_long_bodies(telegram: Running) -> None:
    """The library would refuse a form of more than 1 MB with a 413 that Telegram never sends."""
    user_actions.say(telegram.server, PRIVATE_ID, "/start")
    form = io.BytesIO(f"chat_id={PRIVATE_ID}&text={'x' * (3 << 20)}".encode())
    url, kind = f"{telegram.api_url}{telegram.token}/sendMessage", {"Content-Type": "application/x-www-form-urlencoded"}
    async with aiohttp.ClientSession() as http, http.post(url, data=form, headers=kind) as answer:
        assert (answer.status, (await answer.json())["description"]) == (400, "Bad Request: text is too long")
    assert BODY_BYTES_MAX > 50 << 20  # what Telegram takes of a bot


async def test_the_standin_ends_at_once_though_a_request_hangs() -> None:
    """The library would wait for a minute."""
    async with aiohttp.ClientSession() as http:
        async with standin(StandinSettings()) as running:
            running.server.faults.add(Fault(kind=FaultKind.HANG))
            hanging = asyncio.create_task(http.get(f"{running.api_url}{running.token}/getMe"))
            await asyncio.sleep(0.2)
            started = time.monotonic()
        assert time.monotonic() - started < 10
        await asyncio.gather(hanging, return_exceptions=True)


async def test_a_call_of_the_webhook_has_a_megabyte_at_most(database: Database) -> None:
    async with standin(StandinSettings()) as telegram:
        bot = telegram_bots(Settings(telegram=TelegramSettings(token=telegram.token, api_url=telegram.url)))[1]
        webhook = Webhook(database, bot, machine_clock(), "https://bot.example")
        keys = keys_of(telegram.token)
        async with webhook_listener(TelegramSettings(webhook_port=0), webhook) as port, aiohttp.ClientSession() as http:
            address, secret = f"http://127.0.0.1:{port}/{keys.path}", {"X-Telegram-Bot-Api-Secret-Token": keys.secret}
            answers = [
                (await http.post(address, headers=secret, data=b" " * length)).status
                for length in (CALL_BYTES, CALL_BYTES + 1)
            ]
    assert answers == [200, 413]


async def test_the_monitor_ends_at_once_though_a_connection_is_open() -> None:
    clock = machine_clock()
    async with aiohttp.ClientSession() as http:
        async with monitored(MonitoringSettings(port=0), Metrics(), "sqlite:///x", clock) as monitor:
            answer = await http.get(f"http://127.0.0.1:{monitor.port}/healthz")
            started = time.monotonic()
        assert time.monotonic() - started < 10
        answer.close()


async def test_the_sample_wires_end_at_once_though_a_connection_is_open() -> None:
    scenario = load_scenario()
    async with aiohttp.ClientSession() as http:
        async with serve_wires(scenario, lambda: scenario.starts) as wires:
            answer = await http.get(wires.base_url)
            started = time.monotonic()
        assert time.monotonic() - started < 10
        answer.close()


async def test_the_client_of_the_standin_gives_up_after_a_minute(telegram: Running) -> None:
    async with StandinClient(telegram.url) as client:
        assert client._open().timeout.total == 60.0


async def test_top_waits_for_a_process_no_longer_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.monitoring.running_process._ANSWER_S", 0.2)

    async def hang(_request: web.Request) -> web.Response:
        await asyncio.sleep(3_600)
        return web.Response()

    async with served(hang) as url:
        assert await running_process(f"{url}/metrics") is None


async def test_top_asks_a_process_directly_though_the_environment_names_a_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in BY_ENVIRONMENT[:-1]:
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async def figures(_request: web.Request) -> web.Response:
        return web.Response(body=Metrics().text())

    async with served(figures) as url:
        assert await running_process(f"{url}/metrics") is not None


def test_certificates_that_the_environment_names_are_read_where_it_is_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{tmp_path / 'missing.pem'}")
    tls.cache_clear()
    with pytest.raises(FileNotFoundError):
        tls(trust_env=True)
    assert tls(trust_env=False) is tls(trust_env=False), "read once"
