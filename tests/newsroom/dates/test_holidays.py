"""Holidays that move, by their keys in the language files."""

from datetime import date

import pytest

from newsroom.dates.holidays import easter, holiday_in, holiday_number


@pytest.mark.parametrize(
    ("key", "year", "day"),
    [
        pytest.param("12-25", 2025, "2025-12-25", id="a fixed day"),
        pytest.param("11-22 thu", 2025, "2025-11-27", id="the fourth Thursday of November"),
        pytest.param("05-25 mon", 2021, "2021-05-31", id="the last Monday of May"),
        pytest.param("11-02 tue", 2022, "2022-11-08", id="the Tuesday after the first Monday of November"),
        pytest.param("11-02 tue", 2021, "2021-11-02", id="the day itself"),
        pytest.param("easter-2", 2024, "2024-03-29", id="Good Friday"),
        pytest.param("easter+39", 2023, "2023-05-18", id="Ascension Day"),
        pytest.param("old easter+0", 2024, "2024-05-05", id="Easter by the old calendar"),
    ],
)
def test_a_key_gives_its_day_in_a_year(key: str, year: int, day: str) -> None:
    found = holiday_in(holiday_number(key))(year)
    assert found is not None
    assert found.value == day


@pytest.mark.parametrize(
    ("year", "western", "old"),
    [
        (1961, date(1961, 4, 2), date(1961, 4, 9)),
        (2000, date(2000, 4, 23), date(2000, 4, 30)),
        (2010, date(2010, 4, 4), date(2010, 4, 4)),
        (2019, date(2019, 4, 21), date(2019, 4, 28)),
        (2038, date(2038, 4, 25), date(2038, 4, 25)),
    ],
)
def test_easter_is_reckoned_by_both_calendars(year: int, western: date, old: date) -> None:
    assert (easter(year), easter(year, old=True)) == (western, old)


def test_years_outside_the_calendar_have_no_easter() -> None:
    assert easter(0) is None
    assert easter(10_000) is None
