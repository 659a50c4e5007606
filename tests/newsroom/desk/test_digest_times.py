"""When digests are due: each time of each date once, across clocks, restarts and changed settings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.chat import Chat, DigestHours
from newsroom.desk.digest_times import DigestSlot, digest_due, last_marked, longest_gap, next_slot
from tests.builders import NOW, chat

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WEEKDAYS, MONDAY = 0b0011111, 0b0000001
ZONES = ("UTC", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu")
MORNING, EVENING = 8 * 60 + 30, 18 * 60


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def reader(zone: str, minute: int) -> Chat:
    return chat(zone=zone, digest_minute=minute, made=LONG_AGO)


def slots(who: Chat, start: datetime, hours: float, every: timedelta = timedelta(minutes=1)) -> list[DigestSlot]:
    """The slots whose digest is sent when the clock ticks through."""
    sent: list[DigestSlot] = []
    now = start
    while now < start + timedelta(hours=hours):
        if (slot := digest_due(who, now, sent[-1] if sent else None)) is not None:
            sent.append(slot)
        now += every
    return sent


def digests(who: Chat, start: datetime, hours: float, every: timedelta = timedelta(minutes=1)) -> list[date]:
    """Their dates."""
    return [slot.day for slot in slots(who, start, hours, every)]


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
    minute = 23 * 60 + 55
    slot = digest_due(evening, utc(now), DigestSlot(date.fromisoformat(last), minute) if last else None)
    assert (slot.day.isoformat() if slot else None) == due


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
    had = [DigestSlot(date.fromisoformat(mark), MORNING) for mark in marks]
    found = last_marked(chat(zone=zone), utc("2026-03-03T12:00"), had)
    assert (found.day.isoformat() if found else None) == last


def twice(zone: str = "UTC", days: int = 0b1111111, since: datetime | None = None) -> Chat:
    times = DigestHours(minutes=(MORNING, EVENING), days=days, since=since)
    return replace(chat(zone=zone, made=LONG_AGO), digest=times)


def test_two_times_a_day_are_two_digests_a_day() -> None:
    found = slots(twice(), utc("2026-03-02T00:00"), 48)
    assert [(slot.day.day, slot.minute) for slot in found] == [(2, MORNING), (2, EVENING), (3, MORNING), (3, EVENING)]


@settings(max_examples=40)
@given(
    st.sampled_from(ZONES),
    st.lists(st.integers(0, 24 * 60 - 1), min_size=1, max_size=4, unique=True),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 20)),  # noqa: DTZ001 - made UTC below
)
def test_no_slot_has_two_digests_whatever_the_clocks_do(zone: str, minutes: list[int], start: datetime) -> None:
    who = replace(chat(zone=zone, made=LONG_AGO), digest=DigestHours(minutes=tuple(sorted(minutes))))
    found = slots(who, start.replace(tzinfo=UTC), 96, timedelta(minutes=7))
    assert found == sorted(set(found))
    assert len({slot.day for slot in found}) >= 4


def test_of_two_that_were_missed_the_last_comes_and_has_all() -> None:
    assert digest_due(twice(), utc("2026-03-03T18:20"), DigestSlot(date(2026, 3, 2), EVENING)) == DigestSlot(
        date(2026, 3, 3), EVENING
    )


def test_on_weekdays_the_weekend_has_none() -> None:
    found = slots(twice(days=WEEKDAYS), utc("2026-03-06T00:00"), 96)  # a Friday
    assert [(slot.day.day, slot.minute) for slot in found] == [(6, MORNING), (6, EVENING), (9, MORNING), (9, EVENING)]


@pytest.mark.parametrize(
    ("changed", "now", "due"),
    [
        pytest.param("2026-03-03T12:00", "2026-03-03T12:01", None, id="what was over by then does not come"),
        pytest.param("2026-03-03T12:00", "2026-03-03T18:00", EVENING, id="what is to come does"),
        pytest.param("2026-03-03T12:00", "2026-03-04T08:30", MORNING, id="the next day all"),
    ],
)
def test_times_that_are_changed_in_the_middle_of_a_day_count_from_then(changed: str, now: str, due: int | None) -> None:
    slot = digest_due(twice(since=utc(changed)), utc(now), DigestSlot(date(2026, 3, 3), 7 * 60))
    assert (slot.minute if slot else None) == due


@pytest.mark.parametrize(
    ("times", "days"),
    [
        pytest.param(DigestHours(minutes=(MORNING,)), 1.0, id="daily"),
        pytest.param(DigestHours(minutes=(6 * 60, EVENING)), 0.5, id="twice a day"),
        pytest.param(DigestHours(minutes=(MORNING,), days=WEEKDAYS), 3.0, id="over the weekend"),
        pytest.param(DigestHours(minutes=(MORNING,), days=MONDAY), 7.0, id="weekly"),
    ],
)
def test_a_digest_has_to_cover_the_longest_time_between_two(times: DigestHours, days: float) -> None:
    assert longest_gap(times) == timedelta(days=days)


@pytest.mark.parametrize(
    ("times", "slot"),
    [
        pytest.param(DigestHours(minutes=(MORNING, EVENING)), DigestSlot(date(2026, 3, 3), EVENING), id="today"),
        pytest.param(DigestHours(minutes=(MORNING,)), DigestSlot(date(2026, 3, 4), MORNING), id="tomorrow"),
        pytest.param(DigestHours(minutes=(MORNING,), days=MONDAY), DigestSlot(date(2026, 3, 9), MORNING), id="monday"),
        pytest.param(
            DigestHours(minutes=(MORNING,), days=0b10), DigestSlot(date(2026, 3, 10), MORNING), id="today in a week"
        ),
    ],
)
def test_the_next_digest_is_named(times: DigestHours, slot: DigestSlot) -> None:
    assert next_slot(chat(), times, NOW) == slot
