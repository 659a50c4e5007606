"""Days as people name them, put into dates: since yesterday, depuis lundi, з 12 серпня, 7d. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.commands.bound_words import (
    BOUND,
    ends_with_a_bound,
    english_bound,
    is_end_alone,
    is_loose,
    is_plain,
    may_count,
)
from handlers.commands.day_words import in_english
from handlers.commands.named_days import NamedDays, named_days
from newsroom.matching.typed_query import without_quotes
from newsroom.weekdays import WEEKDAYS

_MOST_BOUNDS = 4  # two are meant; of "с 1 с 1 с 1 ..." a thousand letters took half a second to read
_MOST_WORDS = 5  # il y a 3 jours, the day before yesterday
_RELATIVE = re.compile(
    r"(?P<today>today)|(?P<yesterday>yesterday)(?:\s+d)?|(?P<number>\d{1,3})\s?(?P<unit>d|days?|w|weeks?)(?:\s+ago)?|"
    r"(?:a|une?)\s+(?P<one>d|day|w|week)|(?P<gone>d|w)\s+ago|(?:last\s+)?(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|"
    r"fri(?:day)?|sat(?:urday)?|sun(?:day)?)",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(?:\d{1,3}\s+|(?:a|une?)\s+)(?:d|days?|w|weeks?)", re.IGNORECASE)
_YEAR_CHARS = 4
_DATE = re.compile(r"\s+(\d{4}(?:-\d{1,2}){0,2})(?=\s|$)")
_DAYS_ALONE = re.compile(r"^(?P<about>.*\S)\s+(?P<days>\d{1,3}\s?[^\W\d_]{1,3}\.?)$")
# The last 7 days, ces 7 derniers jours, за неделю, за останні 7 днів; their units are English by then.
_LASTING = re.compile(
    r"(?:(?:за|over|sur|ces|the)\s+)*(?P<which>(?:last|past|последн\w+|останн\w+)\s+)?"
    r"(?P<number>\d{1,3})?\s?(?P<behind>derniers\s+|dernières\s+)?(?P<unit>d|w)(?:ays?|eeks?)?",
    re.IGNORECASE,
)


def with_dates(argument: str, today: date) -> str:
    """The same with dates for days behind a word for since or until: "depuis lundi" is "since" and the last Monday.

    Days are understood in every language that the bot speaks. A span at the end needs no "since": 7d is no word, and
    neither are the last 7 days.
    """
    argument = _with_since(argument, today)
    done, at = "", 0
    for bound in list(BOUND.finditer(without_quotes(argument)))[-_MOST_BOUNDS:]:
        closes = at > 0 and not argument[at : bound.start()].strip()
        if bound.start() >= at and (read := _read(argument, bound, today, closes=closes)):
            done, at = done + argument[at : bound.start()] + read[0], read[1]
    return done + argument[at:]


def _with_since(argument: str, today: date) -> str:
    for about, days in _split_at_the_end(argument):
        if (lasting := _lasting(days)) and lasting.sure:
            return f"{about} since {lasting.span}"
    alone = _DAYS_ALONE.match(argument)
    if alone and not ends_with_a_bound(alone["about"]) and _relative(alone["days"], today):
        return f"{alone['about']} since {alone['days']}"
    return argument


def since_perhaps(argument: str, today: date) -> str | None:
    """The same with "since" before a day at its end: oil yesterday; None where none is there, or it has one.

    A day may be a word of the query, as in USA Today: whoever asks decides.
    """
    if with_dates(argument, today) != argument:
        return None
    for about, day in _split_at_the_end(argument):
        if lasting := _lasting(day):
            return f"{about} since {lasting.span}"
        if not day.isdigit() and _days(day, today) is not None:
            return f"{about} since {day}"
    return None


def _split_at_the_end(argument: str) -> Iterator[tuple[str, str]]:
    """The last words and what is before them, the most words first; not behind a word for since or until."""
    words = argument.split()
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        about = " ".join(words[:-count])
        if not ends_with_a_bound(about):
            yield about, " ".join(words[-count:])


def midnight(day: date, zone: str) -> datetime:
    """When a day begins in a zone."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def _read(argument: str, bound: re.Match[str], today: date, *, closes: bool) -> tuple[str, int] | None:
    """A bound with the date of the day behind it, and where that ends; None where the word is one of the query.

    `closes`: it comes right behind another bound, so that it is one itself.
    """
    word, loose = english_bound(bound), is_loose(bound) and not closes
    written = _DATE.match(argument, bound.end())
    if loose and (is_end_alone(bound) or (written and len(written[1]) == _YEAR_CHARS)):
        return None
    for phrase, end in _phrases(argument, bound.end(), written.end() if written else 0):
        days = _days(phrase, today)
        if days and not (loose and not days.sure) and not (may_count(bound) and _COUNT.fullmatch(in_english(phrase))):
            return f"{word} {_bounds(bound, days)}", end
    if written:  # an English one is read with its date
        return None if word == bound[0] else (f"{word} {written[1]}", written.end())
    mistyped = is_plain(bound) and argument[bound.end() :].lstrip()[0].isdigit()  # 12/08/2025: asked for otherwise
    return (word, bound.end()) if mistyped else None


def _bounds(bound: re.Match[str], days: NamedDays) -> str:
    if not bound["since"]:
        return str(days.last)
    return f"{days.first} until {days.last}" if days.closed else str(days.first)


def _phrases(argument: str, start: int, behind: int) -> Iterator[tuple[str, int]]:
    """What follows a place and ends `behind` another, the longest first, each with its end."""
    for last in reversed(list(re.finditer(r"\S+", argument[start:]))[:_MOST_WORDS]):
        if (end := start + last.end()) > behind:
            yield " ".join(argument[start:end].split()), end


def _days(phrase: str, today: date) -> NamedDays | None:
    return _relative(phrase, today) or named_days(phrase, today)


def _relative(phrase: str, today: date) -> NamedDays | None:
    found = _RELATIVE.fullmatch(in_english(phrase))
    if found is None:
        return None
    day = today - _back(found, today)
    return NamedDays(day, day)


def _back(found: re.Match[str], today: date) -> timedelta:
    if one := found["one"] or found["gone"]:
        return timedelta(weeks=1) if one.lower().startswith("w") else timedelta(days=1)
    if found["number"]:
        return timedelta(days=int(found["number"]) * (7 if found["unit"].lower().startswith("w") else 1))
    if found["weekday"]:
        return timedelta(days=(today.weekday() - WEEKDAYS.index(found["weekday"][:3].lower())) % 7)
    return timedelta(days=1) if found["yesterday"] else timedelta()


@dataclass(frozen=True, slots=True)
class _Lasting:
    """Days up to now, as 7d; `sure`: the words say nothing else, as "Киев за 3 дня" does."""

    span: str
    sure: bool


def _lasting(phrase: str) -> _Lasting | None:
    """The span of "the last 7 days" or "за неделю"; None where it is none: last week is that of the calendar."""
    found, counted_back = _LASTING.fullmatch(in_english(phrase)), phrase.lower().startswith("за ")
    sure = found is not None and bool(found["number"] and (found["which"] or found["behind"]))
    if found is None or not (counted_back or sure):
        return None
    return _Lasting(f"{found['number'] or 1}{found['unit'].lower()}", sure=sure)
