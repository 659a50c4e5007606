"""What is longer than a day: weeks, months, quarters, seasons, years, decades, and distances counted in them."""

from dataclasses import replace

from newsroom.dates import periods
from newsroom.dates.direction import Direction
from newsroom.dates.grammar_match import GrammarMatch, ResolvedDate
from newsroom.dates.mention import Derivation, Precision
from newsroom.dates.periods import Period
from newsroom.dates.resolve_days import OPEN_ENDED, TWO_DIGITS, full_year, shifted, spelled_year, written_year
from newsroom.languages import every

MONTHS = 12
QUARTERS = 4
SOON = 2  # months: a month so near ahead is meant where no verb says otherwise
QUARTER_NAMES = 10  # "Q3" is 13 in the tables, so that it is no plural
MAX_COUNT = 400  # "2,000 years ago" is no news
_YEAR_ENDS = frozenset(every(lambda language: language.dates.traps.year_ends))
_DECADE_NOUNS = frozenset(every(lambda language: language.dates.traps.decade_nouns))
_DECADE_SUFFIXES = frozenset(every(lambda language: language.dates.traps.decade_suffixes))
LATER = 3  # "later this year": from publication to its end, as "earlier this year" is from its start to publication
EDGED = {Precision.MONTH, Precision.YEAR, Precision.QUARTER, Precision.SEASON, Precision.DECADE, Precision.WEEK}


def edged(reading: GrammarMatch, found: ResolvedDate | None) -> ResolvedDate | None:
    """Early, mid or late, where the expression opens so."""
    opening = reading.classes[:2]
    if found is None or not ("f" in opening or "e" in opening) or found.period.precision not in EDGED:
        return found
    part = LATER if "e" in opening else reading.one("f")
    whole, published = found.period, reading.published
    if part < LATER and "e" not in opening:
        return replace(found, period=periods.edge(whole, part))
    if not whole.first < published < whole.last:
        return found
    cut = replace(whole, last=published) if "e" in opening else replace(whole, first=published)
    return replace(found, period=cut)


def month(reading: GrammarMatch) -> ResolvedDate | None:
    """August 1988, June last year, last May, this September."""
    number = reading.one("mj")
    year = written_year(reading)
    if year is not None:
        return _found(periods.month(year, number), Derivation.EXPLICIT)
    published = reading.published
    if reading.direction() < 0:
        year = published.year - (number >= published.month)
    elif reading.direction() > 0:
        year = published.year + (number <= published.month)
    else:
        year = _month_year(reading, number) if reading.lean() is Direction.PAST else published.year
    return _found(periods.month(year, number), Derivation.RELATIVE)


def bare_month(reading: GrammarMatch) -> ResolvedDate | None:
    """August: the nearest back, publication's own month included; ahead where the sentence looks ahead."""
    number = reading.one("mj")
    return _found(periods.month(_month_year(reading, number), number), Derivation.INFERRED, year_inferred=True)


def _month_year(reading: GrammarMatch, number: int) -> int:
    published = reading.published
    looks = reading.lean()
    soon = 0 < (number - published.month) % MONTHS <= SOON
    if reading.word_before() in OPEN_ENDED:
        ahead = (number - published.month) % MONTHS
        return (
            published.year + (number < published.month)
            if ahead <= MONTHS // 2
            else published.year - (number > published.month)
        )
    if looks is Direction.FUTURE or (looks is Direction.NONE and soon):
        return published.year + (number < published.month)
    return published.year - (number > published.month)


def month_range(reading: GrammarMatch) -> ResolvedDate | None:
    """July-September 2011."""
    first, last = reading.all("mj")[:2]
    year = reading.one("y")
    return _found(
        periods.span(periods.month(year - (first > last), first), periods.month(year, last)), Derivation.EXPLICIT
    )


def quarter(reading: GrammarMatch) -> ResolvedDate | None:
    """The third quarter: the last one of that number that is not still to come."""
    number = reading.one("o") if reading.has("o") else reading.one("Q") - QUARTER_NAMES
    if not 1 <= number <= QUARTERS:
        return None
    year = written_year(reading)
    if year is not None:
        return _found(periods.quarter(year, number), Derivation.EXPLICIT)
    now = (reading.published.month - 1) // 3 + 1
    year = reading.published.year - (number > now and reading.lean() is not Direction.FUTURE)
    return _found(periods.quarter(year, number), Derivation.INFERRED, year_inferred=True)


def half(reading: GrammarMatch) -> ResolvedDate | None:
    """The first half of 1990."""
    year = written_year(reading)
    number = reading.one("o") if reading.has("o") else 2
    return _found(periods.half(year, number), Derivation.EXPLICIT) if year is not None and number in (1, 2) else None


def season(reading: GrammarMatch) -> ResolvedDate | None:
    """Last spring, this summer, the winter of 1994."""
    number = reading.one("s")
    year = written_year(reading)
    if year is not None:
        return _found(periods.season(year, number), Derivation.EXPLICIT)
    published = reading.published
    year = published.year
    this = periods.season(year, number)
    if this is None:
        return None
    if reading.direction() < 0:
        year -= this.last >= published
    elif reading.direction() > 0:
        year += this.first <= published
    return _found(periods.season(year, number), Derivation.RELATIVE)


def unit(reading: GrammarMatch) -> ResolvedDate | None:
    """Last week, this month, next year; `torik`."""
    if reading.has("R"):
        return _found(periods.year(reading.published.year + reading.one("R")), Derivation.RELATIVE)
    at = next(at for at in range(reading.start, reading.end) if reading.scan.classes[at] in "YMKQE")
    if reading.scan.number(at) or (len(reading.classes) > 1 and _is_a_title(reading, at)):
        return None
    kind = reading.scan.classes[at]
    return _found(_away(reading, kind, reading.direction()), Derivation.RELATIVE)


def _is_a_title(reading: GrammarMatch, at: int) -> bool:
    """Whether it is a name, as of a programme: in English no week, month or year is written with a capital."""
    written = reading.scan.written(at)
    return reading.scan.lexicon.small_units and written[:1].isupper() and written[1:].islower()


def anaphoric(reading: GrammarMatch) -> ResolvedDate | None:
    """That year, the following month, the previous day: counted from what the text named last."""
    earlier = reading.earlier
    if earlier is None or earlier.kind is Derivation.VAGUE:
        return None
    step, when = reading.one("x"), earlier.period.first
    if reading.has("Y"):
        return _found(periods.year(when.year + step), Derivation.RELATIVE)
    if reading.has("M") and earlier.period.precision in (Precision.MONTH, Precision.DAY):
        return _found(periods.month(when.year, when.month + step), Derivation.RELATIVE)
    if reading.has("D") and earlier.period.precision is Precision.DAY:
        return _found(periods.days_away(when, step), Derivation.RELATIVE)
    return None


def _away(reading: GrammarMatch, kind: str, count: int) -> Period | None:
    published = reading.published
    match kind:
        case "Y" | "C":
            found = periods.year(published.year + count * (10 if kind == "C" else 1))
        case "Q":
            found = periods.quarter(published.year, (published.month - 1) // 3 + 1 + count)
        case "M":
            found = periods.month(published.year, published.month + count)
        case "K":
            found = periods.week(published, count)
        case "E":
            found = periods.weekend(published, count or _weekend(reading))
        case _:
            found = periods.days_away(published, count)
    return found


def _weekend(reading: GrammarMatch) -> int:
    """Told from Monday to Wednesday, "this weekend" is over unless the sentence looks ahead."""
    early = reading.published.weekday() < 3  # noqa: PLR2004 - Thursday
    return -1 if early and reading.lean() is not Direction.FUTURE else 0


def ago(reading: GrammarMatch) -> ResolvedDate | None:
    """Two days ago, a year earlier, year-ago: as exact as the unit that is counted."""
    kind = next((kind for kind in reading.classes if kind in "YMKDQECHX"), "")
    counts = reading.all("qdnz")
    count = sum(counts) if counts else 1
    if not 0 < count <= MAX_COUNT or kind in {"H", "X", ""}:
        return None
    return _found(_away(reading, kind, -count), Derivation.RELATIVE)


def vague(reading: GrammarMatch) -> ResolvedDate | None:
    """Recently, several months ago: within the year before, for want of better."""
    if "F" in reading.classes:
        return None
    first = shifted(reading.published, -365)
    if first is None:
        return None
    period = Period(first=first, last=reading.published, value="PAST_REF", precision=Precision.NONE)
    return ResolvedDate(period, Derivation.VAGUE)


def publications_year(reading: GrammarMatch) -> ResolvedDate | None:
    """Year-end, later in the year; not "years later"."""
    if reading.classes[0] == "Y" and reading.scan.words[reading.end - 1] not in _YEAR_ENDS:
        return None
    return _found(periods.year(reading.published.year), Derivation.RELATIVE)


def the_year(reading: GrammarMatch) -> ResolvedDate | None:
    """The year 2000; "les années 1990" are ten."""
    if reading.has("Y") and reading.scan.words[reading.end - 2] in _DECADE_NOUNS:
        return _found(periods.decade(reading.one("y") // 10 * 10), Derivation.EXPLICIT)
    return _found(periods.year(reading.one("y")), Derivation.EXPLICIT)


def spelled(reading: GrammarMatch) -> ResolvedDate | None:
    """Nineteen ninety-six, the year two thousand."""
    year = spelled_year(reading)
    return _found(periods.year(year), Derivation.EXPLICIT) if year else None


def years(reading: GrammarMatch) -> ResolvedDate | None:
    """2024-2025, 2010-11."""
    if not reading.scan.glued(reading.start + 2):
        return None
    first, last = reading.one("y"), reading.scan.number(reading.end - 1)
    last = last if last >= TWO_DIGITS else full_year(last) if first >= 2000 else first // 100 * 100 + last  # noqa: PLR2004
    return _found(periods.span(periods.year(first), periods.year(last)), Derivation.EXPLICIT)


def decade_by_suffix(reading: GrammarMatch) -> ResolvedDate | None:
    """1990-х годов, 1990-х років."""
    if reading.scan.words[reading.start + 2] not in _DECADE_SUFFIXES or not reading.scan.glued(reading.start + 2):
        return None
    return _found(periods.decade(reading.one("y") // 10 * 10), Derivation.EXPLICIT)


def decade(reading: GrammarMatch) -> ResolvedDate | None:
    """The 1970s, the '70s, the nineties; not a woman in her 20s."""
    number, word = reading.one("C"), reading.scan.words[reading.end - 1]
    around = reading.before() + reading.classes
    an_age = len(word) == len("70s") and word[0].isdigit() and "T" not in around and "'" not in around
    if number == 0 or an_age:
        return None
    return _found(periods.decade(number if number >= TWO_DIGITS else 1900 + 10 * number), Derivation.EXPLICIT)


def _found(period: Period | None, kind: Derivation, *, year_inferred: bool = False) -> ResolvedDate | None:
    return ResolvedDate(period, kind, year_inferred) if period else None


def plain_year(reading: GrammarMatch) -> ResolvedDate | None:
    """1997."""
    return _found(periods.year(reading.one("y")), Derivation.EXPLICIT)
