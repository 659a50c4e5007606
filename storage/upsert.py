"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL write alike.

SQLAlchemy has an `insert` with it for each of the two. PostgreSQL's says all that SQLite's compiler asks of its own, so
one statement serves both; the tests run every query on both.
"""

from sqlalchemy.dialects.postgresql import insert as upsert

__all__ = ["upsert"]
