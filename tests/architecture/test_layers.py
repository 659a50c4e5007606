"""Who may import whom."""

import ast
import os
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.architecture.test_sizes import ROOT, modules, name_of, tree_of

# A library enters by its named modules only (architecture.md): the rest of the program does not know of it.
DOORS = {
    "sqlalchemy": ("storage/", "bot/replay.py"),  # replay only counts rows
    "alembic": ("storage/",),
    "asyncpg": ("storage/",),
    "aiohttp": ("watchers/", "bot/", "standin/"),
    "feedparser": ("watchers/",),
    "telegram": ("handlers/", "bot/"),
    "httpx": ("handlers/", "bot/"),
    "apscheduler": ("bot/",),
    "click": ("bot/",),
    "jinja2": ("handlers/render/",),
    "PIL": ("handlers/render/", "standin/"),
    "pydantic": (
        "bot/local/wires/",
        "config/",
        "newsroom/languages/",
        "scripts/",
        "standin/",
        "storage/",
        "watchers/worker_answer",
    ),
    "rapidfuzz": ("newsroom/",),
    "tomllib": ("config/", "newsroom/", "bot/", "handlers/commands/read_chat_file", "scripts/dependencies_page"),
}
# Pure: values and `now` in, values out.
IMPURE = {"asyncio", "threading", "socket", "subprocess", "random", "secrets", "time", "urllib.request", "logging"}


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_layers_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    broken = lint_imports(config_filename=os.fspath(ROOT / "pyproject.toml"), no_cache=True)
    assert broken == 0, capsys.readouterr().out


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_enters_by_its_own_doors(library: str) -> None:
    outside = [
        name_of(path)
        for path in modules()
        if any(name == library or name.startswith(f"{library}.") for name in imported(path))
        and not name_of(path).startswith((*DOORS[library], "benchmarks/"))
    ]
    assert outside == []


def test_the_newsroom_is_pure() -> None:
    impure = {
        name_of(path): found
        for path in modules()
        if name_of(path).startswith("newsroom/") and (found := imported(path) & IMPURE)
    }
    assert impure == {}


def test_the_newsroom_asks_nobody_what_time_it_is() -> None:
    asks = [
        name_of(path)
        for path in modules()
        if name_of(path).startswith("newsroom/")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "dt"}
    ]
    assert asks == []


def test_no_package_that_ships_imports_a_tests_module() -> None:
    shipped = [
        path for path in modules() if not name_of(path).startswith("benchmarks/")
    ]  # the proofs use the tests' rig
    assert [name_of(path) for path in shipped if any(name.split(".")[0] == "tests" for name in imported(path))] == []
