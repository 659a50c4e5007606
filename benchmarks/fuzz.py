"""Made-up input for whatever reads what strangers send, for so long each: `python -m benchmarks.fuzz [TARGET ...]`.

Hypothesis makes it up and cuts it down to the shortest that fails; each round begins elsewhere. What it finds is mended
and becomes a test of its own.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.fuzz_documents import DOCUMENT_TARGETS
from benchmarks.fuzz_files import FILE_TARGETS
from benchmarks.fuzz_spoken import WORD_TARGETS, spoken_targets
from benchmarks.fuzz_targets import TARGETS, FuzzTarget
from bot.logs import start_logs
from config.schema import LogSettings

_ROUND = 200  # examples with one seed
ALL_TARGETS = TARGETS | DOCUMENT_TARGETS | FILE_TARGETS | WORD_TARGETS


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


def main() -> None:
    """Every target, or those that are named, one after another."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("targets", nargs="*", help=f"of {', '.join([*ALL_TARGETS, 'updates', 'spoken'])}; without: all")
    asked.add_argument("--seconds", type=float, default=60.0, help="for each")
    asked.add_argument("--seed", type=int, default=int(time.time()), help="of the first round")
    words = asked.parse_args()
    start_logs(LogSettings(level="error"), "", Path(tempfile.gettempdir()) / f"wirewatch-fuzz-{os.getpid()}.log")
    sys.excepthook = sys.__excepthook__  # what an input breaks is for the terminal, not for that log
    with spoken_targets() as spoken:
        every = ALL_TARGETS | spoken
        if unknown := set(words.targets) - set(every):
            sys.exit(f"no such target: {', '.join(sorted(unknown))}")
        for name in words.targets or every:
            print(f"{name}: seed {words.seed}", end="", flush=True)
            print(f", {fuzz(every[name], words.seconds, words.seed):,} inputs, none failed", flush=True)


if __name__ == "__main__":
    main()
