"""Stored items by their words: those that hold a word of each set, the newest first, and no more are read."""

from collections.abc import Collection

import pytest
from sqlalchemy import insert, update

from newsroom.item import ItemId
from newsroom.text.lemmas import UNDECLARED
from storage import search, word_index
from storage.database import Database
from storage.sources import sync_operator_sources
from storage.tables import items
from tests.builders import NOW, spec
from tests.storage.query_plans import plans, statements

WORDS = {1: ["ferry", "aground"], 2: ["ferry", "en|tow"], 3: ["mayor", "ferries"], 4: ["mayor", "@ferry", "towed"]}


def row(number: int) -> dict[str, object]:
    named = dict.fromkeys(("key", "url", "title", "fingerprint", "raw"), f"{number}")
    times = dict.fromkeys(("arrived_at", "listed_at", "decided_at"), NOW)
    plain = {"id": number, "source_id": 1, "paragraphs": [], "language": "en", "version": 1, "background": False}
    return named | times | plain


async def stored(database: Database) -> None:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1)], NOW, 300)
        await tx.execute(insert(items), [row(number) for number in WORDS])
        await word_index.index_words(tx, {ItemId(number): words for number, words in WORDS.items()})


FOUND: list[tuple[list[Collection[str]], list[int]]] = [
    ([["ferry"]], [4, 2, 1]),
    ([["ferry"], ["aground", "en|tow"]], [2, 1]),
    ([["ferr*"], ["mayor"]], [4, 3]),
    ([["ferry"], ["nowhere"]], []),
    ([["ferry"], ["…"]], [4, 2, 1]),
    ([], [4, 3, 2, 1]),
]


@pytest.mark.parametrize(("words", "expected"), FOUND)
async def test_an_item_is_found_by_a_word_of_each_set(
    database: Database, words: list[Collection[str]], expected: list[int]
) -> None:
    await stored(database)
    assert await database.ask(lambda c: search.ids_with(c, words, 10)) == expected
    assert await database.ask(lambda c: search.ids_with(c, words, 2)) == expected[:2]
    assert await database.ask(lambda c: search.ids_with(c, words, 10, after=2)) == [i for i in expected if i > 2]


async def test_neither_languages_nor_hits_are_sorted_or_read_to_the_end(database: Database) -> None:
    await stored(database)
    async with database.read() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("how SQLite goes about it")
        with statements(connection) as asked:
            await search.languages(connection)
            await search.ids_with(connection, [["ferry"], ["mayor"]], 10, viewer=None)
        plan = await plans(connection, asked)
    assert "USE TEMP B-TREE" not in plan
    assert "SCAN items" not in plan
    assert "SEARCH items USING COVERING INDEX ix_items_language" in plan


async def test_the_languages_are_those_of_the_stored_items(database: Database) -> None:
    assert await database.ask(search.languages) == frozenset()
    await stored(database)
    assert await database.ask(search.languages) == {"en"}
    async with database.write() as tx:
        await tx.execute(update(items).where(items.c.id == 1).values(language="uk"))
        await tx.execute(update(items).where(items.c.id == 2).values(language=None))
    assert await database.ask(search.languages) == {"en", "uk"} | UNDECLARED
