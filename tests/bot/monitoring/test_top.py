"""`wirewatch top` beside a program that works on the same database, once for a pipe and on a terminal."""

import asyncio
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import text

from bot.clocks import SetClock
from bot.http_listener import listening
from bot.monitoring.metrics import Metrics
from bot.monitoring.monitor import monitored
from bot.monitoring.running_process import RunningProcess, read_metrics, running_process
from bot.monitoring.top import metrics_urls, top, top_figures
from config.schema import MonitoringSettings
from newsroom.errors import UserError
from storage import intake
from storage.database import Database, StorageError
from storage.sources import sync_operator_sources
from tests.builders import NOW, entry, spec
from tests.english import refused

CLOCK = SetClock(NOW).clock()


async def with_one_item(database: Database) -> None:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1)], NOW, 60)
        await intake.take(tx, 1, [entry("a")], NOW, background=False)


async def test_a_program_that_runs_is_shown_as_it_says_itself(
    database: Database, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await with_one_item(database)
    metrics = Metrics()
    metrics.count("polled", "info", {"outcome": "fetched", "duration_ms": 250})
    async with monitored(MonitoringSettings(port=0), metrics, database_url, CLOCK) as monitor:
        monitor.watch(database, lambda: asyncio.get_running_loop().time())
        url = f"http://127.0.0.1:{monitor.port}/metrics"
        found = await top_figures(database, [url], CLOCK)
        await top(database_url, [url], CLOCK, None, asyncio.Event())
    (process,) = found.processes.values()
    assert isinstance(process, RunningProcess)
    assert (process.ready, process.visit_s) == (True, 0.25)
    assert process.memory_bytes > 10_000_000
    assert found.work.undecided == 1
    shown = capsys.readouterr().out
    assert "Desk         1 item, the oldest for 0 seconds\n" in shown
    assert "\x1b" not in shown


async def test_what_is_no_program_of_ours_does_not_answer() -> None:
    async def other(_request: web.Request) -> web.Response:
        return web.Response(text="up 1\n")

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="<html>no {metrics")

    app = web.Application()
    app.router.add_get("/metrics", other)
    app.router.add_get("/page", page)
    async with listening(app, "127.0.0.1", 0, "x") as port:
        for path in ("metrics", "page", "none"):
            assert await running_process(f"http://127.0.0.1:{port}/{path}") is None
    assert await running_process(f"http://127.0.0.1:{port}/metrics") is None
    assert await running_process("no address") is None
    assert read_metrics("") is None


async def test_a_database_that_is_not_there_or_is_of_another_version_is_named(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with refused("there is no such database", UserError):
        await top(f"sqlite:///{tmp_path}/none.db", (), CLOCK, None, asyncio.Event())
    async with database.write() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    with refused("its tables are of another version (0003)", StorageError):
        await top(database_url, (), CLOCK, None, asyncio.Event())


@pytest.mark.parametrize(
    ("settings", "named", "urls"),
    [
        pytest.param(MonitoringSettings(), (), (), id="nobody answers"),
        pytest.param(MonitoringSettings(port=9464), (), ("http://127.0.0.1:9464/metrics",), id="as the settings say"),
        pytest.param(
            MonitoringSettings(port=1, address="0.0.0.0"),  # noqa: S104 - nothing listens
            (),
            ("http://127.0.0.1:1/metrics",),
            id="everywhere is here, too",
        ),
        pytest.param(MonitoringSettings(port=1, address="::"), (), ("http://[::1]:1/metrics",), id="the same of IPv6"),
        pytest.param(MonitoringSettings(port=1), ("http://a/metrics",), ("http://a/metrics",), id="what was named"),
    ],
)
def test_where_a_process_is_asked(settings: MonitoringSettings, named: tuple[str, ...], urls: tuple[str, ...]) -> None:
    assert metrics_urls(settings, named) == urls


async def test_on_a_terminal_it_draws_a_screen_of_its_own_and_ctrl_c_gives_the_old_one_back(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await with_one_item(database)
    (tmp_path / "wirewatch.toml").write_text("", "utf-8")
    environment = os.environ | {"WIREWATCH_CONFIG": f"{tmp_path}/wirewatch.toml", "COLUMNS": "80", "LINES": "24"}
    ours, its = pty.openpty()
    words = [sys.executable, "-m", "wirewatch", "top", "--database", database_url, "--every", "0.5"]
    with subprocess.Popen(words, stdin=its, stdout=its, stderr=its, env=environment) as running:  # noqa: ASYNC220, S603 - Python itself
        os.close(its)
        shown = b""
        while shown.count(b"\x1b[H") < 2:  # drawn, and drawn anew
            shown += await asyncio.to_thread(os.read, ours, 65_536)
        running.send_signal(signal.SIGINT)
        while not shown.endswith(b"\x1b[?1049l"):
            shown += await asyncio.to_thread(os.read, ours, 65_536)
        assert await asyncio.to_thread(running.wait) == 0
    os.close(ours)
    assert shown.startswith(b"\x1b[?1049h")
    assert b"1 item, the oldest for" in shown
