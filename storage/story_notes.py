"""What a chat's people noted on stories, for each other."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.desk.story_view import StoryView
from newsroom.desk.story_work import StoryNote
from newsroom.item import ItemId
from storage.columns import AnyRow
from storage.database import Transaction
from storage.tables import story_notes


async def add(tx: Transaction, view: StoryView, chat: ChatId, note: StoryNote) -> int:
    """Keep a note, whatever its id; gives the one that it got."""
    values = {"user_id": note.user, "name": note.name, "text": note.text, "made_at": note.written}
    new = insert(story_notes).values(chat_id=chat, item_id=view.lead.id, **values).returning(story_notes.c.id)
    return int((await tx.execute(new)).scalar_one())


async def page(connection: AsyncConnection, view: StoryView, chat: ChatId, number: int, a_page: int) -> list[StoryNote]:
    """A page of a story's notes in a chat, from 0; the newest first."""
    wanted = select(story_notes).where(of_story(story_notes, view, chat))
    in_order = wanted.order_by(story_notes.c.id.desc()).limit(a_page).offset(number * a_page)
    return [_note(row) for row in await connection.execute(in_order)]


async def count(connection: AsyncConnection, view: StoryView, chat: ChatId) -> int:
    """How many notes a story has in a chat."""
    wanted = select(func.count()).select_from(story_notes).where(of_story(story_notes, view, chat))
    return int((await connection.execute(wanted)).scalar_one())


async def one(connection: AsyncConnection, number: int, chat: ChatId) -> tuple[StoryNote, ItemId] | None:
    """A note of a chat, and an item of its story; None where the chat has none of that number."""
    wanted = select(story_notes).where(story_notes.c.id == number, story_notes.c.chat_id == chat)
    row = (await connection.execute(wanted)).first()
    return None if row is None else (_note(row), ItemId(row.item_id))


async def remove(tx: Transaction, number: int, chat: ChatId) -> None:
    """Delete a note."""
    await tx.execute(delete(story_notes).where(story_notes.c.id == number, story_notes.c.chat_id == chat))


async def take_name_out(tx: Transaction, user: int) -> Sequence[AnyRow]:
    """A person's notes are somebody's from now on; gives the chat and the item of each."""
    theirs = update(story_notes).where(story_notes.c.user_id == user).values(user_id=0, name="")
    return (await tx.execute(theirs.returning(story_notes.c.chat_id, story_notes.c.item_id))).all()


def of_story(table: Table, view: StoryView, chat: ChatId) -> ColumnElement[bool]:
    """A chat's rows of a story: of any item that is in it now."""
    ids = [placed.item.id for placed in view.items]
    here: ColumnElement[bool] = table.c.chat_id == chat
    return here & table.c.item_id.in_(ids)


def _note(row: AnyRow) -> StoryNote:
    return StoryNote(id=row.id, user=row.user_id, name=row.name, text=row.text, written=row.made_at)
