"""Rows that get another chat or thread, where the new place may have the same already."""

from collections.abc import Mapping

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    literal,
    select,
    update,
)

from storage.database import Transaction


async def move_rows(tx: Transaction, table: Table, mine: ColumnElement[bool], values: Mapping[str, object]) -> None:
    """Give rows new values in columns of their keys; where another row has such a key, a row stays as it was."""
    moved = table.alias("moved")
    taken = [
        exists(select(literal(1)).select_from(moved).where(*(_same(moved.c[key.name], key, values) for key in keys)))
        for keys in _unique(table)
        if any(key.name in values for key in keys)
    ]
    await tx.execute(update(table).where(mine, *(~one for one in taken)).values(**values))


async def move_or_drop(tx: Transaction, table: Table, mine: ColumnElement[bool], values: Mapping[str, object]) -> None:
    """As `move_rows`; what the new place has already is needed no more."""
    await move_rows(tx, table, mine, values)
    await tx.execute(delete(table).where(mine))


def _unique(table: Table) -> list[list[Column[object]]]:
    """The columns of each key that no two rows may share."""
    indexes = [list(one.columns) for one in table.indexes if one.unique]
    constraints = [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    return [list(table.primary_key), *indexes, *constraints]


def _same(theirs: ColumnElement[object], mine: Column[object], values: Mapping[str, object]) -> ColumnElement[bool]:
    return and_(theirs == (literal(values[mine.name], mine.type) if mine.name in values else mine))
