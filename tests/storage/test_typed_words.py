"""Words as people type them, in the index of words of each database: all texts that were meant, and no other."""

from dataclasses import replace

from sqlalchemy import insert

from handlers.commands.find import find_items
from newsroom.item import ItemId
from newsroom.matching.terms import item_words
from newsroom.matching.typed_query import parse_typed
from storage import word_index
from storage.database import Database
from storage.sources import sync_operator_sources
from storage.tables import items
from tests.builders import NOW, spec
from tests.handlers.commands.test_typed_words import item_of
from tests.handlers.commands.typed_words import ROWS

TEXTS = {row.text: number for number, row in enumerate(ROWS, start=1)}


async def stored(database: Database) -> None:
    times = dict.fromkeys(("arrived_at", "listed_at", "decided_at"), NOW)
    plain = {"source_id": 1, "version": 1, "background": False}
    texts = [(TEXTS[row.text], item_of(row)) for row in {row.text: row for row in ROWS}.values()]
    rows = [
        times
        | plain
        | dict.fromkeys(("key", "url", "fingerprint", "raw"), f"{number}")
        | {"id": number, "title": item.title, "language": item.language}
        | {"paragraphs": [(paragraph.text, False) for paragraph in item.paragraphs]}
        for number, item in texts
    ]
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1)], NOW, 300)
        await tx.execute(insert(items), rows)
        words = {ItemId(number): item_words(replace(item, id=ItemId(number))) for number, item in texts}
        await word_index.index_words(tx, words)


async def test_a_search_among_all_texts_finds_each_that_was_meant_and_none_that_was_not(database: Database) -> None:
    await stored(database)
    wrong = []
    for row in ROWS:
        found = {one.id for one in (await find_items(database, parse_typed(row.query), None)).items}
        if (TEXTS[row.text] in found) != row.found:
            wrong.append(row)
    assert wrong == []
