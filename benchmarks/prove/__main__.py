"""`python -m benchmarks.prove [kills|kills-postgres|burst|...]`: prove the promises of docs/reliability.md.

What was measured is written into docs/reliability.md, between its markers; the exit status is 1 where a promise broke.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.prove.burst import ALERTS, run_burst
from benchmarks.prove.hostile_feeds import run_feeds
from benchmarks.prove.isolation import MIXES, log_nothing, run_isolation
from benchmarks.prove.kills import KILLS, KILLS_POSTGRES, run_all_kills, run_all_kills_postgres
from benchmarks.prove.outage import MINUTES, run_outage
from benchmarks.prove.soak import MOST_ITEMS, documents, run_soak
from tests.journeys.kills.world import Report

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
SEED = 20_261_123
Proof = tuple[str, list[str]]  # its line for the page, and the promises that did not hold


def say(line: str) -> None:
    """Progress, for who watches."""
    print(f"  {line}", flush=True)


async def prove_kills(scratch: Path, given: argparse.Namespace) -> Proof:
    """Nothing lost, nothing twice but what was in flight."""
    report = await run_all_kills(scratch, given.seed, given.kills or KILLS, say)
    return _line_of_kills(f"{report.kills} kills", report), _broken(report)


async def prove_kills_postgres(scratch: Path, given: argparse.Namespace) -> Proof:
    """The same of processes that share a PostgreSQL, each with its roles."""
    report = await run_all_kills_postgres(scratch, given.seed, given.kills or KILLS_POSTGRES, say)
    of = ", ".join(f"{times} of {roles}" for roles, times in sorted(report.killed.items()))
    return _line_of_kills(f"{report.kills} kills among six processes on one PostgreSQL ({of})", report), _broken(report)


def _line_of_kills(kills: str, report: Report) -> str:
    return (
        f"{kills} (seed {report.seed}): {report.published} items published, {report.alerted} alerted, "
        f"{report.commands} commands and {report.presses} presses, {len(report.unanswered)} unanswered; "
        f"{len(report.lost)} lost, {report.undecided} undecided; {report.in_flight} sends were in flight at kills, "
        f"{report.twice} of them came twice, {len(report.unnamed)} not named in the log; "
        f"SIGTERM drained in {report.stop_s} s"
    )


def _broken(report: Report) -> list[str]:
    return [f"{name}: {str(found)[:400]}" for name, found in report.broken.items()]


async def prove_burst(scratch: Path, given: argparse.Namespace) -> Proof:
    """The permitted rate, used and never exceeded."""
    burst = await run_burst(scratch, given.seed, given.alerts)
    line = (
        f"{burst.alerts:,} alerts to {burst.chats} chats in {burst.seconds} s: {burst.refused} refusals, "
        f"{burst.used_pct} % of the permitted rate used, {burst.out_of_order} chats out of order, {burst.lost} lost, "
        f"{burst.twice} twice"
    )
    return line, burst.broken


async def prove_soak(scratch: Path, given: argparse.Namespace) -> Proof:
    """Every number accounted for, memory bounded."""
    shared = Path(os.environ.get("WIREWATCH_SHARED", ROOT.parent / "shared"))
    (scratch / "feeds").mkdir()
    with documents(shared, scratch / "feeds") as found:
        if not found:
            return "skipped: the captured documents are not here", []
        soak = await run_soak(found, scratch, given.seed, given.most_items, say)
    states = ", ".join(f"{number} {state}" for state, number in sorted(soak.deliveries.items()))
    line = (
        f"{soak.documents:,} documents over 24 h to 300 chats, with their digests: {soak.items:,} items, "
        f"{soak.undecided} undecided; "
        f"deliveries {states}, {soak.unexplained} unexplained; memory {soak.open_mb:.0f} MB at the start, "
        f"{soak.hour_mb:.0f} MB after the first hour, {soak.end_mb:.0f} MB at the end ({soak.growth_pct:+} %), "
        f"without the workers {soak.alone_mb[0]:.0f} and {soak.alone_mb[1]:.0f} MB; "
        f"the desk kept {soak.most_items:,} items"
    )
    return line, soak.broken


async def prove_feeds(scratch: Path, _given: argparse.Namespace) -> Proof:
    """Hostile feeds hold up no other."""
    feeds = await run_feeds(scratch, say)
    return feeds.line, feeds.broken


async def prove_outage(scratch: Path, given: argparse.Namespace) -> Proof:
    """What comes back is taken up at once."""
    outage = await run_outage(scratch, given.outage_minutes, say)
    line = (
        f"Telegram away for {outage.minutes} minutes (502, resets, connections that hang) while "
        f"{outage.published} items were published for 3 chats: the first command was answered "
        f"{outage.answered_s} s after its return, everything due had come after {outage.delivered_s} s, "
        f"of which the limits alone take {outage.limits_s}; "
        f"{outage.lost} lost, {outage.twice} twice"
    )
    return line, outage.broken


async def prove_isolation(scratch: Path, given: argparse.Namespace) -> Proof:
    """No chat sees what came from another's sources or corrections."""
    found = await asyncio.to_thread(run_isolation, scratch, given.seed, given.mixes, say)
    line = (
        f"{found.mixes:,} mixes of two chats' sources, edits, corrections, repairs and restarts, each played thrice: "
        f"{found.compared:,} messages and answers compared with those of a desk without the other chat's, "
        f"{len(found.differences)} differ"
    )
    return line, found.differences[:5]


PROOFS: dict[str, Callable[[Path, argparse.Namespace], Coroutine[None, None, Proof]]] = {
    "kills": prove_kills,
    "kills-postgres": prove_kills_postgres,
    "burst": prove_burst,
    "soak": prove_soak,
    "feeds": prove_feeds,
    "outage": prove_outage,
    "isolation": prove_isolation,
}


def main() -> None:
    """Run the proofs named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prove", description=__doc__)
    parser.add_argument("proofs", nargs="*", help=f"{', '.join(PROOFS)}; without: all")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--kills", type=int, help=f"without: {KILLS}, and {KILLS_POSTGRES} of kills-postgres")
    parser.add_argument("--alerts", type=int, default=ALERTS)
    parser.add_argument("--most-items", type=int, default=MOST_ITEMS, help="items in the memory of the soak's desk")
    parser.add_argument("--mixes", type=int, default=MIXES, help="of the proof of isolation")
    parser.add_argument("--outage-minutes", type=float, default=MINUTES)
    parser.add_argument("--dry", action="store_true", help="leave docs/reliability.md as it is")
    given = parser.parse_args()
    log_nothing()
    names = given.proofs or list(PROOFS)
    sys.exit(1 if (_prove(names[0], given) if len(names) == 1 else _each_alone(names, given)) else 0)


def _each_alone(names: list[str], given: argparse.Namespace) -> int:
    """Each proof in a process of its own, since one that ran before would change what memory is measured.

    Gives how many promises broke.
    """
    # Neither of these two is timed, and each keeps one core busy: side by side they take ten minutes less.
    soak = _beside("soak", given) if {"kills", "soak"} <= set(names) else None
    broken = 0
    for name in [name for name in names if name != "soak" or soak is None]:
        broken += _beside(name, given).wait() != 0
        if name == "kills" and soak is not None:
            broken += soak.wait() != 0  # before what is timed begins
    return broken


def _beside(name: str, given: argparse.Namespace) -> "subprocess.Popen[bytes]":
    options = [
        *("--seed", f"{given.seed}", "--alerts", f"{given.alerts}", "--most-items", f"{given.most_items}"),
        *("--mixes", f"{given.mixes}", "--outage-minutes", f"{given.outage_minutes}"),
        *(["--kills", f"{given.kills}"] if given.kills else []),
        *(["--dry"] if given.dry else []),
    ]
    return subprocess.Popen([sys.executable, "-m", "benchmarks.prove", name, *options])  # noqa: S603 - Python itself, and a program of ours


def _prove(name: str, given: argparse.Namespace) -> bool:
    print(f"{name} ...", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"prove-{name}-") as scratch:
        line, broken = asyncio.run(PROOFS[name](Path(scratch), given))
    minutes = (time.monotonic() - started) / 60
    verdict = "holds" if not broken else f"BROKEN: {'; '.join(broken)}"
    print(f"{name}: {verdict}\n  {line} ({minutes:.1f} min)", flush=True)
    if not given.dry:
        _enter(
            name, f"{line}. {verdict} ({datetime.now(UTC):%Y-%m-%d}, {minutes:.1f} min, load {os.getloadavg()[0]:.1f})"
        )
    return bool(broken)


def _enter(name: str, line: str) -> None:
    """Put the result where the page has a place for it: a line `- **name**: ...` between the markers."""
    lines = PAGE.read_text("utf-8").splitlines()
    begins, ends = lines.index("<!-- results -->"), lines.index("<!-- end -->")
    kept = [one for one in lines[begins + 1 : ends] if one.startswith("- ") and not one.startswith(f"- **{name}**")]
    results = sorted([*kept, f"- **{name}**: {line}"])
    PAGE.write_text("\n".join([*lines[: begins + 1], "", *results, "", *lines[ends:]]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
