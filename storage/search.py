"""Items by their words: a wide net over the full-text index; the newsroom's matcher decides what fits."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Integer, column, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.item import ItemId
from newsroom.text.lemmas import UNDECLARED
from storage.database import Transaction
from storage.items import select_items, visible_to
from storage.tables import items

_DROP_WORDS = text("DELETE FROM item_words WHERE rowid = :id")
_KEEP_WORDS = text("INSERT INTO item_words (rowid, words) VALUES (:id, :words)")


async def index_words(tx: Transaction, words_of: Mapping[ItemId, Iterable[str]]) -> None:
    """Keep every form of the words of items; an edit replaces them."""
    rows = [
        {"id": item, "words": " ".join(sorted({_plain(word) for word in words}))} for item, words in words_of.items()
    ]
    if rows:
        await tx.execute(_DROP_WORDS, [{"id": row["id"]} for row in rows])
        await tx.execute(_KEEP_WORDS, rows)


async def languages(connection: AsyncConnection, viewer: ChatId | None = None) -> frozenset[str]:
    """The languages of the items that a chat may meet; None: of those for all.

    Latin and Cyrillic texts of an unknown one are read as the likely ones.
    """
    found = set((await connection.execute(select(items.c.language).where(visible_to(viewer)).distinct())).scalars())
    unknown = UNDECLARED if None in found else frozenset[str]()
    return frozenset({language for language in found if language} | unknown)


async def ids_with(
    connection: AsyncConnection,
    words: Iterable[str],
    limit: int,
    since: datetime | None = None,
    after: int = 0,
    viewer: ChatId | None = None,
) -> list[ItemId]:
    """Which items hold any of the words (all items where none is given), newest first; of ids above `after`.

    A word that ends in * stands for every word that begins so. `viewer`: the chat that asks, which meets its own items
    as well; None: only those for all.
    """
    wanted = select_items().with_only_columns(items.c.id)
    wanted = wanted.where(items.c.id > after, visible_to(viewer)).order_by(items.c.id.desc()).limit(limit)
    if since is not None:
        wanted = wanted.where(items.c.arrived_at >= since)
    terms = [term for word in sorted(set(words)) if (term := _term(word))]
    if terms:
        hits = text("SELECT rowid AS id FROM item_words WHERE item_words MATCH :terms").bindparams(
            terms=" OR ".join(terms)
        )
        wanted = wanted.where(items.c.id.in_(select(hits.columns(column("id", Integer)).subquery().c.id)))
    return [ItemId(row.id) for row in await connection.execute(wanted)]


async def last_decided(connection: AsyncConnection) -> int:
    """The newest item that the desk has decided; 0 where it has decided none."""
    decided = select(items.c.id).where(items.c.decided_at.is_not(None))
    return int((await connection.execute(decided.order_by(items.c.id.desc()).limit(1))).scalar() or 0)


def _plain(word: str) -> str:
    """Letters and digits alone: what the index takes as one word."""
    return "".join(c for c in word if c.isalnum())


def _term(word: str) -> str:
    letters = _plain(word)
    if not letters:
        return ""
    return f'"{letters}"*' if word.endswith("*") else f'"{letters}"'
