"""A program that is killed while it starts for the first time leaves a database that the next start can use."""

import multiprocessing
import os
import random
import sqlite3
import time
from pathlib import Path

from sqlalchemy import func, select

from storage.database import Database
from storage.tables import sources

KILLS = 20
LONGEST_S = 0.4  # from the file's making to the last of its tables
ENDED_S = 30.0


def first_start(folder: str) -> None:
    """`wirewatch run` in a process of its own; nothing answers at the address, which a first start does not need."""
    from bot.cli import main

    os.chdir(folder)
    os.environ |= {
        "WIREWATCH_TELEGRAM_TOKEN": "4200:first-start",
        "WIREWATCH_TELEGRAM_API_URL": "http://127.0.0.1:9",
        "WIREWATCH_DATABASE_URL": "sqlite:///first.db",
    }
    main(["run"])


def killed_after(folder: Path, seconds: float) -> Path:
    """The database as a kill leaves it, so many seconds after the file came into being."""
    path = folder / "first.db"
    # One that has read the modules is forked: what a start spends on them is not what is tested.
    process = multiprocessing.get_context("forkserver").Process(target=first_start, args=(f"{folder}",))
    process.start()
    deadline = time.monotonic() + ENDED_S
    while not path.exists() and process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(seconds)
    process.kill()
    process.join()
    return path


def complaint(path: Path) -> str:
    """What SQLite itself says of the file; it is opened as the next start would, with what the write-ahead log holds."""
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("pragma integrity_check").fetchone()[0])
    finally:
        connection.close()


async def test_a_first_start_that_is_killed_leaves_a_database_that_the_next_one_opens(tmp_path: Path) -> None:
    multiprocessing.get_context("forkserver").set_forkserver_preload(["bot.program", "alembic.command"])
    chance = random.Random(20_261_129)  # noqa: S311 - instants that can be had again, no secret
    for number in range(KILLS):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = killed_after(folder, chance.uniform(0.0, LONGEST_S))
        assert path.exists(), "the start never came to its database"
        assert complaint(path) == "ok"
        database = Database(f"sqlite:///{path}")
        await database.open()
        async with database.write() as tx:
            assert (await tx.execute(select(func.count()).select_from(sources))).scalar() == 0
        await database.close()
