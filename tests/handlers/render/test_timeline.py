from dataclasses import replace
from datetime import date, timedelta

from handlers.buttons import Act, button
from handlers.html import visible_length
from handlers.render.timeline import PAGE_CHARS, timeline, whole_timeline
from handlers.sentences.reader import Reader
from newsroom.dates import Precision
from newsroom.source import SourceKind
from newsroom.timelines.event_mentions import EventRole
from newsroom.timelines.timeline import Timeline
from newsroom.timelines.timeline_entries import TimelineEntry
from tests.builders import item, source
from tests.handlers.render.timeline_documents import DAY, exhibit, full, line, mention, undated

KEYS = ((button("More", Act.MORE_TIMELINE, 1),),)


def long_lines(number: int) -> tuple[TimelineEntry, ...]:
    days = [DAY + timedelta(days=at) for at in range(number)]
    return tuple(line("Word after word. " * 40, first=day, last=day, value=day.isoformat()) for day in days)


def test_a_whole_timeline_reads_as_a_reporter_would_write_it() -> None:
    state = item(3, of=source(3, name="Sample Agency", kind=SourceKind.STATE))
    shown = exhibit(
        line("Two pilots quit.", year_inferred=True, mentions=(mention(1), mention(2, dated=False))),
        line("The ministry denied it.", role=EventRole.STATEMENT, mentions=(mention(of=state),)),
        background=[
            line("The pier was built.", first=date(1988, 1, 1), last=date(1988, 12, 31), precision=Precision.YEAR)
        ],
        without_date=[line("The quay grew.", first=None, last=None, value=None, precision=Precision.VAGUE)],
        more=2,
    )
    (message,) = timeline("Ferry", replace(shown.timeline, lesser=1), Reader(), KEYS)
    assert message.buttons == KEYS
    assert message.html == (
        "🕒 <b>Timeline</b> — Ferry\n"
        "<blockquote expandable><b>Background</b>\n"
        "▪ <b>1988</b>\nThe pier was built.\n"
        '— <a href="https://outlet1.example/1">Sample Outlet 1</a></blockquote>\n'
        "▪ <b>2 Mar 2026</b>*\nTwo pilots quit.\n"
        '— <a href="https://outlet1.example/1">Sample Outlet 1</a>, '
        '<a href="https://outlet2.example/2">Sample Outlet 2</a> (date per Sample Outlet 1)\n\n'
        "▪ <b>2 Mar 2026</b> · statement\nThe ministry denied it.\n"
        '— <a href="https://outlet3.example/3">Sample Agency</a> (state media)\n\n'
        "<i>* the text names no year; it follows from the day of publication</i>\n"
        "<i>2 further dates, 1 lesser event of the same dates, 1 undated event: tap More</i>"
    )
    (whole,) = whole_timeline("Ferry", shown.timeline, Reader(), KEYS)
    assert "<b>Undated</b>\n▪ The quay grew.\n" in whole.html


def test_what_is_folded_away_or_has_no_date_is_counted_and_shown_where_nothing_else_is() -> None:
    old = [line(f"Pier {number} was built.", role=EventRole.BACKGROUND) for number in range(7)]
    html = timeline("Ferry", exhibit(line("Two pilots quit."), background=old).timeline, Reader(), KEYS)[0].html
    assert "Pier 1 was" not in html
    assert "Pier 2 was" in html
    assert "<i>2 earlier events: tap More</i>" in html
    without = exhibit(without_date=[undated(f"The quay was widened by {number} m.") for number in range(5)]).timeline
    html = timeline("Ferry", without, Reader(), KEYS)[0].html
    assert html.count("was widened") == 3
    assert "<i>2 undated events: tap More</i>" in html


def test_figures_that_differ_are_under_their_line() -> None:
    html = timeline("Ferry", full().timeline, Reader())[0].html
    assert "⚠ injured: 3 (Sample Outlet 1), 5 (Sample Outlet 2)" in html


def test_ten_long_lines_are_shortened_into_one_message() -> None:
    (message,) = timeline("Ferry", Timeline(entries=long_lines(10)), Reader())
    assert visible_length(message.html) <= PAGE_CHARS
    assert message.html.count("▪") == 10


def test_the_whole_takes_as_many_messages_as_it_needs_and_loses_no_line() -> None:
    messages = whole_timeline("Ferry", Timeline(entries=long_lines(40)), Reader(), KEYS)
    assert len(messages) > 2
    assert sum(message.html.count("▪") for message in messages) == 40
    assert all(message.html.count("▪") == message.html.count("— <a") for message in messages), "a line torn apart"
    assert [message.buttons for message in messages] == [()] * (len(messages) - 1) + [KEYS]
    assert all(visible_length(message.html) <= PAGE_CHARS for message in messages)


def test_hostile_words_stay_words() -> None:
    html = timeline(full().title, full().timeline, Reader())[0].html
    assert "=1+1 &lt;b&gt;" in html
    assert "\x00" not in html
    assert "\u202e" not in html


def test_a_timeline_without_anything_says_so() -> None:
    (message,) = timeline("Ferry", Timeline(entries=()), Reader())
    assert "Nothing dated yet" in message.html
