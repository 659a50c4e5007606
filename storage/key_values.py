"""Small facts that are kept across restarts."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Transaction
from storage.tables import notes
from storage.upsert import upsert


async def note(tx: Transaction, name: str, value: Any) -> None:
    """Keep a JSON value under a name; None forgets it."""
    if value is None:
        await tx.execute(delete(notes).where(notes.c.name == name))
    else:
        new = upsert(notes).values(name=name, value=value)
        await tx.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def noted(connection: AsyncConnection, name: str) -> Any:
    """What is kept under a name; None where nothing is."""
    return (await connection.execute(select(notes.c.value).where(notes.c.name == name))).scalar()
