"""A search says its order, turns its pages by buttons, and shows the place that has the words."""

from datetime import timedelta

import pytest

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers.render.snippets import Hit, snippet
from newsroom.desk.state import AlertRules
from storage import intake
from storage.database import Database
from tests.builders import NOW, entry, item
from tests.handlers.talk import Talk, talk

TOWNS = ("Sundby", "Nyborg", "Aarby", "Holme", "Lund", "Rise", "Tved", "Vester", "Ulbo", "Kirke", "Dalum", "Skov", "Ry")


@pytest.fixture
async def ann(desk: Database) -> Talk:
    """Thirteen towns report of trams of their own; the first has a headline without the word."""
    async with desk.write() as tx:
        for number, town in enumerate(TOWNS):
            title = f"{town} council meets" if number == 0 else f"{town} tram {number}"
            text = f"The council of {town} met. It spoke at length of budgets, and of a tram for {town} at last."
            when = NOW - timedelta(days=20 * (len(TOWNS) - number))  # too far apart to be one story
            await intake.take(
                tx, 1, [entry(f"t{number}", title, text, published=when, hashes=(number,))], NOW, background=False
            )
    loop = DeskLoop(desk, AlertRules(), SetClock(NOW).clock())
    while await loop.turn():
        pass
    return talk(desk)


async def test_a_search_turns_its_pages_and_its_order_by_buttons(ann: Talk) -> None:
    (first,) = await ann.says("/search tram")
    assert "stories 1 to 12, newest first" in first.html
    assert first.rows == [["More ▶"], ["Best first"]]
    _, second = await ann.presses(first.buttons["More ▶"])
    assert second.kind == "edit"
    assert "Sundby council meets" in second.html
    assert second.rows == [["◀ Back"], ["Best first"]]
    _, best = await ann.presses(first.buttons["Best first"])
    assert "best first" in best.html
    assert best.rows[-1] == ["Newest first"]


async def test_what_has_the_words_in_its_text_alone_shows_their_place(ann: Talk) -> None:
    (found,) = await ann.says("/search tram sundby")
    assert "and of a <b>tram</b> for Sundby" in found.html
    (found,) = await ann.says("/search nyborg tram")
    assert "<b>tram</b>" not in found.html


def test_a_snippet_is_cut_at_words_and_escaped() -> None:
    shown = snippet(
        "A headline",
        Hit(item(title="Harbour", text="A <b> " + "long " * 30 + "way to the ferry & " + "back " * 30), ("ferry",)),
    )
    assert "to the <b>ferry</b> &amp; back" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert snippet("The Ferry sails", Hit(item(title="Harbour", text="The ferry."), ("ferry",))) == ""


@pytest.mark.parametrize("typed", ["aurora html", "aurora as csv", "aurora until 2026-02"])
async def test_a_file_or_an_end_is_the_timelines_a_tap_away(ann: Talk, typed: str) -> None:
    (refused,) = await ann.says(f"/search {typed}")
    assert refused.rows == [[f"/timeline {typed}"]]


async def test_a_picture_is_a_word_of_a_search(ann: Talk) -> None:
    (nothing,) = await ann.says("/search motion picture")
    assert "motion picture" in nothing.html


@pytest.mark.parametrize("tail", ["html", "as html", "as htlm"])
async def test_a_timeline_reads_the_form_with_and_without_as(ann: Talk, tail: str) -> None:
    answers = await ann.says(f"/timeline aurora {tail}")
    assert [one.kind for one in answers] == ["document"]


async def test_a_mistyped_form_that_finds_nothing_is_a_tap_away(ann: Talk) -> None:
    (nothing,) = await ann.says("/timeline aurora pictur")
    assert nothing.rows == [["/timeline aurora as picture"]]


async def test_a_timeline_of_any_query_or_dates_can_be_taken_away(ann: Talk) -> None:
    *_, shown = await ann.says("/timeline aurora since 2026-02-25")
    assert shown.rows == [["🖼 Picture", "Page (HTML)", "Table (CSV)"]]
    answers = await ann.presses(shown.buttons["Table (CSV)"])
    assert "document" in [one.kind for one in answers]


async def test_the_sources_of_a_topic_have_pages(ann: Talk) -> None:
    (first,) = await ann.says("/sources tram")
    assert "1–10 of them" in first.html
    _, second = await ann.presses(first.buttons["More ▶"])
    assert "11–1" in second.html
    assert second.rows == [["◀ Back"]]
