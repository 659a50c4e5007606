"""The groups of `make bench`: each gives the rows of one part of the program, some of them at larger sizes alone."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks import answers_speed, desk_speed, matching_speed, stories_speed
from benchmarks.alert_latency import alert_row
from benchmarks.bench_results import BenchRow
from benchmarks.filled_program import ProgramSize, empty_program, fill
from benchmarks.polling_speed import PollingRow, polling_rows
from benchmarks.process_usage import children_cpu_s
from benchmarks.program_start import start_row
from benchmarks.prove.burst import run_burst
from benchmarks.replay_speed import replay_rows
from benchmarks.steady_memory import memory_row

P = ParamSpec("P")
T = TypeVar("T")
_HELP_STARTS, _QUESTIONS, _SEED = 5, 20, 1
_FAN_OUT, _ENCODED = 3_000, 500
_AT_START = ProgramSize(stored=100_000, window=20_000, sources=2_000, topics=1_000, chats=300)
_AT_WORK = ProgramSize(stored=50_000, window=50_000, sources=2_000, topics=10_000, chats=300, carded=True)


def start() -> Iterator[BenchRow]:
    """`wirewatch --help`, `wirewatch run` with much stored, and then from a feed's answer to the alert in a chat."""
    spent = [_used_s(lambda: _run_module("bot.cli", "--help")) for _ in range(_HELP_STARTS)]
    yield BenchRow(
        what="wirewatch --help",
        workload=f"the help of the command line; the median of {_HELP_STARTS} starts",
        size=_HELP_STARTS,
        values={"median_ms": statistics.median(spent) * 1_000},
    )
    with empty_program(_AT_START) as program:
        asyncio.run(fill(program))
        yield asyncio.run(start_row(program))
        yield asyncio.run(alert_row(program))


def memory() -> Iterator[BenchRow]:
    """What the running program needs."""
    with empty_program(_AT_WORK) as program:
        asyncio.run(fill(program))
        yield asyncio.run(memory_row(program))


def polling(sizes: Sequence[int], *names: str) -> Iterator[BenchRow]:
    """Visits to feeds on loopback, without the desk."""
    for feeds in sizes:
        yield from map(_polled, _alone(_polling, feeds, *names))


def _polling(feeds: int, *names: str) -> list[PollingRow]:
    return asyncio.run(polling_rows(feeds, names) if names else polling_rows(feeds))


_POLLED = {
    "open": "the program opened with so many feeds",
    "first": "the first load of 30 entries each",
    "new": "one new entry among 30",
    "unmodified": "304 from each",
    "same": "the same body from each, without validators",
}


def _polled(row: PollingRow) -> BenchRow:
    return BenchRow(
        what=f"polling, {row.name}",
        workload=f"{_POLLED[row.name]}, feeds on loopback, without the desk",
        size=row.feeds,
        values={
            "cpu_ms_a_feed": row.cpu_s / row.feeds * 1_000,
            "feeds_a_s_by_the_clock": row.feeds / row.wall_s,
            "stall_cpu_ms": row.stall_cpu_ms,
            "memory_mib": row.memory_mib,
        },
    )


def matching(sizes: Sequence[int]) -> Iterator[BenchRow]:
    """Items against topics, without anything else of the desk."""
    for topics in sizes:
        cost = _alone(matching_speed.measure, topics)
        values = {name: float(value) for name, value in asdict(cost).items() if name != "topics"}
        workload = "items of 300 words in four languages, topics of three terms, a tenth of them with phrase and NOT"
        yield BenchRow(what="matching, topics", workload=workload, size=topics, values=values)


def desk(windows: Sequence[int]) -> Iterator[BenchRow]:
    """The whole decision, without the sentence encoder."""
    workload = "headlines with teasers, 1,000 topics in 300 chats, without the sentence encoder; 50 items a turn"
    for cost in desk_speed.rows(windows, measured=1_000):
        values = {name: float(value) for name, value in asdict(cost).items() if name not in {"window", "encoder"}}
        yield BenchRow(what="desk, window", workload=workload, size=cost.window, values=values)


def placing(windows: Sequence[int]) -> Iterator[BenchRow]:
    """To place an item among stories, with the sentence encoder."""
    for window in windows:
        cost = _alone(stories_speed.measure, None, window, 500, encoder=True)
        values = {name: float(value) for name, value in asdict(cost).items() if name != "window"}
        workload = "headlines with teasers, read by the sentence encoder and placed among those of the window"
        yield BenchRow(what="placing, window", workload=workload, size=window, values=values)


def encoding() -> Iterator[BenchRow]:
    """The sentence encoder alone."""
    spent = _alone(stories_speed.encoding_ms, _ENCODED)
    workload = "headlines with teasers read by the sentence encoder, the median item"
    yield BenchRow(what="sentence encoder", workload=workload, size=_ENCODED, values={"item_ms": spent})


def answers(sizes: Sequence[int]) -> Iterator[BenchRow]:
    """Questions of a chat."""
    workload = "a fourth of the queries a single word, the others two or three words of a headline"
    for cost in answers_speed.rows(sizes, questions=_QUESTIONS):
        values = {"median_ms": cost.median_ms, "p95_ms": cost.p95_ms, "max_ms": cost.max_ms, "cut": cost.cut}
        yield BenchRow(what=f"/{cost.answer}, items stored", workload=workload, size=cost.stored, values=values)


def fan_out() -> Iterator[BenchRow]:
    """One story for many chats, at a stand-in that enforces Telegram's limits and takes 200 ms to answer."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        burst = asyncio.run(run_burst(Path(folder), _SEED, _FAN_OUT, _FAN_OUT, ("private",)))
    yield BenchRow(
        what="fan-out",
        workload="one story to private chats; the stand-in answers after 200 ms and refuses what exceeds 30 a second",
        size=_FAN_OUT,
        values={"used_pct": burst.used_pct, "seconds": burst.seconds, "refused": burst.refused, "lost": burst.lost},
    )


RowGroup = Callable[[], Iterator[BenchRow]]
SHORT: dict[str, RowGroup] = {
    "polling": partial(polling, (300,)),
    "matching": partial(matching, (1_000, 10_000)),
    "desk": partial(desk, (1_000, 20_000)),
    "placing": partial(placing, (1_000, 10_000)),
    "encoding": encoding,
    "answers": partial(answers, (10_000, 100_000)),
    "start": start,
    "fan-out": fan_out,
}
LONG: dict[str, RowGroup] = {
    "polling": partial(polling, (1_000,)),
    "polling-idle": partial(polling, (3_000, 10_000), "unmodified"),
    "matching": partial(matching, (100_000,)),
    "desk": partial(desk, (5_000, 50_000)),
    "placing": partial(placing, (50_000,)),
    "answers": partial(answers, (1_000_000,)),
    "memory": memory,
    "replay": replay_rows,
}


def _alone(measure: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Measure in a process of its own: memory is of the whole process, and what one left warms no other."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, *arguments, **named).result()


def _used_s(work: Callable[[], object]) -> float:
    """Processor seconds of the processes that are started and end meanwhile."""
    before = children_cpu_s()
    work()
    return children_cpu_s() - before


def _run_module(*words: str) -> None:
    subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True)  # noqa: S603 - Python itself, and a program of ours
