"""What a chat's people do with stories: who took which, and which are saved. No chat sees another's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.desk.story_view import StoryView
from newsroom.desk.story_work import Assignment, StoryWork
from newsroom.story import StoryId
from storage import card_deliveries, stories, story_cards, story_notes
from storage.database import Transaction
from storage.items import IN_STORY, placed_in, visible_to
from storage.story_notes import of_story
from storage.tables import assignments, chat_items, items, saved_stories
from storage.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedStory:
    """A story in a chat's list."""

    story: StoryId
    saved_at: datetime


async def work_of(connection: AsyncConnection, view: StoryView, chat: ChatId) -> StoryWork:
    """What a chat's people have done with a story."""
    saved = select(saved_stories.c.item_id).where(of_story(saved_stories, view, chat)).limit(1)
    notes = await story_notes.count(connection, view, chat)
    newest = await story_notes.page(connection, view, chat, 0, 1) if notes else []
    return StoryWork(
        note=newest[0] if newest else None,
        note_count=notes,
        assignment=await assignment(connection, view, chat),
        saved=(await connection.execute(saved)).first() is not None,
    )


async def assignment(connection: AsyncConnection, view: StoryView, chat: ChatId) -> Assignment | None:
    """Who has a story: of two whose stories became one, who was first; None: nobody."""
    wanted = select(assignments).where(of_story(assignments, view, chat)).order_by(assignments.c.made_at).limit(1)
    row = (await connection.execute(wanted)).first()
    return None if row is None else Assignment(user=row.user_id, name=row.name, since=row.made_at)


async def take(tx: Transaction, view: StoryView, chat: ChatId, taken: Assignment) -> None:
    """Somebody works on a story that nobody has."""
    values = {"user_id": taken.user, "name": taken.name, "made_at": taken.since}
    new = upsert(assignments).values(chat_id=chat, item_id=view.lead.id, **values)
    await tx.execute(new.on_conflict_do_update(index_elements=["chat_id", "item_id"], set_=values))


async def release(tx: Transaction, view: StoryView, chat: ChatId) -> None:
    """Nobody works on it any more."""
    await tx.execute(delete(assignments).where(of_story(assignments, view, chat)))


async def save(tx: Transaction, view: StoryView, chat: ChatId, now: datetime) -> None:
    """Put a story into the chat's list; where it is there already, nothing changes."""
    there = (await tx.execute(select(saved_stories.c.item_id).where(of_story(saved_stories, view, chat)))).first()
    if there is None:
        await tx.execute(upsert(saved_stories).values(chat_id=chat, item_id=view.lead.id, made_at=now))


async def unsave(tx: Transaction, view: StoryView, chat: ChatId) -> bool:
    """Take it out again; whether it was there."""
    return (await tx.execute(delete(saved_stories).where(of_story(saved_stories, view, chat)))).rowcount > 0


async def saved_count(connection: AsyncConnection, chat: ChatId) -> int:
    """How many stories are in a chat's list."""
    return int((await connection.execute(select(func.count()).select_from(_saved(chat).subquery()))).scalar_one())


async def saved_page(connection: AsyncConnection, chat: ChatId, page: int, a_page: int) -> list[SavedStory]:
    """A page of a chat's list, from 0; what was saved last comes first."""
    saved = _saved(chat).subquery()
    wanted = select(saved).order_by(saved.c.saved_at.desc(), saved.c.story_id.desc())
    rows = await connection.execute(wanted.limit(a_page).offset(page * a_page))
    return [SavedStory(story=StoryId(row.story_id), saved_at=row.saved_at) for row in rows]


def _saved(chat: ChatId) -> Select[int, datetime]:
    """The chat's saved stories, each once: two that were saved may be one story by now."""
    return (
        select(IN_STORY.label("story_id"), func.max(saved_stories.c.made_at).label("saved_at"))
        .select_from(
            saved_stories.join(items, items.c.id == saved_stories.c.item_id).outerjoin(chat_items, placed_in(chat))
        )
        .where(saved_stories.c.chat_id == chat, IN_STORY.is_not(None), visible_to(chat))
        .group_by(IN_STORY)
    )


async def show_anew(tx: Transaction, story_id: int, chat: ChatId, now: datetime) -> None:
    """Have every card of a story in a chat, whatever its thread, show what its people have done with it."""
    for place, card in await story_cards.cards_shown(tx.connection, chat, story_id):
        await card_deliveries.put_card(tx, place, card, now, anew=True)


async def take_name_out(tx: Transaction, user: int, now: datetime) -> int:
    """A person has no story any more, wrote no note, and is on no card; gives how many rows named them."""
    gone = delete(assignments).where(assignments.c.user_id == user)
    taken = (await tx.execute(gone.returning(assignments.c.chat_id, assignments.c.item_id))).all()
    noted = await story_notes.take_name_out(tx, user)
    for row in (*taken, *noted):
        for story in await stories.story_ids(tx.connection, [row.item_id], ChatId(row.chat_id)):
            await show_anew(tx, story, ChatId(row.chat_id), now)
    return len(taken) + len(noted)
