"""The real processes: `wirewatch run` in a folder of its own, and the stand-in that outlives its kills."""

import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
TOKEN = "4200:local-mode"  # noqa: S105 - opens nothing
_DATABASE_FILES = ("", "-wal", "-shm")


@dataclass(slots=True)
class Wirewatch:
    """One bot, run again and again on the same database. `log` is where all its lives write.

    Attributes:
        killed: How often a process of each role was, where several share the work.
    """

    folder: Path
    api_url: str
    process: Process | None = None
    lives: list[int] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    killed: dict[str, int] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """Its file."""
        return self.folder / "wirewatch.db"

    @property
    def there(self) -> bool:
        """Whether there is a database to ask."""
        return self.database.exists()

    @property
    def ended(self) -> bool:
        """Whether it is not running."""
        return self.process is None or self.process.returncode is not None

    @property
    def log(self) -> Path:
        """Lines of JSON."""
        return self.folder / "log.jsonl"

    def configure(self, feeds: list[str], **watch: object) -> None:
        """Write its settings: the feeds, read every second."""
        sources = "".join(
            f'[[sources]]\nurl = "{url}"\nname = "Outlet {n}"\nfamily = "family-{n}"\npoll_s = 1\n'
            for n, url in enumerate(feeds)
        )
        given = {"allow_private_networks": True, "poll_floor_s": 1, "at_once_per_host": 8} | watch
        settings = "".join(f"{key} = {json.dumps(value)}\n" for key, value in given.items())
        # The wire's words are of no language: a sentence encoder takes them all for one, and its stories for one story.
        text = f"[desk]\nsemantic = false\n[log]\njson_lines = true\n[watch]\n{settings}[alerts]\nburst_per_minute = 1000\n{sources}"
        (self.folder / "wirewatch.toml").write_text(text, "utf-8")

    async def start(self) -> None:
        """Begin a life."""
        self.process = await self._process("run", database=f"sqlite:///{self.database}")

    async def _process(self, *command: str, database: str) -> Process:
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "WIREWATCH_TELEGRAM_TOKEN": TOKEN,
            "WIREWATCH_ACCESS_MODE": "open",
            "WIREWATCH_TELEGRAM_API_URL": self.api_url,
            "WIREWATCH_DATABASE_URL": database,
            "WIREWATCH_CONFIG": str(self.folder / "wirewatch.toml"),
        }
        with self.log.open("a") as log:
            process = await asyncio.create_subprocess_exec(
                str(Path(sys.executable).parent / "wirewatch"),
                *command,
                cwd=self.folder,
                env=environment | self.more,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.lives.append(process.pid)
        return process

    async def kill(self) -> None:
        """SIGKILL; its parse workers end by themselves when their input does."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def strike(self, chance: random.Random) -> list[tuple[int, int]]:
        """Kill it, and start it again; gives the deliveries, with their chats, that were in flight."""
        del chance  # there is but one
        await self.kill()
        flights = self.ask_dead("select id, chat_id from deliveries where state = 'in_flight'")
        await self.start()
        return [(delivery, chat) for delivery, chat in flights]

    async def stop(self, timeout_s: float = 30.0) -> int:
        """SIGTERM; gives the exit status."""
        if self.process is None:
            raise RuntimeError("it was never started")
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), timeout_s)

    async def left_behind(self, patience_s: float = 5.0) -> list[str]:
        """Processes that a killed life started and that live on without it, after some time to notice."""
        deadline = asyncio.get_running_loop().time() + patience_s
        while (found := self._orphans()) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.2)
        return found

    def _orphans(self) -> list[str]:
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                pid, session = stat.parent.name, stat.read_text("utf-8", "replace").rpartition(")")[2].split()[3]
                if int(session) in self.lives:
                    command = (stat.parent / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
                    found.append(f"{pid} {command[:120]}")
        return found

    def events(self, name: str) -> list[dict[str, Any]]:
        """What its lives logged under that name."""
        return [entry for entry in self._lines() if entry.get("event") == name]

    def _lines(self) -> list[dict[str, Any]]:
        found = []
        for line in self.log.read_text("utf-8", "replace").splitlines() if self.log.exists() else []:
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
        return [entry for entry in found if isinstance(entry, dict)]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Read the database of a running bot."""
        connection = sqlite3.connect(self.database, timeout=10)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def ask_dead(self, query: str) -> list[tuple[Any, ...]]:
        """Read a copy of a dead bot's database: reading the file itself would tidy up after the kill."""
        with tempfile.TemporaryDirectory() as scratch:
            for end in _DATABASE_FILES:
                if Path(f"{self.database}{end}").exists():
                    shutil.copy(f"{self.database}{end}", f"{scratch}/copy.db{end}")
            connection = sqlite3.connect(f"{scratch}/copy.db")
            try:
                return connection.execute(query).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" not in str(error):
                    raise
                return []  # killed before its first tables were made
            finally:
                connection.close()


@asynccontextmanager
async def standin_process(*arguments: str) -> AsyncIterator[str]:
    """The stand-in as a process of its own; gives its address."""
    command = (sys.executable, "-m", "standin", "--port", "0", *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, stderr=DEVNULL)
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()
