"""Neither the token nor a feed's key reaches the log, on whatever way: event, library, traceback, last words."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

TOKEN = "123456789:" + "AAExample-token-of-nobody_012345678"
KEY = "hunter2hunter2"
START = f"""
import asyncio, json, logging, sys, threading, warnings
from pathlib import Path
import structlog
from bot.logs import start_logs
from config.schema import LogSettings
TOKEN, KEY = "{TOKEN}", "{KEY}"
ADDRESS = f"https://api.telegram.org/bot{{TOKEN}}/getMe"
FEED = f"https://ann:{{KEY}}@o.example/feed?key={{KEY}}"
start_logs(LogSettings(json_lines=JSON), TOKEN, None)
log = structlog.get_logger()
def fail():
    raise RuntimeError(f"{{ADDRESS}} and {{FEED}}")
"""
WAYS = [
    pytest.param("log.warning('an_event', of=ADDRESS, feed=FEED)", id="an event"),
    pytest.param("log.warning('an_event', of={'a': [ADDRESS, {'b': (FEED,)}]})", id="inside a value"),
    pytest.param("log.warning('an_event', of=ValueError(ADDRESS), raw=ADDRESS.encode())", id="no text"),
    pytest.param("log.warning('an_event', of=ADDRESS.replace(':', '%3A'))", id="with percent signs"),
    pytest.param("log.warning('an_event', of=ADDRESS.replace('123456789', '987654321'))", id="another bot's token"),
    pytest.param("try: fail()\nexcept RuntimeError: log.exception('failed')", id="a traceback"),
    pytest.param("logging.getLogger('lib').error('%s %s', ADDRESS, FEED)", id="a library"),
    pytest.param(
        "try: fail()\nexcept RuntimeError: logging.getLogger('lib').exception('x')", id="a library's traceback"
    ),
    pytest.param("warnings.warn(ADDRESS + FEED)", id="a warning"),
    pytest.param("fail()", id="what nobody caught"),
    pytest.param("t = threading.Thread(target=fail); t.start(); t.join()", id="what nobody caught in a thread"),
    pytest.param(
        "async def main():\n    asyncio.get_running_loop().create_task(late()); await asyncio.sleep(0.01)\n"
        "async def late(): fail()\nasyncio.run(main())",
        id="what nobody awaited",
    ),
    pytest.param("class Dying:\n    def __del__(self): fail()\nDying()", id="what nobody could catch"),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("json_lines", [False, True], ids=["lines", "JSON"])
def test_neither_the_token_nor_a_key_is_logged(way: str, *, json_lines: bool) -> None:
    script = START.replace("JSON", str(json_lines)) + way
    root = Path(__file__).parents[2]
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=root, timeout=60, check=False
    )
    logged = done.stdout + done.stderr
    assert "***" in logged or "[token]" in logged, "nothing was logged"
    assert "AAExample" not in logged
    assert KEY not in logged


def test_a_log_in_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    script = f"""
import os; os.umask(0o022)
from pathlib import Path
from bot.logs import start_logs
from config.schema import LogSettings
start_logs(LogSettings(), "", Path({str(tmp_path)!r}) / "var" / "local.log")
"""
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], cwd=root, timeout=60, check=True)  # noqa: S603 - our own script
    assert stat.S_IMODE((tmp_path / "var" / "local.log").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
