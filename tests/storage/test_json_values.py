"""Why an item is in its story is stored as a sentence, to be said in any language later."""

import pytest

from newsroom.sentence import Sentence, sentence
from storage.json_values import sentence_json, sentence_of

SHARED = sentence("joined.shared_words", words="Tarnholm, ferry", gap=sentence("joined.hours_apart", count=2))


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(sentence("joined.same_text"), id="no values"),
        pytest.param(SHARED, id="a sentence in a sentence"),
        pytest.param(sentence("joined.copied", shared_pct=98), id="a number stays a number"),
        pytest.param(sentence("joined.set_aside", problem="98"), id="text stays text"),
        pytest.param(sentence("explain.with_hints", items=SHARED, hints=(SHARED, SHARED)), id="several in a gap"),
    ],
)
def test_a_stored_sentence_is_read_back_as_it_was(stored: Sentence) -> None:
    assert sentence_of(sentence_json(stored)) == stored


@pytest.mark.parametrize("text", ["", "shared: Tarnholm; 2 h apart", '{"name": 1}', "[1, 2]"])
def test_text_that_an_older_program_stored_is_read_as_it_is(text: str) -> None:
    assert sentence_of(text) == sentence("text", text=text)
