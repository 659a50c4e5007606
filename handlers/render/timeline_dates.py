"""A timeline's dates in words, as precisely as they are known."""

from datetime import date

from handlers.sentences.reader import Reader
from newsroom.dates import Precision, periods
from newsroom.timelines.event_mentions import EventRole
from newsroom.timelines.timeline_entries import TimelineEntry

_SEASONS = {"SP": "when.spring", "SU": "when.summer", "FA": "when.autumn", "WI": "when.winter"}
_THIRDS = ("when.early", "when.mid", "when.late")
_HALF_YEAR_MONTHS = 6


def when(entry: TimelineEntry, reader: Reader) -> str:
    """12 Aug 2025, late Aug 2025, summer 2025, by 28 Jun 2025, before 11 Aug 2025, about 12 Aug 2025, undated."""
    first, last = entry.first, entry.last
    if last is None:
        return reader.say("when.undated")
    match entry.precision:
        case Precision.BEFORE:
            return reader.say("when.before", day=reader.day(last))
        case Precision.ON_OR_BEFORE | Precision.BY:
            return reader.say("when.by", day=reader.day(last))
        case Precision.PUBLICATION:
            return reader.say("when.about", day=reader.day(last))
        case _ if first is None:
            return reader.say("when.by", day=reader.day(last))
        case Precision.YEAR:
            return _years(first, last, reader)
        case Precision.MONTH:
            return _months(first, last, reader)
        case Precision.SEASON | Precision.QUARTER | Precision.HALF | Precision.WEEK:
            return _stretch(entry.precision, entry.value or "", first, last, reader)
        case _:
            return days(first, last, reader)


def days(first: date, last: date, reader: Reader) -> str:
    """12 Aug 2025, 12–14 Aug 2025, 30 Jul – 2 Aug 2025: both ends inclusive."""
    if first == last:
        return reader.day(first)
    if (first.year, first.month) == (last.year, last.month):
        return reader.say("when.days_of_month", first=reader.day_of_month(first.day), last=reader.day(last))
    begins = reader.day_of_year(first) if first.year == last.year else reader.day(first)
    return reader.say("when.from_to", first=begins, last=reader.day(last))


def marks(entry: TimelineEntry, reader: Reader) -> tuple[str, ...]:
    """What a reader must know about the date or the sentence: year inferred, statement, named in passing."""
    found = [reader.say("mark.year_inferred")] if entry.year_inferred else []
    found += [reader.say("mark.statement")] if entry.role is EventRole.STATEMENT else []
    found += [reader.say("mark.named")] if entry.named else []
    return tuple(found)


def _years(first: date, last: date, reader: Reader) -> str:
    if first.year != last.year:
        return reader.say("when.years", first=first.year, last=last.year)
    if third := _third(periods.year(first.year), first, last):
        return reader.say(third, month=reader.say("when.part_of_year", year=first.year))
    whole = (first.month, last.month) == (1, 12)
    return str(first.year) if whole else reader.say("when.year_by", year=first.year, day=reader.day_of_year(last))


def _months(first: date, last: date, reader: Reader) -> str:
    month = reader.month(first)
    if (first.year, first.month) != (last.year, last.month):
        return reader.say("when.from_to", first=month, last=reader.month(last))
    third = _third(periods.month(first.year, first.month), first, last)
    return reader.say(third, month=reader.part_of_month(first)) if third else month


def _third(whole: periods.Period | None, first: date, last: date) -> str | None:
    """The sentence for the early, middle or late third of a month or year, where the days are just that."""
    thirds = [periods.edge(whole, part) for part in range(len(_THIRDS))] if whole else []
    return next(
        (name for name, third in zip(_THIRDS, thirds, strict=False) if (third.first, third.last) == (first, last)), None
    )


def _stretch(precision: Precision, value: str, first: date, last: date, reader: Reader) -> str:
    match precision:
        case Precision.SEASON if (name := _SEASONS.get(value[-2:])) is not None:
            return reader.say(name, year=value[:4])
        case Precision.QUARTER:
            return reader.say("when.quarter", quarter=(first.month + 2) // 3, year=first.year)
        case Precision.HALF:
            half = "when.first_half" if first.month <= _HALF_YEAR_MONTHS else "when.second_half"
            return reader.say(half, year=first.year)
        case Precision.WEEK:
            return reader.say("when.week", day=reader.day(first))
        case _:
            return days(first, last, reader)
