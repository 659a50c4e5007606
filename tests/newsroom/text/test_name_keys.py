"""Keys of names that no table has."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.languages import languages
from newsroom.text.name_keys import unlisted_key, unlisted_keys
from newsroom.text.scripts import OTHERS, Script


@pytest.mark.parametrize("script", OTHERS, ids=lambda script: script.name)
def test_no_letter_that_another_is_read_as_is_read_as_a_third(script: Script) -> None:
    alike = {letter: as_ for tag in script.tags for letter, as_ in languages()[tag].writing.alike.items()}
    assert alike.keys().isdisjoint(alike.values())


@settings(max_examples=30)
@given(words=st.lists(st.text("абвйієґьъыэ'лл", max_size=12).filter(lambda word: word.strip("'")), max_size=5))
def test_words_that_come_together_have_the_keys_that_each_has(words: list[str]) -> None:
    assert list(unlisted_keys(words)) == [unlisted_key(word) for word in words]
