"""What admins changed, for /log: roles, invites, admitted chats, corrections for all, sources accepted or renamed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.sentence import Sentence
from storage.database import Transaction
from storage.tables import changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of the log; `by`: the person who made the change, None for the terminal."""

    id: int
    made_at: datetime
    by: int | None
    sentence: Sentence


async def add(tx: Transaction, by: int | None, what: Sentence, now: datetime) -> None:
    """Write down that a person changed something; the sentence follows the person's name: "made @anna an editor"."""
    await tx.execute(insert(changes).values(made_at=now, user_id=by, sentence=what))


async def page(connection: AsyncConnection, number: int, size: int) -> Sequence[Change]:
    """So many changes, newest first; page 0 has the newest."""
    wanted = select(changes).order_by(changes.c.id.desc()).offset(number * size).limit(size)
    return [
        Change(id=row.id, made_at=row.made_at, by=row.user_id, sentence=row.sentence)
        for row in await connection.execute(wanted)
    ]


async def count(connection: AsyncConnection) -> int:
    """How many changes are kept."""
    return int((await connection.execute(select(func.count()).select_from(changes))).scalar_one())
