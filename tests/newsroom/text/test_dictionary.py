"""Our packed dictionaries against simplemma, whose they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from newsroom.text.dictionary import _first_record, dictionary
from newsroom.text.lemmas import lemma

THEIRS = Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(low_memory=True))


@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_form_has_the_lemma_that_simplemma_has(language: str) -> None:
    ours, theirs = dictionary(language), DefaultDictionaryFactory(cache_max_size=0).get_dictionary(language)
    assert len(ours) == len(theirs)
    assert all(ours.get(form) == found for form, found in theirs.items())


PIECES = ["Fähr", "hafen", "ministr", "entlade", "portar", "Overchuk", "посередник", "залізнич", "переговор", "ости"]


@pytest.mark.parametrize("form", ["", "zzyzx", "Ferry-boat", "паром" * 9])
def test_what_is_no_form_has_no_lemma(form: str) -> None:
    assert dictionary("en").get(form) is None


@pytest.mark.parametrize("language", ["en", "de", "uk", "ru", "es", "tr", "ar"])
@given(
    word=st.one_of(
        st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßABDEZ'’-1²éи́йїяшто一ء"), min_size=1, max_size=12),
        st.sampled_from(("Ferries", "GEHT'S", "houses", "ships’", "Wahlkampfes", "поїздам", "Київ", "والمدينة")),
        # No dictionary has them: pieces of words, put together.
        st.tuples(st.sampled_from(PIECES), st.sampled_from(PIECES), st.sampled_from(["", "S", "ами", "lo"])).map(
            "".join
        ),
    )
)
def test_any_word_has_the_lemma_that_simplemma_finds(language: str, word: str) -> None:
    assert lemma(word, language) == THEIRS.lemmatize(word, language)


def test_a_dictionary_of_another_format_is_refused_and_not_misread() -> None:
    with pytest.raises(ValueError, match="another format"):
        _first_record(b"pickled")
