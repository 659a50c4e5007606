"""Clocks: the machine's, a sample clock that runs fast, and one that is set by hand."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from newsroom.clock import Clock


def machine_clock() -> Clock:
    """Real time."""
    return Clock(now=lambda: datetime.now(UTC))


class SampleClock:
    """Shows `starts` until `let_go`, then runs `speed` times as fast until `ends`, and at real speed after that."""

    def __init__(
        self, starts: datetime, ends: datetime, speed: float, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._starts = starts
        self._ends = ends
        self._speed = speed
        self._seconds = seconds
        self._let_go_s: float | None = None

    def let_go(self) -> None:
        """Begin to run."""
        self._let_go_s = self._seconds()

    def now(self) -> datetime:
        """Sample time."""
        if self._let_go_s is None:
            return self._starts
        real_s = self._seconds() - self._let_go_s
        fast_s = (self._ends - self._starts).total_seconds() / self._speed
        if real_s <= fast_s:
            return self._starts + timedelta(seconds=real_s * self._speed)
        return self._ends + timedelta(seconds=real_s - fast_s)

    def speed(self) -> float:
        """Sample seconds in a real one, at present."""
        return self._speed if self.now() < self._ends else 1.0

    @property
    def over(self) -> bool:
        """Whether the sample days have passed."""
        return self.now() >= self._ends

    def clock(self) -> Clock:
        """The same clock in the form that the newsroom takes."""
        return Clock(now=self.now, speed=self.speed)


class SetClock:
    """Shows what it was set to: for a tour and for replays."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def clock(self) -> Clock:
        """The same clock in the form that the newsroom takes."""
        return Clock(now=lambda: self.at)
