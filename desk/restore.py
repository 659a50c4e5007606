"""The desk's memory, rebuilt from what is stored."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from newsroom.desk.burst_limit import BURST_WITHIN
from newsroom.desk.corrections import constrain
from newsroom.desk.state import STORY_OPEN_FOR, DeskState
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.thresholds import MOST_ITEMS
from storage import desk_queue
from storage.chats import all_chats
from storage.corrections import active_corrections
from storage.database import Connection, Database
from storage.desk_queue import DecidedItem
from storage.topics import all_topics

CLAIMS_KEPT_FOR = timedelta(days=90)  # issue 3: the 38 and the 67 of one downing stood 44 days apart


async def restore(
    database: Database, now: datetime, encoder: SentenceEncoder | None = None, most_items: int = MOST_ITEMS
) -> DeskState:
    """Rebuild the memory from what is stored: it decides exactly as the one that it replaces."""
    memory = DeskState(encoder, most_items)
    async with database.read() as connection:
        since = await desk_queue.open_since(connection, now, most_items)
        memory.next_story = await desk_queue.last_story_id(connection) + 1
        for row in await desk_queue.open_stories(connection, since):
            story = memory.open_story(row.id, row.opened_at)
            story.updated, story.version = row.updated_at, row.version
            story.outlets, story.independent = row.outlets, row.independent
        async for some in desk_queue.decided_since(connection, since):
            await asyncio.to_thread(_take_back, memory, some)  # a millisecond each: the loops go on beside it
        for story_id, item, topic, words in await desk_queue.alert_hits(connection, since):
            memory.stories[story_id].hits.setdefault(item, {})[topic] = words
        for correction in await active_corrections(connection, list(memory.story_of)):
            constrain(correction, memory)
        for place, at in await desk_queue.alerts_since(connection, now - BURST_WITHIN):
            memory.bursts.note(place, at)
        added = await desk_queue.last_claim_id(connection)
        claims = await desk_queue.claims_since(connection, now - CLAIMS_KEPT_FOR, added - memory.claims.most)
        memory.claims.restore(claims, added)
    async with database.read() as connection:  # topics may have come since the other reading began
        await refresh(connection, memory, now)
    return memory


def _take_back(memory: DeskState, some: Sequence[DecidedItem]) -> None:
    for one in some:
        memory.take_back(one.item, one.first, one.story, one.placement, background=one.background)


async def refresh(connection: Connection, memory: DeskState, now: datetime) -> None:
    """Take over what people changed: topics, chats, and how places were told."""
    topics, chats = await all_topics(connection), await all_chats(connection)
    cards = await desk_queue.open_cards(connection, now - STORY_OPEN_FOR)
    await asyncio.to_thread(memory.set_topics, topics, chats)  # a first build of 1,000 topics takes 0.6 s
    for story in memory.stories.values():
        story.cards.clear()
    memory.announced.clear()
    for story_id, place, card in cards:
        if story_id in memory.stories:
            memory.stories[story_id].cards[place] = card
        if card.lead in memory.story_of:
            memory.announced[place, card.lead] = story_id
