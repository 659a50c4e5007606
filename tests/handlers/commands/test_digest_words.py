"""When digests shall come, as people write it."""

import pytest

from handlers.commands.digest_words import parse_digest_times
from newsroom.chat import DigestHours
from tests.builders import NOW
from tests.handlers.refusals import refused

BEFORE = DigestHours(minutes=(7 * 60,))
ALL, WEEKDAYS, MONDAY = 0b1111111, 0b0011111, 0b0000001


@pytest.mark.parametrize(
    ("words", "minutes", "days"),
    [
        ("08:30", (510,), ALL),
        ("08:30 18:00", (510, 1080), ALL),
        ("18:00, 8:30", (510, 1080), ALL),
        ("8 am and 6 pm", (480, 1080), ALL),
        ("every day at 8", (480,), ALL),
        ("weekdays 08:30", (510,), WEEKDAYS),
        ("mon-fri 8:30 18:00", (510, 1080), WEEKDAYS),
        ("weekly monday 09:00", (540,), MONDAY),
        ("monday, thursday 9", (540,), 0b0001001),
        ("weekly 09:00", (540,), MONDAY),
        ("щодня о 8:30", (510,), ALL),
        ("lundi 9", (540,), MONDAY),
        ("tous les jours à 8 h et 18 h", (480, 1080), ALL),
        ("8 h 30 et 18 h", (510, 1080), ALL),
        ("8 h 18 h", (480, 1080), ALL),
        ("le lundi et le jeudi à 9h", (540,), 0b0001001),
        ("по понедельникам и четвергам в 9:00", (540,), 0b0001001),
        ("щопонеділка о 9:00", (540,), MONDAY),
        ("по будням 8:30 и 18:00", (510, 1080), WEEKDAYS),
        ("щотижня в понеділок 9:00", (540,), MONDAY),
        ("weekends", (420,), 0b1100000),
        ("8:30 8:30", (510,), ALL),
    ],
)
def test_times_and_days_in_any_order_are_read(words: str, minutes: tuple[int, ...], days: int) -> None:
    assert parse_digest_times(words, BEFORE, NOW) == DigestHours(minutes=minutes, days=days, since=NOW)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("soon", "neither a time nor days"),
        ("tous les 2 jours", "neither a time nor days"),
        ("chaque 3 h", "neither a time nor days"),
        ("25:00", "/digest now"),
        ("1 2 3 4 5 6 7", "At most 6"),
    ],
)
def test_what_is_no_time_is_refused_with_the_way_to_write_it(words: str, answer: str) -> None:
    with refused(answer):
        parse_digest_times(words, BEFORE, NOW)
