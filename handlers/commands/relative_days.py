"""Days as people name them from today: yesterday, monday, 7d. Pure."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.commands.day_words import bounds_in_english
from newsroom.weekdays import WEEKDAYS

_RELATIVE = re.compile(
    r"(?P<bound>(?:^|\s)(?:since|until|from|to))\s+(?:"
    r"(?P<today>today)|(?P<yesterday>yesterday)|(?P<number>\d{1,3})\s?(?P<unit>d|days?|w|weeks?)(?:\s+ago)?|"
    r"(?:last\s+)?(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?))(?=\s|$)",
    re.IGNORECASE,
)


def with_dates(argument: str, today: date) -> str:
    """The same with dates for days that are named from today: "since monday" is the last one, today included.

    Days are understood in every language that the bot speaks.
    """
    return _RELATIVE.sub(lambda found: f"{found['bound']} {_day(found, today)}", bounds_in_english(argument))


def midnight(day: date, zone: str) -> datetime:
    """When a day begins in a zone."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def _day(found: re.Match[str], today: date) -> date:
    if found["number"]:
        return today - timedelta(days=int(found["number"]) * (7 if found["unit"].lower().startswith("w") else 1))
    if found["weekday"]:
        return today - timedelta(days=(today.weekday() - WEEKDAYS.index(found["weekday"][:3].lower())) % 7)
    return today - timedelta(days=1) if found["yesterday"] else today
