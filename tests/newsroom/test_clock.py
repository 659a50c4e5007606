"""Waits in real time, and in sample time that runs faster."""

from datetime import timedelta

from newsroom.clock import Clock
from tests.builders import NOW


def test_a_wait_that_a_server_asks_for_is_as_long_in_sample_time() -> None:
    real, fast = Clock(now=lambda: NOW), Clock(now=lambda: NOW, speed=lambda: 60.0)
    assert real.later(30) == NOW + timedelta(seconds=30)
    assert fast.later(30) == NOW + timedelta(minutes=30)
    assert (real.wait_s(NOW + timedelta(minutes=1)), fast.wait_s(NOW + timedelta(minutes=1))) == (60.0, 1.0)


def test_what_is_past_is_not_waited_for() -> None:
    assert Clock(now=lambda: NOW).wait_s(NOW - timedelta(days=1)) == 0.0
