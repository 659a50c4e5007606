"""No token in anything that the suite logs, prints or writes: `tests/conftest.py` has this done for each test.

Looked through are what libraries and the program log, what is captured of standard output and error (subprocesses too),
what tests themselves read of both, and at the end all files that the tests left in their folders: logs, exports, pages,
databases. What holds a token fails there and then, in the process that ran it, so that it makes no difference how many
processes the suite has.
"""

import contextlib
import logging
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

# Any bot's, and those of the stand-in and of the emulators, which open nothing else.
_TOKENS = re.compile(
    rb"(?<!\d)\d{6,20}(?::|%3A)[A-Za-z0-9_-]{30,}|4200(?::|%3A)local-mode|77(?::|%3A)emulated", re.IGNORECASE
)
# What each of them has behind its first digits. It is looked for first, which takes a sixth of the time over 2 GB of files.
_BEHIND = re.compile(rb"[:%](?:3[Aa])?(?:[A-Za-z0-9_-]{30}|[Ll][Oo][Cc][Aa][Ll]-|[Ee][Mm][Uu][Ll][Aa])")
_SETTINGS = frozenset({".toml", ".env"})  # where a token belongs
_LONGEST_BYTES = 50_000_000
_AROUND = 60  # characters


def token_in(text: str | bytes) -> str | None:
    """The surroundings of the first token in a text, without the token; None where there is none."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
    found = _TOKENS.search(raw) if _BEHIND.search(raw) else None
    if found is None:
        return None
    before, after = raw[max(0, found.start() - _AROUND) : found.start()], raw[found.end() : found.end() + _AROUND]
    return _TOKENS.sub(b"[token]", before + b"[token]" + after).decode("utf-8", "replace")


def files_with_tokens(folder: Path) -> list[str]:
    """Each file under a folder that has one, with its surroundings; settings may have it, nothing else."""
    found = []
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # a socket; a file that a browser's last process is just removing
            if path.suffix in _SETTINGS or path.is_symlink() or not path.is_file():
                continue
            if path.stat().st_size <= _LONGEST_BYTES and (around := token_in(path.read_bytes())):
                found.append(f"{path.relative_to(folder)}: {around}")
    return found


class LogSweep(logging.Handler):
    """Collects what of a test's logs holds a token."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """A library's line, with its traceback."""
        self.look(self.format(record))

    def look(self, text: str | bytes) -> None:
        """Any text."""
        if around := token_in(text):
            self.found.append(around)


@pytest.fixture(autouse=True)
def _no_token_is_logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test that has one in its logs, or reads one from what was printed."""
    sweep = LogSweep()
    _look_at_results(monkeypatch, pytest.CaptureFixture, "readouterr", lambda read: sweep.look(f"{read.out}{read.err}"))
    _look_at_results(monkeypatch, structlog.testing.LogCapture, "__call__", lambda _: None, before=sweep.look)
    logging.getLogger().addHandler(sweep)
    yield
    logging.getLogger().removeHandler(sweep)
    if sweep.found:
        pytest.fail(f"a token was logged: {sweep.found}", pytrace=False)


def _look_at_results(
    monkeypatch: pytest.MonkeyPatch,
    owner: type[Any],
    name: str,
    look: Callable[[Any], None],
    before: Callable[[str], None] = lambda _: None,
) -> None:
    original = getattr(owner, name)

    def looked_at(*given: Any) -> Any:
        before(repr(given))
        result = original(*given)
        look(result)
        return result

    monkeypatch.setattr(owner, name, looked_at)


@pytest.fixture(autouse=True, scope="session")
def _no_token_is_left_in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fails at the end of the process's tests where a file that they left has one."""
    yield
    if found := files_with_tokens(tmp_path_factory.getbasetemp()):
        pytest.fail(f"a token was written: {found}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fails the test that printed one, or whose subprocess did."""
    report = yield
    if report.when == "teardown":
        found = [around for _, content in report.sections if (around := token_in(content))]
        if found:
            report.outcome = "failed"
            report.longrepr = f"a token was printed: {found}"
    return report
