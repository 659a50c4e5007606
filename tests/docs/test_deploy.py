"""The units in deploy/ are as shut in as documented, and start commands that there are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli import main

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
MOST_EXPOSED = 25  # of 100: systemd calls it OK


@pytest.mark.parametrize("unit", UNITS, ids=[unit.stem for unit in UNITS])
def test_a_unit_starts_commands_that_there_are(unit: Path) -> None:
    started = re.findall(r"/opt/wirewatch/\.venv/bin/wirewatch ([a-z-]+)", unit.read_text("utf-8"))
    assert started
    assert set(started) <= set(main.commands)


def test_the_unit_of_the_bot_is_shut_in() -> None:
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("systemd-analyze is not installed")
    words = [systemd, "security", "--offline=yes", f"--threshold={MOST_EXPOSED}", str(DEPLOY / "wirewatch.service")]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - the tool of this machine
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_unit_of_the_bot_leaves_what_its_memory_and_processor_time_are_read_from() -> None:
    """With ProcSubset=pid there is no /proc/stat, without which the process collector gives no figure at all."""
    assert "ProcSubset=pid" not in (DEPLOY / "wirewatch.service").read_text("utf-8")


def test_the_command_for_root_is_each_command_with_the_settings_and_user_of_the_unit() -> None:
    unit = (DEPLOY / "wirewatch.service").read_text("utf-8")
    command = (DEPLOY / "wirewatch").read_text("utf-8")
    assert "/opt/wirewatch/.venv/bin/wirewatch run" in unit
    assert '/opt/wirewatch/.venv/bin/wirewatch "$@"' in command
    for name, option in (("User", "--uid="), ("Group", "--gid="), ("UMask", "--property=UMask=")):
        (value,) = re.findall(rf"^{name}=(\S+)$", unit, re.MULTILINE)
        assert f"{option}{value} " in command
    (settings,) = re.findall(r"^EnvironmentFile=(\S+)$", unit, re.MULTILINE)
    assert f"EnvironmentFile={settings} " in command


def test_the_page_runs_a_container_as_deploy_builds_it() -> None:
    page = (DEPLOY.parent / "docs" / "operations.md").read_text("utf-8")
    (user,) = re.findall(r"^USER (\d+):\d+$", (DEPLOY / "Containerfile").read_text("utf-8"), re.MULTILINE)
    assert f"-o {user} -g {user} " in page
    files = re.findall(r"-f deploy/([\w.]+)", page)
    assert sorted(set(files)) == ["Containerfile", "compose.yaml"]
    services = re.findall(r"compose\.yaml exec (\w+)", page)
    assert set(services) <= set(re.findall(r"^  (\w+):", (DEPLOY / "compose.yaml").read_text("utf-8"), re.MULTILINE))
