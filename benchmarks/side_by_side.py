"""Wirewatch beside what people read feeds with, in one run on the same feeds on loopback.

    .venv/bin/python -m benchmarks.side_by_side [--feeds 1000] [--only NAME ...]

Each loads all feeds for the first time (30 entries each), and once more when each has one new entry. Counted are the
processor seconds of the process and its children. The others start anew for every load, as people run them, and what
that takes is theirs; Wirewatch is a program that goes on running, so its start is given beside. To enter the addresses
is not counted for anyone. Whichever of them is not installed is left out, and said so:

- `reader` (PyPI) is installed into a virtual environment that is thrown away; of three worker counts the best counts;
- `newsboat` and `rss2email` as the distribution has them (`apt-get install newsboat rss2email`).
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bench_results import BenchRow, keep
from benchmarks.feed_readers import FeedReader, Missing, Newsboat, ReaderLibrary, Rss2email, WirewatchReader
from benchmarks.loopback_feeds import address, feeds_server, turn
from benchmarks.process_usage import Used

FEEDS, ENTRIES = 1_000, 30
_WORKERS = (1, 4, 16)


def readers(scratch: Path) -> dict[str, list[FeedReader]]:
    """Each by its name; of several the best counts. What has to be installed goes into `scratch`."""
    return {
        "newsboat": [Newsboat()],
        "reader": [ReaderLibrary(home=scratch / "venv", workers=workers) for workers in _WORKERS],
        "rss2email": [Rss2email()],
        "Wirewatch, watchers alone": [WirewatchReader(desk=False)],
        "Wirewatch with the desk": [WirewatchReader(desk=True)],
    }


def rows(feeds: int, only: list[str]) -> Iterator[BenchRow]:
    """A row for each that is installed, one after another on the same server."""
    with feeds_server(ENTRIES) as port, tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        urls = [f"http://{address(number)}:{port}/feed/{number}" for number in range(feeds)]
        for name, ways in readers(Path(scratch)).items():
            if only and name not in only:
                continue
            try:
                found = [_measured(way, urls, port) for way in ways]
            except Missing as missing:
                print(f"{name}: left out, {missing}", flush=True)
                continue
            best = min(found, key=lambda one: one["first_cpu_s"] + one["reload_cpu_s"])
            way = ways[found.index(best)].way
            yield BenchRow(
                what=f"side by side, {name}",
                workload=f"feeds of {ENTRIES} entries on loopback: first load, reload with one new entry each; {way}",
                size=feeds,
                values=best,
            )


def _measured(way: FeedReader, urls: list[str], port: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        way.prepare(Path(folder), urls)
        first = way.load(Path(folder))
        turn(port, "new=1")
        entries = way.entries(Path(folder))
        again = way.load(Path(folder))
        new = way.entries(Path(folder)) - entries
        way.close()
        return {**_named("first", first), **_named("reload", again), "entries": float(entries), "new": float(new)}


def _named(name: str, used: Used) -> dict[str, float]:
    """`start_cpu_s` where the start is not in the figure."""
    values = {f"{name}_cpu_s": used.cpu_s, f"{name}_s_by_the_clock": used.clock_s}
    return values | ({f"{name}_start_cpu_s": used.start_cpu_s} if used.start_cpu_s else {})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.side_by_side", description=__doc__)
    parser.add_argument("--feeds", type=int, default=FEEDS)
    parser.add_argument("--only", nargs="*", default=[], help="names as the table has them")
    given = parser.parse_args()
    for row in rows(given.feeds, given.only):
        at = datetime.now(UTC)
        measured = replace(row, at=at.isoformat(timespec="seconds"), load=round(os.getloadavg()[0], 1))
        print(f"{measured.line()}  (load {measured.load})", flush=True)
        keep([measured], at, {"python": platform.python_version(), "cores": os.cpu_count()})


if __name__ == "__main__":
    main()
