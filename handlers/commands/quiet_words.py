"""Quiet hours as people write them: 22:00-07:00 weekdays, from 10pm to 7am on weekends, по будням с 22 до 7. Pure."""

import re

from handlers.commands.arguments import parse_time_of_day, parse_weekdays
from handlers.commands.day_words import in_english
from newsroom.chat import EVERY_DAY, QuietHours
from newsroom.errors import UserError
from newsroom.sentence import sentence

_CLOCK = r"\d{1,2}(?:[:.]\d{2}|\s?h(?:\s?\d{2})?)?(?:\s?[ap]m)?"
_HOURS = re.compile(
    rf"(?:(?<=^)|(?<=\s))(?:(?:from|between|de|entre|з|із|с|від|от)\s+)?(?P<start>{_CLOCK})"
    rf"(?:\s*[-–—]\s*|\s+(?:to|till|until|and|à|et|до)\s+)(?P<end>{_CLOCK})(?=$|[\s,])",
    re.IGNORECASE,
)
_BREAK = re.compile(r"(?<!\S)break:(\S*)", re.IGNORECASE)
# What in_english would take for a span: a French week is seven days, and en semaine five.
_WEEKDAYS = re.compile(
    r"en\s+semaine|jours\s+(?:de\s+semaine|ouvr(?:és|ables))|work(?:ing)?[\s-]?days?|робочі|рабочие", re.IGNORECASE
)
_WEEKENDS = re.compile(r"\bweek-?ends?\b", re.IGNORECASE)
# Days in a row; "on" is what по comes out as, "at" is à.
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_IN_A_ROW = re.compile(
    rf"(?:(?:from|з|із|с|від|от|du|de)\s+)?({_DAY})\s*(?:[-–—]|\s(?:to|till|until|through|do|до|on|au|at)\s)\s*({_DAY})"
)
_NOISE = frozenset({"on", "at", "in", "and", "every", "each", "the", "d", "days", "night", "nights", "only"})


def parse_quiet_hours(argument: str) -> QuietHours:
    """The hours, the days (every day where it names none), and the publishers that break through (break:3).

    Raises:
        UserError: something in it can't be read.
    """
    hours = _HOURS.search(argument.strip())
    if hours is None:
        raise UserError(sentence("quiet.span_unreadable"))
    start, end = parse_time_of_day(hours["start"]), parse_time_of_day(hours["end"])
    if start == end:
        raise UserError(sentence("quiet.no_length"))
    rest = f"{argument.strip()[: hours.start()]} {argument.strip()[hours.end() :]}"
    break_at = None
    for written in _BREAK.findall(rest):
        break_at = _publishers(written)
    return QuietHours(start=start, end=end, days=_days(_BREAK.sub("", rest)), break_at=break_at)


def _publishers(text: str) -> int:
    if text not in tuple("123456789"):
        raise UserError(sentence("quiet.break_unreadable"))
    return int(text)


def _days(words: str) -> int:
    named = _WEEKENDS.sub("weekends", _WEEKDAYS.sub("weekdays", words))
    english = _IN_A_ROW.sub(r"\1-\2", in_english(named).lower())
    days = 0
    for word in re.split(r"[\s,]+", english):
        if word and word not in _NOISE:
            days |= parse_weekdays(word)
    return days or EVERY_DAY
