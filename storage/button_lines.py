"""Commands behind buttons: a button holds 64 bytes, a query many more."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Transaction
from storage.tables import button_lines


async def keep(tx: Transaction, chat_id: int, line: str, now: datetime) -> int:
    """Keep a command as it would be typed; gives the number by which a button names it."""
    new = insert(button_lines).values(chat_id=chat_id, line=line, made_at=now).returning(button_lines.c.id)
    return int((await tx.execute(new)).scalar_one())


async def line(connection: AsyncConnection, number: int, chat_id: int) -> str | None:
    """The command behind a button of a chat; None where that has none of the number, or none any more."""
    kept = select(button_lines.c.line).where(button_lines.c.id == number, button_lines.c.chat_id == chat_id)
    return (await connection.execute(kept)).scalar()
