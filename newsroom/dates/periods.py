"""Calendar periods: what first and last day a TIMEX3 value means.

Every maker returns None for what lies outside the years 1 to 9999, so that no number in a text can raise.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from newsroom.dates.mention import Precision

SEASONS = ("SP", "SU", "FA", "WI")
_FIRST_SEASON_MONTH = 3  # spring begins in March, north of the equator
_MONTHS = 12  # in a year
_QUARTERS = 4  # in a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """An inclusive span of days with the value that names it."""

    first: date
    last: date
    value: str
    precision: Precision


def day(year: int, month: int, number: int) -> Period | None:
    """The day, None where the calendar has none such (31 June)."""
    if not date.min.year <= year <= date.max.year or not 1 <= month <= _MONTHS:
        return None
    if not 1 <= number <= monthrange(year, month)[1]:
        return None
    return on(date(year, month, number))


def on(when: date, part: str = "") -> Period:
    """The day itself, with a part of it (`MO`, `AF`, `EV`, `NI`) where the text names one."""
    return Period(first=when, last=when, value=f"{when:%Y-%m-%d}{part and 'T' + part}", precision=Precision.DAY)


def days_away(when: date, days: int, part: str = "") -> Period | None:
    """The day so many days after `when` (before, if negative)."""
    try:
        return on(when + timedelta(days=days), part)
    except OverflowError:
        return None


def week(when: date, weeks: int = 0) -> Period | None:
    """The ISO week (Monday to Sunday) so many weeks after the one that holds `when`."""
    try:
        first = when + timedelta(days=7 * weeks - when.weekday())
        last = first + timedelta(days=6)
    except OverflowError:
        return None
    iso = first.isocalendar()
    return Period(first=first, last=last, value=f"{iso.year:04d}-W{iso.week:02d}", precision=Precision.WEEK)


def weekend(when: date, weeks: int = 0) -> Period | None:
    """Saturday and Sunday of the ISO week."""
    whole = week(when, weeks)
    if whole is None:
        return None
    return Period(
        first=whole.last - timedelta(days=1), last=whole.last, value=f"{whole.value}-WE", precision=Precision.WEEKEND
    )


def month(year: int, number: int) -> Period | None:
    """The month; numbers beyond 1..12 run over into the years beside."""
    year, number = year + (number - 1) // _MONTHS, (number - 1) % _MONTHS + 1
    if not date.min.year <= year <= date.max.year:
        return None
    last = date(year, number, monthrange(year, number)[1])
    return Period(first=date(year, number, 1), last=last, value=f"{year:04d}-{number:02d}", precision=Precision.MONTH)


def quarter(year: int, number: int) -> Period | None:
    """The calendar quarter; numbers beyond 1..4 run over."""
    year, number = year + (number - 1) // _QUARTERS, (number - 1) % _QUARTERS + 1
    start, end = month(year, 3 * number - 2), month(year, 3 * number)
    if start is None or end is None:
        return None
    return Period(first=start.first, last=end.last, value=f"{year:04d}-Q{number}", precision=Precision.QUARTER)


def half(year: int, number: int) -> Period | None:
    """The first or second half of a year."""
    start, end = month(year, 6 * number - 5), month(year, 6 * number)
    if start is None or end is None:
        return None
    return Period(first=start.first, last=end.last, value=f"{year:04d}-H{number}", precision=Precision.HALF)


def season(year: int, number: int) -> Period | None:
    """Spring (0) to winter (3) of the north; the winter of a year ends in the next one's February."""
    start = month(year, _FIRST_SEASON_MONTH + 3 * number)
    end = month(year, _FIRST_SEASON_MONTH + 3 * number + 2)
    if start is None or end is None:
        return None
    return Period(first=start.first, last=end.last, value=f"{year:04d}-{SEASONS[number]}", precision=Precision.SEASON)


def year(number: int) -> Period | None:
    """The calendar year."""
    if not date.min.year <= number <= date.max.year:
        return None
    return Period(first=date(number, 1, 1), last=date(number, 12, 31), value=f"{number:04d}", precision=Precision.YEAR)


def decade(start: int) -> Period | None:
    """Ten years from `start` (1990): TIMEX3 writes 199."""
    opening, closing = year(start), year(start + 9)
    if opening is None or closing is None:
        return None
    return Period(first=opening.first, last=closing.last, value=f"{start // 10:03d}", precision=Precision.DECADE)


def span(start: Period | None, end: Period | None) -> Period | None:
    """From the start of one to the end of the other; None where they stand the wrong way round."""
    if start is None or end is None or start.first > end.last:
        return None
    return Period(first=start.first, last=end.last, value=f"{start.value}/{end.value}", precision=Precision.PERIOD)


def edge(whole: Period, part: int) -> Period:
    """The early (0), middle (1) or late (2) third of a period; the value stays that of the whole."""
    third = (whole.last - whole.first).days // 3
    if third == 0:
        return whole
    first = whole.first + timedelta(days=part * third + (part > 0))
    last = whole.last if part > 1 else whole.first + timedelta(days=(part + 1) * third)
    return replace(whole, first=first, last=last)
