"""No button is cut on a phone, in whichever language: rows are broken where words have no room."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.messages import Button
from handlers.render.button_rows import cut_to_fit, fits, packed, rows_that_fit
from handlers.render.card import card_buttons
from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from newsroom.desk.story_work import StoryWork
from scripts.english_sentences import entries, forms
from tests.builders import item
from tests.handlers.render.test_card import story

ROWS = st.lists(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8), max_size=6)


def labels_of(language: str) -> dict[str, str]:
    """Every sentence of a button, its gaps filled with what is long for them."""
    sentences = {name: entry for name, entry in entries(language).items() if name.startswith("button.")}
    return {
        f"{name} {number}": re.sub(r"\{\w+(:\w+)?\}", "999", form)
        for name, entry in sentences.items()
        for number, form in enumerate(forms(entry))
    }


@pytest.mark.parametrize("language", languages())
def test_every_sentence_of_a_button_has_room_on_a_row_of_its_own(language: str) -> None:
    assert {name for name, label in labels_of(language).items() if not fits(label)} == set()


@given(ROWS)
def test_buttons_keep_their_order_and_each_has_room_for_its_words(texts: list[list[str]]) -> None:
    rows = tuple(
        tuple(Button(text=text, data=f"{at}:{n}") for n, text in enumerate(row)) for at, row in enumerate(texts)
    )
    shown = rows_that_fit(rows)
    assert [one.data for row in shown for one in row] == [one.data for row in rows for one in row]
    assert all(fits(one.text, len(row)) for row in shown for one in row)
    assert rows_that_fit(shown) == shown


def test_a_row_is_broken_into_the_fewest_rows_and_into_even_ones() -> None:
    row = tuple(Button(text=text, data="x") for text in ("Timeline", "Sources that reported", "Why", "Open"))
    assert [len(part) for part in rows_that_fit((row,))] == [1, 1, 1, 1]
    row = tuple(Button(text=text, data="x") for text in ("Timeline", "All sources", "Why", "Open"))
    assert [len(part) for part in rows_that_fit((row,))] == [2, 2]


def test_names_stand_two_a_row_where_both_have_room_and_keep_their_order() -> None:
    names = ("Wire", "Exampleville Observer", "Herald", "Courier", "Radio")
    rows = packed([Button(text=name, data="x") for name in names])
    assert [[one.text for one in row] for row in rows] == [[*names[:1]], [*names[1:2]], [*names[2:4]], [*names[4:]]]


def test_a_query_too_long_for_any_row_ends_at_a_word_and_keeps_what_follows_it() -> None:
    query = "ferry OR dockers OR harbour OR pilots OR tugs OR quay"
    assert cut_to_fit(query, " → 12").endswith("… → 12")
    assert fits(cut_to_fit(query, " → 12"))
    ((one,),) = rows_that_fit(((Button(text=query, data="x"),),))
    assert one.text.endswith("…")
    assert query.startswith(one.text.removesuffix("…"))


@example("i " * 60)
@given(st.text(min_size=1, max_size=60))
def test_a_button_that_leads_to_a_page_has_room_for_its_arrow_too(text: str) -> None:
    ((one,),) = rows_that_fit(((Button(text=text, url="https://example.org"),),))
    assert fits(one.text, opens=True)


@pytest.mark.parametrize("work", [None, StoryWork(), StoryWork(saved=True, note_count=3)], ids=["none", "new", "noted"])
@pytest.mark.parametrize("language", languages())
def test_a_cards_rows_are_as_planned_and_alike_whatever_was_done_with_its_story(
    language: str, work: StoryWork | None
) -> None:
    reader, first = Reader(language=language), item(1, "Ferry fire", "A ferry burned.")
    rows = card_buttons(story(first), first, reader, work)
    assert rows_that_fit(rows) == rows
    assert len(rows[0]) == (2 if language == "ru" else 3)
