"""An item is encoded once: a desk that starts again reads what the sentence encoder gave before."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, select

from desk.loop import DeskLoop
from desk.sentence_encoder import CachedEncoder
from newsroom.clock import Clock
from newsroom.desk.state import AlertRules
from newsroom.item import Item
from newsroom.stories.embeddings import Embedding
from storage import intake, sources
from storage.database import Database
from storage.item_removal import remove_items
from storage.tables import embeddings
from tests.builders import NOW, spec
from tests.desk.test_restore import SPEAKER, TRAPS, Document


class Counting:
    """An encoder that keeps the titles it was asked for."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    def __call__(self, item: Item) -> Embedding:
        self.titles.append(item.title)
        return np.array([1.0, 0.0], dtype=np.float16)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/wirewatch.db")
    await opened.open()
    async with opened.write() as tx:
        await sources.sync_operator_sources(tx, [spec(n) for n in range(1, 12)], NOW, 300)
    yield opened
    await opened.close()


async def decide(database: Database, document: Document, encoder: Counting) -> None:
    """By a desk that has just started."""
    for chunk in intake.chunks(document.entries):
        async with database.write() as tx:
            await intake.take(tx, document.source, chunk, document.at, background=False)
    clock = Clock(lambda: document.at + timedelta(minutes=1))
    desk = DeskLoop(database, AlertRules(), clock, CachedEncoder(encoder))
    while await desk.turn():
        pass


async def test_a_desk_that_starts_again_encodes_only_what_is_new(database: Database) -> None:
    first, second = Counting(), Counting()
    await decide(database, TRAPS[0], first)
    await decide(database, SPEAKER, second)
    assert len(first.titles) == len(TRAPS[0].entries)
    assert second.titles == [entry.title for entry in SPEAKER.entries]


async def test_what_is_lost_is_encoded_again(database: Database) -> None:
    await decide(database, TRAPS[0], Counting())
    async with database.write() as tx:
        await tx.execute(delete(embeddings))
    again = Counting()
    await decide(database, SPEAKER, again)
    assert len(again.titles) == len(TRAPS[0].entries) + len(SPEAKER.entries)
    async with database.read() as connection:
        kept = (await connection.execute(select(embeddings.c.item_id))).scalars().all()
    assert len(kept) == len(again.titles)


async def test_a_removed_item_leaves_no_vector(database: Database) -> None:
    await decide(database, TRAPS[0], Counting())
    async with database.write() as tx:
        await remove_items(tx, [1])
    async with database.read() as connection:
        assert 1 not in (await connection.execute(select(embeddings.c.item_id))).scalars().all()
