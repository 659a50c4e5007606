"""Spellings by which a word may be asked for."""

from newsroom.text.typed_spellings import plainly_written, printed_spellings, typed_spellings


def test_marks_for_readers_alone_are_left_out() -> None:
    assert plainly_written("שָׁלוֹם") == "שלום"
    assert plainly_written("за́мок") == "замок"
    assert plainly_written("Ｇａｚａ") == "Gaza"


def test_figures_of_other_scripts_are_asked_for_in_plain_ones() -> None:
    assert "1000" in set(typed_spellings("١٠٠٠", "ar"))
    assert "1000" in set(printed_spellings("١٠٠٠"))
