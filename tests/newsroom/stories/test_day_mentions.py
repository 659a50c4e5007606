import pytest

from newsroom.stories.day_mentions import days_apart, named_days
from newsroom.text.words import tokens


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("on June 29", {180}, id="month first"),
        pytest.param("on 29 June", {180}, id="day first"),
        pytest.param("on the 1st January", {0}, id="ordinal"),
        pytest.param("29 июня", {180}, id="Russian"),
        pytest.param("29 червня", {180}, id="Ukrainian"),
        pytest.param("le 29 juin", {180}, id="French"),
        pytest.param("am 29. Juni", {180}, id="German"),
        pytest.param("29 iyun", {180}, id="Azerbaijani"),
        pytest.param("it may be 67 passengers", set(), id="no day"),
        pytest.param("in June 2024", set(), id="a year is no day"),
    ],
)
def test_days_are_read_beside_their_month(text: str, days: set[int]) -> None:
    assert named_days(tokens(text)) == days


def test_the_turn_of_the_year_is_no_gap() -> None:
    assert days_apart(frozenset({0}), frozenset({365})) == 1
    assert days_apart(frozenset(), frozenset({4})) == 0
