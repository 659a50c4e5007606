"""`make bench`: what the program costs, as a table and a file in `benchmarks/results`.

    .venv/bin/python -m benchmarks.bench [--whole] [GROUP ...]

It takes under ten minutes on two idle cores. With `--whole` come the rows that take longer: the large sizes, memory,
and the replay of captured documents; that is some forty minutes. A row that was measured earlier on the same day is
replaced, the others of that day stay. Last it writes docs/performance.md and docs/scale.md anew.

A machine is shared and noisy: compare two trees by running both, side by side, never by two dates. Figures are CPU time
(with children) where their name does not say otherwise; each row has the load of the machine beside it.
"""

import argparse
import os
import platform
from dataclasses import replace
from datetime import UTC, datetime

from benchmarks import performance_page
from benchmarks.bench_groups import LONG, SHORT, RowGroup
from benchmarks.bench_results import keep
from benchmarks.prove.isolation import log_nothing


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    known = [*dict.fromkeys([*SHORT, *LONG])]
    parser.add_argument("groups", nargs="*", choices=[*known, []], help="without: all")
    parser.add_argument("--whole", action="store_true", help="the rows that take longer, too")
    given = parser.parse_args()
    log_nothing()
    for name in given.groups or known:
        for some in (SHORT, LONG) if given.whole else (SHORT,):
            if name in some:
                _run(some[name])
    performance_page.main()


def _run(group: RowGroup) -> None:
    """Print the rows of a group as they come, and keep them: what comes later may fail."""
    for row in group():
        at = datetime.now(UTC)
        measured = replace(row, at=at.isoformat(timespec="seconds"), load=round(os.getloadavg()[0], 1))
        print(f"{measured.line()}  (load {measured.load})", flush=True)
        keep([measured], at, {"python": platform.python_version(), "cores": os.cpu_count()})


if __name__ == "__main__":
    main()
