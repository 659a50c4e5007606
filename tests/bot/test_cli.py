"""The command line: what it lists, and that listing costs little."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import cli
from bot.cli import main
from bot.lab import lab
from handlers.render.timeline_document import Format
from handlers.sentences.catalogue import languages

# Each takes a tenth of a second and more; a command imports them when it runs.
HEAVY = {"alembic", "babel", "numpy", "pydantic", "regex", "simplemma", "sqlalchemy", "tldextract"}


def test_the_list_of_commands_imports_nothing_heavy() -> None:
    listed = "import sys; from bot.cli import main; main(['--help'], standalone_mode=False)"
    asked = f"{listed}; print(*sorted({HEAVY!r} & {{name.partition('.')[0] for name in sys.modules}}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603 - Python itself
    assert "check-config" in done.stdout
    assert done.stderr.split() == []


def test_a_bot_on_telegram_does_not_import_local_mode() -> None:
    """A seventh of what a start imports."""
    asked = "import sys, bot.program, bot.clocks; print(*[n for n in sys.modules if n.startswith(('standin', 'bot.local'))])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603 - Python itself
    assert done.stdout.split() == []


@pytest.mark.parametrize(("feeds", "answer"), [(0, "0 sources"), (1, "1 source"), (6, "6 sources")])
def test_check_config_counts_the_sources(
    feeds: int, answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f'[[sources]]\nname = "Wire {n}"\nurl = "https://wire{n}.example/feed"\n' for n in range(feeds)]
    (tmp_path / "wirewatch.toml").write_text("\n".join(rows))
    monkeypatch.setenv("WIREWATCH_CONFIG", f"{tmp_path / 'wirewatch.toml'}")
    done = CliRunner().invoke(main, ["check-config"])
    assert done.output.startswith(f"The settings are fine: {answer}, access "), done.output


def test_the_formats_of_an_export_are_those_of_a_timeline() -> None:
    assert list(cli.FORMATS) == [form.value for form in Format]
    assert languages() == cli.LANGUAGES


def test_each_task_of_the_lab_is_a_command_of_that_name() -> None:
    listed = CliRunner().invoke(main, ["lab", "--help"])
    assert listed.exit_code == 0
    for name in lab.list_commands(lab.make_context("lab", ["--help"], resilient_parsing=True)):
        assert CliRunner().invoke(main, ["lab", name, "--help"]).exit_code == 0
        assert f"  {name} " in listed.output
    assert CliRunner().invoke(main, ["lab", "unknown"]).exit_code != 0
