from dataclasses import replace
from datetime import date

import pytest

from handlers.render.export.formats import render
from handlers.render.timeline import timeline
from handlers.render.timeline_dates import marks, when
from handlers.render.timeline_document import Format
from handlers.sentences.reader import Reader
from newsroom.dates import Precision, find_dates
from newsroom.timelines.event_mentions import EventRole
from newsroom.timelines.timeline import Timeline
from newsroom.timelines.timeline_entries import TimelineEntry
from tests.handlers.render.timeline_documents import exhibit, line, undated


def dated(first: date | None, last: date, precision: Precision, value: str = "") -> TimelineEntry:
    return line(first=first, last=last, value=value, precision=precision)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        pytest.param(line(), "2 Mar 2026", id="a day"),
        pytest.param(dated(date(2026, 3, 2), date(2026, 3, 4), Precision.BY), "by 4 Mar 2026", id="by a day"),
        pytest.param(dated(None, date(2026, 3, 4), Precision.ON_OR_BEFORE), "by 4 Mar 2026", id="on or before"),
        pytest.param(dated(None, date(2026, 3, 4), Precision.BEFORE), "before 4 Mar 2026", id="before"),
        pytest.param(dated(None, date(2026, 3, 4), Precision.DAY), "by 4 Mar 2026", id="nothing bounds its beginning"),
        pytest.param(
            dated(date(2026, 3, 2), date(2026, 3, 2), Precision.PUBLICATION), "about 2 Mar 2026", id="published then"
        ),
        pytest.param(dated(date(2026, 3, 1), date(2026, 3, 31), Precision.MONTH), "Mar 2026", id="a month"),
        pytest.param(dated(date(2026, 3, 1), date(2026, 3, 11), Precision.MONTH), "early Mar 2026", id="its beginning"),
        pytest.param(dated(date(2026, 3, 12), date(2026, 3, 21), Precision.MONTH), "mid-Mar 2026", id="its middle"),
        pytest.param(dated(date(2026, 3, 22), date(2026, 3, 31), Precision.MONTH), "late Mar 2026", id="its end"),
        pytest.param(
            dated(date(2026, 3, 1), date(2026, 4, 30), Precision.MONTH), "Mar 2026 – Apr 2026", id="two months"
        ),
        pytest.param(dated(date(2001, 1, 1), date(2001, 12, 31), Precision.YEAR), "2001", id="a year"),
        pytest.param(dated(date(2001, 1, 1), date(2003, 12, 31), Precision.YEAR), "2001–2003", id="years"),
        pytest.param(dated(date(2026, 1, 1), date(2026, 3, 3), Precision.YEAR), "2026, by 3 Mar", id="a year so far"),
        pytest.param(
            dated(date(2026, 6, 1), date(2026, 8, 31), Precision.SEASON, "2026-SU"), "summer 2026", id="a season"
        ),
        pytest.param(dated(date(2026, 4, 1), date(2026, 6, 30), Precision.QUARTER, "2026-Q2"), "Q2 2026", id="quarter"),
        pytest.param(
            dated(date(2026, 7, 1), date(2026, 12, 31), Precision.HALF, "2026-H2"), "second half of 2026", id="a half"
        ),
        pytest.param(
            dated(date(2026, 3, 2), date(2026, 3, 8), Precision.WEEK, "2026-W10"), "week of 2 Mar 2026", id="a week"
        ),
        pytest.param(dated(date(2026, 3, 7), date(2026, 3, 8), Precision.WEEKEND), "7–8 Mar 2026", id="a weekend"),
        pytest.param(
            dated(date(2026, 2, 27), date(2026, 3, 2), Precision.DAY), "27 Feb – 2 Mar 2026", id="days over two months"
        ),
        pytest.param(
            dated(date(2025, 12, 31), date(2026, 1, 2), Precision.DAY), "31 Dec 2025 – 2 Jan 2026", id="over two years"
        ),
        pytest.param(undated(), "undated", id="no date"),
    ],
)
def test_a_date_is_given_as_precisely_as_it_is_known(entry: TimelineEntry, words: str) -> None:
    assert when(entry, Reader()) == words


@pytest.mark.parametrize("form", [Format.TABLE, Format.CALENDAR, Format.PAGE, Format.TIMELINEJS])
def test_what_is_only_named_is_marked_wherever_its_line_is_shown(form: Format) -> None:
    found = replace(line(), named=True)
    assert b"named in passing" in render(exhibit(found), form).content.replace(b"\r\n ", b"")
    assert b"named in passing" not in render(exhibit(line()), form).content
    (page,) = timeline("Ferry", Timeline(entries=(found,)), Reader())
    assert "2 Mar 2026</b> · named in passing" in page.html


def test_what_a_reader_must_know_is_marked() -> None:
    assert marks(line(), Reader()) == ()
    assert marks(line(year_inferred=True, role=EventRole.STATEMENT), Reader()) == ("year inferred", "statement")
    assert marks(replace(line(), named=True), Reader()) == ("named in passing",)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "In late April they left.", "late Apr 2025"),
        ("en", "In early May they left.", "early May 2025"),
        ("en", "In mid-February they left.", "mid-Feb 2025"),
        ("en", "In early 2024 they left.", "early 2024"),
        ("en", "In mid-2024 they left.", "mid-2024"),
        ("en", "In late 2024 they left.", "late 2024"),
        ("uk", "Наприкінці квітня вони поїхали.", "кінець квітня 2025"),
        ("uk", "На початку 2024 року вони поїхали.", "початок 2024 року"),
        ("fr", "Fin avril, ils sont partis.", "fin avril 2025"),
        ("fr", "Début 2024, ils sont partis.", "début 2024"),
        ("ru", "В конце апреля они уехали.", "конец апреля 2025"),
        ("ru", "В начале 2024 года они уехали.", "начало 2024 года"),
    ],
)
def test_a_third_of_a_month_or_year_is_shown_as_the_sentence_has_it(language: str, text: str, shown: str) -> None:
    (found,) = find_dates(text, date(2025, 6, 12), language)
    entry = line(text, first=found.first, last=found.last, value=found.value, precision=found.precision)
    assert when(entry, Reader(language=language)) == shown
