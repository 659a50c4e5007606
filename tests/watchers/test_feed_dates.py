import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from tests.watchers.feed_date_ways import DAY, EVENING_UTC, WAYS, Meaning
from watchers.entry_dates import EntryDates, entry_dates
from watchers.feed_date_order import DatePlace, date_place
from watchers.feed_date_words import WORDS_FILE, english_month, folded, month
from watchers.feed_dates import FeedDate, feed_date, stated_east
from watchers.feed_zones import offset
from watchers.xml_feed import parse_xml


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


territory = {name: (country.lower(),) for name, country in get_global("zone_territories").items()}


def moment_of(raw: str) -> datetime | None:
    found = feed_date(raw)
    return None if found is None else found.moment


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        pytest.param("Wed, 29 Jun 2016 10:00:00 GMT", at(2016, 6, 29, 10), id="RFC 822"),
        pytest.param("29 Jun 16 10:00 +0300", at(2016, 6, 29, 7), id="RFC 822 of 1982"),
        pytest.param("Wed, 29 June 2016 10:00:00 EST", at(2016, 6, 29, 15), id="zone by name"),
        pytest.param("Wed, 29 Jun 2016 10:00:00 MSK", at(2016, 6, 29, 7), id="Moscow, which feedparser takes for UTC"),
        pytest.param("Wed, 29 Jun 2016 10:00:00 XYZ", None, id="unknown zone"),
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
        pytest.param("2016-06-29T10:00:00+99:99", None, id="impossible offset"),
        pytest.param("2016/6/29 10:00", at(2016, 6, 29, 10), id="feedparser #75: year first"),
        pytest.param("29/06/2016 10:00", at(2016, 6, 29, 10), id="the day can't be a month"),
        pytest.param("6/29/2016 4:30 PM", at(2016, 6, 29, 16, 30), id="the month comes first"),
        pytest.param("06.07.2016 10:00", at(2016, 7, 6, 10), id="dots are day first"),
        pytest.param("06/07/2016", None, id="could be June or July"),
        pytest.param("1467194400", at(2016, 6, 29, 10), id="seconds since 1970"),
        pytest.param("1467194400123", at(2016, 6, 29, 10), id="milliseconds since 1970"),
        pytest.param("mar. 29 juin 2016 10:00", at(2016, 6, 29, 10), id="French: Tuesday is no March"),
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
    assert moment_of(raw) == moment


@pytest.mark.parametrize(("raw", "language", "url", "meaning"), WAYS)
def test_a_way_to_write_a_date_means_its_moment_or_the_day_alone(
    raw: str, language: str | None, url: str, meaning: Meaning
) -> None:
    found = feed_date(raw, date_place(language, url))
    assert (found and (found.moment or found.day)) == meaning


def test_months_of_every_language_of_babel_are_read() -> None:
    missed = []
    for language in sorted(name for name in locale_identifiers() if "_" not in name):
        numbers = month_numbers(Locale.parse(language))
        # English dates are in feeds of every language, so "mar" is March; and some languages call two months the same.
        missed += [
            (language, name, number)
            for name, own in numbers.items()
            for number in own
            if len(own) == 1 and english_month(name) is None and month(name, language) != number
        ]
    assert not missed


def month_numbers(locale: Locale) -> dict[str, set[int]]:
    numbers: dict[str, set[int]] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                if not any(letter.isdigit() or letter.isspace() for letter in name):
                    numbers.setdefault(folded(name), set()).add(number)
    return numbers


def test_the_words_are_those_that_babel_has() -> None:
    # In a process of its own: what Babel gives for a language without names depends on what was asked before.
    code = "import sys; from scripts.feed_date_words import drawn; sys.stdout.buffer.write(drawn().encode())"
    fresh = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)  # noqa: S603 - our own interpreter
    assert WORDS_FILE.read_bytes() == fresh.stdout, "run python -m scripts.feed_date_words"


def test_letters_of_the_zone_database_mean_what_they_mean_there() -> None:
    wrong = set()
    for name in available_timezones():
        for day in (datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12)):  # noqa: DTZ001 - a clock's own time
            there = day.replace(tzinfo=ZoneInfo(name))
            letters = str(there.tzname()).lower()
            countries = territory.get(name, ())
            if "/" in name and letters.isalpha() and offset(letters, day, countries) not in {there.utcoffset(), None}:
                wrong.add((name, letters))
    assert not wrong


def test_a_future_date_is_kept_as_the_feed_says_it() -> None:
    assert moment_of("2099-01-01T00:00:00Z") == at(2099, 1, 1)


EAST_2 = timedelta(hours=2)


@pytest.mark.parametrize(
    ("raw", "zoneless"),
    [
        pytest.param("Wed, 29 Jun 2016 10:00:00", True, id="a clock alone"),
        pytest.param("Wed, 29 Jun 2016 10:00:00 GMT", False, id="a zone by its name"),
        pytest.param("2016-06-29T10:00:00+02:00", False, id="a zone by its offset"),
        pytest.param("1467194400", False, id="seconds since 1970"),
        pytest.param("2016-06-29", False, id="a day, which has no clock"),
    ],
)
def test_it_is_known_where_a_clock_was_taken_for_utcs_for_want_of_a_zone(raw: str, *, zoneless: bool) -> None:
    found = feed_date(raw)
    assert found is not None
    assert found.zoneless is zoneless


def test_a_clock_without_a_zone_goes_by_the_documents_own() -> None:
    place = DatePlace(clock_east=EAST_2)
    assert feed_date("Wed, 29 Jun 2016 10:00:00", place) == FeedDate(date(2016, 6, 29), at(2016, 6, 29, 8), EAST_2)
    assert feed_date("Wed, 29 Jun 2016 10:00:00 GMT", place) == FeedDate(
        date(2016, 6, 29), at(2016, 6, 29, 10), timedelta()
    )


@pytest.mark.parametrize(
    ("dates", "east"),
    [
        pytest.param(["2016-06-29T10:00:00+02:00", "2016-06-29T09:00:00"], EAST_2, id="one offset"),
        pytest.param(["2016-06-29T10:00:00+02:00", "2016-06-29T10:00:00+03:00"], None, id="two: neither"),
        pytest.param(["2016-06-29T10:00:00Z"], None, id="UTC says nothing of other clocks"),
        pytest.param(["2016-06-29T10:00:00", "2016-06-29"], None, id="none"),
    ],
)
def test_the_offset_of_a_document_is_the_one_that_its_dates_state(dates: list[str], east: timedelta | None) -> None:
    assert stated_east(found for raw in dates if (found := feed_date(raw))) == east


@pytest.mark.parametrize(
    ("published", "updated", "dates"),
    [
        pytest.param([None, "2026-11-20"], None, EntryDates(None, DAY, None), id="a day alone"),
        pytest.param(["2026-11-20", "2026-11-20T21:05:00Z"], None, EntryDates(EVENING_UTC, None, None), id="a moment"),
        pytest.param(["soon"], "2026-11-20T21:05:00Z", EntryDates(None, None, EVENING_UTC), id="an edit's moment"),
        pytest.param(["soon"], "2026-11-20", EntryDates(None, DAY, None), id="an edit's day"),
        pytest.param([], None, EntryDates(None, None, None), id="nothing"),
        pytest.param(["2026-11-20 21:05"], None, EntryDates(EVENING_UTC, None, None, zoneless=True), id="no zone"),
        pytest.param(
            ["2026-11-20 23:05"],
            "2026-11-20T23:05:00+02:00",
            EntryDates(EVENING_UTC, None, EVENING_UTC),
            id="no zone, and the edit's",
        ),
        pytest.param(
            ["2026-11-20 21:05", "2026-11-20T21:05:00+02:00"],
            "2026-11-20T21:05:00Z",
            EntryDates(EVENING_UTC, None, EVENING_UTC, zoneless=True),
            id="no zone beside two zones",
        ),
    ],
)
def test_of_an_entrys_dates_the_first_with_a_moment_counts(
    published: list[object], updated: object, dates: EntryDates
) -> None:
    assert entry_dates(published, updated, date_place(None, "")) == dates


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        (
            "<pubDate>Fri, 20 Nov 2026 20:00:00 GMT</pubDate><pubDate>Fri, 20 Nov 2026 21:05:00 GMT</pubDate>",
            EVENING_UTC,
        ),
        ("<dc:created>2026-11-20T21:05:00Z</dc:created>", EVENING_UTC),
        ("<dc:available>2026-11-20T21:05:00Z</dc:available>", EVENING_UTC),
        ("<prism:publicationDate>2026-11-20T21:05:00Z</prism:publicationDate>", EVENING_UTC),
        ("<prism:expirationDate>2026-11-20T21:05:00Z</prism:expirationDate>", None),
        ("<pubDate>Fri, 20 Nov 2026 23:05:00 IST</pubDate>", EVENING_UTC),
    ],
)
def test_the_date_is_found_in_whatever_field_it_is(fields: str, published: datetime | None) -> None:
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
    item = f"<item><title>Bridge reopens</title>{fields}</item>"
    document = f'<rss version="2.0" {spaces}><channel><title>Post</title>{item}</channel></rss>'
    feed = parse_xml(document.encode(), url="https://news.co.il/feed", content_type="text/xml")
    assert [entry.published for entry in feed.entries] == [published]


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001 - the zone is drawn apart
def test_what_python_writes_is_read_back(moment: datetime, offset_min: int) -> None:
    written = moment.replace(microsecond=0, tzinfo=UTC) - timedelta(minutes=offset_min)
    sign, minutes = "-" if offset_min < 0 else "+", abs(offset_min)
    local = moment.strftime("%d %b ") + f"{moment.year:04} " + moment.strftime("%H:%M:%S")
    assert moment_of(f"{local} {sign}{minutes // 60:02}{minutes % 60:02}") == written


@given(st.one_of(st.text(max_size=200), st.text("0123456789 -/:.,TZapm+", max_size=80)))
def test_no_text_raises(raw: str) -> None:
    moment = moment_of(raw)
    assert moment is None or moment.tzinfo is UTC
