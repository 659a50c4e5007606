"""Expressions of time in a text, resolved against its publication."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from newsroom.dates import false_dates, resolve_days, resolve_periods
from newsroom.dates.counted_days import day_counted_from
from newsroom.dates.grammar import CORE, DATED
from newsroom.dates.grammar_match import GrammarMatch, ResolvedDate
from newsroom.dates.lexicons import lexicon_for
from newsroom.dates.mention import DateMention, Derivation, Precision
from newsroom.dates.named_things import names_a_thing
from newsroom.dates.scan import Scan, classes_of, lowered
from newsroom.text.words import spans_in_order

Resolver = Callable[[GrammarMatch], ResolvedDate | None]


def _year(match: GrammarMatch) -> ResolvedDate | None:
    if not false_dates.is_year(match):
        return None
    return resolve_periods.edged(match, resolve_periods.plain_year(match))


def _bare_month(match: GrammarMatch) -> ResolvedDate | None:
    return resolve_periods.edged(match, resolve_periods.bare_month(match)) if false_dates.is_month(match) else None


def _weekday(match: GrammarMatch) -> ResolvedDate | None:
    return resolve_days.weekday(match) if false_dates.is_weekday(match) else None


def _day(match: GrammarMatch) -> ResolvedDate | None:
    return resolve_days.day(match) if false_dates.is_day(match) else None


def _month(match: GrammarMatch) -> ResolvedDate | None:
    return resolve_periods.edged(match, resolve_periods.month(match)) if false_dates.is_day(match) else None


def _edged(resolver: Resolver) -> Resolver:
    return lambda match: resolve_periods.edged(match, resolver(match))


def _duration(_: GrammarMatch) -> None:
    """No date: a duration is matched as a whole, so that nothing inside it is taken for a date."""


_RESOLVERS: dict[str, Resolver] = {
    "iso": resolve_days.iso,
    "numeric": resolve_days.numeric,
    "day_range": resolve_days.day_range,
    "day": _day,
    "holiday": lambda match: resolve_days.holiday(match) if false_dates.is_holiday(match) else None,
    "month_range": resolve_periods.month_range,
    "month": _month,
    "quarter": _edged(resolve_periods.quarter),
    "half": resolve_periods.half,
    "season": _edged(resolve_periods.season),
    "day_of_month": resolve_days.day_of_month,
    "day_beside": resolve_days.day_beside,
    "ago": resolve_periods.ago,
    "ago_prefixed": resolve_periods.ago,
    "vague_ago": resolve_periods.vague,
    "weekday_beside": resolve_days.weekday_beside,
    "weekday": _weekday,
    "night": resolve_days.night,
    "today": resolve_days.today,
    "clock": resolve_days.clock,
    "day_part": resolve_days.day_part,
    "in_the_day": resolve_days.in_the_day,
    "anaphoric": resolve_periods.anaphoric,
    "lasting": _duration,
    "unit": _edged(resolve_periods.unit),
    "end_of_year": resolve_periods.publications_year,
    "edge_of_month": resolve_periods.edge_of_month,
    "whole_year": resolve_periods.whole_year,
    "the_year": resolve_periods.the_year,
    "spelled": resolve_periods.spelled,
    "decade_by_suffix": resolve_periods.decade_by_suffix,
    "years": resolve_periods.years,
    "year": _year,
    "decade": _edged(resolve_periods.decade),
    "bare_month": _bare_month,
}
# What is stepped over as a whole even where it is no date: inside it there is none either.
_WHOLE = frozenset({"lasting", "holiday"})
# What names an hour or a part of a day, and no day.
_HOURS_ONLY = frozenset({"clock", "day_part", "in_the_day"})


def find_dates(text: str, published: date, language: str | None = None) -> tuple[DateMention, ...]:
    """All expressions of time in a text, in order; none inside another.

    Args:
        text: A sentence or a whole article.
        published: The day from which "Monday" or "last month" are counted, in the newsroom's zone.
        language: BCP 47 primary tag; None: it is guessed by the text's own words.
    """
    scanned = scan(text, language)
    return () if scanned is None else dates_of(scanned, published)


def scan(text: str, language: str | None) -> Scan | None:
    """What `find_dates` reads of a text whatever the day of publication; None where there is no expression of time."""
    plain = lowered(text)
    lexicon = lexicon_for(plain, language)
    words = lexicon.tokens(plain)
    if lexicon.of_time.isdisjoint(words):
        return None
    classes = classes_of(words, lexicon)
    if CORE.search(classes) is None or (first := DATED.search(classes)) is None:
        return None
    return Scan(
        text=text, words=words, classes=classes, spans=spans_in_order(words, plain), lexicon=lexicon, first=first
    )


def dates_of(scanned: Scan, published: date) -> tuple[DateMention, ...]:
    """The expressions of time of a scanned text that was published on that day."""
    mentions: list[DateMention] = []
    found: re.Match[str] | None = scanned.first
    earlier: ResolvedDate | None = None
    behind = 0
    while found is not None:
        rule = found.lastgroup or ""
        match = GrammarMatch(scanned, published, found.start(), found.end(), earlier, found.start() - behind)
        resolved = _RESOLVERS[rule](match)
        if resolved is not None:
            match, resolved = day_counted_from(match, resolved)
            mentions.append(_mention(match, resolved, hour_only=rule in _HOURS_ONLY))
            earlier, behind = resolved, found.end()
        at = found.end() if resolved is not None or rule in _WHOLE else found.start() + 1
        found = DATED.search(scanned.classes, at)
    return tuple(mentions)


def _mention(match: GrammarMatch, resolved: ResolvedDate, *, hour_only: bool) -> DateMention:
    start = match.scan.spans[match.start][0]
    end = match.scan.spans[match.end - 1][1]
    mention = DateMention(
        start=start,
        end=end,
        text=match.scan.text[start:end],
        first=resolved.period.first,
        last=resolved.period.last,
        value=resolved.period.value,
        precision=resolved.period.precision,
        kind=resolved.kind,
        year_inferred=resolved.year_inferred,
        open_start=_is_open_start(match) and resolved.period.precision is Precision.DAY,
        is_limit=_is_open_start(match) or match.ends_a_stretch(),
        of_thing=names_a_thing(match, resolved),
        hour_only=hour_only,
    )
    if resolved.kind is not Derivation.VAGUE and _is_of_statement(match):
        return replace(mention, kind=Derivation.STATEMENT)
    return mention


def _is_open_start(match: GrammarMatch) -> bool:
    """Whether "by", "before" or "earlier" comes before the date, with an article or "in" between or without."""
    return match.before() in {"u", "e"} or (match.before() in {"T", "i", "O"} and match.before(2) == "u")


def _is_of_statement(match: GrammarMatch) -> bool:
    """Whether a verb of saying is right before the date ("said on June 28") or right behind it ("on Friday said")."""
    before = match.scan.classes[max(0, match.start - 2) : match.start]
    if before.endswith("S") or (before.endswith(("Si", "Su")) and len(before) == len("Si")):
        return True
    return match.after() == "S"
