"""A moment as people name it, looking back: 18:00, yesterday, monday 9:00, 7d. Pure."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.commands.arguments import parse_time_of_day
from handlers.commands.day_words import in_english
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.weekdays import WEEKDAYS

_SPAN = re.compile(r"(\d{1,4})\s*(m|min|mins|minutes?|h|hours?|hrs?|d|days?|w|weeks?)(?:\s+ago)?", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_DAY = re.compile(
    r"(?:last\s+)?(today|yesterday|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?|\d{4}-\d{1,2}-\d{1,2})(?:\s+(?:at\s+)?(\S.*))?",
    re.IGNORECASE,
)
_WEEK = frozenset({"w", "week"})
_LONGEST = timedelta(days=366)  # items are not kept for longer
_QUOTED_CHARS = 40


def parse_moment(text: str, zone: str, now: datetime) -> datetime:
    """The last moment that is called so on the chat's clock, UTC.

    Raises:
        UserError: it is no moment, or has not come yet.
    """
    words = text.strip()
    found = _past(in_english(words), zone, now)
    if found is None:
        raise UserError(sentence("since.unreadable", text=words[:_QUOTED_CHARS]))
    if found > now:
        raise UserError(sentence("since.to_come", text=words[:_QUOTED_CHARS]))
    return max(found, now - _LONGEST)


def _past(words: str, zone: str, now: datetime) -> datetime | None:
    if words.lower() in _WEEK:
        return now - _UNITS["w"]
    if span := _SPAN.fullmatch(words):
        return now - int(span[1]) * _UNITS[span[2][0].lower()]
    if day := _DAY.fullmatch(words):
        return _day(day[1].lower(), day[2], zone, now)
    minute = _minute(words)
    if minute is None:
        return None
    today = now.astimezone(ZoneInfo(zone)).date()
    at = _instant(today, minute, zone)
    return at if at <= now else _instant(today - timedelta(days=1), minute, zone)


def _day(name: str, clock: str | None, zone: str, now: datetime) -> datetime | None:
    """A day by its name, from midnight or the time of day that follows it."""
    minute = 0 if clock is None else _minute(clock)
    if minute is None:
        return None
    today = now.astimezone(ZoneInfo(zone)).date()
    if name in ("today", "yesterday"):
        return _instant(today - timedelta(days=int(name == "yesterday")), minute, zone)
    if name[0].isdigit():
        year, month, day = (int(part) for part in name.split("-"))
        try:
            return _instant(date(year, month, day), minute, zone)
        except ValueError:
            raise UserError(sentence("date.none", text=name)) from None
    last = today - timedelta(days=(today.weekday() - WEEKDAYS.index(name[:3])) % 7)
    at = _instant(last, minute, zone)
    return at if at <= now else _instant(last - timedelta(days=7), minute, zone)


def _minute(text: str) -> int | None:
    try:
        return parse_time_of_day(text)
    except UserError:
        return None


def _instant(day: date, minute: int, zone: str) -> datetime:
    return datetime.combine(day, time(*divmod(minute, 60)), ZoneInfo(zone)).astimezone(UTC)
