"""The files of `make bench`: what was measured anew replaces what was measured before."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.bench_results import BenchRow, keep, newest

MACHINE: dict[str, object] = {"python": "3.11", "cores": 2}


def row(what: str, size: int, cost_ms: float) -> BenchRow:
    return BenchRow(what=what, size=size, values={"cost_ms": cost_ms}, workload="items of a kind")


def test_a_row_of_the_same_day_workload_and_size_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    today = datetime(2026, 11, 29, tzinfo=UTC)
    keep([row("desk", 1_000, 2.0), row("desk", 50_000, 4.0)], today, MACHINE, tmp_path)
    keep([row("desk", 1_000, 1.5)], today, MACHINE, tmp_path)
    assert [(one.size, one.values["cost_ms"]) for one in newest(tmp_path).of("desk")] == [(1_000, 1.5), (50_000, 4.0)]


def test_what_was_not_measured_on_the_last_day_comes_from_the_day_before(tmp_path: Path) -> None:
    keep([row("desk", 1_000, 2.0), row("replay", 1_620, 300.0)], datetime(2026, 11, 28, tzinfo=UTC), MACHINE, tmp_path)
    keep([row("desk", 1_000, 1.0)], datetime(2026, 11, 29, tzinfo=UTC), MACHINE, tmp_path)
    measured = newest(tmp_path)
    assert measured.value("replay", "cost_ms") == 300.0
    assert measured.value("desk", "cost_ms") == 1.0


def test_without_a_size_the_largest_counts(tmp_path: Path) -> None:
    keep([row("desk", 50_000, 4.0), row("desk", 1_000, 2.0)], datetime(2026, 11, 29, tzinfo=UTC), MACHINE, tmp_path)
    assert newest(tmp_path).value("desk", "cost_ms") == 4.0
    assert newest(tmp_path).value("desk", "cost_ms", 1_000) == 2.0


def test_a_row_that_was_never_measured_names_what_measures_it(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="make bench"):
        newest(tmp_path).row("desk")


def test_values_are_written_with_four_digits_that_count(tmp_path: Path) -> None:
    keep([row("desk", 1, 0.123456)], datetime(2026, 11, 29, tzinfo=UTC), MACHINE, tmp_path)
    assert newest(tmp_path).value("desk", "cost_ms") == 0.1235
