from datetime import datetime, timedelta

import pytest

from newsroom.silence import silent_since
from tests.builders import NOW


def daily(days: int, per_day: int = 10, hours: float = 1.0) -> list[datetime]:
    """Something new by day, nothing by night: its longest pause is 15 hours where 10 come an hour apart."""
    return [NOW + timedelta(days=day, hours=hours * n) for day in range(days) for n in range(per_day)]


LAST = daily(10)[-1]


@pytest.mark.parametrize(
    ("arrivals", "read_after_h", "silent"),
    [
        pytest.param(daily(10), 14, False, id="a night is no silence"),
        pytest.param(daily(10), 29, False, id="less than twice its longest pause"),
        pytest.param(daily(10), 31, True, id="twice its longest pause is one"),
        pytest.param(daily(2), 500, False, id="two days tell no rhythm"),
        pytest.param(daily(10, per_day=1), 500, False, id="ten items tell no rhythm"),
        pytest.param(daily(10, per_day=96, hours=0.25), 5, False, id="who never pauses may rest some hours"),
        pytest.param(daily(10, per_day=96, hours=0.25), 7, True, id="and is silent after six"),
        pytest.param([], 500, False, id="who never published can't stop"),
    ],
)
def test_a_source_is_silent_by_its_own_rhythm(arrivals: list[datetime], read_after_h: float, *, silent: bool) -> None:
    last = arrivals[-1] if arrivals else NOW
    assert silent_since(arrivals, last + timedelta(hours=read_after_h)) == (last if silent else None)


def test_time_in_which_nobody_looked_is_no_silence() -> None:
    assert silent_since(daily(10), LAST) is None
