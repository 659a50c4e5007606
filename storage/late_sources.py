"""Which sources are not visited on time, and which can't be read: for who watches over the bot from a terminal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.sentence import Sentence
from storage.admission import asked_for
from storage.states import SourceState
from storage.tables import sources

# The poller looks each second, and takes what is longest overdue first: who is later waits for others, or is slow.
LATE_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class LateSource:
    """A source that should have been visited by now.

    Attributes:
        under_way: Whether its visit has begun: it is slow itself, and does not wait for others.
    """

    name: str
    due_at: datetime
    under_way: bool


@dataclass(frozen=True, slots=True)
class FailingSource:
    """A source that can't be read now, since when, and why."""

    name: str
    since: datetime | None
    problem: Sentence


async def visited_since(connection: AsyncConnection, since: datetime) -> int:
    """How many sources were visited since then."""
    wanted = select(func.count()).select_from(sources).where(sources.c.last_polled_at > since)
    return int((await connection.execute(wanted)).scalar_one())


async def late_sources(connection: AsyncConnection, now: datetime, most: int) -> tuple[int, list[LateSource]]:
    """How many there are, and the latest of them, the latest first."""
    late = and_(_polled(now), sources.c.next_due_at < now - LATE_AFTER)
    under_way = func.coalesce(sources.c.claimed_until >= now, False)
    wanted = select(sources.c.name, sources.c.next_due_at, under_way).where(late)
    found = await connection.execute(wanted.order_by(sources.c.next_due_at).limit(most))
    rows = [LateSource(name, due_at, bool(begun)) for name, due_at, begun in found]
    return await _count(connection, late), rows


async def failing_sources(connection: AsyncConnection, now: datetime, most: int) -> tuple[int, list[FailingSource]]:
    """How many there are, and those that have failed for longest, the longest first."""
    failing = and_(_polled(now), sources.c.problem.is_not(None))
    wanted = select(sources.c.name, sources.c.failing_since, sources.c.problem).where(failing)
    found = await connection.execute(wanted.order_by(sources.c.failing_since, sources.c.id).limit(most))
    return await _count(connection, failing), [FailingSource(*row) for row in found]


def _polled(now: datetime) -> ColumnElement[bool]:
    return and_(sources.c.state == SourceState.ACTIVE, asked_for(now))


async def _count(connection: AsyncConnection, those: ColumnElement[bool]) -> int:
    return int((await connection.execute(select(func.count()).select_from(sources).where(those))).scalar_one())
