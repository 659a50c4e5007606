"""What the desks of single chats remember, read anew: the states of their own are rebuilt from this."""

from datetime import datetime

from sqlalchemy import Select, func, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.claims.claims import Claim
from newsroom.item import ItemId
from newsroom.matching.matcher import Tier
from newsroom.story import StoryId
from newsroom.topic import TopicId
from storage.corrections import chats_that_correct
from storage.desk_state import DecidedItem, StoredStory, decided_item
from storage.items import in_stories, select_placed
from storage.json_values import claim_of
from storage.tables import chat_claims, chat_stories, item_versions, items, matches, topics


async def chats_with_desks(connection: AsyncConnection, since: datetime) -> list[ChatId]:
    """The chats that see an open story differently, or whose people corrected something."""
    recent = select(chat_stories.c.chat_id).where(chat_stories.c.updated_at >= since)
    found = await connection.execute(recent.distinct())
    own = {ChatId(chat) for chat in found.scalars()}
    return sorted(own.union(await chats_that_correct(connection)))


async def lowest_number(connection: AsyncConnection, chat: ChatId) -> int:
    """The last number that a story of the chat's own got, below 0; 0 before the first."""
    found = await connection.execute(select(func.min(chat_stories.c.story_id)).where(chat_stories.c.chat_id == chat))
    return min(int(found.scalar() or 0), 0)


async def open_stories(connection: AsyncConnection, chat: ChatId, since: datetime) -> list[StoredStory]:
    """The stories that the chat's own desk decides and that still take items."""
    return [
        StoredStory(
            id=StoryId(row.story_id),
            opened=row.opened_at,
            updated=row.updated_at,
            version=row.version,
            outlets=row.outlets,
            independent=row.independent,
        )
        for row in await connection.execute(_open(chat, since))
    ]


def _open(chat: ChatId, since: datetime) -> Select[tuple[object, ...]]:
    still_open = chat_stories.c.updated_at >= since, chat_stories.c.merged_into.is_(None)
    return select(chat_stories).where(chat_stories.c.chat_id == chat, *still_open)


async def items_in_open_stories(connection: AsyncConnection, chat: ChatId, since: datetime) -> list[DecidedItem]:
    """The items of these stories as the chat has them, in the order in which they were decided."""
    open_ids = list((await connection.execute(_open(chat, since).with_only_columns(chat_stories.c.story_id))).scalars())
    rows = await connection.execute(
        select_placed(chat).add_columns(null().label("compared")).where(in_stories(chat, open_ids)).order_by(items.c.id)
    )
    firsts = {row.item_id: row for row in await connection.execute(_first_versions(chat, open_ids))}
    return [decided_item(row, firsts.get(row.id)) for row in rows if row.placement is not None]


def _first_versions(chat: ChatId, open_ids: list[int]) -> Select[tuple[object, ...]]:
    there = select_placed(chat).where(in_stories(chat, open_ids)).with_only_columns(items.c.id)
    return select(item_versions).where(item_versions.c.version == 1, item_versions.c.item_id.in_(there))


async def alert_hits(
    connection: AsyncConnection, found: list[DecidedItem], own_topics: set[TopicId]
) -> list[tuple[StoryId, ItemId, TopicId, tuple[str, ...]]]:
    """Which of the chat's topics each of these items matched well enough to alert, by item and topic."""
    story_of = {decided.item.id: decided.story for decided in found}
    hits = []
    for at in range(0, len(found), 500):
        some = [decided.item.id for decided in found[at : at + 500]]
        wanted = select(matches).where(matches.c.item_id.in_(some), matches.c.tier == Tier.ALERT)
        rows = await connection.execute(wanted.where(matches.c.topic_id.in_(own_topics)))
        hits += [(story_of[ItemId(r.item_id)], ItemId(r.item_id), TopicId(r.topic_id), tuple(r.words)) for r in rows]
    return sorted(hits, key=lambda hit: (hit[1], hit[2]))


async def topics_in(connection: AsyncConnection, chat: ChatId) -> set[TopicId]:
    """The ids of a chat's topics."""
    found = await connection.execute(select(topics.c.id).where(topics.c.chat_id == chat))
    return {TopicId(id_) for id_ in found.scalars()}


async def claims_since(connection: AsyncConnection, chat: ChatId, since: datetime) -> dict[int, Claim]:
    """The claims of the chat's own items that later ones are compared with, in the order stored."""
    wanted = select(chat_claims.c.id, chat_claims.c.body).where(
        chat_claims.c.chat_id == chat, chat_claims.c.stated_at >= since
    )
    return {row.id: claim_of(row.body) for row in await connection.execute(wanted.order_by(chat_claims.c.id))}
