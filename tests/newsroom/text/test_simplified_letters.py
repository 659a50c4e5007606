"""Texts in traditional and in simplified letters are compared by the same letters."""

from importlib.resources import files

import pytest

from newsroom.text.simplified_letters import simplified

LINES = (files("newsroom.text.data") / "simplified_letters.tsv").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        pytest.param("臺灣", "台湾", id="traditional"),
        pytest.param("台湾", "台湾", id="simplified"),
        pytest.param("カタカナ 서울 a", "カタカナ 서울 a", id="other scripts"),
    ],
)
def test_letters_of_both_ways_of_writing_are_the_same(written: str, plain: str) -> None:
    assert simplified(written) == plain


def test_a_letter_becomes_one_letter_that_stays_as_it_is() -> None:
    """Else the places of words would move, and a text would be another one when it is read again."""
    pairs = [line.split("\t") for line in LINES]
    assert len(pairs) > 2_900
    assert all(len(letter) == len(plain) == 1 and simplified(plain) == plain for letter, plain in pairs)
