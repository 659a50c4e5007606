"""The sweep finds a token wherever a test could leave one, and nothing where there is none."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.token_sweep import token_in

TOKEN = "987654321:" + "AAPlanted-token-of-nobody_0123456789"
WAYS = {
    "library": "logging.getLogger('lib').warning('bot%s', TOKEN)",
    "traceback": "try: raise OSError(TOKEN)\n    except OSError: logging.getLogger('lib').exception('x')",
    "printed": "print(TOKEN)",
    "event": "structlog.get_logger().info('an_event', url=TOKEN)",
    "subprocess": "subprocess.run([sys.executable, '-c', f'import sys; sys.stderr.write({TOKEN!r})'])",
    "read_back": "print(TOKEN); capsys.readouterr()",
    "captured": "with structlog.testing.capture_logs(): structlog.get_logger().info('an_event', url=TOKEN)",
    "file": "(tmp_path / 'page.html').write_text(TOKEN)",
}
HEAD = """
import logging, subprocess, sys
import structlog
TOKEN = "987654321:" + "AAPlanted-token-of-nobody_0123456789"
def test_clean(tmp_path):
    print("nothing here", 123456789, "12:30")
    (tmp_path / "wirewatch.toml").write_text(TOKEN)
"""
CONFTEST = "from tests.token_sweep import _no_token_is_left_in_a_file, _no_token_is_logged, pytest_runtest_makereport\n"


@pytest.mark.parametrize("processes", ["0", "2"], ids=["one process", "two"])
def test_each_planted_token_fails_the_run(processes: str) -> None:
    # Not under pytest's own folder, where the sweep of this very run would find it.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "conftest.py").write_text(CONFTEST, "utf-8")
        tests = (
            f"def test_{way}(tmp_path{', capsys' * (way == 'read_back')}):\n    {code}\n" for way, code in WAYS.items()
        )
        (folder / "test_it.py").write_text(HEAD + "".join(tests), "utf-8")
        words = (
            "-rfEp",
            "-n",
            processes,
            "-p",
            "no:cacheprovider",
            "--basetemp",
            f"{folder}/temp",
            f"--rootdir={folder}",
        )
        ran = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-m", "pytest", *words, str(folder)],
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
    output = ran.stdout.replace(TOKEN, "(planted)")
    assert ran.returncode == 1, output
    failed = set(re.findall(r"^(?:ERROR|FAILED) \S+::test_(\w+)", output, re.MULTILINE))
    assert set(WAYS) - {"file"} <= failed, output  # a file is found at the end of the process's tests
    assert "page.html: [token]" in output
    assert "wirewatch.toml" not in output


@pytest.mark.parametrize(
    ("text", "has_one"),
    [
        pytest.param(f"https://api.telegram.org/bot{TOKEN}/getMe", True, id="in an address"),
        pytest.param(TOKEN.replace(":", "%3A"), True, id="with percent signs"),
        pytest.param(TOKEN.replace(":", "%3a"), True, id="with small letters behind them"),
        pytest.param("POST /bot4200" + ":local-mode/getUpdates", True, id="the stand-in's"),
        pytest.param("POST /BOT77" + "%3AEMULATED/getUpdates", True, id="the emulators', in capitals"),
        pytest.param("at 12:30 of 2026-11-29T12:30:00Z, 1234567:short", False, id="times and numbers"),
    ],
)
def test_a_token_is_known_by_its_looks(text: str, *, has_one: bool) -> None:
    assert (token_in(text) is not None) == has_one
    assert TOKEN not in (token_in(text) or "")
