"""Writes what was measured into docs/performance.md and docs/scale.md, and draws the plots beside them.

`python -m benchmarks.performance_page`; `make bench` ends with it, and a test fails while a page differs.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import scale_page
from benchmarks.bench_results import MeasuredRows, newest
from benchmarks.line_plot import PlotLine, svg
from benchmarks.speed_goals import BESIDE, FEEDS, GOALS
from scripts.generated_pages import DOCS, put

PAGE, SCALE_PAGE = DOCS / "performance.md", DOCS / "scale.md"
IMAGES = DOCS / "images"


def goal_table(rows: MeasuredRows) -> str:
    """Wanted and measured, a line for each goal."""
    lines = ["| what | unit | wanted | measured | | load |", "|---|---|--:|--:|---|--:|"]
    for goal in GOALS:
        sign = "≥" if goal.at_least else "≤"
        try:
            value, load = goal.measured(rows)
        except LookupError:
            lines.append(f"| {goal.what} | {goal.unit} | {sign} {_number(goal.wanted)} | - | not measured | |")
            continue
        verdict = "met" if goal.met(value) else "**short**"
        wanted = f"{sign} {_number(goal.wanted)}"
        lines.append(f"| {goal.what} | {goal.unit} | {wanted} | {_number(value)} | {verdict} | {load:.1f} |")
    return "\n".join(lines)


def comparison(rows: MeasuredRows) -> str:
    """The feed readers side by side."""
    lines = [
        "| reader | how | first load, CPU s (clock s) | reload, CPU s (clock s) | its start, CPU s | load |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for row in rows:
        if row.what.startswith(BESIDE) and row.size == FEEDS:
            of, how = row.values, row.workload.rpartition("; ")[2]
            start = f"{of['first_start_cpu_s']:.1f}" if "first_start_cpu_s" in of else "in the figures"
            loads = [f"{of[f'{n}_cpu_s']:.1f} ({of[f'{n}_s_by_the_clock']:.1f})" for n in ("first", "reload")]
            lines.append(f"| {row.what.removeprefix(BESIDE)} | {how} | {' | '.join(loads)} | {start} | {row.load} |")
    return "\n".join(lines)


def all_rows(rows: MeasuredRows) -> str:
    """Every row as it was measured."""
    lines = ["| what | size | values | load |", "|---|--:|---|--:|"]
    for row in rows:
        values = ", ".join(f"{name} {_number(value)}" for name, value in row.values.items())
        lines.append(f"| {row.what} | {row.size:,} | {values} | {row.load} |")
    return "\n".join(lines)


def workloads(rows: MeasuredRows) -> str:
    """What each row did, once for all its sizes."""
    named = {row.what: row.workload for row in rows if row.workload}
    return "\n".join(f"- **{what}**: {workload}." for what, workload in named.items())


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:,.3g}"


def plots(rows: MeasuredRows) -> dict[str, str]:
    """Each plot by the name of its file."""
    curves = {
        "performance-window.svg": (
            ("What an item costs the desk, by the items in the window", "items in the window", "CPU ms an item"),
            (("with storage", "desk, window", "stored_ms"), ("decided in memory", "desk, window", "item_ms"),
             ("placed, with encoder", "placing, window", "item_ms")),
        ),
        "performance-topics.svg": (
            ("What matching costs, by the topics", "topics", "CPU ms"),
            (("an item", "matching, topics", "item_ms"), ("of it reading", "matching, topics", "reading_ms"),
             ("one topic more", "matching, topics", "more_ms")),
        ),
        "performance-feeds.svg": (
            ("What a visit costs, by the feeds", "feeds", "CPU ms a visit"),
            (("first load", "polling, first", "cpu_ms_a_feed"), ("one new entry", "polling, new", "cpu_ms_a_feed"),
             ("nothing new", "polling, unmodified", "cpu_ms_a_feed")),
        ),
        "performance-stored.svg": (
            ("What an answer costs (p95), by the items stored", "items stored", "CPU ms"),
            tuple((f"/{name}", f"/{name}, items stored", "p95_ms") for name in ("timeline", "search", "sources")),
        ),
    }  # fmt: skip
    drawn = {}
    for file, ((title, across, up), named) in curves.items():
        lines = [PlotLine(name, _points(rows, what, value)) for name, what, value in named]
        drawn[file] = svg(title, across, up, [line for line in lines if line.points])
    return drawn


def _points(rows: MeasuredRows, what: str, value: str) -> Sequence[tuple[float, float]]:
    return [(float(row.size), row.values[value]) for row in rows.of(what)]


def parts(rows: MeasuredRows) -> Iterator[tuple[Path, str, str]]:
    """Each page, the name of a part of it, and what that part is to be."""
    yield PAGE, "goals", goal_table(rows)
    yield PAGE, "comparison", comparison(rows)
    yield PAGE, "workloads", workloads(rows)
    yield PAGE, "rows", all_rows(rows)
    for name, text in scale_page.parts(rows):
        yield SCALE_PAGE, name, text


def main() -> None:
    """Bring both pages and the plots up to date."""
    rows = newest()
    for page, name, text in parts(rows):
        put(page, name, text)
    for file, drawn in plots(rows).items():
        (IMAGES / file).write_text(drawn, "utf-8")


if __name__ == "__main__":
    main()
