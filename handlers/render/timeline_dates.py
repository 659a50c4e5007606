"""A timeline's dates in words, as precisely as they are known."""

from datetime import date

from handlers.render.times import day, month
from newsroom.dates import Precision
from newsroom.timelines.timeline_entries import TimelineEntry

_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
_EARLY, _LATE = 10, 20  # days of a month: to which "early" goes and after which "late" begins
_HALF_YEAR_MONTHS = 6


def when(entry: TimelineEntry) -> str:
    """12 Aug 2025, late Aug 2025, summer 2025, by 28 Jun 2025, before 11 Aug 2025, about 12 Aug 2025, undated."""
    first, last = entry.first, entry.last
    if last is None:
        return "undated"
    match entry.precision:
        case Precision.BEFORE:
            return f"before {day(last)}"
        case Precision.ON_OR_BEFORE | Precision.BY:
            return f"by {day(last)}"
        case Precision.PUBLICATION:
            return f"about {day(last)}"
        case _ if first is None:
            return f"by {day(last)}"
        case Precision.YEAR:
            return _years(first, last)
        case Precision.MONTH:
            return _months(first, last)
        case Precision.SEASON | Precision.QUARTER | Precision.HALF | Precision.WEEK:
            return _stretch(entry.precision, entry.value or "", first, last)
        case _:
            return span(first, last)


def span(first: date, last: date) -> str:
    """12 Aug 2025, 12–14 Aug 2025, 30 Jul – 2 Aug 2025: both ends inclusive."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{day(first).rpartition(' ')[0]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def marks(entry: TimelineEntry) -> tuple[str, ...]:
    """What a reader must know about the date or the sentence: year inferred, statement."""
    told = []
    if entry.year_inferred:
        told.append("year inferred")
    if entry.role.value == "statement":
        told.append("statement")
    return tuple(told)


def _years(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{first.year}–{last.year}"
    whole = (first.month, last.month) == (1, 12)
    return str(first.year) if whole else f"{first.year}, by {day(last).rpartition(' ')[0]}"


def _months(first: date, last: date) -> str:
    if (first.year, first.month) != (last.year, last.month):
        return f"{month(first)} – {month(last)}"
    if last.day <= _EARLY:
        return f"early {month(first)}"
    if first.day > _LATE:
        return f"late {month(first)}"
    return f"mid-{month(first)}" if first.day > _EARLY and last.day <= _LATE else month(first)


def _stretch(precision: Precision, value: str, first: date, last: date) -> str:
    match precision:
        case Precision.SEASON if (name := _SEASONS.get(value[-2:])) is not None:
            return f"{name} {value[:4]}"
        case Precision.QUARTER:
            return f"Q{(first.month + 2) // 3} {first.year}"
        case Precision.HALF:
            half = "first" if first.month <= _HALF_YEAR_MONTHS else "second"
            return f"{half} half of {first.year}"
        case Precision.WEEK:
            return f"week of {day(first)}"
        case _:
            return span(first, last)
