"""Days and spans as people of each language that the bot speaks name them, put into English words. Pure.

Names of weekdays are Babel's, in every form that it has; what it lacks (other cases, yesterday, ago) is listed here.
"""

import re
from collections.abc import Iterator
from functools import cache

from babel.dates import get_day_names

from handlers.sentences.catalogue import languages
from newsroom.weekdays import WEEKDAYS

# Words by what they are in English. Cases as after a word for "since": from Monday, since Wednesday.
_WORDS = {
    "today": "сьогодні сегодня aujourd'hui",
    "yesterday": "вчора учора вчера hier",
    "mon": "понеділка понедельника",
    "tue": "вівторка вторника",
    "wed": "середу середи среду среды",
    "thu": "четверга",
    "fri": "п'ятницю п'ятниці пятницу пятницы",
    "sat": "суботу суботи субботу субботы",
    "sun": "неділю неділі воскресенья",
    "m": "хв хвилин хвилину хвилини мин минут минуту минуты",
    "h": "год годин годину години ч час часа часов heure heures",
    "d": "д дн дні днів день дня дней доба добу доби діб сутки суток j jour jours",
    "w": "тиж тиждень тижні тижня тижнів нед неделя неделю недели недель sem semaine semaines",
    "ago": "тому назад",
    "at": "о об в у à",
    "weekdays": "будні будни",
    "weekends": "вихідні выходные weekend",
    "daily": "щодня ежедневно",
}
# Spans of the calendar, as they stand after a word for "since".
_PHRASES = {
    "this week": ("цього тижня", "этой недели", "cette semaine"),
    "last week": ("минулого тижня", "прошлой недели", "la semaine dernière", "semaine dernière"),
    "this month": ("цього місяця", "этого месяца", "ce mois"),
    "last month": ("минулого місяця", "прошлого месяца", "le mois dernier", "mois dernier"),
}
_NAMED_PHRASE = re.compile(
    rf"((?:^|\s)(?:since|until|from|to)\s+)({'|'.join(word for words in _PHRASES.values() for word in words)})(?=\s|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*\.?")
_NAMED_BOUND = re.compile(
    r"((?:^|\s)(?:since|until|from|to)\s+)((?:\d{1,4}\s?)?[^\W\d_]+(?:['’ʼ][^\W\d_]+)*\.?(?:\s+(?:тому|назад)(?=\s|$))?)",
    re.IGNORECASE,
)


_SPAN_AT_END = re.compile(r"(^|\s)(?:(?:на|pendant|pour)\s+)?(\d{1,4}\s?[^\W\d_]+\.?)$", re.IGNORECASE)


def in_english(text: str) -> str:
    """The same with each word for a day, a span or a time of day in English: понеділок 9:00 is mon 9:00."""
    return _WORD.sub(lambda found: _english().get(_plain(found.group()), found.group()), text)


def bounds_in_english(argument: str) -> str:
    """The same for what follows since and until alone; the words of a query stay as they are."""
    named = _NAMED_PHRASE.sub(lambda found: found[1] + _phrase_in_english(found[2]), argument)
    return _NAMED_BOUND.sub(lambda found: found[1] + in_english(found[2]), named)


def _phrase_in_english(phrase: str) -> str:
    return next(english for english, words in _PHRASES.items() if phrase.casefold() in words)


def end_in_english(argument: str) -> str:
    """The same for a span at the very end: пором 2 години is пором 2 h."""
    return _SPAN_AT_END.sub(lambda found: found[1] + in_english(found[2]), argument)


@cache
def _english() -> dict[str, str]:
    listed = {word: english for english, words in _WORDS.items() for word in words.split()}
    return listed | dict(_names_of_weekdays())


def _names_of_weekdays() -> Iterator[tuple[str, str]]:
    for language in languages():
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                for number, name in get_day_names(width, context, language).items():
                    yield _plain(name), WEEKDAYS[number]


def _plain(word: str) -> str:
    return word.casefold().removesuffix(".").replace("’", "'").replace("ʼ", "'")
