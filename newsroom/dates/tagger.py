"""Expressions of time in a text, resolved against its publication."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from newsroom.dates import false_dates, resolve_days, resolve_periods
from newsroom.dates.grammar import CORE, DATED
from newsroom.dates.grammar_match import GrammarMatch, ResolvedDate
from newsroom.dates.lexicons import lexicon_for
from newsroom.dates.mention import DateMention, Derivation, Precision
from newsroom.dates.scan import classes_of, lowered, scan

Resolver = Callable[[GrammarMatch], ResolvedDate | None]


def _year(reading: GrammarMatch) -> ResolvedDate | None:
    if not false_dates.is_year(reading):
        return None
    return resolve_periods.edged(reading, resolve_periods.plain_year(reading))


def _bare_month(reading: GrammarMatch) -> ResolvedDate | None:
    return (
        resolve_periods.edged(reading, resolve_periods.bare_month(reading)) if false_dates.is_month(reading) else None
    )


def _weekday(reading: GrammarMatch) -> ResolvedDate | None:
    return resolve_days.weekday(reading) if false_dates.is_weekday(reading) else None


def _day(reading: GrammarMatch) -> ResolvedDate | None:
    return resolve_days.day(reading) if false_dates.is_day(reading) else None


def _month(reading: GrammarMatch) -> ResolvedDate | None:
    return resolve_periods.edged(reading, resolve_periods.month(reading)) if false_dates.is_day(reading) else None


def _edged(resolver: Resolver) -> Resolver:
    return lambda reading: resolve_periods.edged(reading, resolver(reading))


def _silent(_: GrammarMatch) -> None:
    """Durations: read, so that nothing inside them is read for a date."""


_RESOLVERS: dict[str, Resolver] = {
    "iso": resolve_days.iso,
    "numeric": resolve_days.numeric,
    "day_range": resolve_days.day_range,
    "day": _day,
    "holiday": resolve_days.holiday,
    "month_range": resolve_periods.month_range,
    "month": _month,
    "quarter": _edged(resolve_periods.quarter),
    "half": resolve_periods.half,
    "season": _edged(resolve_periods.season),
    "day_beside": resolve_days.day_beside,
    "ago": resolve_periods.ago,
    "ago_prefixed": resolve_periods.ago,
    "vague_ago": resolve_periods.vague,
    "weekday": _weekday,
    "night": resolve_days.night,
    "today": resolve_days.today,
    "anaphoric": resolve_periods.anaphoric,
    "lasting": _silent,
    "unit": _edged(resolve_periods.unit),
    "end_of_year": resolve_periods.publications_year,
    "the_year": resolve_periods.the_year,
    "spelled": resolve_periods.spelled,
    "decade_by_suffix": resolve_periods.decade_by_suffix,
    "years": resolve_periods.years,
    "year": _year,
    "decade": _edged(resolve_periods.decade),
    "bare_month": _bare_month,
}


def find_dates(text: str, published: date, language: str | None = None) -> tuple[DateMention, ...]:
    """All expressions of time in a text, in order.

    Args:
        text: A sentence or a whole article.
        published: Whence "Monday", "last month" and days without a year are counted; in the newsroom's zone.
        language: BCP 47 primary tag; None to tell by the text's own words.
    """
    plain = lowered(text)
    lexicon = lexicon_for(plain, language)
    classes = classes_of(plain, lexicon)
    if CORE.search(classes) is None:
        return ()
    read = scan(text, plain, classes, lexicon, published)
    found: list[DateMention] = []
    at = 0
    earlier: ResolvedDate | None = None
    while match := DATED.search(classes, at):
        reading = GrammarMatch(read, match.start(), match.end(), earlier)
        result = _RESOLVERS[match.lastgroup or ""](reading)
        if result is not None:
            found.append(_mention(reading, result))
            earlier = result
        at = match.end() if result is not None or match.lastgroup == "lasting" else match.start() + 1
    return tuple(found)


def _mention(reading: GrammarMatch, found: ResolvedDate) -> DateMention:
    start = reading.scan.spans[reading.start][0]
    end = reading.scan.spans[reading.end - 1][1]
    mention = DateMention(
        start=start,
        end=end,
        text=reading.scan.text[start:end],
        first=found.period.first,
        last=found.period.last,
        value=found.period.value,
        precision=found.period.precision,
        kind=found.kind,
        year_inferred=found.year_inferred,
        open_start=_open_start(reading) and found.period.precision is Precision.DAY,
    )
    if found.kind is not Derivation.VAGUE and _dates_the_saying(reading):
        return replace(mention, kind=Derivation.STATEMENT)
    return mention


def _open_start(reading: GrammarMatch) -> bool:
    return reading.before() in {"u", "e"} or (reading.before() in {"T", "i"} and reading.before(2) == "u")


def _dates_the_saying(reading: GrammarMatch) -> bool:
    """The verb of saying stands right before the date ("said on June 28"), or right behind it ("on Friday said")."""
    before = reading.scan.classes[max(0, reading.start - 2) : reading.start]
    if before.endswith("S") or (before.endswith(("Si", "Su")) and len(before) == len("Si")):
        return True
    return reading.after() == "S"
