"""Days: written out, in figures, by weekday, or counted from publication."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from newsroom.dates import periods
from newsroom.dates.direction import REACH, Direction
from newsroom.dates.grammar_match import GrammarMatch, ResolvedDate
from newsroom.dates.holidays import holiday_in
from newsroom.dates.mention import Derivation, Precision
from newsroom.dates.periods import Period
from newsroom.languages import every

PARTS = ("MO", "AF", "EV", "NI", "", "")  # as TIMEX3 writes them; noon and midnight change no day
_HOURS = {4: "12:00", 5: "24:00"}  # of noon and midnight, by their numbers among the parts
_NOON, _HOUR = 12, 60  # hours to noon, minutes in an hour
_AFTER_NOON = (PARTS.index("AF"), PARTS.index("EV"))
_PM = tuple(every(lambda language: language.dates.traps.afternoon_endings))
_DAY_BEHIND = re.compile(r"\.?_?,?[iOT]{0,2}(?:[<=>]{0,2}[wWrt]|[mj]|[do]\.?[OT]?m|[<=>]p)")
WEEK = 7  # days
# After these words a date without its year is the nearest one, whatever the verb.
OPEN_ENDED = frozenset(every(lambda language: language.dates.traps.open_ended))
_MORNING_BEHIND_ARTICLES = frozenset(every(lambda language: language.dates.traps.morning_behind_articles))
_MORNING_IF_CAPITAL = frozenset(every(lambda language: language.dates.traps.morning_if_capital))
AROUND = 8  # tokens on either side of a holiday in which a month says when it is; a guess: 4 and 16 change no figure
TWO_DIGITS = 100  # below it a year is written by its last two figures
CENTURY_TURNS = 60  # a two-digit year up to here is of this century ("02", "25"), as "89" is not: a guess
# A day without a year is the nearest one, days on the side to which the sentence does not look counting as further.
# TimeBank, value F1: .917 as it is; for a coming day in a past sentence .916 at 2 and .913 at 100; for a past day in a
# coming one .916 at 8. Without a verb, 1 to 3 give the same: "payable Jan. 2" in November is next year's, "since August
# 30" in May last year's.
AHEAD_COSTS = 1.5
AHEAD_OF_PAST_COSTS = 4.0
BACK_OF_FUTURE_COSTS = 4.0


def iso(match: GrammarMatch) -> ResolvedDate | None:
    """2025-08-11."""
    if not match.is_tight():
        return None
    year, month, number = match.numbers("yd")
    return _explicit(periods.day(year, month, number))


def numeric(match: GrammarMatch) -> ResolvedDate | None:
    """11/02/89, 02.11.1989; the order is the language's unless only one match is a day."""
    if not match.is_tight():
        return None
    first, second, year = match.numbers("dny")
    if "." in match.classes and year < TWO_DIGITS and match.scan.lexicon.month_first:
        return None
    year = full_year(year)
    day_first = periods.day(year, second, first)
    month_first = periods.day(year, first, second)
    prefer_month = match.scan.lexicon.month_first and "/" in match.classes
    return _explicit((month_first or day_first) if prefer_month else (day_first or month_first))


def full_year(year: int) -> int:
    """The four-digit year of a two-digit one."""
    if year >= TWO_DIGITS:
        return year
    return 2000 + year if year <= CENTURY_TURNS else 1900 + year


def written_year(match: GrammarMatch) -> int | None:
    """The year that the expression itself names: in figures, or as last, this or next year."""
    years = match.numbers("y")
    if years:
        return years[0]
    if match.has("R"):
        return match.published.year + match.number("R")
    if match.has("Y") and match.has("<=>«»"):
        return match.published.year + _year_direction(match)
    return spelled_year(match)


def spelled_year(match: GrammarMatch) -> int | None:
    """Nineteen ninety-six, two thousand four; None where the number words make no year."""
    numbers = match.numbers("q")
    if len(numbers) < 2:  # noqa: PLR2004 - a century and a year in it
        return None
    if numbers[:2] == [2, 1000]:
        return 2000 + sum(numbers[2:])
    if numbers[0] not in (18, 19, 20) or not 10 <= numbers[1] <= 90:  # noqa: PLR2004 - centuries and tens
        return None
    return 100 * numbers[0] + sum(numbers[1:])


def _year_direction(match: GrammarMatch) -> int:
    at = match.classes.rindex("Y")
    near = match.classes[at - 1 : at + 2]
    return -1 if "<" in near or "«" in near else 1 if ">" in near or "»" in near else 0


def day(match: GrammarMatch) -> ResolvedDate | None:
    """June 28, 28 June 2025, Monday the 3rd of March."""
    month, number = match.number("mj"), match.number("do")
    if _reads_on_as_figure(match):
        return None
    year = written_year(match)
    if year is not None:
        return _explicit(periods.day(year, month, number))
    best = _nearest(match, lambda year: periods.day(year, month, number))
    return ResolvedDate(best, Derivation.INFERRED, year_inferred=True) if best else None


def day_of_month(match: GrammarMatch) -> ResolvedDate | None:
    """On the 23rd; of two days in one sentence, the month of the first ("le 2 mai et le 31")."""
    number, spoken_of = match.number("do"), match.published
    written = match.scan.words[match.start]
    if not written[0].isdigit():
        return None
    if match.classes == "d":
        if not _continues_a_day(match):
            return None
        spoken_of = match.day_spoken_of
    months = [spoken_of.year * 12 + spoken_of.month - 1 + step for step in (-1, 0, 1)]
    candidates = [periods.day(month // 12, month % 12 + 1, number) for month in months]
    looks = match.direction(of_day=True)
    best = min((day for day in candidates if day), key=lambda day: _cost(spoken_of, day.first, looks), default=None)
    return _relative(best)


def _continues_a_day(match: GrammarMatch) -> bool:
    """Whether the same sentence has named a day with its month; in English a day has an ending ("the 31st")."""
    if match.scan.lexicon.month_first:
        return False
    between = match.classes_since_earlier
    named = match.earlier is not None and match.earlier.period.precision is Precision.DAY
    return named and len(between) <= REACH and not set(between) & set("!?;.")


def holiday(match: GrammarMatch) -> ResolvedDate | None:
    """Christmas, Easter Monday, Election Day: the nearest one; none where a month beside it says when that was."""
    around = match.scan.classes[max(0, match.start - AROUND) : match.end + AROUND]
    if any(kind in "mj" for kind in around):
        return None
    day_in = holiday_in(match.number("h"))
    year = written_year(match)
    if year is not None:
        return _explicit(day_in(year))
    best = _nearest(match, day_in)
    if best is not None and match.step() * (best.first - match.published).days < 0:
        best = day_in(best.first.year + match.step())
    return ResolvedDate(best, Derivation.INFERRED, year_inferred=True) if best else None


def _reads_on_as_figure(match: GrammarMatch) -> bool:
    """`March 20 %`, `May 5:30`, `May 3,000`."""
    if match.classes[-1] not in "do":
        return False
    following = match.after()
    if following in {"%", "$"}:
        return True
    return (
        following in {":", ",", "."}
        and match.scan.glued(match.end)
        and match.after(2) in tuple("dny_")
        and (match.scan.glued(match.end + 1) and match.scan.words[match.end + 1][:1].isdigit())
    )


def _nearest(match: GrammarMatch, day_in: Callable[[int], Period | None]) -> Period | None:
    """The day nearest to publication, by what gives it for a year."""
    published = match.published
    looks = Direction.FUTURE if match.word_before() in OPEN_ENDED else match.direction(of_day=True)
    candidates = [day_in(published.year + offset) for offset in (-1, 0, 1)]
    weekdays = match.numbers("wW")
    named = [c for c in candidates if c and (not weekdays or c.first.weekday() == weekdays[0])]
    return min(named or [c for c in candidates if c], key=lambda c: _cost(published, c.first, looks), default=None)


def _cost(published: date, when: date, looks: Direction) -> float:
    days = (when - published).days
    if days <= 0:
        return -days if looks is not Direction.FUTURE else -days * BACK_OF_FUTURE_COSTS
    return days * {Direction.PAST: AHEAD_OF_PAST_COSTS, Direction.NONE: AHEAD_COSTS, Direction.FUTURE: 1.0}[looks]


def day_range(match: GrammarMatch) -> ResolvedDate | None:
    """June 28-29: one mention from the first day to the last."""
    months, numbers = match.numbers("mj"), match.numbers("do")
    year = written_year(match)
    opening = (
        periods.day(year, months[0], numbers[0])
        if year
        else _nearest(match, lambda any_year: periods.day(any_year, months[0], numbers[0]))
    )
    if opening is None:
        return None
    closing = periods.day(opening.first.year, months[-1], numbers[1])
    both = periods.span(opening, closing)
    if both is None:
        return None
    return ResolvedDate(both, Derivation.EXPLICIT if year else Derivation.INFERRED, year_inferred=year is None)


def weekday(match: GrammarMatch) -> ResolvedDate | None:
    """Monday: the nearest one back, publication's own day included; ahead where the sentence looks ahead.

    "Closed until Monday" looks ahead whatever its verb.
    """
    published, wanted = match.published, match.number("w")
    if _names_the_day_before(match, wanted):
        return None
    back = (published.weekday() - wanted) % WEEK
    if match.has("<«"):
        days = -(back or WEEK)
    elif match.has(">»"):
        days = WEEK - back
    elif match.has("=") or match.ends_a_stretch() or match.direction(of_day=True) is Direction.FUTURE:
        days = (WEEK - back) % WEEK
    else:
        days = -back
    return _relative(periods.days_away(published, days, _part(match)))


def _names_the_day_before(match: GrammarMatch, wanted: int) -> bool:
    """Whether a weekday stands beside the date that falls on it: `2 Mayıs Perşembe`, "May 2 (Thursday)"."""
    if match.earlier is None or match.earlier.period.precision is not Precision.DAY or len(match.classes) > 1:
        return False
    beside = match.classes_since_earlier in {"", ",", "("}
    return beside and match.earlier.period.first.weekday() == wanted


def weekday_beside(match: GrammarMatch) -> ResolvedDate | None:
    """The previous Friday, the following Monday: counted from the day that the text speaks of."""
    step, wanted, start = match.number("x"), match.number("w"), match.day_spoken_of
    if not step:
        return None
    if start == match.published and step < 0:  # the last one would be "Friday" alone
        earlier = shifted(start, -((start.weekday() - wanted) % WEEK))
        if earlier is None:
            return None
        start = earlier
    days = (wanted - start.weekday()) % WEEK or WEEK
    return _relative(periods.days_away(start, days if step > 0 else days - WEEK if days < WEEK else -WEEK))


def today(match: GrammarMatch) -> ResolvedDate | None:
    """Yesterday, today, tomorrow; not the second word of a name ("USA Today")."""
    at = match.start
    if (
        at
        and match.before() == "_"
        and match.scan.written(at)[:1].isupper()
        and match.scan.written(at - 1)[:1].isupper()
    ):
        return None
    if match.scan.words[match.end - 1] in _MORNING_BEHIND_ARTICLES and match.before() in {"T", "="}:
        return _relative(periods.on(match.published, "MO")) if match.before() == "=" else None
    if match.scan.words[match.end - 1] in _MORNING_IF_CAPITAL and match.scan.written(match.end - 1)[:1].isupper():
        return _on_the_morning(match)
    return _relative(periods.days_away(match.published, match.number("r"), _part(match)))


def _on_the_morning(match: GrammarMatch) -> ResolvedDate | None:
    """German "Morgen" with a capital is the morning: "heute Morgen"; alone at a sentence's start it may be tomorrow."""
    if len(match.classes) > 1:
        return _relative(periods.days_away(match.published, match.number("r"), "MO"))
    return _relative(periods.days_away(match.published, 1)) if match.before() in {"", ".", "!"} else None


def night(match: GrammarMatch) -> ResolvedDate | None:
    """Tonight, this morning, last night."""
    if match.has("t"):
        return _relative(periods.on(match.published, "NI"))
    if match.has("<") and match.number("p") < PARTS.index("NI"):
        return None
    return _relative(periods.days_away(match.published, -1 if match.has("<") else 0, _part(match)))


def in_the_day(match: GrammarMatch) -> ResolvedDate | None:
    """Later in the day, earlier in the day."""
    return _relative(periods.on(match.day_spoken_of))


def clock(match: GrammarMatch) -> ResolvedDate | None:
    """At 7:15 p.m., at three in the afternoon; none beside the day that it is on ("at 8 p.m. Friday")."""
    if _has_own_day(match) or (match.classes == "A" and not match.number("A")):
        return None
    if match.has("p") and PARTS[match.number("p")] == "":
        return None
    numbers = match.numbers("dqnA")
    hour, minute = numbers[0] % _NOON, numbers[1] if match.has(":.") else 0
    if not 1 <= numbers[0] <= _NOON or minute >= _HOUR:
        return None
    afternoon = match.number("p") in _AFTER_NOON if match.has("p") else match.scan.words[match.end - 1].endswith(_PM)
    return _relative(periods.on(match.day_spoken_of, f"{hour + _NOON * afternoon:02d}:{minute:02d}"))


def day_part(match: GrammarMatch) -> ResolvedDate | None:
    """At noon, by evening, in the afternoon, mid-morning; not "at night", which is every one."""
    part = match.number("p")
    if _has_own_day(match) or (part == PARTS.index("NI") and not match.has("f")):
        return None
    if match.before() == "i" and not match.has("f") and part not in _HOURS:  # "from morning to night"
        return None
    return _relative(periods.on(match.day_spoken_of, PARTS[part] or _HOURS[part]))


def _has_own_day(match: GrammarMatch) -> bool:
    """Whether a day is right before or behind: "at noon on Thursday" is dated by Thursday."""
    if match.earlier is not None and set(match.classes_since_earlier) <= {","}:
        return True
    return _DAY_BEHIND.match(match.scan.classes, match.end) is not None


def day_beside(match: GrammarMatch) -> ResolvedDate | None:
    """The day before yesterday, the day after tomorrow."""
    beyond = match.number("r")
    step = -1 if "u" in match.classes else 1
    if beyond != step:
        return None
    return _relative(periods.days_away(match.published, 2 * step))


def _part(match: GrammarMatch) -> str:
    parts = match.numbers("p")
    return PARTS[parts[0]] if parts else ""


def _explicit(period: Period | None) -> ResolvedDate | None:
    return ResolvedDate(period, Derivation.EXPLICIT) if period else None


def _relative(period: Period | None) -> ResolvedDate | None:
    return ResolvedDate(period, Derivation.RELATIVE) if period else None


def shifted(when: date, days: int) -> date | None:
    """The day so many days away, None beyond the calendar."""
    try:
        return when + timedelta(days=days)
    except OverflowError:
        return None
