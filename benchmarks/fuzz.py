"""Made-up input for whatever reads what strangers send, for so long each: `python -m benchmarks.fuzz [TARGET ...]`.

Hypothesis makes it up and cuts it down to the shortest that fails; each round begins elsewhere. What it finds is mended
and becomes a test of its own.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.fuzz_documents import DOCUMENT_TARGETS
from benchmarks.fuzz_targets import TARGETS, FuzzTarget, update_inputs, wrong
from bot.clocks import SetClock
from bot.logs import start_logs
from config.schema import LogSettings
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.relevance import is_for_us, lane_of
from handlers.updates.understand import UpdateReader
from storage import inbox
from storage.database import Database
from tests.builders import NOW, update
from tests.handlers.ferry import services

_ROUND = 200  # examples with one seed
ALL_TARGETS = TARGETS | DOCUMENT_TARGETS


def fuzz(target: FuzzTarget, for_s: float, first_seed: int) -> int:
    """Try a target for so long; gives how many inputs it took. What fails is raised."""
    tried, number, end = 0, first_seed, time.monotonic() + for_s

    def one(example: Any) -> None:
        nonlocal tried
        tried += 1
        target.check(example)

    while time.monotonic() < end:
        rules = settings(
            max_examples=_ROUND,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        seed(number)(rules(given(target.inputs)(one)))()
        number += 1
    return tried


@contextmanager
def update_target() -> Iterator[FuzzTarget]:
    """What Telegram sends, on a real database: whatever it is, it comes to its end and is never met again."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        database = Database(f"sqlite:///{Path(folder)}/w.db")
        runner.run(database.open())

        async def is_admin(_chat: int, _person: int) -> bool:
            return True

        listen = InboxLoop(database, UpdateReader(is_admin, services(database)), SetClock(NOW).clock())
        number = 0

        async def take(example: dict[str, Any]) -> None:
            nonlocal number
            number += 1
            example["update_id"] = number
            await inbox.receive(database, [example], NOW, lambda one: is_for_us(one, "bot"), lane_of)
            for waiting in await database.ask(inbox.undone):
                await listen.take(waiting)
            if left := await database.ask(inbox.undone):
                raise wrong("an update that never ends", left)

        yield FuzzTarget(update_inputs(update(1, "/track ferry")), lambda example: runner.run(take(example)))
        runner.run(database.close())


def main() -> None:
    """Every target, or those that are named, one after another."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("targets", nargs="*", help=f"of {', '.join([*ALL_TARGETS, 'updates'])}; without: all")
    asked.add_argument("--seconds", type=float, default=60.0, help="for each")
    asked.add_argument("--seed", type=int, default=int(time.time()), help="of the first round")
    words = asked.parse_args()
    start_logs(LogSettings(level="error"), "", Path(tempfile.gettempdir()) / f"wirewatch-fuzz-{os.getpid()}.log")
    sys.excepthook = sys.__excepthook__  # what an input breaks is for the terminal, not for that log
    with update_target() as updates:
        every = {**ALL_TARGETS, "updates": updates}
        if unknown := set(words.targets) - set(every):
            sys.exit(f"no such target: {', '.join(sorted(unknown))}")
        for name in words.targets or every:
            print(f"{name}: seed {words.seed}", end="", flush=True)
            print(f", {fuzz(every[name], words.seconds, words.seed):,} inputs, none failed", flush=True)


if __name__ == "__main__":
    main()
