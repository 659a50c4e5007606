from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.render.times import clock, count, day, minute, moment, month, span

KYIV = "Europe/Kyiv"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "zone", "now", "shown"),
    [
        pytest.param("2025-08-12T11:20", KYIV, "2025-08-12T15:00", "14:20", id="today, on the chat's clock"),
        pytest.param("2025-08-11T22:30", KYIV, "2025-08-12T15:00", "01:30", id="today there, yesterday in Greenwich"),
        pytest.param("2025-08-11T11:20", KYIV, "2025-08-12T15:00", "11 Aug, 14:20", id="another day of the year"),
        pytest.param("2024-12-31T11:20", KYIV, "2025-01-01T15:00", "31 Dec 2024, 13:20", id="another year"),
        pytest.param("2024-12-31T23:20", KYIV, "2025-01-01T15:00", "01:20", id="the year there"),
    ],
)
def test_a_time_says_as_much_as_is_needed(value: str, zone: str, now: str, shown: str) -> None:
    assert clock(utc(value), zone, utc(now)) == shown


def test_a_moment_says_it_all() -> None:
    assert moment(utc("2025-08-12T11:20"), KYIV) == "12 Aug 2025, 14:20"
    assert (day(date(2025, 8, 2)), month(date(2025, 8, 2)), minute(7 * 60 + 5)) == ("2 Aug 2025", "Aug 2025", "07:05")


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 seconds"), (1, "1 second"), (119, "1 minute"), (3_600, "1 hour"), (90_000, "1 day"), (900_000, "10 days")],
)
def test_a_span_is_one_unit_rounded_down(seconds: int, shown: str) -> None:
    assert span(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize(
    ("number", "many", "shown"),
    [(1, None, "1 outlet"), (0, None, "0 outlets"), (5, None, "5 outlets"), (2, "outlet houses", "2 outlet houses")],
)
def test_a_count_agrees_with_its_noun(number: int, many: str | None, shown: str) -> None:
    assert count(number, "outlet", many) == shown
