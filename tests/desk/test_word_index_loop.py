"""Items that an older program stored are found by their words as they are read now, and lost at no moment."""

import hashlib

import pytest
from sqlalchemy import insert, update

from desk.word_index_loop import WordIndexLoop
from handlers.commands.find import find_items
from newsroom.item import Item, ItemId
from newsroom.matching.query import parse
from newsroom.matching.terms import READING, item_words
from storage import items as stored_items
from storage import word_index
from storage.database import Database
from storage.key_values import note
from storage.sources import sync_operator_sources
from storage.tables import items
from tests.builders import NOW, spec
from tests.handlers.commands.test_typed_words import item_of
from tests.handlers.commands.typed_words import ROWS


@pytest.fixture(params=["sqlite", "postgresql"])
def kind_of_database(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


TITLES = ["Fire destroys a depot in Łódź", *(f"Ferry {number} stops at the quay" for number in range(200))]


def row(number: int, title: str) -> dict[str, object]:
    named = dict.fromkeys(("key", "url", "fingerprint", "raw"), f"{number}")
    times = dict.fromkeys(("arrived_at", "listed_at", "decided_at"), NOW)
    plain = {"id": number, "source_id": 1, "paragraphs": [], "language": "en", "version": 1, "background": False}
    return named | times | plain | {"title": title}


async def as_an_older_program_stored(database: Database) -> None:
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1)], NOW, 300)
        await tx.execute(insert(items), [row(number, title) for number, title in enumerate(TITLES, start=1)])
        words = {ItemId(number): title.casefold().split() for number, title in enumerate(TITLES, start=1)}
        await word_index.index_words(tx, words)


async def found(database: Database, query: str) -> list[ItemId]:
    return [item.id for item in (await find_items(database, parse(query), None)).items]


async def test_the_oldest_item_is_found_by_a_new_spelling_once_all_are_read_anew(database: Database) -> None:
    await as_an_older_program_stored(database)
    assert await found(database, "lodz") == []
    loop = WordIndexLoop(database)
    while await loop.turn():
        assert await found(database, "depot") == [ItemId(1)]
    assert await found(database, "lodz") == [ItemId(1)]
    assert len(await found(database, "ferry")) == 200


async def test_a_stop_in_the_middle_reads_nothing_twice_and_leaves_nothing_out(database: Database) -> None:
    await as_an_older_program_stored(database)
    assert await WordIndexLoop(database).turn()
    after_the_start = WordIndexLoop(database)
    turns = 1
    while await after_the_start.turn():
        turns += 1
    assert turns == 2
    assert await found(database, "lodz") == [ItemId(1)]
    assert not await WordIndexLoop(database).turn()


async def test_an_older_way_of_reading_has_all_items_read_again(database: Database) -> None:
    await as_an_older_program_stored(database)
    async with database.write() as tx:
        await note(tx, "words_read", {"reading": READING - 1, "up_to": 0})
    assert await WordIndexLoop(database).turn()


async def test_an_item_that_changed_meanwhile_keeps_its_new_words(database: Database) -> None:
    await as_an_older_program_stored(database)
    async with database.read() as connection:
        before: Item = (await stored_items.items_by_id(connection, [1]))[ItemId(1)]
    async with database.write() as tx:
        await tx.execute(update(items).where(items.c.id == 1).values(title="Mill reopens", version=2))
        await word_index.index_words(tx, {ItemId(1): ["mill", "reopens"]})
        await word_index.index_again(tx, {before: item_words(before)})
    assert await found(database, "mill") == [ItemId(1)]


async def test_a_database_without_items_has_nothing_to_read(database: Database) -> None:
    assert not await WordIndexLoop(database).turn()


def test_another_way_of_reading_words_has_another_number() -> None:
    """Where this fails, words are read otherwise: raise READING, so that stored items are read anew, and this text."""
    words = "\n".join(" ".join(sorted(item_words(item_of(row)))) for row in ROWS)
    assert (READING, hashlib.sha256(words.encode()).hexdigest()[:12]) == (7, "a3af94e58c88")


async def test_what_a_new_database_takes_in_is_not_read_again_at_its_next_start(database: Database) -> None:
    assert not await WordIndexLoop(database).turn()
    await as_an_older_program_stored(database)
    assert not await WordIndexLoop(database).turn()
