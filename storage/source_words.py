"""What people say of a source: how it is called, and which publisher is behind it.

The operator's own word on a source for all takes the place of its list's, which is kept beside it. A chat's word on a
source of its own only joins: it is counted with another publisher as well as with that of its domain, so that nobody
makes two voices of one.
"""

from collections.abc import Mapping

from sqlalchemy import Column, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.source import Source, SourceId
from storage import key_values
from storage.database import Transaction
from storage.sources import source_of
from storage.tables import sources

_COUNTER = "source_words"


async def counted(connection: AsyncConnection) -> int:
    """How many such words there were: the desk, which keeps items with their sources, reads these anew at each."""
    return int(await key_values.noted(connection, _COUNTER) or 0)


async def all_sources(connection: AsyncConnection) -> Mapping[SourceId, Source]:
    """Every source as it is called and counted now."""
    return {SourceId(row.id): source_of(row) for row in await connection.execute(select(sources))}


async def rename(tx: Transaction, source_id: int, name: str) -> None:
    """It is called otherwise from now on, also where it is named already."""
    await _correct(tx, source_id, sources.c.name, sources.c.listed_name, name)


async def set_family(tx: Transaction, source_id: int, family: str) -> None:
    """The operator's word: a source for all is counted with this publisher, and no other."""
    await _correct(tx, source_id, sources.c.family, sources.c.listed_family, family)


async def as_listed(tx: Transaction, source_id: int) -> str | None:
    """The operator's word on its publisher is taken back; gives who it is now. None: there was no such word."""
    there = (sources.c.id == source_id) & sources.c.listed_family.is_not(None)
    values = {"family": sources.c.listed_family, "listed_family": None}
    family = (await tx.execute(update(sources).where(there).values(values).returning(sources.c.family))).scalar()
    await _count(tx)
    return None if family is None else str(family)


async def join(tx: Transaction, source: Source, chat: ChatId, family: str | None) -> None:
    """A chat's sources of the publisher of this one are counted with another publisher, too; None: no more."""
    theirs = (sources.c.owner_chat_id == chat) & (sources.c.family == source.family)
    await tx.execute(update(sources).where(theirs).values(joined_family=family))
    await _count(tx)


async def _correct(tx: Transaction, source_id: int, now: Column[str], listed: Column[str], word: str) -> None:
    """Give a source another value; of one that is for all, what it had before anybody's word is kept beside it."""
    before = func.coalesce(listed, now)
    kept = case((sources.c.owner_chat_id.is_not(None), None), (before == word, None), else_=before)
    await tx.execute(update(sources).where(sources.c.id == source_id).values({now: word, listed: kept}))
    await _count(tx)


async def _count(tx: Transaction) -> None:
    await key_values.note(tx, _COUNTER, await counted(tx.connection) + 1)
