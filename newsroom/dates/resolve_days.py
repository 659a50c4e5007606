"""Days: written out, in figures, by weekday, by distance from publication."""

from datetime import date, timedelta

from newsroom.dates import periods
from newsroom.dates.direction import Direction
from newsroom.dates.grammar_match import GrammarMatch, ResolvedDate
from newsroom.dates.mention import Derivation
from newsroom.dates.periods import Period
from newsroom.languages import every

PARTS = ("MO", "AF", "EV", "NI", "", "")
WEEK = 7
# Before a date without its year these leave it open: the nearer one counts, whatever the verb.
OPEN_ENDED = frozenset(every(lambda language: language.dates.traps.open_ended))
_MORNING_IF_CAPITAL = frozenset(every(lambda language: language.dates.traps.morning_if_capital))
AROUND = 8  # tokens on either side of a holiday in which a month says when it is
TWO_DIGITS = 100
CENTURY_TURNS = 60  # a two-digit year up to here is of this century: "02" and "25", against "89"
# A day without a year is the nearest one; without a word that looks ahead, a coming day counts half as far again
# (TimeBank: "payable Jan. 2" told in November is next year's, "since August 30" told in May is last year's).
AHEAD_COSTS = 1.5
AHEAD_OF_PAST_COSTS = 4.0
BACK_OF_FUTURE_COSTS = 4.0


def iso(reading: GrammarMatch) -> ResolvedDate | None:
    """2025-08-11."""
    if not reading.tight():
        return None
    year, month, number = reading.all("yd")
    return _explicit(periods.day(year, month, number))


def numeric(reading: GrammarMatch) -> ResolvedDate | None:
    """11/02/89, 02.11.1989; the order is the language's unless only one reading is a day."""
    if not reading.tight():
        return None
    first, second, year = reading.all("dny")
    if "." in reading.classes and year < TWO_DIGITS and reading.scan.lexicon.month_first:
        return None
    year = full_year(year)
    day_first = periods.day(year, second, first)
    month_first = periods.day(year, first, second)
    prefer_month = reading.scan.lexicon.month_first and "/" in reading.classes
    return _explicit((month_first or day_first) if prefer_month else (day_first or month_first))


def full_year(year: int) -> int:
    """The four-digit year of a two-digit one."""
    if year >= TWO_DIGITS:
        return year
    return 2000 + year if year <= CENTURY_TURNS else 1900 + year


def written_year(reading: GrammarMatch) -> int | None:
    """The year that the expression itself names: in figures, or as last, this or next year."""
    years = reading.all("y")
    if years:
        return years[0]
    if reading.has("R"):
        return reading.published.year + reading.one("R")
    if reading.has("Y") and reading.has("<=>«»"):
        return reading.published.year + _year_direction(reading)
    return spelled_year(reading)


def spelled_year(reading: GrammarMatch) -> int | None:
    """Nineteen ninety-six, two thousand four; None where the number words make no year."""
    numbers = reading.all("q")
    if len(numbers) < 2:  # noqa: PLR2004 - a century and a year in it
        return None
    if numbers[:2] == [2, 1000]:
        return 2000 + sum(numbers[2:])
    if numbers[0] not in (18, 19, 20) or not 10 <= numbers[1] <= 90:  # noqa: PLR2004 - centuries and tens
        return None
    return 100 * numbers[0] + sum(numbers[1:])


def _year_direction(reading: GrammarMatch) -> int:
    at = reading.classes.rindex("Y")
    near = reading.classes[at - 1 : at + 2]
    return -1 if "<" in near or "«" in near else 1 if ">" in near or "»" in near else 0


def day(reading: GrammarMatch) -> ResolvedDate | None:
    """June 28, 28 June 2025, Monday the 3rd of March."""
    month, number = reading.one("mj"), reading.one("do")
    if _reads_on_as_figure(reading):
        return None
    year = written_year(reading)
    if year is not None:
        return _explicit(periods.day(year, month, number))
    best = _nearest(reading, month, number)
    return ResolvedDate(best, Derivation.INFERRED, year_inferred=True) if best else None


def holiday(reading: GrammarMatch) -> ResolvedDate | None:
    """Christmas, Victory Day: the nearest one; none where a month beside it says when that was."""
    month, number = divmod(reading.one("h"), 100)
    around = reading.scan.classes[max(0, reading.start - AROUND) : reading.end + AROUND]
    if any(kind in "mj" for kind in around):
        return None
    year = written_year(reading)
    if year is not None:
        return _explicit(periods.day(year, month, number))
    best = _nearest(reading, month, number)
    if best is not None and reading.direction() * (best.first - reading.published).days < 0:
        best = periods.day(best.first.year + reading.direction(), month, number)
    return ResolvedDate(best, Derivation.INFERRED, year_inferred=True) if best else None


def _reads_on_as_figure(reading: GrammarMatch) -> bool:
    """`March 20 %`, `May 5:30`, `May 3,000`."""
    if reading.classes[-1] not in "do":
        return False
    following = reading.after()
    if following in {"%", "$"}:
        return True
    return (
        following in {":", ",", "."}
        and reading.scan.glued(reading.end)
        and reading.after(2) in tuple("dny_")
        and (reading.scan.glued(reading.end + 1) and reading.scan.words[reading.end + 1][:1].isdigit())
    )


def _nearest(reading: GrammarMatch, month: int, number: int) -> Period | None:
    published = reading.published
    looks = Direction.FUTURE if reading.word_before() in OPEN_ENDED else reading.lean()
    candidates = [periods.day(published.year + offset, month, number) for offset in (-1, 0, 1)]
    weekdays = reading.all("wW")
    named = [c for c in candidates if c and (not weekdays or c.first.weekday() == weekdays[0])]
    return min(named or [c for c in candidates if c], key=lambda c: _cost(published, c.first, looks), default=None)


def _cost(published: date, when: date, looks: Direction) -> float:
    days = (when - published).days
    if days <= 0:
        return -days if looks is not Direction.FUTURE else -days * BACK_OF_FUTURE_COSTS
    return days * {Direction.PAST: AHEAD_OF_PAST_COSTS, Direction.NONE: AHEAD_COSTS, Direction.FUTURE: 1.0}[looks]


def day_range(reading: GrammarMatch) -> ResolvedDate | None:
    """June 28-29: one mention from the first day to the last."""
    months, numbers = reading.all("mj"), reading.all("do")
    year = written_year(reading)
    opening = periods.day(year, months[0], numbers[0]) if year else _nearest(reading, months[0], numbers[0])
    if opening is None:
        return None
    closing = periods.day(opening.first.year, months[-1], numbers[1])
    both = periods.span(opening, closing)
    if both is None:
        return None
    return ResolvedDate(both, Derivation.EXPLICIT if year else Derivation.INFERRED, year_inferred=year is None)


def weekday(reading: GrammarMatch) -> ResolvedDate | None:
    """Monday: the nearest one back, publication's own day included; ahead where the sentence looks ahead."""
    published, wanted = reading.published, reading.one("w")
    back = (published.weekday() - wanted) % WEEK
    if reading.has("<«"):
        days = -(back or WEEK)
    elif reading.has(">»"):
        days = WEEK - back
    elif reading.has("=") or reading.lean() is Direction.FUTURE:
        days = (WEEK - back) % WEEK
    else:
        days = -back
    return _relative(periods.days_away(published, days, _part(reading)))


def today(reading: GrammarMatch) -> ResolvedDate | None:
    """Yesterday, today, tomorrow; not the second word of a name ("USA Today")."""
    at = reading.start
    if (
        at
        and reading.before() == "_"
        and reading.scan.written(at)[:1].isupper()
        and reading.scan.written(at - 1)[:1].isupper()
    ):
        return None
    if (
        reading.scan.words[reading.end - 1] in _MORNING_IF_CAPITAL
        and reading.scan.written(reading.end - 1)[:1].isupper()
    ):
        return _on_the_morning(reading)
    return _relative(periods.days_away(reading.published, reading.one("r"), _part(reading)))


def _on_the_morning(reading: GrammarMatch) -> ResolvedDate | None:
    """German "Morgen" with a capital is the morning: "heute Morgen"; alone at a sentence's start it may be tomorrow."""
    if len(reading.classes) > 1:
        return _relative(periods.days_away(reading.published, reading.one("r"), "MO"))
    return _relative(periods.days_away(reading.published, 1)) if reading.before() in {"", ".", "!"} else None


def night(reading: GrammarMatch) -> ResolvedDate | None:
    """Tonight, this morning, last night."""
    if reading.has("t"):
        return _relative(periods.on(reading.published, "NI"))
    if reading.has("<") and reading.one("p") < PARTS.index("NI"):
        return None
    return _relative(periods.days_away(reading.published, -1 if reading.has("<") else 0, _part(reading)))


def day_beside(reading: GrammarMatch) -> ResolvedDate | None:
    """The day before yesterday, the day after tomorrow."""
    beyond = reading.one("r")
    step = -1 if "u" in reading.classes else 1
    if beyond != step:
        return None
    return _relative(periods.days_away(reading.published, 2 * step))


def _part(reading: GrammarMatch) -> str:
    parts = reading.all("p")
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
