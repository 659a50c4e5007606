"""The lexicons are the language files' words of time, all of them, and the languages say who reads whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.dates.grammar import CORE, OF_TIME
from newsroom.dates.lexicon import words_of_time
from newsroom.dates.lexicons import lexicon_for, lexicons
from newsroom.languages import languages
from newsroom.text.words import spans_in_order

PIECES = sorted({word for lexicon in lexicons().values() for word in lexicon.classes if not word.isdecimal()})
BETWEEN = st.sampled_from([" ", "  ", "_", "\n", "\n \n", "", ".", "-", " 5 ", "'"])
TEXT = st.lists(st.tuples(st.sampled_from(PIECES) | st.text(max_size=4), BETWEEN), max_size=6).map(
    lambda pieces: "".join(word + sign for word, sign in pieces).lower()
)


@given(text=TEXT, tag=st.sampled_from(sorted(lexicons())))
def test_a_text_is_cut_into_tokens_as_the_whole_pattern_cuts_it(text: str, tag: str) -> None:
    lexicon = lexicons()[tag]
    found = list(lexicon.token.finditer(text))
    assert lexicon.tokens(text) == [token.group() for token in found]
    assert spans_in_order(lexicon.tokens(text), text) == [token.span() for token in found]


@given(
    st.lists(st.sampled_from(sorted({kind for lexicon in lexicons().values() for kind in lexicon.classes.values()})))
)
def test_nothing_without_a_class_of_time_may_be_a_date(classes: list[str]) -> None:
    if OF_TIME.isdisjoint(classes):
        assert CORE.search("_".join(classes)) is None
        assert CORE.search("".join(classes)) is None


@pytest.mark.parametrize("tag", languages())
def test_every_word_of_time_has_a_class(tag: str) -> None:
    dates = languages()[tag].dates
    assert {word for word, _, _ in words_of_time(dates)} == {word for _, word in dates.words_by_list()}


@pytest.mark.parametrize("tag", lexicons())
def test_every_word_of_time_is_one_token(tag: str) -> None:
    lexicon = lexicons()[tag]
    parted = [word for word in lexicon.classes if lexicon.token.findall(f"{word} ")[:1] != [word] and word.strip()]
    assert parted == []


def test_languages_that_are_read_together_have_one_lexicon() -> None:
    assert lexicons()["uk"] is lexicons()["ru"]


def test_no_word_means_two_things_in_languages_that_are_read_together() -> None:
    listed = {tag: {word: (kind, n) for word, kind, n in words_of_time(languages()[tag].dates)} for tag in ("uk", "ru")}
    assert {
        word for word in listed["uk"].keys() & listed["ru"].keys() if listed["uk"][word] != listed["ru"][word]
    } == set()


def test_a_language_without_a_file_is_read_by_the_words_of_another() -> None:
    assert lexicon_for("у панядзелак", "be") is lexicons()["ru"]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        pytest.param("the boat sank in march", "en", id="little words"),
        pytest.param("le bateau a coulé dans la nuit", "fr", id="other little words"),
        pytest.param("das schiff sank und der hafen ist leer", "de", id="a third language's"),
        pytest.param("судно затонуло", "ru", id="letters"),
        pytest.param("das boot", "en", id="one little word is not enough"),
        pytest.param("", "en", id="nothing"),
    ],
)
def test_a_text_that_does_not_say_its_language_shows_it(text: str, tag: str) -> None:
    assert lexicon_for(text, None) is lexicons()[tag]
