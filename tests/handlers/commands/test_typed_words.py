"""Words as people type them are found alike by /track, /search and /timeline."""

from collections import Counter

import pytest

from newsroom.item import Item
from newsroom.matching.typed_query import parse_typed
from newsroom.text.language_detection import detect
from tests.handlers.commands.test_one_evaluator import in_timeline, item, looked_up, sifted, tracked
from tests.handlers.commands.typed_words import ROWS as ROWS_BY_KIND
from tests.handlers.commands.typed_words import TypedWord
from tests.handlers.commands.typed_words_of_languages import OF_LANGUAGES

ROWS = [*ROWS_BY_KIND, *OF_LANGUAGES]


def item_of(row: TypedWord) -> Item:
    return item(row.text, row.text, language=detect(row.text))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}: {row.query} in {row.text[:24]}")
def test_a_topic_a_search_and_a_timeline_find_what_was_meant(row: TypedWord) -> None:
    query, of = parse_typed(row.query), item_of(row)
    assert (tracked(query, of), sifted(query, of)) == (row.found, row.found)
    if row.found:
        assert looked_up(query, of)
        assert in_timeline(query, of)
    elif '"' not in row.query:  # a phrase is also met by its words apart in a timeline of items that were not looked up
        assert not in_timeline(query, of)


def test_every_kind_of_word_has_rows_that_must_be_found() -> None:
    found = Counter(row.kind for row in ROWS if row.found)
    assert set(found) | {"names that are other words"} == {row.kind for row in ROWS}
    assert sum(not row.found for row in ROWS) >= 40
