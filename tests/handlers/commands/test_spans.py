"""How long something is to be quiet."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.commands.spans import take_end
from tests.builders import NOW, chat  # a Tuesday, 12:00 in London, 14:00 in Kyiv
from tests.handlers.refusals import refused

KYIV = chat(zone="Europe/Kyiv")


@pytest.mark.parametrize(
    ("argument", "what", "minutes"),
    [
        ("2h", "", 120),
        ("for 90 min", "", 90),
        ("12 2h", "12", 120),
        ("ferry OR tram 2 days", "ferry OR tram", 2 * 24 * 60),
        ("until 18:00", "", 4 * 60),
        ("until 13:00", "", 23 * 60),
        ("ferry until 6pm", "ferry", 4 * 60),
        ("now", "", 8 * 60),
        ("до 18:00", "", 4 * 60),
        ("пором до 18:00", "пором", 4 * 60),
        ("jusqu’à 18 h", "", 4 * 60),
        ("до ранку", "", 8 * 60),
        ("maintenant", "", 8 * 60),
        ("until tomorrow", "", 18 * 60),
        ("ferry until tomorrow morning", "ferry", 18 * 60),
        ("until tomorrow at 9:00", "", 19 * 60),
        ("until 9am tomorrow", "", 19 * 60),
        ("12 until wednesday 7 am", "12", 17 * 60),
        ("until tuesday", "", (7 * 24 - 6) * 60),
        ("until tuesday 18:00", "", 4 * 60),
        ("until 2026-03-05", "", 42 * 60),
        ("до завтра", "", 18 * 60),
        ("пором до завтрашнього ранку", "пором", 18 * 60),
        ("до середи 9:00", "", 19 * 60),
        ("до завтра в 9", "", 19 * 60),
        ("до среды", "", 18 * 60),
        ("jusqu’à demain", "", 18 * 60),
        ("jusqu'à demain matin", "", 18 * 60),
        ("jusqu'à mercredi 9h", "", 19 * 60),
    ],
)
def test_a_span_ends_at_a_moment_and_leaves_what_it_is_of(argument: str, what: str, minutes: int) -> None:
    assert take_end(argument, KYIV, NOW) == (what, NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "argument",
    [
        "ferry",
        "план до 2030",
        "указ до 31.12.2026",
        "12",
        "22:00-07:00 weekdays",
        "",
        "ferry now and then",
        "дорога до Києва",
        "указ до 2026-02-01",
    ],
)
def test_what_names_no_span_is_left_as_it_is(argument: str) -> None:
    assert take_end(argument, KYIV, NOW) == (argument, None)


@pytest.mark.parametrize(
    ("clock", "morning"),
    [("2026-03-03T23:00+02:00", "2026-03-04T08:00+02:00"), ("2026-03-03T03:00+02:00", "2026-03-03T08:00+02:00")],
)
def test_now_in_the_evening_or_at_night_lasts_until_the_morning(clock: str, morning: str) -> None:
    assert take_end("now", KYIV, datetime.fromisoformat(clock))[1] == datetime.fromisoformat(morning)


@pytest.mark.parametrize("argument", ["0h", "99d", "9999w"])
def test_no_time_at_all_and_months_are_refused(argument: str) -> None:
    with refused("a minute to 31 days"):
        take_end(argument, replace(KYIV), NOW)
