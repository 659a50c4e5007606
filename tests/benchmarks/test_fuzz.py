"""The runner of `make fuzz` raises what it finds, and begins elsewhere each round."""

import pytest
from hypothesis import strategies as st

from benchmarks.fuzz import fuzz
from benchmarks.fuzz_targets import FuzzTarget


def test_what_an_input_breaks_is_raised() -> None:
    def check(number: int) -> None:
        if number > 1_000:
            raise ValueError(number)

    with pytest.raises(ValueError, match="1001"):
        fuzz(FuzzTarget(st.integers(), check), 30.0, 1)


def test_inputs_are_made_up_until_the_time_is_over() -> None:
    met: set[int] = set()
    assert fuzz(FuzzTarget(st.integers(0, 10**9), met.add), 0.5, 1) >= len(met) > 100
