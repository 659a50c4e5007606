"""Dates, times, spans and numbers as a reader has them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.sentences.reader import Reader
from newsroom.sentence import CountryName, LanguageName, sentence

KYIV = Reader(zone="Europe/Kyiv")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "now", "shown"),
    [
        pytest.param("2025-08-12T11:20", "2025-08-12T15:00", "14:20", id="today, on the chat's clock"),
        pytest.param("2025-08-11T22:30", "2025-08-12T15:00", "01:30", id="today there, yesterday in Greenwich"),
        pytest.param("2025-08-11T11:20", "2025-08-12T15:00", "11 Aug, 14:20", id="another day of the year"),
        pytest.param("2024-12-31T11:20", "2025-01-01T15:00", "31 Dec 2024, 13:20", id="another year"),
        pytest.param("2024-12-31T23:20", "2025-01-01T15:00", "01:20", id="the year there"),
    ],
)
def test_a_time_says_as_much_as_is_needed(value: str, now: str, shown: str) -> None:
    assert KYIV.clock(utc(value), utc(now)) == shown


def test_a_moment_says_it_all() -> None:
    assert KYIV.moment(utc("2025-08-12T11:20")) == "12 Aug 2025, 14:20"


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_months_are_named_in_three_letters(number: int, name: str) -> None:
    value = date(2025, number, 2)
    assert KYIV.day(value) == f"2 {name} 2025"
    assert KYIV.day_of_year(value) == f"2 {name}"
    assert KYIV.month(value) == f"{name} 2025"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 seconds"), (1, "1 second"), (119, "1 minute"), (3_600, "1 hour"), (90_000, "1 day"), (900_000, "10 days")],
)
def test_a_span_is_one_unit_rounded_down(seconds: int, shown: str) -> None:
    assert KYIV.span(timedelta(seconds=seconds)) == shown


def test_thousands_are_set_apart() -> None:
    assert KYIV.number(12_500) == "12,500"


@pytest.mark.parametrize(("value", "shown"), [(0, "00:00"), (8 * 60 + 5, "08:05"), (23 * 60 + 59, "23:59")])
def test_a_minute_of_the_day_is_shown_as_a_clock_shows_it(value: int, shown: str) -> None:
    assert Reader().minute_of_day(value) == shown


def test_weekdays_are_named_from_monday_on() -> None:
    assert [Reader().weekday(number) for number in range(7)] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_a_gap_for_a_number_is_filled_as_the_language_writes_numbers() -> None:
    assert KYIV.say("argument.too_long", length=12_500, most=1_000).startswith("That is 12,500 characters long;")


def test_languages_are_named_in_the_readers_language() -> None:
    assert Reader().language_name("az") == "Azerbaijani"
    assert Reader().plain(sentence("text", text=LanguageName("uk"))) == "Ukrainian"


def test_a_language_that_has_no_name_is_shown_by_its_code() -> None:
    assert Reader().plain(sentence("text", text=LanguageName("q<q"))) == "the language “q<q”"
    assert Reader().html(sentence("text", text=LanguageName("q<q"))) == "the language “q&lt;q”"


@pytest.mark.parametrize(("language", "name"), [("en", "Azerbaijan"), ("uk", "Азербайджан"), ("fr", "Azerbaïdjan")])
def test_countries_are_named_in_the_readers_language(language: str, name: str) -> None:
    reader = Reader(language=language)
    assert reader.plain(sentence("text", text=CountryName("AZ"))) == name
    assert reader.plain(sentence("text", text=CountryName("Q1"))) == "Q1"


@pytest.mark.parametrize(
    ("language", "day", "month", "early", "number"),
    [
        ("uk", "12 серп. 2025", "серпень 2025", "початок серпня 2025", "12\xa0500"),
        ("fr", "12 août 2025", "août 2025", "début août 2025", "12\u202f500"),
        ("ru", "12 авг. 2025", "август 2025", "начало августа 2025", "12\xa0500"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_writes_them(
    language: str, day: str, month: str, early: str, number: str
) -> None:
    reader, value = Reader(language=language), date(2025, 8, 12)
    assert (reader.day(value), reader.month(value)) == (day, month)
    assert reader.say("when.early", month=reader.part_of_month(value)) == early
    assert reader.number(12_500) == number


@pytest.mark.parametrize(
    ("language", "day", "shown"),
    [
        ("fr", 1, "1er juin 2025"),
        ("fr", 11, "11 juin 2025"),
        ("fr", 21, "21 juin 2025"),
        ("en", 1, "1 Jun 2025"),
        ("uk", 1, "1 черв. 2025"),
        ("ru", 1, "1 июн. 2025"),
    ],
)
def test_the_first_of_a_month_is_written_as_the_language_writes_it(language: str, day: int, shown: str) -> None:
    reader = Reader(language=language)
    assert reader.day(date(2025, 6, day)) == shown
    assert reader.moment(utc(f"2025-06-{day:02}T14:20")) == f"{shown}, 14:20"
    assert reader.month(date(2025, 6, day)).endswith(" 2025")
