"""All that a database keeps, copied to an empty one of either kind, and compared row by row afterwards."""

import hashlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy import Column, Select, Table, delete, func, insert, literal_column, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.errors import ReadableError
from newsroom.sentence import sentence
from storage.database import Database, Transaction
from storage.tables import metadata
from storage.word_index import all_words, forget_words, index_words

_AT_A_TIME = 1_000  # rows: some megabytes of items


ReportRows = Callable[[int, int], None]  # called with the rows copied so far, and all that are to be copied


class CopyError(ReadableError):
    """Nothing may be copied, or what was copied differs; the sentence names the remedy."""


class NotEmptyError(CopyError):
    """The target has rows already."""


async def copy_all(source: Database, target: Database, report: ReportRows, *, replace: bool = False) -> dict[str, int]:
    """Copy every table in one transaction; gives how many rows each has.

    `replace`: what the target has is deleted, in the same transaction.

    Raises:
        CopyError: the target has rows already, or a table there differs from the source's.
    """
    copied: dict[str, int] = {}
    async with source.read() as reading, target.write() as tx:
        if replace:
            await _empty(tx)
        await _refuse_full(tx.connection)
        done, all_rows = 0, await _row_count(reading)
        for table in metadata.sorted_tables:
            copied[table.name], read = 0, hashlib.sha256()
            async for rows in _pages(reading, table):
                read.update(_written(rows))
                await tx.execute(insert(table), rows)
                copied[table.name] += len(rows)
                done += len(rows)
                report(done, all_rows)
            await _count_on(reading, tx.connection, table)
            if read.hexdigest() != await _checksum(tx.connection, table):
                raise CopyError(sentence("copy.differs", table=table.name))
        copied["item_words"] = 0
        async for words in all_words(reading, _AT_A_TIME):
            await index_words(tx, words)
            copied["item_words"] += len(words)
    return copied


async def _row_count(connection: AsyncConnection) -> int:
    counted = [select(func.count()).select_from(table).scalar_subquery() for table in metadata.sorted_tables]
    return sum((await connection.execute(select(*counted))).one())


async def _empty(tx: Transaction) -> None:
    for table in reversed(metadata.sorted_tables):
        await tx.execute(delete(table))
    await forget_words(tx)


async def _refuse_full(connection: AsyncConnection) -> None:
    for table in metadata.sorted_tables:
        if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
            raise NotEmptyError(sentence("copy.not_empty", table=table.name))


async def _pages(connection: AsyncConnection, table: Table) -> AsyncIterator[list[dict[str, Any]]]:
    """All rows in the order of their keys, some at a time."""
    keys = list(table.primary_key)
    last: tuple[Any, ...] | None = None
    while True:
        wanted = select(table).order_by(*keys).limit(_AT_A_TIME)
        if last is not None:
            wanted = wanted.where(tuple_(*keys) > last)
        rows = [dict(row) for row in (await connection.execute(wanted)).mappings()]
        if not rows:
            return
        yield rows
        last = tuple(rows[-1][key.name] for key in keys)


async def _checksum(connection: AsyncConnection, table: Table) -> str:
    digest = hashlib.sha256()
    async for rows in _pages(connection, table):
        digest.update(_written(rows))
    return digest.hexdigest()


def _written(rows: list[dict[str, Any]]) -> bytes:
    """Rows as what their checksum is made of."""
    return repr(sorted((name, repr(value)) for row in rows for name, value in row.items())).encode()


async def _count_on(source: AsyncConnection, target: AsyncConnection, table: Table) -> None:
    """Numbers that were given once are given to no other row, also where their rows are gone."""
    column = table.autoincrement_column
    if column is None:
        return
    last = await _last_number(source, table, column)
    if target.dialect.name == "postgresql":
        if last:
            await target.execute(text(f"SELECT setval('{table.name}_{column.name}_seq', {last})"))
    elif _remembers(table):
        row = {"name": table.name, "last": last}
        await target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), row)
        await target.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), row)


async def _last_number(connection: AsyncConnection, table: Table, column: Column[Any]) -> int:
    if connection.dialect.name == "postgresql":
        sequence = text(f"{table.name}_{column.name}_seq")
        wanted: Select[Any] = select(literal_column("last_value")).select_from(sequence).where(text("is_called"))
        found = await connection.execute(wanted)
    elif _remembers(table):
        found = await connection.execute(
            text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
        )
    else:
        found = await connection.execute(select(func.max(column)))
    return int(found.scalar() or 0)


def _remembers(table: Table) -> bool:
    """Whether SQLite keeps the last number that it gave, beside the table."""
    return bool(table.dialect_options["sqlite"]["autoincrement"])
