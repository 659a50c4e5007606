"""A moment as people name it, looking back: 18:00, yesterday, monday 9:00, 7d. Pure."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.asked_back import Choice, ChoiceError
from handlers.commands.arguments import parse_time_of_day
from handlers.commands.bound_words import without_since
from handlers.commands.day_words import in_english
from handlers.commands.named_days import named_days
from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.weekdays import WEEKDAYS

_UNIT = r"(m|min|mins|minutes?|h|hours?|hrs?|d|days?|w|weeks?)"
_SPAN = re.compile(rf"(\d{{1,4}})\s*{_UNIT}(?:\s+ago)?", re.IGNORECASE)
_ONE = re.compile(rf"(?:(?:an?|one|une?|одну|один)\s+)?{_UNIT}\s+ago|(?:an?|une?)\s+{_UNIT}", re.IGNORECASE)
_FRENCH_AGO = re.compile(r"il\s+y\s+a\s+(.+)", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_DAY = re.compile(
    r"(?:last\s+)?(today|yesterday|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?|\d{4}-\d{1,2}-\d{1,2})(?:\s+(?:at\s+)?(\S.*))?",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}(?:[:.]\d{2}|\s?h\s?\d{2}|\s?(?:h|[ap]m))"
_DAY_AND_CLOCK = re.compile(rf"(.*?\S)\s+(?:(?:at|à|в|о|об)\s+(\d{{1,2}}|{_CLOCK})|({_CLOCK}))", re.IGNORECASE)
_HOURS = re.compile(r"\d{1,2}\s?h", re.IGNORECASE)
_TIME_OR_DATE = re.compile(r"\d{1,2}\.\d{2}")
_WEEK = frozenset({"w", "week"})
_LONGEST = timedelta(days=366)  # items are not kept for longer
_QUOTED_CHARS = 40


def parse_moment(text: str, reader: Reader, now: datetime, asked: str = "/since") -> datetime:
    """The last moment that is called so on the chat's clock, UTC.

    Args:
        text: With or without a word for "since" before it.
        reader: In French 18h is a time of day as well.
        now: UTC.
        asked: The command before the moment, for buttons that ask again.

    Raises:
        ChoiceError: it may be a time of day or a date.
        UserError: it is no moment, or has not come yet.
    """
    words = " ".join(text.split())
    moment = without_since(words)
    today = now.astimezone(ZoneInfo(reader.zone)).date()
    minute = _minute(moment)
    if minute is not None and (other := _otherwise(words, moment, minute, reader, today)):
        raise _either(moment, minute, other, asked)
    if minute is not None and moment != words and _HOURS.fullmatch(moment) and not words.lower().startswith("since"):
        return _last_time(minute, reader.zone, now)  # depuis 18h; of "since 18h" hours are meant, as of 18h
    found = _read(moment, reader.zone, now)
    if found is None:
        raise UserError(sentence("since.unreadable", text=words[:_QUOTED_CHARS]))
    if found > now:
        raise UserError(sentence("since.to_come", text=words[:_QUOTED_CHARS]))
    return max(found, now - _LONGEST)


def _otherwise(words: str, moment: str, minute: int, reader: Reader, today: date) -> str | None:
    """What a time of day may be as well, as one would type it: 12.08 a date, and 18h in French a span."""
    if _TIME_OR_DATE.fullmatch(moment) and (day := named_days(moment, today)):
        return str(day.first)
    is_span = reader.language == "fr" and _HOURS.fullmatch(moment) and moment == words
    return f"il y a {minute // 60} h" if is_span else None


def _either(words: str, minute: int, other: str, asked: str) -> ChoiceError:
    clock = time(*divmod(minute, 60)).strftime("%H:%M")
    return ChoiceError(sentence("since.time_or_else", text=words), [Choice(f"{asked} {one}") for one in (clock, other)])


def _read(moment: str, zone: str, now: datetime) -> datetime | None:
    ago = _FRENCH_AGO.fullmatch(moment)
    found = _past(in_english(f"{ago[1]} ago" if ago else moment), zone, now)
    return found or _named(moment, zone, now.astimezone(ZoneInfo(zone)).date())


def _named(words: str, zone: str, today: date) -> datetime | None:
    """A day by its date or another name, from midnight or the time of day behind it."""
    if timed := _DAY_AND_CLOCK.fullmatch(words):
        day, minute = named_days(timed[1], today), _minute(timed[2] or timed[3])
        if day is not None and minute is not None:
            return _instant(day.first, minute, zone)
    whole = named_days(words, today)
    return _instant(whole.first, 0, zone) if whole else None


def _past(words: str, zone: str, now: datetime) -> datetime | None:
    if words.lower() in _WEEK:
        return now - _UNITS["w"]
    if span := _SPAN.fullmatch(words):
        return now - int(span[1]) * _UNITS[span[2][0].lower()]
    if one := _ONE.fullmatch(words):
        return now - _UNITS[(one[1] or one[2])[0].lower()]
    if day := _DAY.fullmatch(words):
        return _day(day[1].lower(), day[2], zone, now)
    minute = _minute(words)
    return None if minute is None else _last_time(minute, zone, now)


def _last_time(minute: int, zone: str, now: datetime) -> datetime:
    """When the chat's clock showed it last."""
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
