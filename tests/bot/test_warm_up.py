"""What is read on first use is read before the loops begin: no more than the newsroom's languages need."""

import asyncio
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.warm_up import languages_in_use, read_encoder, read_tables_in_use
from newsroom.item import Item
from newsroom.stories.embeddings import Embedding, LazyEmbedding
from newsroom.text.lemmas import often
from storage import intake, sources
from storage.database import Database
from tests.builders import NOW, entry, spec
from tests.patience import AT_LAST_S

READ = """
from bot.warm_up import read_tables
from newsroom.text.dictionary import languages_read
read_tables({languages})
print(len(languages_read()))
"""


async def test_the_encoder_has_made_a_vector_before_an_item_comes() -> None:
    made: list[str | None] = []

    def encoder(item: Item) -> LazyEmbedding:
        def vector() -> Embedding:
            made.append(item.language)
            return np.zeros(512, dtype=np.float16)

        return LazyEmbedding(vector)

    await read_encoder(encoder)
    assert made == ["en"]


async def test_a_newsroom_without_an_encoder_reads_none() -> None:
    await read_encoder(None)


@pytest.mark.parametrize(
    ("languages", "dictionaries"), [({"en"}, 1), ({"uk"}, 1), ({"az"}, 0), ({"en", "uk", "xx"}, 2)]
)
def test_only_the_dictionaries_of_the_languages_in_use_are_in_memory(languages: set[str], dictionaries: int) -> None:
    """Russian and German take 22 MB each, Polish 52: a newsroom that reads English alone needs 5."""
    done = subprocess.run(  # noqa: S603 - Python itself
        [sys.executable, "-c", READ.format(languages=languages)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == dictionaries


async def test_the_languages_in_use_are_those_of_the_stored_items_and_of_the_sources(database: Database) -> None:
    async with database.write() as tx:
        named = [replace(spec(1), language="uk-UA"), spec(2)]
        await sources.sync_operator_sources(tx, named, NOW, 300)
        await intake.take(tx, 2, [replace(entry("a"), language="fr")], NOW, background=False)
    assert await database.ask(languages_in_use) == {"uk", "fr"}


@pytest.mark.parametrize(
    ("items", "usual"),
    [({"en": 199, "pl": 1}, {"en", "pl"}), ({"en": 200, "pl": 1}, {"en"}), ({"en": 1, None: 300}, set()), ({}, set())],
)
def test_a_language_of_one_item_in_hundreds_waits_for_its_first_item(
    items: dict[str | None, int], usual: set[str]
) -> None:
    assert often(items) == usual


async def test_a_tag_that_is_no_language_of_ours_costs_no_start_anything(database: Database) -> None:
    """A feed may name a thousand, each read for itself before the desk and the chats begin."""
    async with database.write() as tx:
        named = [replace(spec(1), language="qaa"), replace(spec(2), language="fr")]
        await sources.sync_operator_sources(tx, named, NOW, 300)
        await intake.take(tx, 2, [replace(entry("a"), language="xaa")], NOW, background=False)
    assert await database.ask(languages_in_use) == {"fr"}


async def test_a_newsroom_with_nothing_yet_gets_the_language_that_is_guessed(database: Database) -> None:
    assert await database.ask(languages_in_use) == {"en"}


async def test_a_database_that_does_not_answer_at_the_start_is_waited_for(database: Database) -> None:
    """It ended the program, where each loop outlasts it."""
    stop = asyncio.Event()
    async with database.write() as tx:
        await tx.execute(text("ALTER TABLE sources RENAME TO elsewhere"))
    with capture_logs() as logs:
        reading = asyncio.create_task(read_tables_in_use(database, stop))
        async with asyncio.timeout(AT_LAST_S):
            while not logs:
                await asyncio.sleep(0.01)
    assert not reading.done()
    async with database.write() as tx:
        await tx.execute(text("ALTER TABLE elsewhere RENAME TO sources"))
    await asyncio.wait_for(reading, AT_LAST_S)
