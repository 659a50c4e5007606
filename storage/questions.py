"""What the bot asked somebody, and has no answer to yet: one question a person in a place."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import Place
from storage.database import Transaction
from storage.tables import questions
from storage.upsert import upsert

COUNTS_FOR = timedelta(minutes=10)  # a guess: who was called away comes back to words that mean nothing any more


async def ask(tx: Transaction, place: Place, user_id: int, command: str, now: datetime) -> None:
    """The person's next words there are the command's argument, or the rest of it where it has begun: "note 12".

    What was asked before is not asked any more.
    """
    values = {"command": command, "asked_at": now}
    new = upsert(questions).values(chat_id=place.chat, thread_id=place.thread, user_id=user_id, **values)
    await tx.execute(new.on_conflict_do_update(index_elements=["chat_id", "thread_id", "user_id"], set_=values))


async def pending(
    connection: AsyncConnection, place: Place, user_id: int, now: datetime, *, speed: float = 1.0
) -> str | None:
    """The command whose argument is awaited, with the words that are known; None where nothing is, or not any more.

    `speed`: of the clock: who answers has real minutes also where the samples' hours fly by.
    """
    since = now - COUNTS_FOR * speed
    asked = select(questions.c.command).where(_of(place, user_id), questions.c.asked_at > since)
    return (await connection.execute(asked)).scalar()


async def end(tx: Transaction, place: Place, user_id: int) -> None:
    """Nothing is asked of the person any more."""
    await tx.execute(delete(questions).where(_of(place, user_id)))


def _of(place: Place, user_id: int) -> ColumnElement[bool]:
    here: ColumnElement[bool] = (questions.c.chat_id == place.chat) & (questions.c.thread_id == place.thread)
    return here & (questions.c.user_id == user_id)
