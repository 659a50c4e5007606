from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.chat import EVERY_DAY, Chat, QuietHours
from newsroom.desk.quiet_hours import digest_due, last_marked, quiet_until
from tests.builders import NOW, chat

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WEEKDAYS = 0b0011111
ZONES = ("UTC", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def reader(zone: str, minute: int) -> Chat:
    return chat(zone=zone, digest_minute=minute, made=LONG_AGO)


def digests(who: Chat, start: datetime, hours: float, every: timedelta = timedelta(minutes=1)) -> list[date]:
    """The dates whose digest is sent when the clock ticks through."""
    sent: list[date] = []
    now = start
    while now < start + timedelta(hours=hours):
        if (day := digest_due(who, now, sent[-1] if sent else None)) is not None:
            sent.append(day)
        now += every
    return sent


@pytest.mark.parametrize(
    ("zone", "minute", "start", "days"),
    [
        pytest.param("UTC", 480, "2026-03-02T08:30", ["2026-03-02", "2026-03-03", "2026-03-04"], id="plain days"),
        pytest.param(
            "Europe/Berlin",
            2 * 60 + 30,
            "2026-10-24T01:00",
            ["2026-10-24", "2026-10-25", "2026-10-26"],
            id="Berlin shows 02:30 twice: one digest",
        ),
        pytest.param(
            "Europe/Berlin",
            2 * 60 + 30,
            "2026-03-28T02:00",
            ["2026-03-28", "2026-03-29", "2026-03-30"],
            id="Berlin skips 02:30: a digest all the same",
        ),
        pytest.param(
            "Africa/Cairo",
            30,
            "2026-04-22T23:00",
            ["2026-04-23", "2026-04-24", "2026-04-25"],
            id="Cairo skips midnight to one: a digest all the same",
        ),
        pytest.param(
            "Australia/Lord_Howe",
            2 * 60 + 10,
            "2026-10-02T16:00",
            ["2026-10-03", "2026-10-04", "2026-10-05"],
            id="Lord Howe skips half an hour",
        ),
        pytest.param(
            "Australia/Lord_Howe",
            60 + 45,
            "2026-04-03T15:00",
            ["2026-04-04", "2026-04-05", "2026-04-06"],
            id="Lord Howe repeats half an hour",
        ),
    ],
)
def test_every_local_date_has_one_digest(zone: str, minute: int, start: str, days: list[str]) -> None:
    assert [day.isoformat() for day in digests(reader(zone, minute), utc(start), 66)] == days


@settings(max_examples=40)
@given(
    st.sampled_from(ZONES),
    st.integers(0, 24 * 60 - 1),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 20)),  # noqa: DTZ001 - made UTC below
    st.integers(1, 170),
)
def test_no_date_has_two_digests_or_none_however_late_the_ticks_are(
    zone: str, minute: int, start: datetime, every: int
) -> None:
    sent = digests(reader(zone, minute), start.replace(tzinfo=UTC), 96, timedelta(minutes=every))
    assert len(sent) in (4, 5)
    assert {later - earlier for earlier, later in pairwise(sent)} == {timedelta(days=1)}


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        pytest.param("2026-03-03T23:54", "2026-03-02", None, id="not yet its hour"),
        pytest.param("2026-03-03T23:55", "2026-03-02", "2026-03-03", id="its minute"),
        pytest.param("2026-03-04T00:05", "2026-03-02", "2026-03-03", id="ten minutes of downtime over midnight"),
        pytest.param("2026-03-04T00:05", "2026-03-03", None, id="sent before midnight"),
        pytest.param("2026-03-04T09:00", "2026-03-02", None, id="too late for last evening's"),
        pytest.param("2026-03-03T23:55", "2026-03-04", None, id="a clock set back a day brings nothing twice"),
        pytest.param("2026-03-03T23:59", None, "2026-03-03", id="the first ever"),
    ],
)
def test_an_evening_digest_survives_midnight(now: str, last: str | None, due: str | None) -> None:
    evening = reader("UTC", 23 * 60 + 55)
    due_date = digest_due(evening, utc(now), date.fromisoformat(last) if last else None)
    assert (due_date.isoformat() if due_date else None) == due


@pytest.mark.parametrize(
    ("made", "now", "due"),
    [
        pytest.param("2026-03-03T07:59", "2026-03-03T08:00", True, id="made before the hour"),
        pytest.param("2026-03-03T08:30", "2026-03-03T09:00", False, id="made after the hour waits for tomorrow"),
        pytest.param("2026-03-03T08:30", "2026-03-04T08:00", True, id="tomorrow"),
    ],
)
def test_a_chats_first_digest_is_the_first_whose_hour_it_lived_through(made: str, now: str, *, due: bool) -> None:
    assert (digest_due(chat(made=utc(made)), utc(now), None) is not None) is due


def test_a_chat_without_a_digest_gets_none() -> None:
    assert digest_due(chat(digest_minute=None, made=LONG_AGO), NOW, None) is None


@pytest.mark.parametrize(
    ("zone", "marks", "last"),
    [
        pytest.param("UTC", ["2026-03-02", "2026-03-03"], "2026-03-03", id="today"),
        pytest.param("UTC", ["2026-03-03", "2026-03-04"], "2026-03-04", id="tomorrow: a clock set back over midnight"),
        pytest.param("UTC", ["2026-03-03", "2026-03-05"], "2026-03-03", id="a clock that was two days ahead"),
        pytest.param("UTC", ["2027-03-03"], None, id="a clock that was a year ahead"),
        pytest.param("Pacific/Kiritimati", ["2026-03-05"], "2026-03-05", id="tomorrow where it is the 4th"),
        pytest.param("UTC", [], None, id="no digest yet"),
    ],
)
def test_a_digest_of_a_date_that_is_far_from_here_does_not_count(zone: str, marks: list[str], last: str | None) -> None:
    found = last_marked(chat(zone=zone), utc("2026-03-03T12:00"), [date.fromisoformat(mark) for mark in marks])
    assert (found.isoformat() if found else None) == last


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
