"""The places of a word's forms in a text, however many are asked for."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.matching.indexed_text import IndexedText, _remembered, index_headline, item_forms
from newsroom.text.names import begins_row, known_rows
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


def places_by_table(text: IndexedText) -> dict[str, list[int]]:
    table = text._places_of_forms
    return {form: sorted({at for one in lists for at in one}) for form, lists in table.items()}


def test_long_numbers_drive_no_word_out_of_memory() -> None:
    item_forms("ferry", "en")
    remembered = _remembered.cache_info().currsize
    for number in range(100_000, 100_100):
        assert f"{number}" in item_forms(f"{number}", "en")
    assert _remembered.cache_info().currsize == remembered


@given(text=TEXT, language=LANGUAGE)
def test_a_form_is_where_it_is_whether_it_is_the_first_that_is_asked_for_or_one_of_many(
    text: str, language: str | None
) -> None:
    indexed = index_headline(text, language)
    found = {form: indexed._places_of(form) for form in sorted(indexed.forms)}
    by_table = places_by_table(indexed)
    assert {form: sorted({at for one in lists for at in one}) for form, lists in found.items()} == {
        form: by_table.get(form, []) for form in found
    }


@given(text=TEXT, language=LANGUAGE)
def test_names_of_several_words_are_found_from_the_words_that_may_begin_one(text: str, language: str | None) -> None:
    words = written_words(text)
    starts = [at for at, word in enumerate(words) if begins_row(word, language)]
    assert list(known_rows(words, language, starts)) == list(known_rows(words, language))
