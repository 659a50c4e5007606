"""The full-text index: which items hold which words. The one place where the two databases differ by their queries.

SQLite has FTS5, PostgreSQL a `tsvector` for each item. In both a word is letters and digits alone, as the newsroom's
matcher reads words: PostgreSQL's own parser of texts, which depends on the server's locale, is never asked.
"""

import re
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Subquery, TextClause, column, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.item import Item, ItemId
from storage.columns import Whole
from storage.database import Transaction
from storage.tables import items

# Of a longer word so many letters are kept. PostgreSQL takes 2,046 bytes.
# Source: https://www.postgresql.org/docs/current/textsearch-limitations.html.
_LONGEST_WORD = 500
_OTHERS = re.compile(r"[\W_]+")  # of the standard library's `\w` all are alphanumeric but the underscore


@dataclass(frozen=True, slots=True, kw_only=True)
class _IndexQueries:
    drop: TextClause
    keep: TextClause
    match: str
    word: str
    beginning: str
    either: str
    both: str
    page: TextClause
    back: TextClause


_QUERIES = {
    "sqlite": _IndexQueries(
        drop=text("DELETE FROM item_words WHERE rowid = :id"),
        keep=text("INSERT INTO item_words (rowid, words) VALUES (:id, :words)"),
        match="SELECT rowid AS id FROM item_words WHERE item_words MATCH :terms",
        word='"{}"',
        beginning='"{}"*',
        either=" OR ",
        both=" AND ",
        page=text("SELECT rowid AS id, words FROM item_words WHERE rowid > :after ORDER BY rowid LIMIT :some"),
        back=text("SELECT rowid AS id FROM item_words WHERE rowid <= :newest ORDER BY rowid DESC LIMIT :some"),
    ),
    "postgresql": _IndexQueries(
        drop=text("DELETE FROM item_words WHERE item_id = :id"),
        keep=text(
            "INSERT INTO item_words (item_id, words)"
            " VALUES (:id, array_to_tsvector(string_to_array(CAST(:words AS text), ' ')))"
        ),
        match="SELECT item_id AS id FROM item_words WHERE words @@ CAST(CAST(:terms AS text) AS tsquery)",
        word="'{}'",
        beginning="'{}':*",
        either=" | ",
        both=" & ",
        page=text(
            "SELECT item_id AS id, array_to_string(tsvector_to_array(words), ' ') AS words"
            " FROM item_words WHERE item_id > :after ORDER BY item_id LIMIT :some"
        ),
        back=text("SELECT item_id AS id FROM item_words WHERE item_id <= :newest ORDER BY item_id DESC LIMIT :some"),
    ),
}


async def index_words(tx: Transaction, words_of: Mapping[ItemId, Iterable[str]]) -> None:
    """Keep every form of the words of items; an edit replaces them."""
    rows = [
        {"id": item, "words": " ".join(sorted({_plain(word) for word in words} - {""}))}
        for item, words in words_of.items()
    ]
    if rows:
        await drop_words(tx, list(words_of))
        await tx.execute(_of(tx.connection).keep, rows)


async def all_words(connection: AsyncConnection, some: int) -> AsyncIterator[dict[ItemId, list[str]]]:
    """What the index holds, some items at a time."""
    after = 0
    while True:
        found = await connection.execute(_of(connection).page, {"after": after, "some": some})
        rows = {ItemId(row.id): row.words.split() for row in found}
        if not rows:
            return
        yield rows
        after = max(rows)


async def indexed_up_to(connection: AsyncConnection, newest: int, some: int) -> list[ItemId]:
    """So many of the items in the index, from one backwards."""
    found = await connection.execute(_of(connection).back, {"newest": newest, "some": some})
    return [ItemId(row.id) for row in found]


async def index_again(tx: Transaction, words_of: Mapping[Item, Iterable[str]]) -> None:
    """As `index_words`, of those that have not changed since they were read, nor gone."""
    ids = [item.id for item in words_of]
    stored = await tx.execute(select(items.c.id, items.c.version).where(items.c.id.in_(ids)))
    version = {row.id: row.version for row in stored}
    same = {item.id: words for item, words in words_of.items() if version.get(item.id) == item.version}
    await index_words(tx, same)


async def drop_words(tx: Transaction, ids: Sequence[int]) -> None:
    """Items are found by no word any more."""
    if ids:
        await tx.execute(_of(tx.connection).drop, [{"id": item} for item in ids])


async def forget_words(tx: Transaction) -> None:
    """No item is found by any word."""
    await tx.execute(text("DELETE FROM item_words"))


def matching(connection: AsyncConnection, words: Iterable[Collection[str]]) -> Subquery | None:
    """The items that hold a word of each set, by `id`; None where no word has a letter or a digit.

    A word that ends in * stands for every word that begins so.
    """
    of = _of(connection)
    sets = [f"({of.either.join(terms)})" for some in words if (terms := _terms(of, some))]
    if not sets:
        return None
    hits = text(of.match).bindparams(terms=of.both.join(sets))
    return hits.columns(column("id", Whole)).subquery("hits")


def _terms(of: _IndexQueries, words: Collection[str]) -> list[str]:
    return [
        (of.beginning if word.endswith("*") else of.word).format(letters)
        for word in sorted(words)
        if (letters := _plain(word))
    ]


def _of(connection: AsyncConnection) -> _IndexQueries:
    return _QUERIES[connection.dialect.name]


def _plain(word: str) -> str:
    """Letters and digits alone: what the index takes as one word."""
    return (word if word.isalnum() else _OTHERS.sub("", word))[:_LONGEST_WORD]
