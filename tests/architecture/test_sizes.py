"""How the code reads, measured."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "config", "desk", "handlers", "newsroom", "standin", "storage", "watchers", "scripts", "benchmarks")
MODULE_LINES, FUNCTION_LINES = 400, 40
# Elsewhere an exception that nobody expects ends the turn and is seen.
CATCH_ALL = {
    "watchers/fetch.py",  # one source: its server
    "watchers/parse_worker.py",  # one source: its document, in the worker
    "watchers/xml_feed.py",  # one source: its entries, of which a bad one harms none
    "watchers/poll.py",  # one source: all else
    "watchers/settling.py",  # one source: the writing of its visit
    "desk/loop.py",  # one item
    "desk/sentence_encoder.py",  # one item: its vector, made while another is decided
    "handlers/sending/posting.py",  # one post
    "handlers/sending/push.py",  # one delivery
    "handlers/updates/inbox_loop.py",  # one update
    "bot/jobs.py",  # one tick of the clockwork, which the scheduler would swallow without our log
    "handlers/bot_calls.py",  # one answer: raised again as an error of the library
    "handlers/digest_schedule.py",  # one digest
    "handlers/topic_hints.py",  # one chat's look at its topics
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc", "data", "info"}


@cache
def modules() -> tuple[Path, ...]:
    """The Python files of the product that git knows, migrations left out: they are history."""
    listed = subprocess.run(  # noqa: S603 - our own words
        ["git", "ls-files", "-z", "--", *(f"{package}/*.py" for package in PACKAGES)],  # noqa: S607 - git is found where it is
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name and "migrations/versions" not in name]
    return tuple(path for path in paths if path.exists())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def named() -> list[object]:
    return [pytest.param(path, id=name_of(path)) for path in modules()]


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = {name_of(p): n for p in modules() if (n := len(p.read_text(encoding="utf-8").splitlines())) > MODULE_LINES}
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name_of(path)}:{node.name}": lines
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_nothing_is_left_for_later() -> None:
    left = {
        f"{name_of(path)}:{number}": line.strip()
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if UNFINISHED.search(line)
    }
    assert left == {}


def test_every_exception_is_caught_by_name_but_where_one_things_failure_is_its_own() -> None:
    found = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and _catches_all(node)
    }
    assert found <= CATCH_ALL


def _catches_all(node: ast.ExceptHandler) -> bool:
    """Whether it swallows what it can't know; one that raises again swallows nothing."""
    named_so = node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
    last = node.body[-1]
    return named_so and not (isinstance(last, ast.Raise) and last.exc is None)


def test_no_module_hides_what_it_imports() -> None:
    assert [name_of(path) for path in modules() if "TYPE_CHECKING" in path.read_text(encoding="utf-8")] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name_of(path) for path in modules() if path.stem in VAGUE] == []
