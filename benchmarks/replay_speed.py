"""The replay of captured documents, where they are at hand: what the whole program costs, and what came of them."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench_results import BenchRow
from benchmarks.process_usage import children_cpu_s
from benchmarks.prove.soak import documents

TOPICS = ("vaccine", "Hong Kong", "election", "earthquake", "refugees")
_ZONE = "+12:00"  # of the times in the names of the captured files


def replay_rows() -> Iterator[BenchRow]:
    """One row; none without the documents. The counts are beside it: they say whether it did the same work."""
    shared = Path(os.environ.get("WIREWATCH_SHARED", "../shared"))
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, documents(shared, Path(scratch)) as found:
        if not found:
            return
        topics = [word for topic in TOPICS for word in ("--topic", topic)]
        folder = str(found[0].path.parents[1])
        before_s = children_cpu_s()
        done = subprocess.run(  # noqa: S603 - Python itself, and a program of ours
            [sys.executable, "-m", "bot.cli", "replay", folder, "--zone", _ZONE, *topics],
            check=True,
            capture_output=True,
            text=True,
        )
        used_s = children_cpu_s() - before_s
        yield BenchRow(
            what="replay",
            workload=f"{len(found):,} captured feed documents, {len(TOPICS)} topics: {', '.join(TOPICS)}",
            size=len(found),
            values={"cpu_s": used_s, **{name: float(count) for name, count in json.loads(done.stdout).items()}},
        )
