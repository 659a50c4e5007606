"""Periods of the calendar, at its ends."""

from datetime import date

import pytest

from newsroom.dates import periods

LAST_YEAR = date.max.year


@pytest.mark.parametrize(
    "beyond",
    [
        pytest.param(periods.year(LAST_YEAR + 1), id="a year"),
        pytest.param(periods.half(LAST_YEAR + 1, 2), id="a half"),
        pytest.param(periods.quarter(LAST_YEAR, 5), id="a quarter"),
        pytest.param(periods.season(LAST_YEAR, 3), id="the winter that ends in the next year"),
        pytest.param(periods.decade(LAST_YEAR - 4), id="a decade"),
        pytest.param(periods.span(periods.year(LAST_YEAR), periods.year(LAST_YEAR + 1)), id="a span"),
    ],
)
def test_what_would_end_past_the_calendar_is_no_period(beyond: periods.Period | None) -> None:
    assert beyond is None


def test_a_span_from_later_to_earlier_is_none() -> None:
    assert periods.span(periods.year(1990), periods.year(1989)) is None


def test_of_two_days_no_third_is_cut_off() -> None:
    days = periods.span(periods.day(2026, 3, 1), periods.day(2026, 3, 2))
    assert days is not None
    assert periods.edge(days, 0) == days
