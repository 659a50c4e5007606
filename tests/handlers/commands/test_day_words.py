"""Days and spans are understood in each language that the bot speaks."""

from datetime import UTC, date, datetime

import pytest

from handlers.commands.arguments import parse_time_of_day
from handlers.commands.day_words import end_in_english, in_english
from handlers.commands.quiet_words import parse_quiet_hours
from handlers.commands.relative_days import with_dates
from handlers.commands.since_time import parse_moment
from handlers.sentences.reader import Reader

THURSDAY = date(2025, 8, 14)
NOW = datetime(2025, 8, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("пором since понеділок", "пором since 2025-08-11"),
        ("пором since Середу", "пором since 2025-08-13"),
        ("пором since п’ятниці", "пором since 2025-08-08"),
        ("пором since вчора", "пором since 2025-08-13"),
        ("паром since сегодня", "паром since 2025-08-14"),
        ("паром since 3 дня назад until вчера", "паром since 2025-08-11 until 2025-08-13"),
        ("ferry since lundi", "ferry since 2025-08-11"),
        ("ferry since mar.", "ferry since 2025-08-12"),
        ("ferry since hier until aujourd’hui", "ferry since 2025-08-13 until 2025-08-14"),
        ("ferry since 7j", "ferry since 2025-08-07"),
        ("ferry since 2 тижні тому", "ferry since 2025-07-31"),
        ("ferry since monday", "ferry since 2025-08-11"),
    ],
)
def test_bounds_are_read_in_each_language(typed: str, read: str) -> None:
    assert with_dates(typed, THURSDAY) == read


@pytest.mark.parametrize("typed", ["вівторок у Києві", "lundi noir since 2025", "хто був тому вчора", "since Kyiv"])
def test_the_words_of_a_query_stay_as_they_are(typed: str) -> None:
    assert with_dates(typed, THURSDAY) == typed


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("вчора", "2025-08-13T00:00"),
        ("понеділок 9:00", "2025-08-11T09:00"),
        ("понедельник в 9:00", "2025-08-11T09:00"),
        ("lundi à 9h30", "2025-08-11T09:30"),
        ("hier 18h", "2025-08-13T18:00"),
        ("7 днів тому", "2025-08-07T12:00"),
        ("2 часа назад", "2025-08-14T10:00"),
        ("неделю назад", "2025-08-07T12:00"),
        ("годину тому", "2025-08-14T11:00"),
        ("an hour ago", "2025-08-14T11:00"),
        ("il y a une heure", "2025-08-14T11:00"),
        ("il y a 3 jours", "2025-08-11T12:00"),
        ("depuis lundi", "2025-08-11T00:00"),
        ("з понеділка", "2025-08-11T00:00"),
        ("depuis 9h", "2025-08-14T09:00"),
        ("с 9:00", "2025-08-14T09:00"),
        ("12 августа 18:00", "2025-08-12T18:00"),
        ("le 12 août à 18 h", "2025-08-12T18:00"),
        ("August 12", "2025-08-12T00:00"),
        ("позавчора", "2025-08-12T00:00"),
        ("вчера вечером", "2025-08-13T00:00"),
        ("this morning", "2025-08-14T00:00"),
        ("12.08.2025", "2025-08-12T00:00"),
        ("la semaine dernière", "2025-08-04T00:00"),
    ],
)
def test_a_moment_is_read_in_each_language(typed: str, moment: str) -> None:
    assert parse_moment(typed, Reader(), NOW) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("22:00-07:00 пн-пт", "22:00-07:00 mon-fri"),
        ("22:00-07:00 сб,нд", "22:00-07:00 sat,sun"),
        ("22:00-07:00 сб,вс", "22:00-07:00 sat,sun"),
        ("22:00-07:00 lun-ven", "22:00-07:00 mon-fri"),
        ("22h-7h sam,dim", "22:00-07:00 weekends"),
        ("22:00-07:00 будні", "22:00-07:00 weekdays"),
        ("22:00-07:00 выходные", "22:00-07:00 weekends"),
        ("с 22:00 до 7:00", "22:00-07:00"),
        ("з 22 до 7 будні", "22:00-07:00 weekdays"),
        ("de 22h à 7h", "22:00-07:00"),
        ("22:00 – 07:00", "22:00-07:00"),
        ("22:00-7:00 on weekdays", "22:00-07:00 weekdays"),
        ("weekdays 22:00-7:00", "22:00-07:00 weekdays"),
        ("from 10pm to 7 am every night", "22:00-07:00"),
        ("between 22 and 7 on monday, tuesday and friday", "22:00-07:00 mon,tue,fri"),
        ("22-7 monday to thursday break:3", "22:00-07:00 mon-thu break:3"),
        ("22:00-7:00 at weekends", "22:00-07:00 weekends"),
        ("22:00-7:00 по буднях", "22:00-07:00 weekdays"),
        ("22:00-7:00 у вихідні дні", "22:00-07:00 weekends"),
        ("з понеділка по п'ятницю з 22:00 до 7:00", "22:00-07:00 mon-fri"),
        ("щодня з 22 до 7", "22:00-07:00"),
        ("22h-7h en semaine", "22:00-07:00 weekdays"),
        ("de 22 h 30 à 7 h du lundi au jeudi", "22:30-07:00 mon-thu"),
        ("22h-7h le week-end", "22:00-07:00 weekends"),
        ("22:00-7:00 по будням", "22:00-07:00 weekdays"),
        ("с 22 до 7 с понедельника по пятницу", "22:00-07:00 mon-fri"),
        ("по выходным с 23:00 до 9:00", "23:00-09:00 weekends"),
    ],
)
def test_quiet_days_are_read_in_each_language(typed: str, english: str) -> None:
    assert parse_quiet_hours(typed) == parse_quiet_hours(english)


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("пором на 2 години", "пором 2 h"),
        ("12 3 дні", "12 3 d"),
        ("2 часа", "2 h"),
        ("ferry pendant 30 minutes", "ferry 30 minutes"),
        ("3 jours", "3 d"),
        ("12", "12"),
        ("ferry 8h", "ferry 8h"),
        ("перша година", "перша година"),
    ],
)
def test_a_span_at_the_end_is_read_in_each_language(typed: str, english: str) -> None:
    assert end_in_english(typed) == english


def test_a_time_of_day_is_read_as_french_writes_it() -> None:
    assert (parse_time_of_day("8h30"), parse_time_of_day("18h")) == (8 * 60 + 30, 18 * 60)
    assert (parse_time_of_day("8 h 30"), parse_time_of_day("18 h")) == (8 * 60 + 30, 18 * 60)


def test_english_stays_english() -> None:
    assert in_english("last monday at 9:00") == "last mon at 9:00"
