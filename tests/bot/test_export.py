"""`wirewatch export`, on a database that a desk has left."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from handlers.render.timeline_document import Format
from tests.handlers.ferry import written


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("ferry"))


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


def export(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", "--database", url, *arguments])


@pytest.mark.parametrize("form", list(Format))
def test_a_timeline_is_written_in_every_form(url: str, tmp_path: Path, form: Format) -> None:
    out = tmp_path / "out"
    done = export(url, "--topic", "ferry", "--format", form.value, "-o", str(out))
    assert done.exit_code == 0, done.output
    assert out.stat().st_size > 500
    assert f"{out.stat().st_size:,} bytes" in done.stderr


def test_standard_output_holds_the_file_and_nothing_else(url: str) -> None:
    done = export(url, "--story", "1", "--format", "json", "-o", "-")
    assert json.loads(done.stdout)["title"] == "Ferry Aurora runs aground off Lower Quay"
    assert done.stderr == ""


def test_without_a_name_the_file_is_named_for_its_timeline(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export(url, "--topic", "Ferry Aurora", "--format", "ics").exit_code == 0
    assert (tmp_path / "topic-ferry-aurora-timeline.ics").exists()


def test_a_timeline_is_written_in_the_language_that_is_asked_for(url: str) -> None:
    done = export(url, "--topic", "ferry", "--language", "uk", "-o", "-")
    assert '<html lang="uk">' in done.stdout
    assert "Що сталося" in done.stdout


def test_bounds_and_numbers_of_entries_hold(url: str) -> None:
    def dates(*arguments: str) -> list[str]:
        exported = export(url, "--topic", "ferry", "--format", "json", "-o", "-", *arguments)
        return [entry["date"] for entry in json.loads(exported.stdout)["entries"] if entry["date"]]

    assert {"2026-02-24", "2026-02-26", "2026-03-02"} <= set(dates())
    assert {"2026-02-24", "2026-03-02"} & set(dates("--since", "2026-02-26", "--until", "2026-03-01")) == set()
    assert len(set(dates("--entries", "2"))) == 2


def test_the_database_stays_as_it_is(url: str, path: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.chmod(0o444)
    assert export(url, "--topic", "ferry", "-o", str(tmp_path / "out")).exit_code == 0
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param((), "--topic QUERY or --story N, one of the two", id="neither topic nor story"),
        pytest.param(("--topic", "ferry", "--story", "1"), "one of the two", id="both"),
        pytest.param(("--story", "99"), "There is no story #99 in this database", id="no such story"),
        pytest.param(("--topic", "zeppelin"), "Nothing that I have seen matches", id="nothing found"),
        pytest.param(("--topic", "ferry ("), "Here: ferry ▸(", id="a query that can't be read"),
        pytest.param(("--topic", "ferry", "--since", "2026-03-01", "--until", "2026-02-01"), "swap them", id="bounds"),
    ],
)
def test_what_can_not_be_done_is_said_with_the_mend(url: str, arguments: tuple[str, ...], sentence: str) -> None:
    done = export(url, *arguments)
    assert done.exit_code == 1
    assert sentence in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("address", ["sqlite:///nowhere.db", "postgresql://localhost/x", "nowhere"])
def test_a_database_that_is_not_there_is_named_and_not_made(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = export(address, "--topic", "ferry")
    assert done.exit_code == 1
    assert "there is no such database" in done.output
    assert list(tmp_path.iterdir()) == []
