"""Periods longer than a day: weeks, months, quarters, seasons, years, decades, and times counted in units from now."""

from dataclasses import replace
from datetime import timedelta

from newsroom.dates import periods
from newsroom.dates.direction import Direction
from newsroom.dates.grammar_match import GrammarMatch, ResolvedDate
from newsroom.dates.mention import Derivation, Precision
from newsroom.dates.periods import Period
from newsroom.dates.resolve_days import OPEN_ENDED, TWO_DIGITS, full_year, shifted, spelled_year, written_year
from newsroom.languages import every

MONTHS = 12  # in a year
QUARTERS = 4  # in a year
SOON = 2  # months: so near ahead, a month is the coming one without any verb; TimeBank: 0 .913, 1 .916, 2 to 4 .917
QUARTER_NAMES = 10  # "Q3" is 13 in the lexicon, so that it is no plural
MAX_COUNT = 400  # of any unit: "2,000 years ago" is no news; a guess
_ONE_AGO = frozenset(every(lambda language: language.dates.one_ago))
_YEAR_ENDS = frozenset(every(lambda language: language.dates.traps.year_ends))
_BEFORE_YEAR = frozenset(every(lambda language: language.dates.traps.before_the_year))
_BOUNDED_YEAR = frozenset(every(lambda language: language.dates.traps.bounded_year))
_DECADE_NOUNS = frozenset(every(lambda language: language.dates.traps.decade_nouns))
_DECADE_SUFFIXES = frozenset(every(lambda language: language.dates.traps.decade_suffixes))
LATER = 3  # the number of "later" in the lexicon: from publication to the end ("later this year")
EDGED = {Precision.MONTH, Precision.YEAR, Precision.QUARTER, Precision.SEASON, Precision.DECADE, Precision.WEEK}


def edged(match: GrammarMatch, found: ResolvedDate | None) -> ResolvedDate | None:
    """Early, mid or late, where the expression opens so."""
    opening = match.classes[:2]
    if found is None or not ("f" in opening or "e" in opening) or found.period.precision not in EDGED:
        return found
    part = LATER if "e" in opening else match.number("f")
    whole, published = found.period, match.published
    if part < LATER and "e" not in opening:
        return replace(found, period=periods.edge(whole, part))
    if not whole.first < published < whole.last:
        return found
    before = published - timedelta(1)  # "earlier" is not on the day itself
    cut = replace(whole, last=before) if "e" in opening else replace(whole, first=published)
    return replace(found, period=cut)


def month(match: GrammarMatch) -> ResolvedDate | None:
    """August 1988, June last year, last May, this September."""
    number = match.number("mj")
    year = written_year(match)
    if year is not None:
        return _found(periods.month(year, number), Derivation.EXPLICIT)
    published = match.published
    if match.step() < 0:
        year = published.year - (number >= published.month)
    elif match.step() > 0:
        year = published.year + (number <= published.month)
    else:
        year = _month_year(match, number) if match.direction() is Direction.PAST else published.year
    return _found(periods.month(year, number), Derivation.RELATIVE)


def bare_month(match: GrammarMatch) -> ResolvedDate | None:
    """August: the nearest back, publication's own month included; ahead where the sentence looks ahead."""
    number = match.number("mj")
    return _found(periods.month(_month_year(match, number), number), Derivation.INFERRED, year_inferred=True)


def _month_year(match: GrammarMatch, number: int) -> int:
    published = match.published
    looks = match.direction()
    soon = 0 < (number - published.month) % MONTHS <= SOON
    if match.word_before() in OPEN_ENDED:
        ahead = (number - published.month) % MONTHS
        return (
            published.year + (number < published.month)
            if ahead <= MONTHS // 2
            else published.year - (number > published.month)
        )
    if looks is Direction.FUTURE or (looks is Direction.NONE and soon):
        return published.year + (number < published.month)
    return published.year - (number > published.month)


def month_range(match: GrammarMatch) -> ResolvedDate | None:
    """July-September 2011."""
    first, last = match.numbers("mj")[:2]
    year = match.number("y")
    return _found(
        periods.span(periods.month(year - (first > last), first), periods.month(year, last)), Derivation.EXPLICIT
    )


def quarter(match: GrammarMatch) -> ResolvedDate | None:
    """The third quarter: the last one of that number that is not still to come."""
    number = match.number("o") if match.has("o") else match.number("Q") - QUARTER_NAMES
    if not 1 <= number <= QUARTERS:
        return None
    year = written_year(match)
    if year is not None:
        return _found(periods.quarter(year, number), Derivation.EXPLICIT)
    now = (match.published.month - 1) // 3 + 1
    year = match.published.year - (number > now and match.direction() is not Direction.FUTURE)
    return _found(periods.quarter(year, number), Derivation.INFERRED, year_inferred=True)


def half(match: GrammarMatch) -> ResolvedDate | None:
    """The first half of 1990."""
    year = written_year(match)
    number = match.number("o") if match.has("o") else 2
    return _found(periods.half(year, number), Derivation.EXPLICIT) if year is not None and number in (1, 2) else None


def season(match: GrammarMatch) -> ResolvedDate | None:
    """Last spring, this summer, the winter of 1994."""
    number = match.number("s")
    year = written_year(match)
    if year is not None:
        return _found(periods.season(year, number), Derivation.EXPLICIT)
    published = match.published
    year = published.year
    this = periods.season(year, number)
    if this is None:
        return None
    if match.step() < 0:
        year -= this.last >= published
    elif match.step() > 0:
        year += this.first <= published
    return _found(periods.season(year, number), Derivation.RELATIVE)


def unit(match: GrammarMatch) -> ResolvedDate | None:
    """Last week, this month, next year; `torik`."""
    if match.has("R"):
        return _found(periods.year(match.published.year + match.number("R")), Derivation.RELATIVE)
    at = next(at for at in range(match.start, match.end) if match.scan.classes[at] in "YMKQE")
    if match.scan.number(at) or (len(match.classes) > 1 and _is_a_title(match, at)):
        return None
    kind = match.scan.classes[at]
    return _found(_away(match, kind, match.step()), Derivation.RELATIVE)


def _is_a_title(match: GrammarMatch, at: int) -> bool:
    """Whether it is a name, as of a programme: in English no week, month or year is written with a capital."""
    written = match.scan.written(at)
    return match.scan.lexicon.small_units and written[:1].isupper() and written[1:].islower()


def anaphoric(match: GrammarMatch) -> ResolvedDate | None:
    """That year, the following month, the previous day: counted from what the text named last."""
    earlier = match.earlier
    if earlier is None or earlier.kind is Derivation.VAGUE:
        return None
    step, when = match.number("x"), earlier.period.first
    if match.has("Y"):
        return _found(periods.year(when.year + step), Derivation.RELATIVE)
    if match.has("M") and earlier.period.precision in (Precision.MONTH, Precision.DAY):
        return _found(periods.month(when.year, when.month + step), Derivation.RELATIVE)
    if match.has("D") and earlier.period.precision is Precision.DAY:
        return _found(periods.days_away(when, step), Derivation.RELATIVE)
    return None


def _away(match: GrammarMatch, kind: str, count: int) -> Period | None:
    published = match.published
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
            found = periods.weekend(published, count or _weekend(match))
        case _:
            found = periods.days_away(published, count)
    return found


def _weekend(match: GrammarMatch) -> int:
    """Told from Monday to Wednesday, "this weekend" is over unless the sentence looks ahead."""
    early = match.published.weekday() < 3  # noqa: PLR2004 - Thursday
    return -1 if early and match.direction() is not Direction.FUTURE else 0


def ago(match: GrammarMatch) -> ResolvedDate | None:
    """Two days ago, a year earlier, year-ago: as exact as the unit that is counted."""
    if len(match.classes) == len("Ya") and match.scan.words[match.start] not in _ONE_AGO:
        return None
    kind = next((kind for kind in match.classes if kind in "YMKDQECHX"), "")
    counts = match.numbers("qdnz")
    count = sum(counts) if counts else 1
    if not 0 < count <= MAX_COUNT or kind in {"H", "X", ""}:
        return None
    return _found(_away(match, kind, -count), Derivation.RELATIVE)


def vague(match: GrammarMatch) -> ResolvedDate | None:
    """Recently, several months ago: within the year before, for want of better."""
    first = shifted(match.published, -365)
    if first is None:
        return None
    period = Period(first=first, last=match.published, value="PAST_REF", precision=Precision.NONE)
    return ResolvedDate(period, Derivation.VAGUE)


def publications_year(match: GrammarMatch) -> ResolvedDate | None:
    """Year-end, later in the year; not "years later"."""
    if match.classes[0] == "Y" and match.scan.words[match.end - 1] not in _YEAR_ENDS:
        return None
    return _found(periods.year(match.published.year), Derivation.RELATIVE)


def edge_of_month(match: GrammarMatch) -> ResolvedDate | None:
    """At the beginning of the month, of the one that the text speaks of; its end is a day to come, and no event's."""
    if match.number("f") > 1 or match.number("M"):  # several: "in the early months of the war"
        return None
    spoken_of = match.day_spoken_of
    return edged(match, _found(periods.month(spoken_of.year, spoken_of.month), Derivation.RELATIVE))


def whole_year(match: GrammarMatch) -> ResolvedDate | None:
    """The fiscal year, the full year, for the year: that of publication."""
    if match.word_after() in _BOUNDED_YEAR or not (match.has("k") or match.word_before() in _BEFORE_YEAR):
        return None
    return _found(periods.year(match.published.year), Derivation.RELATIVE)


def the_year(match: GrammarMatch) -> ResolvedDate | None:
    """The year 2000; "les années 1990" are ten."""
    if match.has("Y") and match.scan.words[match.end - 2] in _DECADE_NOUNS:
        return _found(periods.decade(match.number("y") // 10 * 10), Derivation.EXPLICIT)
    return _found(periods.year(match.number("y")), Derivation.EXPLICIT)


def spelled(match: GrammarMatch) -> ResolvedDate | None:
    """Nineteen ninety-six, the year two thousand."""
    year = spelled_year(match)
    return _found(periods.year(year), Derivation.EXPLICIT) if year else None


def years(match: GrammarMatch) -> ResolvedDate | None:
    """2024-2025, 2010-11; with a stroke only two years in a row: 2021/22."""
    if not match.scan.glued(match.start + 2):
        return None
    first, last = match.number("y"), match.scan.number(match.end - 1)
    if match.has("/") and last != (first + 1) % TWO_DIGITS:
        return None
    last = last if last >= TWO_DIGITS else full_year(last) if first >= 2000 else first // 100 * 100 + last  # noqa: PLR2004
    return _found(periods.span(periods.year(first), periods.year(last)), Derivation.EXPLICIT)


def decade_by_suffix(match: GrammarMatch) -> ResolvedDate | None:
    """1990-х годов, 1990-х років."""
    if match.scan.words[match.start + 2] not in _DECADE_SUFFIXES or not match.scan.glued(match.start + 2):
        return None
    return _found(periods.decade(match.number("y") // 10 * 10), Derivation.EXPLICIT)


def decade(match: GrammarMatch) -> ResolvedDate | None:
    """The 1970s, the '70s, the nineties; not a woman in her 20s."""
    number, word = match.number("C"), match.scan.words[match.end - 1]
    around = match.before() + match.classes
    an_age = len(word) == len("70s") and word[0].isdigit() and "T" not in around and "'" not in around
    if number == 0 or an_age:
        return None
    return _found(periods.decade(number if number >= TWO_DIGITS else 1900 + 10 * number), Derivation.EXPLICIT)


def _found(period: Period | None, kind: Derivation, *, year_inferred: bool = False) -> ResolvedDate | None:
    return ResolvedDate(period, kind, year_inferred) if period else None


def plain_year(match: GrammarMatch) -> ResolvedDate | None:
    """1997."""
    return _found(periods.year(match.number("y")), Derivation.EXPLICIT)
