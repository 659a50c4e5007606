"""The buttons of whoever has nothing yet."""

import pytest

from handlers.commands.starters import topic_buttons
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
    assert [len(row) for row in topic_buttons(known, Reader())] == rows
