"""What waits to be sent, changed in what it says."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update

from storage.database import Transaction
from storage.tables import deliveries

_CHANGED = update(deliveries).where(deliveries.c.id == bindparam("changed")).values(payload=bindparam("changed_to"))


async def change_payloads(
    tx: Transaction, some: ColumnElement[bool], change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Change the payloads of some deliveries, each by itself."""
    rows = await tx.execute(select(deliveries.c.id, deliveries.c.payload).where(some))
    changed = [{"changed": row.id, "changed_to": change(row.payload)} for row in rows]
    if changed:
        await tx.execute(_CHANGED, changed)
