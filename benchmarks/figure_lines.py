"""A figure of a set beside what it is measured by: the accepted one, the plain method's, its floor and its goal."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.labelled_set import ROOT, FigureBars, Figures, LabelledSet
from benchmarks.plain_stories import PLAIN, PLAIN_OTHERS
from benchmarks.sets import ASIDE, SETS

ACCEPTED = ROOT / "benchmarks" / "accepted.json"
LEFT_OUT = ROOT / "benchmarks" / "left_out.json"  # written by benchmarks/leave_one_out.py --accept
SLACK = 0.0005  # what rounding may take from a figure


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


def lines_of(one: LabelledSet, figures: Figures, accepted: Mapping[str, float]) -> Iterator[FigureLine]:
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


def number(value: float | None) -> str:
    if value is None:
        return "-"
    return str(round(value)) if value == round(value) and value != 1 else f"{value:.3f}"
