"""How rare words are, in each language."""

import pytest

from newsroom.text.frequency import background, frequency
from newsroom.text.words import stem

COUNTED = ("ar", "de", "es", "fr", "pl", "ru", "tr", "uk")
EVERYDAY = [
    ("ar", "انتخابات"),
    ("de", "Regierung"),
    ("es", "gobierno"),
    ("fr", "gouvernement"),
    ("pl", "policja"),
    ("ru", "правительство"),
    ("tr", "hükümet"),
    ("uk", "влада"),
]


@pytest.mark.parametrize(("language", "word"), EVERYDAY)
def test_an_everyday_word_is_no_rarity_in_its_own_language(language: str, word: str) -> None:
    assert frequency(language).rarity(stem(word)) < 6.5
    assert frequency(language).rarity(stem("Quxvorf")) > 9


@pytest.mark.parametrize("language", COUNTED)
def test_all_tables_count_the_same_number_of_documents(language: str) -> None:
    table = frequency(language)
    assert table is not background()
    assert table.documents == background().documents
    assert max(table.counts.values()) < table.documents


@pytest.mark.parametrize("language", ["en", "az", "zz", "../x", None])
def test_a_language_without_a_table_of_its_own_is_read_by_the_background(language: str | None) -> None:
    assert frequency(language) is background()


def test_the_hand_listed_common_words_of_news_count_as_such() -> None:
    assert frequency("fr").rarity(stem("président")) <= 4
