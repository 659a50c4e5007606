"""When digests shall come, as people write it: 08:30 18:00, weekdays 8 am, weekly monday 09:00. Pure."""

import re
from datetime import datetime

from handlers.commands.arguments import parse_time_of_day, parse_weekdays
from handlers.commands.day_words import in_english
from newsroom.chat import EVERY_DAY, DigestHours
from newsroom.errors import UserError
from newsroom.sentence import sentence

MOST_A_DAY = 6  # a guess: one every four hours; whoever wants more wants alerts
_QUOTED_CHARS = 40  # of what could not be read
_MONDAY = 0b0000001
_NOISE = frozenset({"at", "d", "and", "on", "every", "day", "daily", "the", "each"})
_HALF = re.compile(r"(?<=\d)\s+(?=(?:[ap]m|h)\b)", re.IGNORECASE)  # 8 am, 18 h
_FRENCH = re.compile(r"(?<=\d)\s+h\s+(\d\d)\b(?!\s*[:.h])", re.IGNORECASE)  # 8 h 30, and not 8 h 18 h
_EVERY_FEW = re.compile(r"\bevery\s+(?:the\s+)?\d+\s*[hdw]\b", re.IGNORECASE)  # tous les 2 jours: no time of day
_APART = re.compile(r",\s+|\s+|,(?=\d)")


def parse_digest_times(words: str, before: DigestHours, now: datetime) -> DigestHours:
    """The times that the words name; those of `before` where they name days alone, every day where they name none.

    Raises:
        UserError: something in it is neither a time nor a day.
    """
    days, weekly = None, False
    minutes: list[int] = []
    english = in_english(words.strip())
    if _EVERY_FEW.search(english):
        raise UserError(sentence("digest.unreadable", text=words.strip()[:_QUOTED_CHARS]))
    for word in filter(None, _APART.split(_HALF.sub("", _FRENCH.sub(r"h\1", english)))):
        if word.lower() in _NOISE:
            continue
        if word.lower() == "weekly":
            weekly = True
        elif word[0].isdigit():
            minutes.append(_minute(word))
        else:
            days = (days or 0) | _days(word)
    if weekly and days is None:
        days = _MONDAY
    times = tuple(sorted(set(minutes))) or before.minutes
    if len(times) > MOST_A_DAY:
        raise UserError(sentence("digest.too_many", most=MOST_A_DAY))
    return DigestHours(minutes=times, days=EVERY_DAY if days is None else days, since=now)


def _minute(word: str) -> int:
    try:
        return parse_time_of_day(word)
    except UserError as error:
        raise UserError(sentence("digest.hour_unreadable", problem=error.sentence)) from None


def _days(word: str) -> int:
    try:
        return parse_weekdays(word)
    except UserError:
        raise UserError(sentence("digest.unreadable", text=word[:_QUOTED_CHARS])) from None
