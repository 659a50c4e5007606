"""What a moment is called, looking back."""

from datetime import UTC, datetime

import pytest

from handlers.asked_back import ChoiceError
from handlers.commands.since_time import parse_moment
from handlers.sentences.reader import Reader
from tests.builders import NOW  # a Tuesday, 12:00 in London, 14:00 in Kyiv
from tests.handlers.refusals import refused

KYIV = "Europe/Kyiv"


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("9:00", "UTC", "2026-03-03 09:00"),
        ("18:00", "UTC", "2026-03-02 18:00"),
        ("6pm", "UTC", "2026-03-02 18:00"),
        ("7", KYIV, "2026-03-03 05:00"),
        ("13:30", KYIV, "2026-03-03 11:30"),
        ("yesterday", KYIV, "2026-03-01 22:00"),
        ("yesterday 18:00", KYIV, "2026-03-02 16:00"),
        ("today", "UTC", "2026-03-03 00:00"),
        ("monday", "UTC", "2026-03-02 00:00"),
        ("tuesday", "UTC", "2026-03-03 00:00"),
        ("tue 18:00", "UTC", "2026-02-24 18:00"),
        ("last Friday at 9:00", "UTC", "2026-02-27 09:00"),
        ("2026-02-28", KYIV, "2026-02-27 22:00"),
        ("7d", "UTC", "2026-02-24 12:00"),
        ("2 weeks ago", "UTC", "2026-02-17 12:00"),
        ("90 min", "UTC", "2026-03-03 10:30"),
        ("8h", "UTC", "2026-03-03 04:00"),
        ("since 8h", "UTC", "2026-03-03 04:00"),
    ],
)
def test_a_moment_is_the_last_one_that_is_called_so_on_the_chats_clock(text: str, zone: str, moment: str) -> None:
    assert parse_moment(text, Reader(zone=zone), NOW) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_an_hour_that_the_clocks_skipped_is_still_a_moment_that_is_over() -> None:
    """Berlin shows no 02:30 on 29 March 2026."""
    now = datetime(2026, 3, 29, 9, 0, tzinfo=UTC)
    assert parse_moment("2:30", Reader(zone="Europe/Berlin"), now) <= now


@pytest.mark.parametrize("text", ["ferry", "25:00", "yesterday ferry", "99999d", "d"])
def test_what_is_no_moment_is_refused_with_examples(text: str) -> None:
    with refused("Write <code>/since 18:00</code>"):
        parse_moment(text, Reader(), NOW)


def test_a_moment_that_is_still_to_come_is_refused() -> None:
    with refused("still to come"):
        parse_moment("today 18:00", Reader(), NOW)


def test_a_day_that_no_calendar_has_is_refused() -> None:
    with refused("is no date"):
        parse_moment("2026-02-30", Reader(), NOW)


@pytest.mark.parametrize(
    ("text", "language", "lines"),
    [
        pytest.param("02.03", "uk", ["/since 02:03", "/since 2026-03-02"], id="a time of day or a date"),
        pytest.param("18h", "fr", ["/since 18:00", "/since il y a 18 h"], id="in French a time of day or a span"),
    ],
)
def test_a_moment_that_may_be_read_in_two_ways_is_asked_back(text: str, language: str, lines: list[str]) -> None:
    with pytest.raises(ChoiceError) as asked:
        parse_moment(text, Reader(language=language), NOW)
    assert [choice.line for choice in asked.value.choices] == lines
    for line in lines:
        assert parse_moment(line.removeprefix("/since "), Reader(language=language), NOW) < NOW
