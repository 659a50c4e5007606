from datetime import UTC, datetime, timedelta
from time import struct_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.feed_dates import feed_date


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        pytest.param("Wed, 29 Jun 2016 10:00:00 GMT", at(2016, 6, 29, 10), id="RFC 822"),
        pytest.param("29 Jun 16 10:00 +0300", at(2016, 6, 29, 7), id="RFC 822 of 1982"),
        pytest.param("Wed, 29 June 2016 10:00:00 EST", at(2016, 6, 29, 15), id="zone by name"),
        pytest.param("Wed, 29 Jun 2016 10:00:00 MSK", at(2016, 6, 29, 7), id="Moscow, which feedparser takes for UTC"),
        pytest.param("Wed, 29 Jun 2016 10:00:00 XYZ", at(2016, 6, 29, 10), id="unknown zone is UTC"),
        pytest.param("Wed, 29 Jun 2016 10:00:00", at(2016, 6, 29, 10), id="no zone is UTC"),
        pytest.param("Wed, 29 Jun 2016 10:00:00 +0000 (UTC)", at(2016, 6, 29, 10), id="comment"),
        pytest.param("Wed Jun 29 2016 10:00:00 GMT+0200 (CEST)", at(2016, 6, 29, 8), id="JavaScript"),
        pytest.param("Wed Jun 29 10:00:00 2016", at(2016, 6, 29, 10), id="asctime"),
        pytest.param("Wed Jun 29 10:00:00 EST 2016", at(2016, 6, 29, 15), id="date(1)"),
        pytest.param("June 29, 2016 10:30 PM", at(2016, 6, 29, 22, 30), id="American"),
        pytest.param("29-Jun-2016 12:05 a.m.", at(2016, 6, 29, 0, 5), id="hyphens, after midnight"),
        pytest.param("2016-06-29T10:00:00Z", at(2016, 6, 29, 10), id="ISO"),
        pytest.param("2016-06-29T10:00:00.123456789+05:30", at(2016, 6, 29, 4, 30), id="ISO with nanoseconds"),
        pytest.param("2016-06-29 10:00", at(2016, 6, 29, 10), id="ISO without seconds or zone"),
        pytest.param("20160629T101500Z", at(2016, 6, 29, 10, 15), id="ISO compact"),
        pytest.param("2016-06-29T24:00:00Z", at(2016, 6, 30), id="24 o'clock"),
        pytest.param("2016-06-29T10:00:00+99:99", at(2016, 6, 29, 10), id="impossible offset is UTC"),
        pytest.param("2016/6/29", at(2016, 6, 29), id="feedparser #75: year first"),
        pytest.param("29/06/2016", at(2016, 6, 29), id="the day can't be a month"),
        pytest.param("6/29/2016 4:30 PM", at(2016, 6, 29, 16, 30), id="the month comes first"),
        pytest.param("06.07.2016", at(2016, 7, 6), id="dots are day first"),
        pytest.param("06/07/2016", None, id="could be June or July"),
        pytest.param("1467194400", at(2016, 6, 29, 10), id="seconds since 1970"),
        pytest.param("1467194400123", at(2016, 6, 29, 10), id="milliseconds since 1970"),
        pytest.param("mar. 29 juin 2016", at(2016, 6, 29), id="French: Tuesday is no March"),
        pytest.param("29 червня 2016, 10:00", at(2016, 6, 29, 10), id="Ukrainian"),
        pytest.param("Mi, 29. Juni 2016 10:00 MESZ", at(2016, 6, 29, 8), id="German"),
        pytest.param("31 Feb 2016", None, id="no such day"),
        pytest.param("Wed, 29 Jun 2016 25:61:00 GMT", None, id="no such hour"),
        pytest.param("2016-13-45", None, id="no such month"),
        pytest.param("0000-00-00 00:00:00", None, id="a database's nothing"),
        pytest.param("Thu, 01 Jan 1970 00:00:00 GMT", None, id="an epoch's nothing"),
        pytest.param("yesterday", None, id="words"),
        pytest.param("", None, id="empty"),
        pytest.param("2016", None, id="a year alone is no moment"),
        pytest.param("1" * 100_000, None, id="100,000 digits"),
        pytest.param("9999-12-31T23:59:59-14:00", None, id="past the last year"),
    ],
)
def test_a_date_means_one_moment_or_none(raw: str, moment: datetime | None) -> None:
    assert feed_date(raw) == moment


def test_a_future_date_is_kept_as_the_feed_says_it() -> None:
    assert feed_date("2099-01-01T00:00:00Z") == at(2099, 1, 1)


def test_feedparsers_reading_is_taken_for_scripts_not_read_here_and_only_for_them() -> None:
    parsed = struct_time((2016, 6, 29, 10, 0, 0, 2, 181, 0))
    assert feed_date("2016년 06월 29일 오전 10:00", parsed) == at(2016, 6, 29, 10)
    assert feed_date("06/07/2016", parsed) is None


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001 - the zone is drawn apart
def test_what_python_writes_is_read_back(moment: datetime, offset_min: int) -> None:
    written = moment.replace(microsecond=0, tzinfo=UTC) - timedelta(minutes=offset_min)
    sign, minutes = "-" if offset_min < 0 else "+", abs(offset_min)
    local = moment.strftime("%d %b ") + f"{moment.year:04} " + moment.strftime("%H:%M:%S")
    assert feed_date(f"{local} {sign}{minutes // 60:02}{minutes % 60:02}") == written


@given(st.one_of(st.text(max_size=200), st.text("0123456789 -/:.,TZapm+", max_size=80)))
def test_no_text_raises(raw: str) -> None:
    moment = feed_date(raw)
    assert moment is None or moment.tzinfo is UTC
