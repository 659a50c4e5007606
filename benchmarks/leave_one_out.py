"""What would values chosen on the other sets reach on each set?

    python -m benchmarks.leave_one_out RECLUSTER=.6,.65,.7 JOIN=.74,.78 [--only SET]... [--arrival] [--beta .5]

Runs the engine on the sets of stories at every point of the grid: a bar is a name of newsroom/stories/thresholds.py, or
`module:NAME`, and its values are numbers or factors of what it is now ("x0.9"). Printed for each set: what it reaches
now; with the values that are best in the mean of the other sets, which is what a new year's news may be expected to
give; and with the values that are best in the mean of all. Sets cut from the same texts are left out together. The
small sets of hard streams neither choose nor are judged unless they are named.
`--beta .5` counts precision twice as much as recall. What was measured is kept in build/ until the newsroom changes.
"""

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.labelled_set import ROOT, Figures, LabelledSet
from benchmarks.moved_bars import MovedBar, Number, bar_of, moved
from benchmarks.story_sets import HARD_SET, MOST_JOINED, STORY_SETS

KEPT = ROOT / "build" / "leave_one_out.json"
THRESHOLDS = "newsroom.stories.thresholds"
NOW = "as it is"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What one set reaches: `others` are the values chosen without it, `everything` those chosen with all sets."""

    of: str
    now: float
    others: tuple[str, float]
    everything: tuple[str, float]


def fbeta(precision: float, recall: float, beta: float) -> float:
    """The mean of both in which recall counts `beta` times as much."""
    weighted = beta * beta * precision + recall
    return (1 + beta * beta) * precision * recall / weighted if weighted else 0.0


def judged(
    scores: Mapping[str, Mapping[str, float]], related: Mapping[str, frozenset[str]], points: Sequence[str]
) -> list[LeftOut]:
    """`scores`: by point and set. `related`: to each set those of the same texts, itself among them.

    Where points are equally good the first of them is chosen.
    """

    def best(sets: Iterable[str]) -> str:
        chosen = list(sets)
        return max(points, key=lambda point: sum(scores[point][one] for one in chosen))

    names = list(related)
    all_best = best(names)
    found = []
    for name in names:
        point = best(other for other in names if other not in related[name])
        found.append(
            LeftOut(
                of=name,
                now=scores[NOW][name],
                others=(point, scores[point][name]),
                everything=(all_best, scores[all_best][name]),
            )
        )
    return found


def table(rows: Sequence[LeftOut]) -> str:
    head = f"{'set':23} {'now':>6} {'others':>7} {'all':>6}  values chosen on the others"
    lines = [head, "-" * len(head)]
    lines += [
        f"{row.of:23} {row.now:6.3f} {row.others[1]:7.3f} {row.everything[1]:6.3f}  {row.others[0]}" for row in rows
    ]
    now, others, everything = (
        sum(column) / len(rows) for column in zip(*((r.now, r.others[1], r.everything[1]) for r in rows), strict=True)
    )
    lines.append(f"{'mean':23} {now:6.3f} {others:7.3f} {everything:6.3f}  all: {rows[0].everything[0]}")
    return "\n".join(lines)


def grid(texts: Iterable[str]) -> dict[str, list[tuple[MovedBar, Number]]]:
    """Each point by its name; the first is the engine as it is."""
    axes = []
    for text in texts:
        name, _, values = text.partition("=")
        bar = bar_of(name if ":" in name else f"{THRESHOLDS}:{name}")
        axes.append([(bar, bar.at(value)) for value in values.split(",")])
    points = {
        " ".join(f"{bar.name}={value}" for bar, value in point): list(point) for point in itertools.product(*axes)
    }
    return {NOW: []} | points


class KeptFigures:
    """What was measured, in a file, as long as neither the newsroom nor the sets change."""

    def __init__(self, path: Path = KEPT) -> None:
        self._path = path
        self._state = _state()
        kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
        self._figures: dict[str, Figures] = kept.get("figures", {}) if kept.get("state") == self._state else {}

    def of(self, one: LabelledSet, point: str, bars: Sequence[tuple[MovedBar, Number]]) -> Figures:
        key = f"{one.name} @ {point}"
        if key not in self._figures:
            with ExitStack() as stack:
                for bar, value in bars:
                    stack.enter_context(moved(bar, value))
                self._figures[key] = one.measure()
            self._path.parent.mkdir(exist_ok=True)
            self._path.write_text(json.dumps({"state": self._state, "figures": self._figures}), "utf-8")
        return self._figures[key]


def _state() -> str:
    digest = hashlib.sha256()
    for folder, pattern in (
        ("newsroom", "**/*"),
        ("bot/lab", "*.py"),
        ("benchmarks", "**/*.py"),
        ("benchmarks", "**/*.jsonl"),
    ):
        for path in sorted(path for path in (ROOT / folder).glob(pattern) if path.is_file() and path.suffix != ".pyc"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def score(figures: Figures, beta: float, *, arrival: bool) -> float:
    if MOST_JOINED in figures:
        return 1 - figures[MOST_JOINED]
    name = "pairs" if "pairs precision" in figures else "on arrival: B3" if arrival else "B3"
    return fbeta(figures[f"{name} precision"], figures[f"{name} recall"], beta)


def related_sets(chosen: Sequence[LabelledSet]) -> dict[str, frozenset[str]]:
    return {one.name: frozenset(other.name for other in chosen if set(one.needs) & set(other.needs)) for one in chosen}


@click.command()
@click.argument("bars", nargs=-1, required=True)
@click.option("--only", multiple=True, type=click.Choice([one.name for one in STORY_SETS]), help="Of the sets, this.")
@click.option("--arrival", is_flag=True, help="Judge what was decided on arrival, not what is there after the repairs.")
@click.option("--beta", default=1.0, show_default=True, help="Below 1 precision counts more.")
def main(bars: tuple[str, ...], only: tuple[str, ...], *, arrival: bool, beta: float) -> None:
    """Judge each set with the values that the other sets choose."""
    chosen = [
        one
        for one in STORY_SETS
        if one.missing is None and (one.name in only or (not only and not one.name.startswith(HARD_SET)))
    ]
    points, kept = grid(bars), KeptFigures()
    scores: dict[str, dict[str, float]] = {}
    for number, (point, values) in enumerate(points.items(), start=1):
        click.echo(f"{number} of {len(points)}: {point}", err=True)
        scores[point] = {one.name: score(kept.of(one, point, values), beta, arrival=arrival) for one in chosen}
        click.echo("  " + " ".join(f"{name} {value:.3f}" for name, value in scores[point].items()), err=True)
    click.echo(table(judged(scores, related_sets(chosen), list(points))))


if __name__ == "__main__":
    main()
