"""How long something is to be quiet, as people write it: 2h, for 90 min, until 18:00, now. Pure."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.buttons import LONGEST_SNOOZE_H
from handlers.commands.arguments import parse_time_of_day
from handlers.commands.day_words import end_in_english, in_english
from newsroom.chat import Chat
from newsroom.desk.quiet_hours import MORNING_H, instant, morning
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.weekdays import WEEKDAYS

_LONGEST = timedelta(hours=LONGEST_SNOOZE_H)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_CLOCK = r"\d{1,2}(?:[:.]\d{2}|\s?h(?:\s?\d{2})?)?(?:\s?[ap]m)?"
# Behind until anything is a time of day, if one that can't be read; behind до an hour alone: план до 2030.
_ENDS = re.compile(
    r"(?:^|\s)(?:"
    r"(?:for\s+)?(?P<number>\d{1,4})\s*(?P<unit>m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)"
    rf"|(?:until|till|jusqu['’](?:à|au)|до(?=\s+(?:{_CLOCK}|ранку|утра)$))\s+"
    r"(?:(?P<morning>morning|ранку|утра|(?:demain\s+)?matin)|(?P<clock>\d{1,2}\s?h(?:\s?\d{2})?|\S+(?:\s?[ap]m)?))"
    r"|(?P<now>now|tonight|зараз|сейчас|maintenant)"
    r")$",
    re.IGNORECASE,
)


# Until a day, with or without a time of it: until tomorrow, до понеділка 9:00, until 9:00 on friday.
_UNTIL_DAY = re.compile(
    r"(?:^|\s)(?P<until>until|till|jusqu['’](?:à|au)|до)\s+(?P<day>\S+(?:\s+\S+){0,3})$", re.IGNORECASE
)
_NEXT_DAY = re.compile(
    r"(?P<first>\d\S*(?:\s?[ap]m)?\s+(?:on\s+)?)?(?:next\s+)?"
    r"(?P<day>tomorrow|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?|\d{4}-\d{2}-\d{2})"
    rf"(?:\s+(?:the\s+)?(?P<morning>morning)|\s+(?:at\s+)?(?P<clock>{_CLOCK}))?"
)


def take_end(argument: str, chat: Chat, now: datetime) -> tuple[str, datetime | None]:
    """What comes before the span at the end of an argument, and when the span is over; None where it has none.

    Raises:
        UserError: the span is longer than anything is quiet.
    """
    argument = end_in_english(argument.strip())
    if (found := _UNTIL_DAY.search(argument)) and (until := _day_to_come(found["day"], chat, now)):
        if until > now + _LONGEST:
            raise UserError(sentence("snooze.too_long", days=_LONGEST.days))
        return argument[: found.start()].strip(), until
    found = _ENDS.search(argument)
    if found is None:
        return argument.strip(), None
    before = argument[: found.start()].strip()
    if found["now"] or found["morning"]:
        return before, morning(chat, now)
    if found["clock"]:
        return before, _next(parse_time_of_day(found["clock"]), chat, now)
    span = int(found["number"]) * _UNITS[found["unit"][0].lower()]
    if not span or span > _LONGEST:
        raise UserError(sentence("snooze.too_long", days=_LONGEST.days))
    return before, now + span


def _day_to_come(words: str, chat: Chat, now: datetime) -> datetime | None:
    """The morning of a day, or its time of day; None where the words name no day, or one that is over."""
    found = _NEXT_DAY.fullmatch(in_english(words).lower())
    if found is None:
        return None
    clock = found["clock"] or (found["first"] or "").replace(" on ", " ").strip()
    minute = parse_time_of_day(clock) if clock else MORNING_H * 60
    today = now.astimezone(ZoneInfo(chat.zone)).date()
    if found["day"] == "tomorrow":
        return instant(today + timedelta(days=1), minute, chat.zone)
    if found["day"][0].isdigit():
        try:
            at = instant(date.fromisoformat(found["day"]), minute, chat.zone)
        except ValueError:
            return None
        return at if at > now else None
    day = today + timedelta(days=(WEEKDAYS.index(found["day"][:3]) - today.weekday()) % 7)
    at = instant(day, minute, chat.zone)
    return at if at > now else instant(day + timedelta(days=7), minute, chat.zone)


def _next(minute: int, chat: Chat, now: datetime) -> datetime:
    """When the chat's clock shows it next."""
    here = now.astimezone(ZoneInfo(chat.zone))
    at = here.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    return (at if at > here else at + timedelta(days=1)).astimezone(now.tzinfo)
