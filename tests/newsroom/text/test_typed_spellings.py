"""Spellings by which a word may be asked for."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.text import typed_spellings as spellings
from newsroom.text.typed_spellings import is_plain, plainly_written, printed_spellings, typed_spellings, visible
from newsroom.text.words import fold

UNSEEN = st.sampled_from([*'ai‘‛’＇"”“״צהיﬠ\u00ad\u200b\u0307\u05b8\ufeff '])


@given(st.lists(UNSEEN).map("".join) | st.text(max_size=30))
def test_no_sign_that_nobody_sees_is_passed_over(text: str) -> None:
    assert visible(text) == spellings._APOSTROPHE.sub("'", spellings._UNSEEN.sub("", text))


def test_marks_for_readers_alone_are_left_out() -> None:
    assert plainly_written("שָׁלוֹם") == "שלום"
    assert plainly_written("за́мок") == "замок"
    assert plainly_written("Ｇａｚａ") == "Gaza"


def test_figures_of_other_scripts_are_asked_for_in_plain_ones() -> None:
    assert "1000" in set(typed_spellings("١٠٠٠", "ar"))
    assert "1000" in set(printed_spellings("١٠٠٠"))


def test_a_plain_word_has_no_spelling_but_its_own() -> None:
    letters = [chr(code) for code in range(0x41, 0x530)]
    plain = [letter for letter in letters if is_plain(letter)]
    assert len(plain) > 130
    assert all(plainly_written(letter) == letter and fold(letter) == letter.lower() for letter in plain)
    assert all(not [*typed_spellings(letter * 3, tag)] for letter in plain for tag in ("en", "tr", "az", "uk", "ru"))
