"""An item is encoded once: a desk that starts again reads what the sentence encoder gave before."""

from collections.abc import AsyncIterator, Iterable
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
from newsroom.stories.embeddings import Embedding, LazyEmbedding
from storage import intake, sources
from storage.database import Database
from storage.item_removal import remove_items
from storage.tables import embeddings
from tests.builders import NOW, spec
from tests.desk.test_restore import SPEAKER, TRAPS, Document

SINKING, DISASTER, OWNER = TRAPS[0], TRAPS[2], TRAPS[5]  # of one ferry


def titles(*documents: Document) -> list[str]:
    return [entry.title for document in documents for entry in document.entries]


class Counting:
    """An encoder that keeps the titles of the items whose vectors it made, and of those that it is to make next."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.ahead: list[str] = []

    def __call__(self, item: Item) -> LazyEmbedding:
        def vector() -> Embedding:
            self.titles.append(item.title)
            return np.array([1.0, 0.0], dtype=np.float16)

        return LazyEmbedding(vector)

    def read_ahead(self, items: Iterable[Item]) -> None:
        self.ahead += [item.title for item in items]


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


async def stored(database: Database) -> list[int]:
    async with database.read() as connection:
        return list((await connection.execute(select(embeddings.c.item_id).order_by("item_id"))).scalars())


async def test_an_item_that_is_like_no_other_is_not_encoded(database: Database) -> None:
    encoder = Counting()
    await decide(database, SINKING, encoder)
    await decide(database, SPEAKER, encoder)
    assert encoder.titles == []
    assert await stored(database) == []


async def test_the_encoder_is_told_what_is_decided_next(database: Database) -> None:
    encoder = Counting()
    await decide(database, SINKING, encoder)
    assert encoder.ahead == titles(SINKING)


async def test_an_item_is_encoded_when_another_is_compared_with_it(database: Database) -> None:
    encoder = Counting()
    for document in (SINKING, SPEAKER, OWNER):
        await decide(database, document, encoder)
    assert sorted(encoder.titles) == sorted(titles(SINKING, OWNER))
    assert await stored(database) == [1, 3]


async def test_a_desk_that_starts_again_encodes_only_what_is_new(database: Database) -> None:
    first, second = Counting(), Counting()
    for document in (SINKING, OWNER):
        await decide(database, document, first)
    await decide(database, DISASTER, second)
    assert second.titles == titles(DISASTER)


async def test_a_desk_that_starts_again_compares_no_stored_item_anew(database: Database) -> None:
    for document in (SINKING, OWNER):
        await decide(database, document, Counting())
    async with database.write() as tx:
        await tx.execute(delete(embeddings))
    again = Counting()
    await decide(database, SPEAKER, again)
    assert again.titles == [], "to compare the two would take their vectors"


async def test_what_is_lost_is_encoded_again(database: Database) -> None:
    for document in (SINKING, OWNER):
        await decide(database, document, Counting())
    async with database.write() as tx:
        await tx.execute(delete(embeddings))
    again = Counting()
    await decide(database, DISASTER, again)
    assert sorted(again.titles) == sorted(titles(SINKING, OWNER, DISASTER))
    assert await stored(database) == [1, 2, 3]


async def test_a_removed_item_leaves_no_vector(database: Database) -> None:
    for document in (SINKING, OWNER):
        await decide(database, document, Counting())
    assert 1 in await stored(database)
    async with database.write() as tx:
        await remove_items(tx, [1])
    assert 1 not in await stored(database)
