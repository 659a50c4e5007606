"""What came of topics, for the hint that one floods or finds nothing; and which were pointed out already."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.matching.matcher import Tier
from newsroom.topic import Topic, TopicId, TopicMode
from storage.database import Transaction
from storage.desk_bell import remembered
from storage.items import visible_to
from storage.states import ChatState
from storage.tables import chats, items, managers, matches, topics
from storage.topics import topic_of


async def chats_to_look_at(connection: AsyncConnection, made_before: datetime, looked_before: datetime) -> list[ChatId]:
    """Chats with a topic of that age that was never pointed out, and no look since; the oldest look first."""
    old = select(topics.c.chat_id).where(topics.c.made_at <= made_before, topics.c.pointed_out_at.is_(None))
    looked_at = chats.c.topics_looked_at
    due = chats.c.admitted & (chats.c.state == ChatState.ACTIVE) & or_(looked_at.is_(None), looked_at <= looked_before)
    wanted = select(chats.c.id).where(due, chats.c.id.in_(old)).order_by(looked_at.asc().nulls_first(), chats.c.id)
    return [ChatId(chat_id) for chat_id in (await connection.execute(wanted)).scalars()]


async def not_pointed_out(
    connection: AsyncConnection, chat_id: int, made_before: datetime, now: datetime
) -> list[Topic]:
    """A chat's topics of that age that may be pointed out still: none that is paused or muted."""
    heard = (topics.c.mode != TopicMode.PAUSED) & or_(topics.c.muted_until.is_(None), topics.c.muted_until <= now)
    old = (topics.c.chat_id == chat_id) & (topics.c.made_at <= made_before) & topics.c.pointed_out_at.is_(None)
    rows = await connection.execute(select(*remembered(topics)).where(old, heard).order_by(topics.c.id))
    return [topic_of(row) for row in rows]


async def matches_of(connection: AsyncConnection, topic_ids: Collection[TopicId]) -> dict[TopicId, int]:
    """How many items matched each topic well enough to alert; one that matched none is left out."""
    of_them = matches.c.topic_id.in_(topic_ids) & (matches.c.tier == Tier.ALERT)
    counted = select(matches.c.topic_id, func.count().label("found")).where(of_them).group_by(matches.c.topic_id)
    return {TopicId(row.topic_id): row.found for row in await connection.execute(counted)}


async def items_since(connection: AsyncConnection, chat_id: int, since: datetime, enough: int) -> int:
    """How many items came in since then that the chat may meet, up to `enough`; without those of first polls."""
    fresh = (items.c.arrived_at >= since) & items.c.background.is_(False) & items.c.decided_at.is_not(None)
    some = select(items.c.id).where(fresh, visible_to(ChatId(chat_id))).limit(enough).subquery()
    return int((await connection.execute(select(func.count()).select_from(some))).scalar_one())


async def who_manages(connection: AsyncConnection, chat_id: int, topic_id: TopicId) -> ChatId | None:
    """The private chat that speaks for a channel: of whoever made the topic, if that one does; None: none does."""
    made_by = select(topics.c.made_by).where(topics.c.id == topic_id).scalar_subquery()
    speaking = select(managers.c.user_id).join(chats, chats.c.id == managers.c.user_id)
    open_ = (managers.c.chat_id == chat_id) & chats.c.admitted & (chats.c.state == ChatState.ACTIVE)
    first = speaking.where(open_).order_by((managers.c.user_id == made_by).desc(), managers.c.user_id).limit(1)
    found = (await connection.execute(first)).scalar()
    return None if found is None else ChatId(found)


async def note_pointed_out(tx: Transaction, topic_id: TopicId, now: datetime) -> bool:
    """The topic is pointed out now; False where it was before, or is gone."""
    open_ = (topics.c.id == topic_id) & topics.c.pointed_out_at.is_(None)
    row = await tx.execute(update(topics).where(open_).values(pointed_out_at=now).returning(topics.c.id))
    return row.first() is not None


async def note_look(tx: Transaction, chat_id: int, now: datetime) -> None:
    """The chat's topics were looked at."""
    await tx.execute(update(chats).where(chats.c.id == chat_id).values(topics_looked_at=now))
