"""A clock that is set back: what waits for an hour goes on waiting as long as it would have."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, text

from storage import notes
from storage.columns import Instant
from storage.database import Bell, Database, Transaction

_SEEN = "clock.seen"
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
    """Compares the clock with the latest that it ever showed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: datetime | None = None

    async def look(self, now: datetime) -> timedelta | None:
        """Gives by how much the clock was set back since the last look, an earlier process's included; None: not."""
        if self._seen is None:
            kept = await self._database.ask(lambda c: notes.noted(c, _SEEN))
            self._seen = datetime.fromisoformat(kept) if kept else None
        step = None if self._seen is None else self._seen - now
        if step is not None and -_KEPT_EVERY < step <= _STEP:
            return None
        async with self._database.write() as tx:
            if step is not None and step > _STEP:
                await _shift(tx, step, now)
            await notes.note(tx, _SEEN, now.isoformat())
        self._seen = now
        return step if step is not None and step > _STEP else None


async def _shift(tx: Transaction, step: timedelta, now: datetime) -> None:
    log.warning("clock_set_back", by_s=round(step.total_seconds()))
    values = {"step": step // timedelta(microseconds=1), "now": now}
    for statement in _WAITING:
        await tx.execute(text(statement).bindparams(bindparam("now", type_=Instant)), values)
    tx.ring(Bell.PUSH)
