"""A clock that is set back: what waits for an hour goes on waiting as long as it would have."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, text

from storage import key_values
from storage.columns import Instant
from storage.database import Bell, Database, Transaction

_LATEST = "clock.latest"
_STEP = timedelta(minutes=2)  # smaller steps are a clock being kept right
_KEPT_EVERY = timedelta(minutes=1)
_WAITING = (
    "update deliveries set due_at = due_at - :step where state = 'due' and due_at > :now",
    "update sources set next_due_at = next_due_at - :step where next_due_at > :now",
    "update sources set claimed_until = claimed_until - :step where claimed_until > :now",
    "update chats set hold_until = hold_until - :step where hold_until > :now",
    "update chats set retry_at = retry_at - :step where retry_at > :now",
)

log = structlog.get_logger()


class ClockStep:
    """Compares the clock with the latest that it ever showed.

    A set-back that is put right by the same process is undone: what waits for an hour of the day waits for that hour.
    """

    def __init__(self, database: Database, elapsed_s: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._elapsed_s = elapsed_s
        self._latest: datetime | None = None
        self._latest_s = 0.0  # when that was, by real time; of no meaning to another process
        self._back = timedelta(0)  # by how much the clock is behind since it showed `_before`
        self._before: datetime | None = None

    async def look(self, now: datetime) -> timedelta | None:
        """Gives by how much the clock was set back since the last look, an earlier process's included; None: not."""
        if self._latest is None:
            kept = await self._database.ask(lambda c: key_values.noted(c, _LATEST))
            self._latest, self._latest_s = datetime.fromisoformat(kept) if kept else None, self._elapsed_s()
        step = None if self._latest is None else self._latest - now
        if step is not None and -_KEPT_EVERY < step <= _STEP:
            return None
        right_again = self._latest is not None and self._put_right(now, self._latest)
        async with self._database.write() as tx:
            if self._latest is not None and step is not None and step > _STEP:
                log.warning("clock_set_back", by_s=round(step.total_seconds()))
                await _shift(tx, step, now)
            elif self._latest is not None and right_again:
                log.warning("clock_put_right", by_s=round(self._back.total_seconds()))
                await _shift(tx, -self._back, self._latest)
            await key_values.note(tx, _LATEST, now.isoformat())
        self._remember(now, right_again=right_again)
        return step if step is not None and step > _STEP else None

    def _put_right(self, now: datetime, latest: datetime) -> bool:
        """Whether the clock went ahead of real time by all that it was set back, and not with it, nor by a part."""
        ahead = now - latest - timedelta(seconds=self._elapsed_s() - self._latest_s)
        return bool(self._back) and ahead >= max(self._back - _STEP, _STEP)

    def _remember(self, now: datetime, *, right_again: bool) -> None:
        """Only once the transaction is committed: a shift that failed is met again at the next look."""
        if self._latest is not None and self._latest - now > _STEP:
            self._back += self._latest - now
            self._before = self._before or self._latest
        elif right_again or (self._before is not None and now >= self._before):  # by then it was right to be set back
            self._back, self._before = timedelta(0), None
        self._latest, self._latest_s = now, self._elapsed_s()


async def _shift(tx: Transaction, step: timedelta, now: datetime) -> None:
    """Everything that waits for later than `now` comes earlier by the step; later, where it is negative."""
    values = {"step": step // timedelta(microseconds=1), "now": now}
    for statement in _WAITING:
        await tx.execute(text(statement).bindparams(bindparam("now", type_=Instant)), values)
    tx.ring(Bell.PUSH)
