"""Spellings by which a word may be asked for."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.text import typed_spellings as spellings
from newsroom.text.typed_spellings import plainly_written, printed_spellings, typed_spellings, visible

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
