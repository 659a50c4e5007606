"""Sentences by their names: forms by number, values escaped, a slip found."""

import pytest

from handlers.sentences.catalogue import UnknownSentenceError, languages
from handlers.sentences.reader import Reader
from newsroom.sentence import sentence


@pytest.mark.parametrize(("count", "expected"), [(1, "1 outlet"), (0, "0 outlets"), (5, "5 outlets")])
def test_a_number_chooses_the_form(count: int, expected: str) -> None:
    assert Reader().say("unit.outlet", count=count) == expected


def test_a_name_that_no_catalogue_has_is_an_error_and_no_text() -> None:
    with pytest.raises(UnknownSentenceError):
        Reader().say("no.such.sentence")


def test_english_is_spoken() -> None:
    assert "en" in languages()


def test_a_sentence_made_early_is_escaped_once_its_reader_is_known() -> None:
    assert Reader().html(sentence("unit.outlet", count=2)) == "2 outlets"
