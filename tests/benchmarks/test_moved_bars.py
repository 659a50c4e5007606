"""A bar is moved where it is read, and nowhere else, and comes back."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from benchmarks.moved_bars import MovedBar, bar_of, main, moved, table
from newsroom.claims import disagreements, event_coreference
from newsroom.timelines import date_importance, timeline_entries

FRESH = MovedBar("newsroom.claims.event_coreference", "FRESH")
ALIKE = MovedBar("newsroom.claims.event_coreference", "SURELY_ALIKE")


def test_a_bar_moves_in_its_module_and_in_those_that_import_it() -> None:
    with moved(FRESH, timedelta(hours=3)):
        assert {event_coreference.FRESH, vars(disagreements)["FRESH"]} == {timedelta(hours=3)}
    assert {event_coreference.FRESH, vars(disagreements)["FRESH"]} == {timedelta(hours=36)}


def test_a_bar_of_the_same_name_elsewhere_stays() -> None:
    other = timeline_entries.AHEAD
    with moved(MovedBar("newsroom.timelines.date_importance", "AHEAD"), 0.9):
        assert date_importance.AHEAD == 0.9
        assert other == timeline_entries.AHEAD


@pytest.mark.parametrize(
    ("bar", "text", "value"),
    [
        pytest.param(ALIKE, ".7", 0.7, id="number"),
        pytest.param(ALIKE, "x0.5", 0.3, id="factor"),
        pytest.param(
            MovedBar("newsroom.claims.disagreements", "LARGEST_RATIO"), "x1.5", 15, id="factor of a whole number"
        ),
        pytest.param(FRESH, "x0.5", timedelta(hours=18), id="factor of a time"),
        pytest.param(FRESH, "12", timedelta(hours=12), id="hours"),
    ],
)
def test_a_value_is_a_number_or_a_factor(bar: MovedBar, text: str, value: object) -> None:
    assert bar.at(text) == value


@pytest.mark.parametrize(
    "named",
    [
        pytest.param("newsroom.claims.event_coreference:NONE", id="no such name"),
        pytest.param("newsroom.claims.nothing:FRESH", id="no such module"),
        pytest.param("newsroom.claims.event_coreference:CITIES", id="no number"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_bar_is_named(named: str) -> None:
    found = CliRunner().invoke(main, [named, "1", "--only", "seeds"])
    assert found.exit_code == 2
    assert "Error" in found.output


def test_only_figures_that_move_are_shown() -> None:
    now, other = {"a: recall": 0.5, "b: recall": 0.7}, {"a: recall": 0.6, "b: recall": 0.7001}
    assert [line.split() for line in table({"now 1": now, "2": other}).splitlines()] == [
        ["figure", "now", "1", "2"],
        ["a:", "recall", "0.500", "0.600"],
    ]
    assert table({"now 1": now, "2": now}) == "no figure moves"


def test_a_bar_is_found_by_module_and_name() -> None:
    assert bar_of("newsroom.claims.event_coreference:FRESH") == FRESH
