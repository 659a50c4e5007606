"""docs/performance.md and docs/scale.md have what was measured; the plots are what the script draws of it."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks.bench_results import BenchRow, MeasuredRows, newest
from benchmarks.line_plot import PlotLine, svg
from benchmarks.performance_page import IMAGES, comparison, goal_table, parts, plots
from benchmarks.speed_goals import GOALS
from scripts.generated_pages import part

WRITE_ANEW = "python -m benchmarks.performance_page writes it"


def test_the_pages_have_what_was_measured_last() -> None:
    for page, name, text in parts(newest()):
        assert part(page.read_text("utf-8"), name) == text, f"{page.name}, {name}: {WRITE_ANEW}"


def test_the_plots_are_drawn_from_what_was_measured_last() -> None:
    drawn = plots(newest())
    assert {name: (IMAGES / name).read_text("utf-8") for name in drawn} == drawn, WRITE_ANEW


def test_every_plot_is_on_the_page(page: str) -> None:
    assert {f"images/{name}" for name in plots(newest())} <= set(re.findall(r"\]\((images/[\w-]+\.svg)\)", page))


def test_whatever_falls_short_is_explained(page: str) -> None:
    short = re.findall(r"^\| ([^|]+) \|.*\*\*short\*\*", part(page, "goals"), re.MULTILINE)
    why = page[page.index("## Where it falls short") :]
    assert [what for what in short if f"**{what}**" not in why] == []


def test_a_goal_says_whether_it_is_met_and_how_busy_the_machine_was() -> None:
    rows = [
        BenchRow(what="wirewatch --help", size=5, values={"median_ms": 71.2}, load=0.5),
        BenchRow(what="fan-out", size=3_000, values={"used_pct": 96.0}, load=1.5),
    ]
    table = goal_table(MeasuredRows(rows))
    assert "| `wirewatch --help` | ms | ≤ 250 | 71.2 | met | 0.5 |" in table
    assert "| one story to 3,000 private chats | % of 30/s | ≥ 97 | 96 | **short** | 1.5 |" in table
    assert table.count("not measured") == len(GOALS) - 2


def test_the_comparison_names_how_each_was_run() -> None:
    values = {"first_cpu_s": 8.8, "first_s_by_the_clock": 10.0, "reload_cpu_s": 18.7, "reload_s_by_the_clock": 21.0}
    row = BenchRow(what="side by side, newsboat", size=1_000, values=values, workload="feeds; 8 threads", load=0.4)
    last = comparison(MeasuredRows([row])).splitlines()[-1]
    assert last == "| newsboat | 8 threads | 8.8 (10.0) | 18.7 (21.0) | in the figures | 0.4 |"


def test_a_plot_is_a_picture_with_a_named_end_for_each_line() -> None:
    drawn = svg("Costs", "items", "ms", [PlotLine("a & b", [(1_000, 1.0), (50_000, 4.0)]), PlotLine("c", [(10, 0.5)])])
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "a & b: 4" in texts
    assert "c: 0.5" in texts


@pytest.fixture
def page() -> str:
    return (Path(__file__).parents[2] / "docs" / "performance.md").read_text("utf-8")
