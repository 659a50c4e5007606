"""Items by their words: a wide net over the full-text index; the newsroom's matcher decides what fits."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.item import ItemId
from newsroom.text.lemmas import UNDECLARED
from storage.items import select_items, visible_to
from storage.tables import items
from storage.word_index import matching


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
    if (hits := matching(connection, words)) is not None:
        wanted = wanted.where(items.c.id.in_(hits))
    return [ItemId(row.id) for row in await connection.execute(wanted)]


async def last_decided(connection: AsyncConnection) -> int:
    """The newest item that the desk has decided; 0 where it has decided none."""
    decided = select(items.c.id).where(items.c.decided_at.is_not(None))
    return int((await connection.execute(decided.order_by(items.c.id.desc()).limit(1))).scalar() or 0)
