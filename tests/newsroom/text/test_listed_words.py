"""Words of a language's list: a word that is listed means that, any other what its longest listed beginning means."""

import pytest

from newsroom.text.listed_words import ListedWords

LISTED = ListedWords({"strike": "blow", "str*": "path", "strik*": "work", "fire": "fire"})


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("strike", "blow"),
        ("strikes", "work"),
        ("strik", "work"),
        ("street", "path"),
        ("str", "path"),
        ("st", None),
        ("fires", None),
        ("", None),
    ],
)
def test_a_word_means_what_is_listed_of_itself_else_of_its_longest_beginning(word: str, meaning: str | None) -> None:
    assert LISTED.find(word) == meaning


def test_a_listed_word_also_has_what_its_beginning_means() -> None:
    assert LISTED.by_beginning("strike") == "work"
