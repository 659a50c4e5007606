"""Days and spans as people of each language that the bot speaks name them, put into English words. Pure.

Names of weekdays are Babel's, in every form that it has; what it lacks (other cases, yesterday, ago) is listed here.
"""

import re
from collections.abc import Iterator
from functools import cache

from babel.dates import get_day_names

from handlers.sentences.catalogue import languages
from newsroom.weekdays import WEEKDAYS

# Words by what they are in English, in the cases that come after "since" and after "every".
_WORDS = {
    "today": "сьогодні сегодня aujourd'hui",
    "tomorrow": "завтра завтрашнього завтрашнего demain",
    "yesterday": "вчора учора вчера вчорашнього учорашнього вчерашнего hier",
    "mon": "понеділка щопонеділка понеділках понедельника понедельникам lundis",
    "tue": "вівторка щовівторка вівторках вторника вторникам mardis",
    "wed": "середу середи щосереди середах среду среды средам mercredis",
    "thu": "четверга щочетверга четвергах четвергам jeudis",
    "fri": "п'ятницю п'ятниці щоп'ятниці п'ятницях пятницу пятницы пятницам vendredis",
    "sat": "суботу суботи щосуботи суботах субботу субботы субботам samedis",
    "sun": "неділю неділі щонеділі неділях воскресенья воскресеньям dimanches",
    "m": "хв хвилин хвилину хвилини мин минут минуту минуты",
    "h": "год годин годину години ч час часа часов heure heures",
    "d": "д дн дні днів день дня дней доба добу доби діб сутки суток j jour jours",
    "w": "тиж тиждень тижні тижня тижнів нед неделя неделю недели недель sem semaine semaines",
    "ago": "тому назад",
    "at": "о об в у à",
    "and": "і й та и et",
    "every": "кожен кожну кожної кожного каждый каждую каждого chaque tous les",
    "on": "по",
    "the": "le les",
    "weekdays": "будні будням буднях будни",
    "weekends": "вихідні вихідним вихідних выходные выходным weekend",
    "daily": "щодня ежедневно quotidien",
    "weekly": "щотижня щотижнево еженедельно hebdo hebdomadaire",
    "now": "зараз сейчас maintenant",
    "morning": "ранку утра matin",
    "off": "вимк вимкнути вимкни выкл выключить выключи откл отключить отключи désactiver désactive arrêter arrête",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*\.?")
_SPAN_AT_END = re.compile(r"(^|\s)(?:(?:на|pendant|pour)\s+)?(\d{1,4}\s?[^\W\d_]+\.?)$", re.IGNORECASE)


def in_english(text: str) -> str:
    """The same with each word for a day, a span or a time of day in English: понеділок 9:00 is mon 9:00."""
    return _WORD.sub(lambda found: _english().get(_plain(found.group()), found.group()), text)


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
