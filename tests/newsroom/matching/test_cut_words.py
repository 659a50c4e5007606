"""What strangers write costs no more than its length, and each word is where its offsets say."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.matching import cut_words
from newsroom.matching.cut_words import asked_words, cut, cut_spans, is_unspaced, plain_number
from newsroom.matching.evaluation import fulfils
from newsroom.matching.indexed_text import index_sentence
from newsroom.matching.query import parse

_CHARACTERS = 120_000  # by the square of it, each of these would take minutes


@pytest.mark.parametrize(
    ("piece", "tail"),
    [
        pytest.param("111 ", "1111", id="groups of figures"),
        pytest.param("1,11", ",111x", id="groups of two"),
        pytest.param("1.111", ".1", id="groups with stops"),
        pytest.param("#aA ", "", id="hashtags"),
        pytest.param("#aAaA", "", id="hashtags without an end"),
        pytest.param("a-", "a", id="hyphens"),
        pytest.param("地", "", id="letters without spaces"),
        pytest.param("가 ", "", id="Korean"),
        pytest.param("a\u00ad", "", id="soft hyphens"),
        pytest.param('א"', "א", id="Hebrew abbreviations"),
        pytest.param("i\u0307", "", id="dots"),
    ],
)
def test_a_hundred_thousand_characters_are_cut(piece: str, tail: str) -> None:
    text = piece * (_CHARACTERS // len(piece)) + tail
    read = cut(text)
    assert len(cut_spans(read.text)) == len(read.words)


PIECES = [
    "1",
    "000",
    "1,000",
    "-",
    "a",
    "É",
    "#FreeGaza",
    "地震",
    "パン",
    "서울",
    " ",
    "'",
    "\u00ad",
    "\u200b",
    'צה"ל',
    "x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
def test_each_word_and_each_whole_is_where_its_offsets_say(text: str) -> None:
    read = cut(text)
    spans = cut_spans(read.text)
    assert len(spans) == len(read.words)
    for word, (start, end) in zip(read.words, spans, strict=True):
        assert read.text[start:end] == (word.strip("^$") if is_unspaced(word) else word)
    assert all(one.first >= 0 and one.first + one.words <= len(read.words) for one in read.joined)


def test_a_sentence_with_any_letter_of_a_script_without_spaces_is_looked_at_with_care() -> None:
    letters = cut_words._UNSPACED.findall("".join(map(chr, range(sys.maxunicode + 1))))
    assert [letter for letter in letters if not cut_words._CARE.search(letter)] == []


@pytest.mark.parametrize("typed", ["1,000", "1.000", "1 000", "1'000", "1\u202f000", "１,０００", "١٬٠٠٠"])
def test_a_number_is_its_digits_however_it_is_grouped(typed: str) -> None:
    assert plain_number(typed) == "1000"
    assert asked_words(typed) == ["1000"]


@pytest.mark.parametrize("typed", ["1,0000", "10,00", "1.000.00", "192.168.100.12", "1,000a", "1, 000", "12.11.2026"])
def test_what_is_no_grouped_number_is_read_word_by_word(typed: str) -> None:
    assert plain_number(typed) == ""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("quran burning", True, id="both words"),
        pytest.param("burning", True, id="the word behind the hyphen"),
        pytest.param("anburning", False, id="what stands behind the apostrophe, joined"),
    ],
)
def test_a_hyphen_joins_whole_words_only(typed: str, *, found: bool) -> None:
    assert fulfils(parse(typed), index_sentence("Protests after a Qur'an-burning in town", "en")) is found


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        pytest.param("서울 날씨", "서울", True, id="Korean of two syllables, whole"),
        pytest.param("서울에서 만나", "서울", True, id="with an end written on it"),
        pytest.param("한서울 회사", "서울", False, id="within another word"),
        pytest.param("물 부족", "물", True, id="one syllable, whole"),
        pytest.param("물가 상승", "물", False, id="one syllable, of a longer word"),
    ],
)
def test_a_short_korean_word_begins_its_run(text: str, typed: str, *, found: bool) -> None:
    assert fulfils(parse(typed), index_sentence(text, "ko")) is found


JOINTS = st.sampled_from(["-", "‐", "‑", " ", "\n", "\u2009", ",", ".", "'", "", "--", " - "])
PARTS = st.sampled_from(["a", "É", "e\u0301", "1", "12", "000", "٣", "F", "16", "mail", "#aB", "½", "_", "地"])
JOINED = st.lists(st.tuples(PARTS, JOINTS), max_size=9).map(lambda pieces: "".join(a + b for a, b in pieces))


@given(JOINED)
def test_what_hyphens_join_is_what_the_whole_text_shows(text: str) -> None:
    plain = [
        (*word.span(), cut_words._one_word(word.group()))
        for word in cut_words._HYPHENED.finditer(text)
        if cut_words._HAS_LETTER.search(word.group())
    ]
    assert list(cut_words._hyphened(text)) == plain


@given(JOINED)
def test_no_number_in_groups_is_passed_over(text: str) -> None:
    if cut_words._NUMBER.search(text):
        assert cut_words._GROUPED.search(text)
