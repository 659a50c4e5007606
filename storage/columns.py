"""Column types that every table shares."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, Dialect, Integer, Row, cast
from sqlalchemy.types import TypeDecorator

AnyRow: TypeAlias = Row[*tuple[Any, ...]]  # what a select gives; its columns are named in storage.tables

# A whole number, of 64 bits everywhere: PostgreSQL's INTEGER has 32, which ten million items a day use up in 214
# days. SQLite counts rows up by itself only in what is called INTEGER.
Whole = BigInteger().with_variant(Integer(), "sqlite")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as whole microseconds since 1970: exact, sortable, alike in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To the database; a naive datetime is a bug and is refused."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime can't be stored: {value!r}; give it its zone")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        del dialect
        return None if value is None else _EPOCH + timedelta(microseconds=value)


def json_number(column: ColumnElement[Any], *path: str) -> ColumnElement[int]:
    """The whole number that stands at a path of a JSON column; null where nothing does."""
    return cast(column[path].as_string(), BigInteger)
