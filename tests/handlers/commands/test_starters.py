"""The buttons of whoever has nothing yet."""

import pytest

from config.load import load_starters
from handlers.commands.starters import first_buttons, topic_buttons
from handlers.render.button_rows import fits, rows_that_fit
from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from newsroom.starter_sets import StarterSets


@pytest.mark.parametrize(
    ("topics", "rows"),
    [
        pytest.param(("oil", "gas", "coal"), [3], id="short ones side by side"),
        pytest.param(("ferry OR dockers", "Azerbaijan", "flood"), [2, 1], id="long ones two by two: none is cut off"),
        pytest.param((), [], id="none"),
    ],
)
def test_topics_to_begin_with_can_be_read_on_a_phone(topics: tuple[str, ...], rows: list[int]) -> None:
    known = StarterSets(topics={"en": topics})
    assert [len(row) for row in rows_that_fit(topic_buttons(known, Reader()))] == rows


@pytest.mark.parametrize("language", languages())
def test_each_country_has_half_a_row_in_every_language(language: str) -> None:
    rows = first_buttons(load_starters(), Reader(language=language))[1:]
    assert {label.text for row in rows for label in row if len(row) > 1 and not fits(label.text, among=2)} == set()
