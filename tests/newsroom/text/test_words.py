"""Text to comparable words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text import lemmas
from newsroom.text.words import (
    bare,
    fold,
    has_apostrophe,
    spans_in_order,
    stem,
    tokens,
    word_spans,
    written_words,
)
from tests.patience import work_s

WORDS = [
    pytest.param("Don't stop", ["don't", "stop"], id="apostrophe"),
    pytest.param("п’ять м'яч", ["п'ять", "м'яч"], id="Ukrainian apostrophes"),
    pytest.param("Russia's Russia’s", ["russia", "russia"], id="possessive"),
    pytest.param(
        "l'Ukraine d’État qu'elle aujourd'hui", ["ukraine", "état", "elle", "aujourd'hui"], id="French elision"
    ),
    pytest.param("O'Brien", ["o'brien"], id="a name is not elided"),
    pytest.param("F-16 Nagorno-Karabakh", ["f", "16", "nagorno", "karabakh"], id="hyphens part"),
    pytest.param("İlham Əliyev", ["ilham", "əliyev"], id="Azerbaijani capitals"),
    pytest.param("Самолёт ЁЛКА", ["самолет", "елка"], id="yo"),
    pytest.param("ﬁre ＡＢＣ", ["fire", "abc"], id="compatibility forms"),
    pytest.param("Straße STRASSE", ["strasse", "strasse"], id="sharp s"),
    pytest.param("$2 million, 3.5 %", ["2", "million", "3", "5"], id="figures"),
    pytest.param("🙂 — … ⚡\ufe0f", [], id="no words"),
]


@pytest.mark.parametrize(("text", "folded"), WORDS)
def test_a_text_is_cut_into_words_and_folded(text: str, folded: list[str]) -> None:
    assert [token.folded for token in tokens(text)] == folded


@given(st.text(max_size=80))
def test_each_word_is_where_its_offsets_say(text: str) -> None:
    assert all(text[token.start : token.end] == token.text for token in tokens(text))
    assert all(token.folded == fold(token.text) for token in tokens(text))


@given(st.text(max_size=80) | st.lists(st.sampled_from(["a", "aa", "a-a", " ", "é", "1", ".", "地"])).map("".join))
def test_words_that_are_as_written_are_where_their_letters_are_next(text: str) -> None:
    if not has_apostrophe(text):
        assert spans_in_order(written_words(text), text) == word_spans(text)


@given(st.text(max_size=30))
def test_folding_and_baring_again_changes_nothing(word: str) -> None:
    assert bare(bare(word)) == bare(word)


@pytest.mark.parametrize(("word", "plain"), [("Élysée", "elysee"), ("Київ", "киів"), ("İstanbul", "istanbul")])
def test_a_bare_word_has_no_accents(word: str, plain: str) -> None:
    assert bare(word) == plain


def test_a_stem_is_six_letters() -> None:
    assert (stem("Azerbaijani"), stem("oil")) == ("azerba", "oil")


@pytest.mark.parametrize("piece", ["a", "'", "a'", "d'a", "\ud800", "́", "й"])
def test_a_hundred_thousand_of_anything_take_linear_time(piece: str) -> None:
    started = work_s()
    tokens(piece * 100_000)
    assert work_s() - started < 3


def test_the_dictionaries_keep_no_words_of_their_own() -> None:
    assert "house" in lemmas.lemmas("houses", "en")
    kept = lemmas._LEMMATIZER._cached_lemmatize.cache_info()
    assert (kept.maxsize, kept.currsize) == (0, 0)


def test_what_is_longer_than_any_word_is_looked_up_in_no_dictionary() -> None:
    assert lemmas.lemmas_in("паром" * 9, "uk") == frozenset()


def test_a_word_with_the_letter_apostrophe_that_no_dictionary_has_stays_as_it_is() -> None:
    assert lemmas.lemma("зʼюзик", "uk") == "зʼюзик"
