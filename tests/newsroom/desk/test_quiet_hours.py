from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.chat import EVERY_DAY, Chat, QuietHours
from newsroom.desk.quiet_hours import morning, quiet_until
from tests.builders import chat

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WEEKDAYS = 0b0011111
ZONES = ("UTC", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def sleeper(start: str, end: str, zone: str = "UTC", days: int = EVERY_DAY) -> Chat:
    def minute(text: str) -> int:
        return int(text[:2]) * 60 + int(text[3:])

    return chat(zone=zone, quiet=QuietHours(start=minute(start), end=minute(end), days=days))


@pytest.mark.parametrize(
    ("who", "now", "until"),
    [
        pytest.param(sleeper("22:00", "07:00"), "2026-03-03T21:59", None, id="a minute before"),
        pytest.param(sleeper("22:00", "07:00"), "2026-03-03T22:00", "2026-03-04T07:00", id="its first minute"),
        pytest.param(sleeper("22:00", "07:00"), "2026-03-04T06:59", "2026-03-04T07:00", id="over midnight"),
        pytest.param(sleeper("22:00", "07:00"), "2026-03-04T07:00", None, id="its end is loud again"),
        pytest.param(sleeper("12:00", "13:30"), "2026-03-03T13:29", "2026-03-03T13:30", id="within one day"),
        pytest.param(sleeper("22:00", "00:00"), "2026-03-03T23:59", "2026-03-04T00:00", id="until midnight"),
        pytest.param(sleeper("22:00", "07:00", "Asia/Tokyo"), "2026-03-03T13:00", "2026-03-03T22:00", id="own zone"),
        pytest.param(
            sleeper("22:00", "07:00", days=WEEKDAYS), "2026-03-07T05:00", "2026-03-07T07:00", id="Friday's night ends"
        ),
        pytest.param(sleeper("22:00", "07:00", days=WEEKDAYS), "2026-03-07T23:00", None, id="Saturday is loud"),
        pytest.param(sleeper("22:00", "07:00", days=WEEKDAYS), "2026-03-09T05:00", None, id="Sunday's night was loud"),
        pytest.param(
            sleeper("23:00", "06:00", "Europe/Berlin"), "2026-03-28T23:30", "2026-03-29T04:00", id="a short night"
        ),
        pytest.param(
            sleeper("23:00", "06:00", "Europe/Berlin"), "2026-10-24T22:30", "2026-10-25T05:00", id="a long night"
        ),
        pytest.param(
            sleeper("23:00", "02:30", "Europe/Berlin"), "2026-10-25T01:10", "2026-10-25T01:30", id="its end comes twice"
        ),
        pytest.param(chat(), "2026-03-03T03:00", None, id="no quiet hours"),
    ],
)
def test_quiet_hours_are_the_chats_own(who: Chat, now: str, until: str | None) -> None:
    assert quiet_until(who, utc(now)) == (utc(until) if until else None)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 24 * 60 - 1),
    st.integers(0, 24 * 60 - 1),
    st.integers(0, 365 * 24 * 60),
)
def test_a_quiet_stretch_ends_within_a_day_and_never_in_the_past(zone: str, start: int, end: int, minutes: int) -> None:
    now = utc("2026-01-01T00:00") + timedelta(minutes=minutes)
    until = quiet_until(chat(zone=zone, quiet=QuietHours(start=start, end=end)), now)
    assert until is None or now < until <= now + timedelta(hours=25)
    if until is None:
        here = now.astimezone(ZoneInfo(zone))
        assert not start <= here.hour * 60 + here.minute < end


NIGHT = QuietHours(start=22 * 60, end=7 * 60)


@pytest.mark.parametrize(
    ("now", "snoozed", "until"),
    [
        pytest.param("2026-03-03 12:00", "2026-03-03 14:00", "2026-03-03 14:00", id="a snooze by day"),
        pytest.param("2026-03-03 14:00", "2026-03-03 14:00", None, id="over at its end"),
        pytest.param("2026-03-03 21:00", "2026-03-03 23:00", "2026-03-04 07:00", id="into the night's hours"),
        pytest.param("2026-03-03 23:00", "2026-03-04 01:00", "2026-03-04 07:00", id="within them"),
        pytest.param("2026-03-03 23:00", "2026-03-04 09:00", "2026-03-04 09:00", id="beyond them"),
        pytest.param("2026-03-03 23:00", "2026-03-01 09:00", "2026-03-04 07:00", id="an old one"),
    ],
)
def test_a_snooze_and_quiet_hours_end_together(now: str, snoozed: str, until: str | None) -> None:
    who = replace(chat(quiet=NIGHT), snoozed_until=utc(snoozed))
    assert quiet_until(who, utc(now)) == (utc(until) if until else None)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        pytest.param("2026-03-03T23:10", "2026-03-04T08:00", id="in the evening: the next morning"),
        pytest.param("2026-03-04T03:10", "2026-03-04T08:00", id="at night: the same morning"),
        pytest.param("2026-03-04T12:00", "2026-03-04T20:00", id="by day: as long as a night"),
    ],
)
def test_a_night_lasts_until_the_morning_of_the_chat(now: str, until: str) -> None:
    assert morning(chat(), utc(now)) == utc(until)
