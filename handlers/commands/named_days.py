"""Days that a phrase names as a whole, in any language that the bot speaks: 12 août, позавчора, last month. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from handlers.sentences.catalogue import languages
from newsroom.dates.mention import DateMention, Derivation, Precision
from newsroom.dates.tagger import find_dates

_ARTICLE = re.compile(r"(?:the|on|in|le|la|les|au|du|en|в|во|у|на)\s+|l['’]", re.IGNORECASE)
# Behind a day, of which the whole counts: whoever looks back from yesterday evening misses nothing since its midnight.
_PART_OF_DAY = re.compile(
    r"\s+(?:morning|afternoon|evening|night|matin|midi|après-midi|soir|nuit|вранці|зранку|ранку|вдень|ввечері|увечері|"
    r"вечора|вночі|уночі|утром|утра|днём|днем|вечером|вечера|ночью)$",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2})?)?")
_SLASHED = re.compile(r"\d{1,4}/\d{1,4}(?:/\d{1,4})?")  # 12/08/2025 is August in London and December in Washington
_NAMED = frozenset(
    {Precision.DAY, Precision.PERIOD, Precision.WEEK, Precision.WEEKEND, Precision.MONTH, Precision.YEAR}
)
_CENTURY, _TWO_DIGITS = 2000, 99
_FEBRUARY, _SHORTEST_MONTH = 2, 28


@dataclass(frozen=True, slots=True)
class NamedDays:
    """Days in a row, both inclusive.

    Attributes:
        sure: The words say nothing else, as "August" or "May" alone may.
        closed: They say from when until when: 1 to 5 August.
    """

    first: date
    last: date
    sure: bool = True
    closed: bool = False


def named_days(phrase: str, today: date) -> NamedDays | None:
    """What the phrase names; None where it names no days, or something else beside them.

    Without a year it is the last time that there was such a day, today included.
    """
    phrase = _ARTICLE.sub("", phrase, count=1) if _ARTICLE.match(phrase) else phrase
    if dotted := _DOTTED.fullmatch(phrase):
        return _dotted(dotted, today)
    if _SLASHED.fullmatch(phrase):
        return None
    for words in (phrase, _PART_OF_DAY.sub("", phrase)):
        for language in languages():
            if (found := _whole(words, today, language)) is not None:
                return _in_the_past(found, today)
    return None


def _whole(words: str, today: date, language: str) -> DateMention | None:
    """The expression of time that the words are, of a day or of a stretch of the calendar."""
    found = find_dates(words, today, language)
    if len(found) != 1 or found[0].text != words or found[0].hour_only:
        return None
    return found[0] if found[0].precision in _NAMED else None


def _in_the_past(found: DateMention, today: date) -> NamedDays:
    closed = found.precision is Precision.PERIOD
    sure = closed or found.precision is Precision.DAY or found.kind is not Derivation.INFERRED
    if not found.year_inferred or found.first <= today:
        return NamedDays(found.first, found.last, sure, closed)
    return NamedDays(_year_before(found.first), _year_before(found.last), sure, closed)


def _year_before(day: date) -> date:
    same = min(day.day, _SHORTEST_MONTH) if day.month == _FEBRUARY else day.day
    return day.replace(year=day.year - 1, day=same)


def _dotted(found: re.Match[str], today: date) -> NamedDays | None:
    """12.08., 12.08.2025 or 12.08.25."""
    written = int(found[3]) if found[3] else today.year
    try:
        day = date(written if written > _TWO_DIGITS else _CENTURY + written, int(found[2]), int(found[1]))
    except ValueError:
        return None
    day = day if found[3] or day <= today else _year_before(day)
    return NamedDays(day, day)
