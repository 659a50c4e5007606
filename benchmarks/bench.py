"""`make bench`: what the program costs, in one run of some ten minutes, as a table and a file in `benchmarks/results`.

A machine is shared and noisy: compare two trees by running both, side by side, never by two dates. Figures are CPU time
(with children) but where they say so.
"""

import argparse
import asyncio
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import answers_speed, desk_speed
from benchmarks.polling_speed import polling_rows

RESULTS = Path(__file__).parent / "results"
WINDOWS = (1_000, 20_000)
FEEDS = 300
STORED = (100_000,)
QUESTIONS = 20
_STARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRow:
    """One figure: of what, how large the workload was, and the values that belong to it."""

    what: str
    size: int
    values: dict[str, float]

    def line(self) -> str:
        shown = "  ".join(f"{name} {value:,.2f}" for name, value in self.values.items())
        return f"{self.what:24} {self.size:>9,}  {shown}"


def desk() -> Iterator[BenchRow]:
    """The whole decision, without the sentence encoder."""
    for cost in desk_speed.rows(WINDOWS, measured=1_000):
        values = {name: float(value) for name, value in asdict(cost).items() if name not in {"window", "encoder"}}
        yield BenchRow(what="desk, window", size=cost.window, values=values)


def polling() -> Iterator[BenchRow]:
    for row in asyncio.run(polling_rows(FEEDS)):
        values = {
            "cpu_ms_a_feed": row.cpu_s / row.feeds * 1_000,
            "feeds_a_s_by_the_clock": row.feeds / row.wall_s,
            "stall_cpu_ms": row.stall_cpu_ms,
            "memory_mib": row.memory_mib,
        }
        yield BenchRow(what=f"polling, {row.name}", size=row.feeds, values=values)


def answers() -> Iterator[BenchRow]:
    for cost in answers_speed.rows(STORED, questions=QUESTIONS):
        values = {"median_ms": cost.median_ms, "p95_ms": cost.p95_ms, "max_ms": cost.max_ms}
        yield BenchRow(what=f"/{cost.answer}, items stored", size=cost.stored, values=values)


def start() -> Iterator[BenchRow]:
    """`wirewatch --help`, which imports what every command does."""
    spent = []
    for _ in range(_STARTS):
        before = _children_s()
        subprocess.run([sys.executable, "-m", "bot.cli", "--help"], check=True, capture_output=True)
        spent.append(_children_s() - before)
    yield BenchRow(what="wirewatch --help", size=_STARTS, values={"median_ms": statistics.median(spent) * 1_000})


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


GROUPS: dict[str, Callable[[], Iterator[BenchRow]]] = {
    "start": start,
    "polling": polling,
    "desk": desk,
    "answers": answers,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[*GROUPS, []], help="without: all")
    given = parser.parse_args()
    before, rows = os.getloadavg()[0], []
    for name in given.groups or GROUPS:
        for row in GROUPS[name]():
            print(row.line(), flush=True)
            rows.append(asdict(row))
    now = datetime.now(UTC)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{now:%Y-%m-%d}.json"
    load = {"before": round(before, 1), "after": round(os.getloadavg()[0], 1)}
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": load}
    file.write_text(
        json.dumps({"at": now.isoformat(timespec="seconds"), **machine, "rows": rows}, indent=1) + "\n", "utf-8"
    )
    print(f"load {load['before']} -> {load['after']}; written to {file.relative_to(RESULTS.parent.parent)}")


if __name__ == "__main__":
    main()
