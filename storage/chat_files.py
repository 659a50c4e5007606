"""Topics, settings and feeds as files: that chats were sent, or of what was stopped; kept until that is taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId, Place
from storage.database import Transaction
from storage.tables import chat_files


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that was sent to a chat.

    Attributes:
        before: What the chat had when it was taken over; None: it was not.
        whole: Topics that it lacks were stopped.
    """

    id: int
    content: str
    before: str | None
    whole: bool


async def keep(tx: Transaction, place: Place, content: str, made_by: int, now: datetime) -> int:
    """Keep a file for the buttons under what it would change; gives its number."""
    new = insert(chat_files).values(
        chat_id=place.chat, thread_id=place.thread, content=content, made_by=made_by, made_at=now
    )
    return int((await tx.execute(new.returning(chat_files.c.id))).scalar_one())


async def kept(connection: AsyncConnection, number: int, chat: ChatId) -> KeptFile | None:
    """A file of the chat; None where it was forgotten, or is another chat's."""
    here = chat_files.c.id == number, chat_files.c.chat_id == chat
    row = (await connection.execute(select(chat_files).where(*here))).first()
    if row is None:
        return None
    return KeptFile(
        id=row.id,
        content=row.content,
        before=row.before,
        whole=bool(row.whole),
    )


async def note_taken(tx: Transaction, number: int, before: str, *, whole: bool) -> bool:
    """It is taken over; False where it was already."""
    free = (chat_files.c.id == number) & chat_files.c.before.is_(None)
    return bool((await tx.execute(update(chat_files).where(free).values(before=before, whole=whole))).rowcount)


async def note_undone(tx: Transaction, number: int, now: datetime) -> bool:
    """It is taken back; False where it was already."""
    done = (chat_files.c.id == number) & chat_files.c.undone_at.is_(None)
    return bool((await tx.execute(update(chat_files).where(done).values(undone_at=now))).rowcount)
