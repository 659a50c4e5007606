import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.controls import without_controls


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("a\x00b\x07c\x7fd\x9fe", "abcde", id="control characters"),
        pytest.param("a\tb\nc", "a\tb\nc", id="tab and line feed stay"),
        pytest.param("a\r\nb\rc\fd\u2028e\u2029f", "a\nb\nc\nd\ne\nf", id="one line end for all"),
        pytest.param("a\ud83db", "ab", id="half a surrogate pair"),
        pytest.param("gpj.\u202etxt\u2066", "gpj.txt", id="direction overrides"),
        pytest.param("a\ufffeb\uffff", "ab", id="what XML forbids"),
        pytest.param("👩\u200d🚒 می\u200cخواهم", "👩\u200d🚒 می\u200cخواهم", id="joiners stay"),
    ],
)
def test_unsafe_characters_are_taken_out(text: str, plain: str) -> None:
    assert without_controls(text) == plain


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_stored_and_sent_after_it(text: str) -> None:
    plain = without_controls(text, " ")
    assert without_controls(plain) == plain
    assert plain.encode("utf-8").decode("utf-8") == plain
    assert "\x00" not in plain
