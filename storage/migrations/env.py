"""What alembic runs: always on a connection handed in, so that no address stands in a file."""

from typing import Any, Literal

from alembic import context

from storage.columns import Instant
from storage.tables import metadata


def _plain_type(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a migration must not change when our code does."""
    return "sa.BigInteger()" if kind == "type" and isinstance(thing, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_plain_type,
)
with context.begin_transaction():
    context.run_migrations()
