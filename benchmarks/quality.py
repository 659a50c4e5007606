"""How good the engine is, beside what was last accepted: `make bench-quality`, or

    python -m benchmarks.quality [--only NAME]... [--short] [--accept] [--speed]

One table: set, figure, now, left out, plain, plain with the bar of the other sets, last accepted, floor, goal. "Left
out" is what the engine reached with the bars that the other sets chose (benchmarks/leave_one_out.py); "plain" is what a
plain method reaches; where it has a bar, first with the one that is best for this very set. Ends with status 1 where a
figure is below its floor or has fallen behind the accepted one. `--accept` takes the figures of this run over into
benchmarks/accepted.json and the table of docs/quality.md; both belong into the commit that changed them. The page says
which sets were tuned on. `--short` is part of `make check`: under half a minute, at least one set of each task.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

import click

from benchmarks.figure_lines import ACCEPTED, FigureLine, lines_of, merged, number, read_figures
from benchmarks.labelled_set import DATA, ROOT, LabelledSet
from benchmarks.quality_page import PAGE, page_with
from benchmarks.sets import ASIDE, QUICK, SETS

COSTS = (
    (
        "stories_speed",
        (str(DATA / "stream" / "headlines_2020_2023.jsonl.xz"),),
        "placing an item, 50,000 in the window",
    ),
    ("dates_speed", (), "sentences tagged per second"),
)


def measured(
    chosen: Sequence[LabelledSet], accepted: Mapping[str, float], *, plain: bool = True
) -> Iterator[FigureLine]:
    """The lines of the sets that are here; those that are not are named."""
    for one in chosen:
        if one.missing is not None:
            click.echo(f"{one.name}: left out, there is no {one.missing}", err=True)
            continue
        began = time.monotonic()
        yield from lines_of(one, one.measure() | (one.plain() if plain else {}), accepted)
        click.echo(f"{one.name}: {time.monotonic() - began:.0f} s", err=True)


def table(lines: list[FigureLine]) -> str:
    beside = f"{'now':>6} {'left':>6} {'plain':>6} {'others':>6}"
    head = f"{'set':23} {'figure':26} {beside} {'accepted':>9} {'floor':>6} {'goal':>6}"
    shown = [head, "-" * len(head)]
    for above, line in zip([None, *lines], lines, strict=False):
        name = "" if above is not None and above.of == line.of else line.of
        values = (line.now, line.left_out, line.plain, line.plain_others)
        columns = " ".join(f"{number(value):>6}" for value in values) + f" {number(line.accepted):>9}"
        bars = f"{number(line.bars.floor):>6} {number(line.bars.goal):>6}"
        shown.append(f"{name:23} {line.figure:26} {columns} {bars}  {line.verdict}".rstrip())
    return "\n".join(shown)


def costs(*, run: bool) -> None:
    click.echo("\nCost (measured with --speed; read ratios, not absolute times):")
    for name, args, what in COSTS:
        command = ["-m", f"benchmarks.{name}", *args]
        click.echo(f"  python {' '.join(command)}   # {what}")
        if run:
            subprocess.run([sys.executable, *command], check=True, cwd=ROOT)  # noqa: S603 - Python itself, and a program of ours


@click.command()
@click.option("--only", multiple=True, type=click.Choice([one.name for one in SETS]), help="Run this set alone.")
@click.option("--short", is_flag=True, help="Run one or more quick sets of each task, without plain methods and costs.")
@click.option("--aside", is_flag=True, help="Run the halves that were put aside, and nothing else. Once.")
@click.option("--accept", is_flag=True, help="Take the figures over into benchmarks/accepted.json.")
@click.option("--speed", is_flag=True, help="Run the cost benchmarks too.")
def main(only: tuple[str, ...], *, short: bool, aside: bool, accept: bool, speed: bool) -> None:
    """Measure the engine on the labelled sets."""
    accepted = read_figures(ACCEPTED)
    sets = ASIDE if aside else SETS
    chosen = [one for one in sets if (not only or one.name in only) and (not short or one.name in QUICK)]
    lines = list(measured(chosen, accepted, plain=not short))
    click.echo(table(lines))
    if not short:
        costs(run=speed)
    if accept:
        accepted = merged(accepted, lines)
        ACCEPTED.write_text(json.dumps(accepted, indent=1) + "\n", "utf-8")
        PAGE.write_text(page_with(accepted, PAGE.read_text("utf-8")), "utf-8")
    elif any(line.fell for line in lines):
        sys.exit(1)


if __name__ == "__main__":
    main()
