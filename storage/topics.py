"""Topics that chats track."""

import asyncio
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId, Place
from newsroom.chat_file import FiledTopic
from newsroom.matching.query import MOST_TERMS, Query, parse, str_query
from newsroom.topic import Topic, TopicId, TopicMode
from storage.columns import AnyRow
from storage.database import Transaction
from storage.desk_bell import remembered
from storage.tables import chats, matches, topic_addresses, topics
from storage.upsert import upsert

_TOPIC = remembered(topics)
_MATCHED = select(*_TOPIC).join(chats).where(topics.c.mode != "paused", chats.c.admitted).order_by(topics.c.id)
_AT_ONCE = 500  # parameters of one statement; a bulk change is read with all the rest


@lru_cache(maxsize=8_192)
def _query(text: str) -> Query:
    """Remembered: the desk reads all topics whenever one changes, and parsing 1,000 takes 50 ms."""
    return parse(text, most_near=MOST_TERMS)  # a topic that an older program took goes on


def topic_of(row: AnyRow) -> Topic:
    """The value that everyone else knows."""
    return Topic(
        id=TopicId(row.id),
        place=Place(chat=ChatId(row.chat_id), thread=row.thread_id),
        query=_query(row.query),
        mode=TopicMode(row.mode),
        min_independent=row.min_independent,
        confirm_at=row.confirm_at,
        muted_until=row.muted_until,
        made=row.made_at,
    )


async def track(
    tx: Transaction,
    place: Place,
    query: Query,
    made_by: int,
    now: datetime,
    *,
    min_independent: int = 1,
    confirm_at: int | None = None,
) -> Topic:
    """Track a query in a place; one that is tracked there already takes the new wishes."""
    wishes = {"mode": "alerts", "min_independent": min_independent, "confirm_at": confirm_at}
    new = upsert(topics).values(
        chat_id=place.chat, thread_id=place.thread, query=str_query(query), made_by=made_by, made_at=now, **wishes
    )
    key = ["chat_id", "thread_id", "query"]
    row = await tx.execute(new.on_conflict_do_update(index_elements=key, set_=wishes).returning(*_TOPIC))
    return topic_of(row.one())


async def put(tx: Transaction, place: Place, query: Query, made_by: int, now: datetime, filed: FiledTopic) -> Topic:
    """Track a query in a place as a file has it."""
    least, confirm = filed.min_independent, filed.confirm_at
    made = await track(tx, place, query, made_by, now, min_independent=least, confirm_at=confirm)
    values = {"mode": filed.mode.value, "muted_until": filed.muted_until}
    row = await tx.execute(update(topics).where(topics.c.id == made.id).values(**values).returning(*_TOPIC))
    return topic_of(row.one())


async def set_mode(tx: Transaction, topic_id: int, chat_id: int, mode: TopicMode) -> Topic | None:
    """Change how a topic is told; None where the chat has no such topic."""
    own = (topics.c.id == topic_id) & (topics.c.chat_id == chat_id)
    row = (await tx.execute(update(topics).where(own).values(mode=mode.value).returning(*_TOPIC))).first()
    return topic_of(row) if row else None


async def set_query(
    tx: Transaction, topic: Topic, query: Query, *, min_independent: int, confirm_at: int | None
) -> Topic | None:
    """Have a topic ask for something else, in the thread that it names; None where its chat has it no more."""
    own = (topics.c.id == topic.id) & (topics.c.chat_id == topic.place.chat)
    values: dict[str, object] = {"query": str_query(query), "thread_id": topic.place.thread}
    values |= {"min_independent": min_independent, "confirm_at": confirm_at}
    row = (await tx.execute(update(topics).where(own).values(**values).returning(*_TOPIC))).first()
    return topic_of(row) if row else None


async def mute_until(tx: Transaction, topic_ids: Collection[int], chat_id: int, until: datetime | None) -> None:
    """Have a chat's topics wait with their alerts until then; None: no longer."""
    own = topics.c.id.in_(topic_ids) & (topics.c.chat_id == chat_id)
    await tx.execute(update(topics).where(own).values(muted_until=until))


async def untrack(tx: Transaction, topic_id: int, chat_id: int) -> Topic | None:
    """Stop tracking; None where the chat has no such topic."""
    own = (topics.c.id == topic_id) & (topics.c.chat_id == chat_id)
    row = (await tx.execute(delete(topics).where(own).returning(*_TOPIC))).first()
    if row is None:
        return None
    await tx.execute(delete(matches).where(matches.c.topic_id == topic_id))
    await tx.execute(delete(topic_addresses).where(topic_addresses.c.topic_id == topic_id))
    return topic_of(row)


async def all_topics(connection: AsyncConnection) -> list[Topic]:
    """Every topic that is not paused, of every chat that is admitted."""
    rows = (await connection.execute(_MATCHED)).all()
    return await asyncio.to_thread(lambda: [topic_of(row) for row in rows])  # to parse a query takes 30 us


async def matched_topics(connection: AsyncConnection, ids: Collection[int], of_chats: Collection[int]) -> list[Topic]:
    """Those of `all_topics` that have one of these ids or are of one of these chats."""
    if len(ids) + len(of_chats) > _AT_ONCE:
        found = await all_topics(connection)
        return [topic for topic in found if topic.id in ids or topic.place.chat in of_chats]
    wanted = _MATCHED.where(topics.c.id.in_(ids) | topics.c.chat_id.in_(of_chats))
    return [topic_of(row) for row in await connection.execute(wanted)]


async def topics_of(connection: AsyncConnection, chat_id: int, thread_id: int | None = None) -> list[Topic]:
    """A chat's topics, oldest first; of one thread only, where one is named."""
    wanted = select(*_TOPIC).where(topics.c.chat_id == chat_id).order_by(topics.c.id)
    if thread_id is not None:
        wanted = wanted.where(topics.c.thread_id == thread_id)
    return [topic_of(row) for row in await connection.execute(wanted)]


async def topic(connection: AsyncConnection, topic_id: int, chat_id: int) -> Topic | None:
    """One topic of a chat; None where it has no such topic."""
    row = (
        await connection.execute(select(*_TOPIC).where(topics.c.id == topic_id, topics.c.chat_id == chat_id))
    ).first()
    return topic_of(row) if row else None


async def count(connection: AsyncConnection, chat_id: int) -> int:
    """How many topics a chat tracks."""
    found = await connection.execute(select(func.count()).select_from(topics).where(topics.c.chat_id == chat_id))
    return int(found.scalar_one())
