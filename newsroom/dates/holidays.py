"""Which day a holiday is in a year: a fixed one, a weekday on or after one, or one counted from Easter.

Language files write them `12-25`, `11-22 thu` (the Thursday on or after 22 November), `easter-2` and, for the churches
that keep the old calendar, `old easter+1`.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from newsroom.dates import periods
from newsroom.dates.periods import Period
from newsroom.weekdays import WEEKDAYS

# A holiday's number, as a lexicon keeps it: month and day in four figures, with what of these is added.
_WEEKDAY, _EASTER, _OLD_EASTER = 10_000, 100_000, 200_000  # no bars: only to tell them apart
_NO_OFFSET = 1_000  # no bar: what makes a number of days before Easter positive
_WEEK = 7  # days
_EASTER_KEY = re.compile(r"(old )?easter([+-]\d+)")


def holiday_number(key: str) -> int:
    """The number of a holiday by its key in a language file.

    Raises:
        ValueError: There is no such key.
    """
    counted = _EASTER_KEY.fullmatch(key)
    if counted:
        return (_OLD_EASTER if counted[1] else _EASTER) + _NO_OFFSET + int(counted[2])
    day, _, weekday = key.partition(" ")
    number = int(day.replace("-", ""))
    return number + _WEEKDAY * (1 + WEEKDAYS.index(weekday)) if weekday else number


def holiday_in(number: int) -> Callable[[int], Period | None]:
    """What gives the day of a holiday in a year, by its number."""
    return lambda year: _day(number, year)


def _day(number: int, year: int) -> Period | None:
    if number >= _EASTER:
        old, offset = number >= _OLD_EASTER, number % _EASTER - _NO_OFFSET
        sunday = easter(year, old=old)
        return periods.days_away(sunday, offset) if sunday else None
    weekday, day = divmod(number, _WEEKDAY)
    fixed = periods.day(year, *divmod(day, 100))
    if fixed is None or not weekday:
        return fixed
    return periods.days_away(fixed.first, (weekday - 1 - fixed.first.weekday()) % _WEEK)


def easter(year: int, *, old: bool = False) -> date | None:
    """Easter Sunday in the calendar of today; None outside the years of the calendar.

    Args:
        year: Of the calendar of today.
        old: By the Julian calendar, as the Orthodox churches reckon.

    Source: Meeus, Astronomical Algorithms (1991), chapter 8.
    """
    if not date.min.year < year < date.max.year:
        return None
    return _old_easter(year) if old else _easter(year)


def _easter(year: int) -> date:
    century, rest = divmod(year, 100)
    golden = year % 19
    correction = century - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + correction - century // 4 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)


def _old_easter(year: int) -> date:
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    shift = moon + sunday + 114
    behind = year // 100 - year // 400 - 2  # days that the Julian calendar lags
    return date(year, shift // 31, shift % 31 + 1) + timedelta(days=behind)
