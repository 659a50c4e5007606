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
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.labelled_set import DATA, ROOT, FigureBars, Figures, LabelledSet
from benchmarks.plain_stories import PLAIN, PLAIN_OTHERS
from benchmarks.sets import ASIDE, QUICK, SETS

ACCEPTED = ROOT / "benchmarks" / "accepted.json"
LEFT_OUT = ROOT / "benchmarks" / "left_out.json"  # written by benchmarks/leave_one_out.py --accept
PAGE = ROOT / "docs" / "quality.md"
MARKS = ("<!-- figures: written by `python -m benchmarks.quality --accept` -->\n", "<!-- end of figures -->\n")
SLACK = 0.0005  # what rounding may take from a figure
COSTS = (
    (
        "stories_speed",
        (str(DATA / "stream" / "headlines_2020_2023.jsonl.xz"),),
        "placing an item, 50,000 in the window",
    ),
    ("dates_speed", (), "sentences tagged per second"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure of one set."""

    of: str
    figure: str
    now: float
    left_out: float | None = None
    plain: float | None = None
    plain_others: float | None = None
    accepted: float | None
    bars: FigureBars

    @property
    def fell(self) -> bool:
        """Whether it is worse than what was accepted, or than its floor."""
        marks = [mark for mark in (self.accepted if _judged(self) else None, self.bars.floor) if mark is not None]
        return any(self._behind(mark) for mark in marks)

    @property
    def verdict(self) -> str:
        """The words at the end of its line."""
        if self.bars.floor is not None and self._behind(self.bars.floor):
            return "BELOW THE FLOOR"
        if self.fell:
            return "FELL"
        if self.bars.goal is None:
            return ""
        return "short of the goal" if self._behind(self.bars.goal) else "goal"

    def _behind(self, mark: float) -> bool:
        return (mark - self.now if self.bars.least else self.now - mark) > SLACK


def _judged(line: FigureLine) -> bool:
    """Counts say how large a set is; only fractions and barred figures can fall."""
    return line.now <= 1 or line.bars.floor is not None


def read_figures(path: Path) -> dict[str, float]:
    """The figures of a file; none where it is not there."""
    figures: dict[str, float] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return figures


def measured(
    chosen: Sequence[LabelledSet], accepted: Mapping[str, float], *, plain: bool = True
) -> Iterator[FigureLine]:
    """The lines of the sets that are here; those that are not are named."""
    for one in chosen:
        if one.missing is not None:
            click.echo(f"{one.name}: left out, there is no {one.missing}", err=True)
            continue
        began = time.monotonic()
        yield from _lines(one, one.measure() | (one.plain() if plain else {}), accepted)
        click.echo(f"{one.name}: {time.monotonic() - began:.0f} s", err=True)


def _lines(one: LabelledSet, figures: Figures, accepted: Mapping[str, float]) -> Iterator[FigureLine]:
    left_out = read_figures(LEFT_OUT)
    for figure, now in figures.items():
        if not figure.startswith((PLAIN, PLAIN_OTHERS)):
            yield FigureLine(
                of=one.name,
                figure=figure,
                now=now,
                left_out=left_out.get(f"{one.name}: {figure}"),
                plain=figures.get(PLAIN + figure),
                plain_others=figures.get(PLAIN_OTHERS + figure),
                accepted=accepted.get(f"{one.name}: {figure}"),
                bars=one.bars.get(figure, FigureBars()),
            )


def figures_of(line: FigureLine) -> Iterator[tuple[str, float]]:
    """Its figures by the names that they have in benchmarks/accepted.json."""
    for before, value in (("", line.now), (PLAIN, line.plain), (PLAIN_OTHERS, line.plain_others)):
        if value is not None:
            yield f"{line.of}: {before}{line.figure}", round(value, 4)


def merged(accepted: Mapping[str, float], lines: Sequence[FigureLine]) -> dict[str, float]:
    """All figures in the order of the sets: those of the sets just measured anew, the others as they were."""
    new = dict(figure for line in lines for figure in figures_of(line))
    of = {line.of for line in lines}
    kept = {name: value for name, value in accepted.items() if name.partition(": ")[0] not in of}
    order = {one.name: number for number, one in enumerate((*SETS, *ASIDE))}
    known = [name for name in [*kept, *new] if name.partition(": ")[0] in order]
    return {name: (kept | new)[name] for name in sorted(known, key=lambda name: order[name.partition(": ")[0]])}


def table(lines: list[FigureLine]) -> str:
    beside = f"{'now':>6} {'left':>6} {'plain':>6} {'others':>6}"
    head = f"{'set':23} {'figure':26} {beside} {'accepted':>9} {'floor':>6} {'goal':>6}"
    shown = [head, "-" * len(head)]
    for above, line in zip([None, *lines], lines, strict=False):
        name = "" if above is not None and above.of == line.of else line.of
        values = (line.now, line.left_out, line.plain, line.plain_others)
        columns = " ".join(f"{_number(value):>6}" for value in values) + f" {_number(line.accepted):>9}"
        bars = f"{_number(line.bars.floor):>6} {_number(line.bars.goal):>6}"
        shown.append(f"{name:23} {line.figure:26} {columns} {bars}  {line.verdict}".rstrip())
    return "\n".join(shown)


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return str(round(value)) if value == round(value) and value != 1 else f"{value:.3f}"


def page_with(accepted: dict[str, float], page: str) -> str:
    """The page with the accepted figures in its table, between the two marks."""
    head, _, rest = page.partition(MARKS[0])
    rows = ["| set | figure | now | left out | plain | plain, left out | floor | goal |", f"|{'---|' * 8}"]
    for one in (*SETS, *ASIDE):
        figures = {
            key.removeprefix(f"{one.name}: "): now for key, now in accepted.items() if key.startswith(f"{one.name}: ")
        }
        for line in _lines(one, figures, accepted):
            values = (line.now, line.left_out, line.plain, line.plain_others, line.bars.floor, line.bars.goal)
            rows.append(f"| {' | '.join((one.name, line.figure, *map(_number, values)))} |")
    return "".join([head, MARKS[0], "\n".join(rows), "\n", MARKS[1], rest.partition(MARKS[1])[2]])


def costs(*, run: bool) -> None:
    click.echo("\nCost (measured with --speed; read ratios, not absolute times):")
    for name, args, what in COSTS:
        command = ["-m", f"benchmarks.{name}", *args]
        click.echo(f"  python {' '.join(command)}   # {what}")
        if run:
            subprocess.run([sys.executable, *command], check=True, cwd=ROOT)


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
