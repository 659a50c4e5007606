"""How good the engine is, beside what was last accepted: `make bench-quality`, or

    python -m benchmarks.quality [--only NAME]... [--accept] [--speed]

One table: set, figure, now, last accepted, floor, goal. Ends with status 1 where a figure is below its floor or has
fallen behind the accepted one. `--accept` takes the figures of this run over into benchmarks/accepted.json and the
table of docs/quality.md; both belong into the commit that changed them. The page says which sets were tuned on.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import click

from benchmarks.sets import DATA, ROOT, SETS, FigureBars, LabelledSet

ACCEPTED = ROOT / "benchmarks" / "accepted.json"
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


def measured(chosen: list[LabelledSet], accepted: dict[str, float]) -> Iterator[FigureLine]:
    for one in chosen:
        if one.missing is not None:
            click.echo(f"{one.name}: left out, there is no {one.missing}", err=True)
            continue
        began = time.monotonic()
        for figure, now in one.measure().items():
            last = accepted.get(f"{one.name}: {figure}")
            yield FigureLine(
                of=one.name, figure=figure, now=now, accepted=last, bars=one.bars.get(figure, FigureBars())
            )
        click.echo(f"{one.name}: {time.monotonic() - began:.0f} s", err=True)


def table(lines: list[FigureLine]) -> str:
    head = f"{'set':21} {'figure':26} {'now':>7} {'accepted':>9} {'floor':>6} {'goal':>6}"
    shown = [head, "-" * len(head)]
    for above, line in zip([None, *lines], lines, strict=False):
        name = "" if above is not None and above.of == line.of else line.of
        columns = f"{_number(line.now):>7} {_number(line.accepted):>9}"
        bars = f"{_number(line.bars.floor):>6} {_number(line.bars.goal):>6}"
        shown.append(f"{name:21} {line.figure:26} {columns} {bars}  {line.verdict}".rstrip())
    return "\n".join(shown)


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return str(round(value)) if value == round(value) and value != 1 else f"{value:.3f}"


def page_with(accepted: dict[str, float], page: str) -> str:
    """The page with the accepted figures in its table, between the two marks."""
    head, _, rest = page.partition(MARKS[0])
    rows = ["| set | figure | now | floor | goal |", "|---|---|---|---|---|"]
    for one in SETS:
        for name in [key for key in accepted if key.startswith(f"{one.name}: ")]:
            figure = name.removeprefix(f"{one.name}: ")
            bars = one.bars.get(figure, FigureBars())
            columns = (one.name, figure, _number(accepted[name]), _number(bars.floor), _number(bars.goal))
            rows.append(f"| {' | '.join(columns)} |")
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
@click.option("--accept", is_flag=True, help="Take the figures over into benchmarks/accepted.json.")
@click.option("--speed", is_flag=True, help="Run the cost benchmarks too.")
def main(only: tuple[str, ...], *, accept: bool, speed: bool) -> None:
    """Measure the engine on the labelled sets."""
    accepted: dict[str, float] = json.loads(ACCEPTED.read_text("utf-8")) if ACCEPTED.exists() else {}
    lines = list(measured([one for one in SETS if not only or one.name in only], accepted))
    click.echo(table(lines))
    costs(run=speed)
    if accept:
        accepted |= {f"{line.of}: {line.figure}": round(line.now, 4) for line in lines}
        ACCEPTED.write_text(json.dumps(accepted, indent=1) + "\n", "utf-8")
        PAGE.write_text(page_with(accepted, PAGE.read_text("utf-8")), "utf-8")
    elif any(line.fell for line in lines):
        sys.exit(1)


if __name__ == "__main__":
    main()
