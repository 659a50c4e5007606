"""/healthz, /readyz and /metrics of a program that runs, and of one that is in trouble."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.clocks import SetClock
from bot.monitoring.metrics import Metrics
from bot.monitoring.monitor import Monitor, monitored
from bot.monitoring.running_process import read_metrics
from config.schema import MonitoringSettings
from newsroom.access import AccessMode, AccessRule
from standin import StandinSettings, standin, user_actions
from standin.initial_chats import PRIVATE_ID
from storage import admission, chats, intake, outbox
from storage.database import Database
from storage.outbox import DeliveryKind, Priority
from storage.sources import sync_operator_sources
from tests.builders import CHAT, NOW, entry, place, spec
from tests.english import refused
from tests.patience import AT_LAST_S

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>
<item><guid>1</guid><title>Ferry stops at Lower Quay</title><description>The ferry stopped at noon.</description></item>
</channel></rss>"""
CONFIG = """
[access]
mode = "open"
[watch]
allow_private_networks = true
[log]
level = "error"
[monitoring]
port = {port}
[[sources]]
url = "{feed}"
name = "Outlet"
"""
ON = MonitoringSettings(port=0)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def get(port: int | None, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


@asynccontextmanager
async def feed() -> AsyncIterator[str]:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=FEED, content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/feed", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/feed"
    await runner.cleanup()


@asynccontextmanager
async def program(
    folder: Path, config: str, telegram_url: str, token: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    (folder / "wirewatch.toml").write_text(config, "utf-8")
    environment = os.environ | {
        "WIREWATCH_CONFIG": f"{folder}/wirewatch.toml",
        "WIREWATCH_DATABASE_URL": f"sqlite:///{folder}/w.db",
        "WIREWATCH_TELEGRAM_TOKEN": token,
        "WIREWATCH_TELEGRAM_API_URL": telegram_url,
    }
    words = (sys.executable, "-m", "wirewatch", "run")
    running = await asyncio.create_subprocess_exec(*words, env=environment, stderr=asyncio.subprocess.PIPE)
    try:
        yield running
    finally:
        running.terminate()
        await asyncio.wait_for(running.wait(), AT_LAST_S)


async def test_a_running_program_answers_all_three_and_never_names_its_token(tmp_path: Path) -> None:
    """Counted whatever the log's level shows."""
    port = free_port()
    async with standin(StandinSettings()) as telegram, feed() as url:
        config = CONFIG.format(port=port, feed=url)
        async with program(tmp_path, config, telegram.url, telegram.token), asyncio.timeout(AT_LAST_S):
            user_actions.say(telegram.server, PRIVATE_ID, "/topics")
            text, wanted = "", ('commands_total{command="topics",failed="false"} 1.0', 'kind="message",outcome="sent"')
            while not all(one in text for one in (*wanted, 'polls_total{outcome="fetched"} 1.0', "entries_total 1.0")):
                await asyncio.sleep(0.2)
                try:
                    _, text = await get(port, "/metrics")
                except aiohttp.ClientConnectorError:
                    continue
            assert await get(port, "/healthz") == (200, "alive\n")
            ready = await get(port, "/readyz")
            assert ready == (200, "ready\n")
            assert "wirewatch_ready 1.0" in text
            assert 'wirewatch_sources{state="well"} 1.0' in text
            assert 'wirewatch_build_info{database="sqlite",' in text
            assert telegram.token not in text + ready[1]


@pytest.fixture(params=["sqlite", "postgresql"])
def kind_of_database(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture
async def monitor(database: Database) -> AsyncIterator[Monitor]:
    """Of a program whose clock shows 20 minutes after NOW, and whom Telegram has just answered."""
    clock = SetClock(NOW + timedelta(minutes=20)).clock()
    async with monitored(ON, Metrics(), "sqlite:///x", clock) as made:
        made.watch(database, time.monotonic)
        yield made


async def test_where_all_is_well_it_is_ready(monitor: Monitor) -> None:
    assert await get(monitor.port, "/readyz") == (200, "ready\n")


async def test_items_that_wait_for_the_desk_are_named_with_their_age(monitor: Monitor, database: Database) -> None:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec()], NOW, 60)
        await intake.take(tx, 1, [entry("a"), entry("b", "Other news")], NOW, background=False)
    status, text = await get(monitor.port, "/readyz")
    assert status == 503
    assert text.startswith("The desk has not decided 2 items yet, the oldest has waited 20 minutes: ")
    _, figures = await get(monitor.port, "/metrics")
    assert "wirewatch_ready 0.0" in figures
    assert "wirewatch_undecided_entries 2.0" in figures
    assert "wirewatch_oldest_undecided_seconds 1200.0" in figures


async def test_an_overdue_alert_is_named_with_its_age(monitor: Monitor, database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await admission.settle(tx, AccessRule(mode=AccessMode.OPEN), NOW)
        await outbox.put(tx, place(), DeliveryKind.MESSAGE, {"html": "x"}, NOW, priority=Priority.ALERT)
    status, text = await get(monitor.port, "/readyz")
    assert (status, text[:51]) == (503, "An alert has waited 20 minutes to be sent: `wirewat")
    assert "wirewatch_oldest_undelivered_alert_seconds 1200.0" in (await get(monitor.port, "/metrics"))[1]


async def test_a_telegram_that_is_silent_is_named(monitor: Monitor, database: Database) -> None:
    monitor.watch(database, lambda: time.monotonic() - 121)
    status, text = await get(monitor.port, "/readyz")
    assert (status, text[:45]) == (503, "Telegram has not answered for 121 seconds: lo")


async def test_a_process_that_does_not_ask_telegram_has_no_figure_of_its_silence(
    monitor: Monitor, database: Database
) -> None:
    silence = "wirewatch_telegram_silent_seconds"
    monitor.watch(database)
    assert silence not in (await get(monitor.port, "/metrics"))[1]
    monitor.watch(database, lambda: time.monotonic() - 60)
    assert f"{silence} 6" in (await get(monitor.port, "/metrics"))[1]
    monitor.watch(database, lambda: None)
    _, figures = await get(monitor.port, "/metrics")
    assert silence not in figures
    running = read_metrics(figures)
    assert running is not None
    assert running.silent_s is None
    assert (await get(monitor.port, "/readyz"))[0] == 200


async def test_a_database_that_is_gone_is_named_and_the_process_is_alive(monitor: Monitor, tmp_path: Path) -> None:
    gone = Database(f"sqlite:///{tmp_path}/no/such.db")
    monitor.watch(gone, time.monotonic)
    status, text = await get(monitor.port, "/readyz")
    assert status == 503
    assert "such.db" in text
    assert await get(monitor.port, "/healthz") == (200, "alive\n")
    assert "wirewatch_ready 0.0" in (await get(monitor.port, "/metrics"))[1]
    await gone.close()


async def test_a_program_that_still_starts_is_alive_and_not_ready() -> None:
    async with monitored(ON, Metrics(), "sqlite:///x", SetClock(NOW).clock()) as made:
        assert await get(made.port, "/healthz") == (200, "alive\n")
        assert await get(made.port, "/readyz") == (503, "The program is starting.\n")


async def test_nobody_is_answered_unless_the_settings_name_a_port() -> None:
    async with monitored(MonitoringSettings(), Metrics(), "sqlite:///x", SetClock(NOW).clock()) as made:
        assert made.port is None


async def test_a_port_that_is_taken_is_refused_with_the_remedy() -> None:
    async with monitored(ON, Metrics(), "sqlite:///x", SetClock(NOW).clock()) as made:
        with refused(
            f"Port {made.port} on 127.0.0.1 is taken: end the program that has it, or set another monitoring.port"
        ):
            async with monitored(MonitoringSettings(port=made.port), Metrics(), "sqlite:///x", SetClock(NOW).clock()):
                pass


async def test_an_address_of_another_machine_is_refused_with_the_remedy() -> None:
    elsewhere = MonitoringSettings(port=0, address="192.0.2.1")
    with refused("192.0.2.1 is no address of this machine"):
        async with monitored(elsewhere, Metrics(), "sqlite:///x", SetClock(NOW).clock()):
            pass
