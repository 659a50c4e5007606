"""The desk's clock, as a value: real time, or sample time that runs faster."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


def _real() -> float:
    return 1.0


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is for the newsroom.

    Attributes:
        now: Gives an aware UTC datetime.
        speed: Gives the desk seconds in one real second, at present; 1 but for samples and rehearsals.
    """

    now: Callable[[], datetime]
    speed: Callable[[], float] = _real

    def later(self, real_s: float) -> datetime:
        """Desk time when so many real seconds have passed: for waits that other people's servers ask for."""
        return self.now() + timedelta(seconds=real_s * self.speed())

    def wait_s(self, until: datetime) -> float:
        """Real seconds until a desk time; 0 where it is past."""
        return max(0.0, (until - self.now()).total_seconds() / self.speed())
