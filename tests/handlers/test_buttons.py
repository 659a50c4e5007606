import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.buttons import Act, Press, button, pressed

TELEGRAM_BYTES = 64  # of callback_data


@given(st.sampled_from(Act), st.integers(0, 10**18 - 1))
def test_a_button_says_when_pressed_what_it_was_made_for(act: Act, number: int) -> None:
    made = button("text", act, number)
    assert made.data is not None
    assert len(made.data.encode()) <= TELEGRAM_BYTES
    assert pressed(made.data) == Press(act, number)


@given(st.text())
def test_whatever_a_stranger_sends_is_a_press_or_nothing(data: str) -> None:
    found = pressed(data)
    assert found is None or abs(found.number) < 2**63


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="nothing"),
        pytest.param("tl", id="no number"),
        pytest.param("tl:", id="an empty number"),
        pytest.param("xx:1", id="an act of no version"),
        pytest.param("tl:--1", id="two signs"),
        pytest.param("tl:-", id="a sign alone"),
        pytest.param("tl:٣", id="another script's digit"),
        pytest.param("tl:1:2", id="two numbers"),
        pytest.param("qc:0:69897156", id="quiet for longer than there are dates"),
        pytest.param("tl:" + "9" * 19, id="more than SQLite holds"),
        pytest.param("tl:" + "9" * 5_000, id="more than Python reads"),
    ],
)
def test_data_that_is_not_ours_means_nothing(data: str) -> None:
    assert pressed(data) is None


def test_no_two_acts_share_a_name() -> None:
    assert len({act.value for act in Act}) == len(Act)
