"""Days as people name them from today: yesterday, monday, 7d. Pure."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.commands.day_words import bounds_in_english
from newsroom.weekdays import WEEKDAYS

_RELATIVE = re.compile(
    r"(?P<bound>(?:^|\s)(?:since|until|from|to))\s+(?:"
    r"(?P<today>today)|(?P<yesterday>yesterday)|(?P<which>this|last)\s+(?P<span>week|month)|(?P<number>\d{1,3})\s?(?P<unit>d|days?|w|weeks?)(?:\s+ago)?|"
    r"(?:last\s+)?(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?))(?=\s|$)",
    re.IGNORECASE,
)


_BOUNDS = frozenset({"since", "until", "from", "to", "last", "this"})
_DAYS_ALONE = re.compile(r"^(?P<about>.*\S)\s+(?P<days>\d{1,3}\s?[^\W\d_]{1,3}\.?)$")


def with_dates(argument: str, today: date) -> str:
    """The same with dates for days that are named from today: "since monday" is the last one, today included.

    Days are understood in every language that the bot speaks. A span at the end needs no "since": 7d is no word.
    """
    alone = _DAYS_ALONE.match(argument)
    if alone and alone["about"].split()[-1].lower() not in _BOUNDS and _is_bound(alone["days"]):
        argument = f"{alone['about']} since {alone['days']}"
    return _RELATIVE.sub(lambda found: f"{found['bound']} {_day(found, today)}", bounds_in_english(argument))


def since_perhaps(argument: str) -> str | None:
    """The same with "since" before a day at its end: oil yesterday; None where none is there, or it has one.

    A day may be a word of the query, as in USA Today: whoever asks decides.
    """
    words = argument.split()
    for count in (2, 1):
        about, day = words[:-count], " ".join(words[-count:])
        if about and about[-1].lower() not in _BOUNDS and _is_bound(day):
            return f"{' '.join(about)} since {day}"
    return None


def _is_bound(day: str) -> bool:
    """Whether these words name a day after "since"."""
    return _RELATIVE.fullmatch(bounds_in_english(f"since {day}")) is not None


def midnight(day: date, zone: str) -> datetime:
    """When a day begins in a zone."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def _day(found: re.Match[str], today: date) -> date:
    if found["number"]:
        return today - timedelta(days=int(found["number"]) * (7 if found["unit"].lower().startswith("w") else 1))
    if found["span"]:
        ends = found["bound"].strip().lower() in ("until", "to")
        return _calendar(today, found["span"].lower(), last=found["which"].lower() == "last", ends=ends)
    if found["weekday"]:
        return today - timedelta(days=(today.weekday() - WEEKDAYS.index(found["weekday"][:3].lower())) % 7)
    return today - timedelta(days=1) if found["yesterday"] else today


def _calendar(today: date, span: str, *, last: bool, ends: bool) -> date:
    """The first day of this or the last week or month; its last day where a time `ends` with it."""
    first = today - timedelta(days=today.weekday()) if span == "week" else today.replace(day=1)
    before = first - timedelta(days=1)
    if last:
        starts = before - timedelta(days=before.weekday()) if span == "week" else before.replace(day=1)
        return before if ends else starts
    return today if ends else first
