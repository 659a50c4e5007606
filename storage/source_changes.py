"""What people do with a source that is watched: pause it, have it visited now, take it up again."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, select, update

from newsroom.source import Source
from storage.database import Transaction
from storage.sources import is_for_all, source_of
from storage.states import SourceState
from storage.tables import sources


async def pause(tx: Transaction, source: Source, now: datetime) -> bool:
    """It is visited no more until somebody resumes it; whether it was there, and not paused."""
    there = _there(source) & sources.c.paused_at.is_(None)
    return (await tx.execute(update(sources).where(there).values(paused_at=now))).rowcount > 0


async def resume(tx: Transaction, source: Source, now: datetime) -> bool:
    """It is visited again, at once; whether it was paused.

    While it was, nobody looked: that is no silence, until it publishes again.
    """
    there = _there(source) & sources.c.paused_at.is_not(None)
    values = {"paused_at": None, "next_due_at": now, "silence_notified_at": _quiet_since(now)}
    return (await tx.execute(update(sources).where(there).values(**values))).rowcount > 0


def _quiet_since(now: datetime) -> ColumnElement[datetime]:
    return func.coalesce(sources.c.silence_notified_at, literal(now, sources.c.silence_notified_at.type))


async def visit_now(tx: Transaction, source: Source, now: datetime) -> bool:
    """Its next visit is due; whether it is there, and visited at all."""
    there = _there(source) & sources.c.paused_at.is_(None) & (sources.c.next_due_at > now)
    return (await tx.execute(update(sources).where(there).values(next_due_at=now))).rowcount > 0


def _there(source: Source) -> ColumnElement[bool]:
    """As long as it is watched for whom it was when somebody looked at it."""
    owner = sources.c.owner_chat_id.is_not_distinct_from(source.owner)
    return (sources.c.id == source.id) & owner & (sources.c.state == SourceState.ACTIVE)


async def removed_feeds(tx: Transaction, chat_id: int) -> list[Source]:
    """The sources that a chat had and removed."""
    own = (sources.c.owner_chat_id == chat_id) & (sources.c.state == SourceState.RETIRED)
    return [source_of(row) for row in await tx.execute(select(sources).where(own, sources.c.ended_at.is_(None)))]


async def restore(tx: Transaction, source: Source, now: datetime) -> bool:
    """A source that its chat removed is there again as it was, paused or not; False where it is watched for all now.

    That nobody looked meanwhile is no silence, as after a pause.
    """
    if await is_for_all(tx, source.url):
        return False
    values = {"state": SourceState.ACTIVE, "silence_notified_at": _quiet_since(now)}
    await tx.execute(update(sources).where(sources.c.id == source.id).values(**values))
    return True
