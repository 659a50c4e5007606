"""The places of a word's forms in a text, however many are asked for."""

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.matching.cut_words import cut
from newsroom.matching.indexed_text import IndexedText, Span
from newsroom.matching.read_words import REMEMBERED, item_forms
from newsroom.text.names import _names, begins_row, known_rows
from newsroom.text.sentences import sentences
from newsroom.text.words import written_words

WORDS = [
    "ferry",
    "ferries",
    "New",
    "York",
    "United",
    "States",
    "Європейський",
    "Союз",
    "European",
    "Union",
    "South",
    "Korea",
    "Нагорный",
    "Карабах",
    "Nagorno-Karabakh",
    "Kyiv",
    "the",
    "e-mail",
    "1,000",
    "storm",
    "Storm's",
    "Wahl",
    "Bundestagswahl",
]
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
LANGUAGE = st.sampled_from(["en", "uk", "ru", "de", None])


SENTENCES = st.lists(TEXT.map(lambda words: f"{words}."), max_size=4).map(" ".join)


def test_long_numbers_drive_no_word_out_of_memory() -> None:
    item_forms("ferry", "en")
    remembered = len(REMEMBERED)
    for number in range(100_000, 100_100):
        assert f"{number}" in item_forms(f"{number}", "en")
    assert len(REMEMBERED) == remembered


def read_word_by_word(text: str, language: str | None, first: int) -> Iterator[tuple[str, int]]:
    """Each form of each word of a sentence with the word's position."""
    for at, word in enumerate(cut(text).words):
        opens = at == 0 and word[:1].isupper()
        yield from ((form, first + at) for form in item_forms(word, language, opens=opens))


@given(title=TEXT, body=SENTENCES, language=LANGUAGE)
def test_a_form_is_where_a_word_by_word_reading_has_it(title: str, body: str, language: str | None) -> None:
    indexed = IndexedText(title, [body], language)
    expected: dict[str, set[int]] = {}
    for at, text in [(0, title), *((-1, sentence.text) for sentence in sentences(body))]:
        first = at if at == 0 else next_position(indexed, expected)
        for form, position in read_word_by_word(text, language, first):
            expected.setdefault(form, set()).add(position)
    found = {form: {span.first for span in indexed.spans(form) if span.first == span.last} for form in indexed.forms}
    assert {form: found[form] for form in expected} == expected


def next_position(indexed: IndexedText, known: dict[str, set[int]]) -> int:
    """The first position behind all that are known which has a word."""
    last = max(at for positions in known.values() for at in positions)
    return next(at for at in count(last + 1) if indexed.has_place(at))


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), language=LANGUAGE)
def test_a_text_has_the_forms_of_each_word_once_however_often_it_is_there(
    words: list[str], language: str | None
) -> None:
    indexed = IndexedText("", [f"the {' '.join(words)} {' '.join(words)}"], language)
    text = cut(f"the {' '.join(words)}")
    assert len(indexed._read_words) <= len({*text.words})


@given(text=TEXT, language=LANGUAGE)
def test_names_of_several_words_are_found_from_the_words_that_may_begin_one(text: str, language: str | None) -> None:
    words = written_words(text)
    starts = [at for at, word in enumerate(words) if begins_row(word, language)]
    assert list(known_rows(words, language, starts)) == list(known_rows(words, language))


@pytest.mark.parametrize("language", ["en", "de", "az", "tr", "uk", "ar", None])
def test_every_name_of_several_words_begins_with_a_word_that_may_begin_one(language: str | None) -> None:
    for row in (list(words) for rows in _names().rows.values() for words, _, _ in rows):
        for words in (row, [row[0].capitalize(), *row[1:]]):
            starts = [at for at, word in enumerate(words) if begins_row(word, language)]
            assert list(known_rows(words, language, starts)) == list(known_rows(words, language))


def test_the_words_between_two_sentences_are_the_end_of_one_and_the_beginning_of_the_other() -> None:
    text = IndexedText("", ("The ferry sank. Nobody drowned.",), "en")
    (ferry,), (nobody,) = text.spans("ferry"), text.spans("nobody")
    assert text.text(Span(ferry.first, nobody.last)) == "ferry sank. Nobody"
