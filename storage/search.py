"""Items by their words: a wide net over the full-text index; the newsroom's matcher decides what fits."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.item import ItemId
from newsroom.text.lemmas import UNDECLARED
from storage.inline_sqlite import BESIDE
from storage.items import visible_to
from storage.tables import items
from storage.word_index import matching

_LATE = 2_000  # items by which a newsroom's languages are known. A guess; they are read in a few milliseconds


async def languages(connection: AsyncConnection) -> frozenset[str]:
    """The languages of the stored items; Latin and Cyrillic texts of an unknown one are read as the likely ones."""
    undeclared = select(items.c.id).where(items.c.language.is_(None)).limit(1)
    unknown = UNDECLARED if (await connection.execute(undeclared)).first() else frozenset[str]()
    return await known_languages(connection) | unknown


async def known_languages(connection: AsyncConnection) -> frozenset[str]:
    """The languages of the stored items, each by one step in the index: reading all items would take seconds."""
    first = select(func.min(items.c.language).label("language")).cte("each_language", recursive=True)
    following = select(func.min(items.c.language)).where(items.c.language > first.c.language).scalar_subquery()
    each = first.union_all(select(following).where(first.c.language.is_not(None)))
    return frozenset((await connection.execute(select(each.c.language).where(each.c.language.is_not(None)))).scalars())


async def late_languages(connection: AsyncConnection) -> dict[str | None, int]:
    """How many of the items stored last have each language."""
    late = select(items.c.language).order_by(items.c.id.desc()).limit(_LATE).subquery()
    counted = select(late.c.language, func.count()).group_by(late.c.language)
    return {row.language: row[1] for row in await connection.execute(counted)}


async def ids_with(
    connection: AsyncConnection,
    words: Iterable[Collection[str]],
    limit: int,
    since: datetime | None = None,
    after: int = 0,
    viewer: ChatId | None = None,
) -> list[ItemId]:
    """Which items hold a word of each set (all items where none is given), newest first; of ids above `after`.

    A word that ends in * stands for every word that begins so. `viewer`: the chat that asks, which meets its own items
    as well; None: only those for all.
    """
    newest: ColumnElement[int] = items.c.id
    wanted = select(items.c.id)
    if (hits := matching(connection, words)) is not None:
        # In the order of the index, which goes from the newest hit back until there are enough.
        newest, wanted = hits.c.id, wanted.join(hits, hits.c.id == items.c.id)
    wanted = wanted.where(newest > after, visible_to(viewer)).order_by(newest.desc()).limit(limit)
    if since is not None:
        wanted = wanted.where(items.c.arrived_at >= since)
    # Words that are seldom in one item take a while, and the desk needs the loop.
    return [ItemId(row.id) for row in await connection.execute(wanted.execution_options(**BESIDE))]


async def last_decided(connection: AsyncConnection) -> int:
    """The newest item that the desk has decided; 0 where it has decided none."""
    decided = select(items.c.id).where(items.c.decided_at.is_not(None))
    return int((await connection.execute(decided.order_by(items.c.id.desc()).limit(1))).scalar() or 0)
