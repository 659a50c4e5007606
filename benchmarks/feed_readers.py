"""How each feed reader is set up and run once: the ways that `benchmarks.side_by_side` compares."""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
import time
import venv
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.polling_speed import at_work, visit_all
from benchmarks.process_usage import Used, used_by
from bot.logs import start_logs
from bot.warm_up import languages_in_use, read_encoder, read_tables
from config.schema import LogSettings

_READER = """
import sys
from reader import make_reader

reader = make_reader(sys.argv[1])
if sys.argv[2] == "add":
    for url in sys.stdin.read().split():
        reader.add_feed(url)
else:
    reader.update_feeds(scheduled=False, workers=int(sys.argv[2]))
"""
_NEWSBOAT_THREADS = 8


class Missing(Exception):  # noqa: N818 - it is not here; that is no error
    """This reader can't be had on this machine; says why."""


class FeedReader(Protocol):
    """One way to read feeds."""

    @property
    def way(self) -> str:
        """How it is run, in words."""

    def prepare(self, folder: Path, urls: list[str]) -> None:
        """Enter the addresses, load nothing.

        Raises:
            Missing: it is not installed.
        """

    def load(self, folder: Path) -> Used:
        """Load every feed once."""

    def entries(self, folder: Path) -> int:
        """How many entries it keeps: that all did the same work."""

    def close(self) -> None:
        """End what still runs."""


@dataclass(frozen=True, slots=True)
class Newsboat:
    """Debian's newsboat."""

    way: str = f"newsboat -x reload, {_NEWSBOAT_THREADS} threads"

    def prepare(self, folder: Path, urls: list[str]) -> None:
        if not shutil.which("newsboat"):
            raise Missing("apt-get install newsboat")
        (folder / "urls").write_text("\n".join(urls) + "\n", "utf-8")
        (folder / "config").write_text(f"reload-threads {_NEWSBOAT_THREADS}\n", "utf-8")

    def load(self, folder: Path) -> Used:
        files = ("-u", f"{folder}/urls", "-c", f"{folder}/cache.db", "-C", f"{folder}/config")
        return used_by(["newsboat", *files, "-x", "reload"], folder)

    def entries(self, folder: Path) -> int:
        return _count(folder / "cache.db", "rss_item")

    def close(self) -> None:
        """It has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLibrary:
    """PyPI's reader, a library; `home` is where it is installed."""

    home: Path
    workers: int

    @property
    def way(self) -> str:
        return f"update_feeds(workers={self.workers})"

    def prepare(self, folder: Path, urls: list[str]) -> None:
        if not self.home.exists():
            venv.create(self.home, with_pip=True)
            # sgmllib3k: its own feedparser imports that, and does not ask for it.
            install = [f"{self.home}/bin/pip", "install", "--quiet", "--disable-pip-version-check"]
            if subprocess.run([*install, "reader", "sgmllib3k"], check=False, capture_output=True).returncode:  # noqa: S603 - pip of an environment of its own
                raise Missing("pip install reader")
        self._run(folder, "add", "\n".join(urls))

    def load(self, folder: Path) -> Used:
        return self._run(folder, str(self.workers))

    def _run(self, folder: Path, what: str, given: str = "") -> Used:
        return used_by([f"{self.home}/bin/python", "-c", _READER, f"{folder}/reader.db", what], folder, given)

    def entries(self, folder: Path) -> int:
        return _count(folder / "reader.db", "entries")

    def close(self) -> None:
        """It has ended."""


@dataclass(frozen=True, slots=True)
class Rss2email:
    """Debian's rss2email, which sends nothing here."""

    way: str = "r2e run --no-send"

    def prepare(self, folder: Path, urls: list[str]) -> None:
        if not shutil.which("r2e"):
            raise Missing("apt-get install rss2email")
        feeds = "".join(f"[feed.post{number}]\nurl = {url}\n" for number, url in enumerate(urls))
        (folder / "rss2email.cfg").write_text(f"[DEFAULT]\nto = desk@post.example\n{feeds}", "utf-8")

    def load(self, folder: Path) -> Used:
        files = ("-c", f"{folder}/rss2email.cfg", "-d", f"{folder}/rss2email.json")
        return used_by(["r2e", *files, "run", "--no-send"], folder)

    def entries(self, folder: Path) -> int:
        kept = json.loads((folder / "rss2email.json").read_text("utf-8"))["feeds"]
        return sum(len(feed["seen"]) for feed in kept)

    def close(self) -> None:
        """It has ended."""


@dataclass(slots=True, kw_only=True)
class WirewatchReader:
    """Ours, a program that goes on running: without the desk as far as the database, with it until all is decided."""

    desk: bool
    _process: "subprocess.Popen[str] | None" = None
    _start_cpu_s: float = 0.0

    @property
    def way(self) -> str:
        return "every item decided, no topics" if self.desk else "every item stored"

    def prepare(self, folder: Path, urls: list[str]) -> None:
        (folder / "urls").write_text("\n".join(urls), "utf-8")
        command = [sys.executable, "-m", "benchmarks.feed_readers", f"{folder}", *(["desk"] if self.desk else [])]
        self._process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - Python itself, and a program of ours
        self._start_cpu_s = self._answer()["cpu_s"]

    def load(self, folder: Path) -> Used:
        row = self._answer(f"load the feeds of {folder}")
        return Used(cpu_s=row["cpu_s"], clock_s=row["wall_s"], start_cpu_s=self._start_cpu_s, printed="")

    def entries(self, folder: Path) -> int:
        return _count(folder / "wirewatch.db", "items")

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()  # its input ends, and with it the program

    def _answer(self, wish: str = "") -> dict[str, float]:
        """One line of the program's, after one of ours."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("prepare it first")
        if wish:
            process.stdin.write(f"{wish}\n")
            process.stdin.flush()
        found: dict[str, float] = json.loads(process.stdout.readline())
        return found


def _count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own words


async def serve(folder: Path, *, desk: bool) -> None:
    """Wirewatch as a process of its own: visit the feeds of a folder at each line of the input, print what it cost."""
    urls = (folder / "urls").read_text("utf-8").split()
    start_logs(LogSettings(), "", folder / "log")  # one line a visit, as in the program
    async with at_work(urls, folder / "wirewatch.db", desk=desk) as opened:
        if desk:
            languages = await opened.database.ask(languages_in_use)
            # As the program does before its loops begin.
            await asyncio.to_thread(read_tables, languages)
            await read_encoder(opened.encoder)
        print(json.dumps({"cpu_s": time.process_time()}), flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            row = await visit_all(opened, "new", len(urls), desk=desk)
            print(json.dumps(asdict(row)), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), desk="desk" in sys.argv[2:]))
