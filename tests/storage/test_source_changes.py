"""A source that is paused is visited no more, one that is resumed at once, and neither by whom it does not belong to."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from newsroom.source import Source
from storage import poll_state, source_changes, sources
from storage.database import Database
from storage.tables import sources as source_table
from tests.builders import GROUP, NOW, at, spec

CLAIM = timedelta(seconds=30)


@pytest.fixture
async def source(database: Database) -> Source:
    async with database.write() as tx:
        await sources.sync_operator_sources(tx, [spec()], NOW, 300)
        await tx.execute(update(source_table).values(next_due_at=at(20)))
    return (await database.ask(sources.active_sources))[0].source


async def due(database: Database, minute: float) -> list[int]:
    async with database.write() as tx:
        return [one.source.id for one in await poll_state.claim_due(tx, at(minute), 10, CLAIM)]


async def test_a_paused_source_is_not_due_and_once_resumed_it_is_at_once(database: Database, source: Source) -> None:
    async with database.write() as tx:
        assert await source_changes.pause(tx, source, at(1))
        assert not await source_changes.pause(tx, source, at(2)), "twice is once"
    assert await due(database, 60) == []
    assert await database.ask(lambda c: poll_state.next_due(c, at(60))) is None
    async with database.write() as tx:
        assert await source_changes.resume(tx, source, at(61))
    assert await due(database, 61) == [source.id]


async def test_the_operators_file_resumes_nothing(database: Database, source: Source) -> None:
    async with database.write() as tx:
        await source_changes.pause(tx, source, NOW)
        await sources.sync_operator_sources(tx, [spec()], at(1), 300)
    assert await due(database, 60) == []


async def test_a_visit_that_is_asked_for_is_due_at_once(database: Database, source: Source) -> None:
    assert await due(database, 1) == []
    async with database.write() as tx:
        assert await source_changes.visit_now(tx, source, at(1))
    assert await due(database, 1) == [source.id]


async def test_what_somebody_else_owns_by_now_stays_as_it_is(database: Database, source: Source) -> None:
    async with database.write() as tx:
        await tx.execute(update(source_table).values(owner_chat_id=GROUP))
        assert not await source_changes.pause(tx, source, at(1))
        assert not await source_changes.visit_now(tx, source, at(1))
        paused = (await tx.execute(select(source_table.c.paused_at))).scalar_one()
    assert paused is None


async def test_a_pause_is_no_silence(database: Database, source: Source) -> None:
    """Else the first visit after a holiday would report that the source has published nothing since."""
    async with database.write() as tx:
        await source_changes.pause(tx, source, NOW)
        await source_changes.resume(tx, source, at(60))
        assert (await tx.execute(select(source_table.c.silence_notified_at))).scalar_one() == at(60)
