"""What people were shown of what happened: where each stopped reading, and lists whose pages can be turned."""

from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId, Place
from newsroom.desk.digest import HandOver, Look
from newsroom.item import ItemId
from newsroom.story import StoryId
from storage.database import Transaction
from storage.tables import hand_overs, looks
from storage.upsert import upsert


async def last_look(connection: AsyncConnection, place: Place, user_id: int) -> Look | None:
    """Where a person stopped reading in a place; None before the first look."""
    mine = looks.c.chat_id == place.chat, looks.c.thread_id == place.thread, looks.c.user_id == user_id
    row = (await connection.execute(select(looks).where(*mine))).first()
    return None if row is None else Look(made=row.made_at, to=ItemId(row.covers_to))


async def note_look(tx: Transaction, place: Place, user_id: int, look: Look) -> None:
    """The person has read all that was decided by then."""
    new = upsert(looks).values(
        chat_id=place.chat, thread_id=place.thread, user_id=user_id, made_at=look.made, covers_to=look.to
    )
    key = ["chat_id", "thread_id", "user_id"]
    again = {"made_at": look.made, "covers_to": look.to}
    await tx.execute(new.on_conflict_do_update(index_elements=key, set_=again))


async def keep(tx: Transaction, shown: HandOver) -> int:
    """Keep a list for whoever turns its pages; gives its number."""
    new = insert(hand_overs).values(
        chat_id=shown.chat,
        thread_id=shown.thread,
        since=shown.since,
        local_date=shown.day.isoformat() if shown.day else None,
        topic_count=shown.topics,
        stories=list(shown.stories),
        made_at=shown.made,
    )
    return int((await tx.execute(new.returning(hand_overs.c.id))).scalar_one())


async def kept(connection: AsyncConnection, number: int, chat_id: int) -> HandOver | None:
    """A list that the chat was shown; None where it was forgotten, or is another chat's."""
    mine = hand_overs.c.id == number, hand_overs.c.chat_id == chat_id
    row = (await connection.execute(select(hand_overs).where(*mine))).first()
    if row is None:
        return None
    return HandOver(
        chat=ChatId(row.chat_id),
        thread=row.thread_id,
        since=row.since,
        day=date.fromisoformat(row.local_date) if row.local_date else None,
        topics=row.topic_count,
        stories=tuple(StoryId(story) for story in row.stories),
        made=row.made_at,
    )
