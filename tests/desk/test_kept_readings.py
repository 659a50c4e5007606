"""A desk that starts again takes what the words of its items were read to from the database, and reads none anew."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from desk.loop import DeskLoop
from desk.restore import restore
from newsroom.clock import Clock
from newsroom.desk.state import AlertRules
from newsroom.item import ItemId
from newsroom.stories.features import extract_features
from storage.database import Database
from storage.sources import sync_operator_sources
from storage.tables import items, readings
from tests.builders import NOW, spec
from tests.desk.test_cached_encoder import OWNER, SINKING, Counting, decide
from tests.desk.test_restore import SPEAKER
from tests.patience import AT_LAST_S

FERRY, MAN = ItemId(1), ItemId(2)
LATER = SPEAKER.at + timedelta(hours=1)


@pytest.fixture
async def decided(database: Database) -> Database:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1), spec(2)], NOW, 300)
    for document in (SINKING, OWNER):
        await decide(database, document, Counting())
    return database


async def test_a_start_takes_over_what_was_read(decided: Database) -> None:
    body = select(readings.c.body).where(readings.c.item_id == MAN).scalar_subquery()
    async with decided.write() as tx:
        await tx.execute(update(readings).where(readings.c.item_id == FERRY).values(body=body))
    state, _ = await restore(decided, LATER)
    taken = state.clusterer.features_of(FERRY)
    assert taken.terms == state.clusterer.features_of(MAN).terms, "to read its words anew would give its own"


async def test_what_was_read_otherwise_is_read_anew_once(decided: Database) -> None:
    async with decided.write() as tx:
        await tx.execute(update(readings).values(text_read=readings.c.text_read + 1, body=b""))
    state, _ = await restore(decided, LATER)
    story = state.stories[state.story_of[FERRY]]
    assert state.clusterer.features_of(FERRY).terms == extract_features(story.items[FERRY]).terms
    assert await bodies(decided) == 2


async def test_what_was_compared_otherwise_is_compared_anew_once(decided: Database) -> None:
    async with decided.write() as tx:
        await tx.execute(update(items).values(compared=None))
    state, _ = await restore(decided, LATER)
    assert len(state.clusterer) == 2
    async with decided.read() as connection:
        kept = (await connection.execute(select(items.c.compared))).scalars().all()
    assert None not in kept


async def test_an_item_that_comes_after_a_start_is_read_by_itself(decided: Database) -> None:
    """What was known of the items of the start is of no use to one that comes later, whose words people are shown."""
    state, _ = await restore(decided, LATER)
    (item,) = [one for story in state.stories.values() for one in story.items.values() if one.id == FERRY]
    assert state.clusterer.features(item).words


async def test_a_start_rebuilds_its_state_before_an_item_comes(decided: Database) -> None:
    """An item that came a minute after a start waited for all of it."""
    async with decided.write() as tx:
        await tx.execute(update(readings).values(text_read=readings.c.text_read + 1, body=b""))
    stop = asyncio.Event()
    running = asyncio.create_task(DeskLoop(decided, AlertRules(), Clock(lambda: LATER)).run(stop))
    async with asyncio.timeout(AT_LAST_S):
        while await bodies(decided) < 2:
            await asyncio.sleep(0.01)
    stop.set()
    await running


async def bodies(database: Database) -> int:
    """Of how many items it is kept what their words were read to."""
    async with database.read() as connection:
        kept = select(func.count()).select_from(readings).where(readings.c.body != b"")
        return int((await connection.execute(kept)).scalar_one())
