from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.render.export.ical import render_ical
from handlers.render.timeline_document import plainly
from tests.builders import NOW
from tests.handlers.render.export.calendar_reader import read_calendar
from tests.handlers.render.timeline_documents import exhibit, full, line, mention, month

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=120)


def test_every_dated_entry_is_an_all_day_event_with_its_addresses() -> None:
    calendar = read_calendar(render_ical(full()))
    assert len(calendar.inner) == len(full().rows) - 1
    assert calendar.text("X-WR-CALDESC") == "1 without a date left out"
    found = next(event for event in calendar.inner if event.text("SUMMARY").startswith("Divers"))
    assert (found.day("DTSTART"), found.day("DTEND")) == (date(2026, 3, 2), date(2026, 3, 3))
    assert found.text("URL") == "https://outlet1.example/1"
    for number in (1, 2, 3):
        assert f"https://outlet{number}.example/{number}" in found.text("DESCRIPTION")
    assert "Figures differ, injured: 3 (Sample Outlet 1), 5 (Sample Outlet 2)" in found.text("DESCRIPTION")


def test_what_is_not_exact_says_so_and_spans_what_is_possible() -> None:
    events = {event.text("SUMMARY")[:12]: event for event in read_calendar(render_ical(full())).inner}
    january = events["[Jan 2026] I"]
    assert (january.day("DTSTART"), january.day("DTEND")) == (date(2026, 1, 1), date(2026, 2, 1))
    assert "year inferred" in january.text("DESCRIPTION")
    bound = events["[by 1 Mar 20"]
    assert (bound.day("DTSTART"), bound.day("DTEND")) == (date(2026, 3, 1), date(2026, 3, 2))


def test_an_event_keeps_its_uid_while_its_text_grows() -> None:
    before = exhibit(line("Three were hurt."), month(2026, 1, 31))
    after = exhibit(
        month(2026, 1, 31),
        line("Five were hurt, the port says.", mentions=(mention(1), mention(2))),
        made=NOW + timedelta(days=3),
    )
    old, new = (
        {event.day("DTSTART"): event.text("UID") for event in read_calendar(render_ical(one)).inner}
        for one in (before, after)
    )
    assert old == new


def test_one_date_twice_in_one_sentence_is_two_events() -> None:
    assert len(read_calendar(render_ical(exhibit(line(), line()))).inner) == 2


@given(ANY_TEXT, ANY_TEXT)
def test_hostile_words_make_a_calendar_that_a_strict_reader_takes(title: str, text: str) -> None:
    event = read_calendar(render_ical(replace(exhibit(line(text)), title=title))).inner[0]
    assert event.text("DESCRIPTION").partition("\n\n")[0].split() == plainly(text).split()


def test_the_last_day_of_the_calendar_is_no_trap() -> None:
    assert b"DTSTART;VALUE=DATE:99991231" in render_ical(exhibit(line(first=date.max, last=date.max)))
