"""The desk's state, rebuilt from what is stored."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from newsroom.desk.burst_limit import BURST_WITHIN
from newsroom.desk.corrections import constrain
from newsroom.desk.state import STORY_OPEN_FOR, DeskState
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.thresholds import MOST_ITEMS
from storage import desk_state
from storage.chats import all_chats
from storage.corrections import active_corrections
from storage.database import Connection, Database
from storage.desk_state import DecidedItem
from storage.topics import all_topics

CLAIMS_KEPT_FOR = timedelta(days=90)  # the 38 and the 67 dead of one downed plane were published 44 days apart


async def restore(
    database: Database, now: datetime, encoder: SentenceEncoder | None = None, most_items: int = MOST_ITEMS
) -> DeskState:
    """Rebuild the state from what is stored: it decides exactly as the one that it replaces."""
    state = DeskState(encoder, most_items)
    async with database.read() as connection:
        since = await desk_state.open_since(connection, now, most_items)
        state.next_story = await desk_state.last_story_id(connection) + 1
        for stored in await desk_state.open_stories(connection, since):
            story = state.open_story(stored.id, stored.opened)
            story.updated, story.version = stored.updated, stored.version
            story.outlets, story.independent = stored.outlets, stored.independent
        async for batch in desk_state.decided_since(connection, since):
            await asyncio.to_thread(_restore_items, state, batch)  # a millisecond each: the loops go on beside it
        for story_id, item, topic, words in await desk_state.alert_hits(connection, since):
            state.stories[story_id].hits.setdefault(item, {})[topic] = words
        for correction in await active_corrections(connection, list(state.story_of)):
            constrain(correction, state)
        for place, at in await desk_state.alerts_since(connection, now - BURST_WITHIN):
            state.burst_limit.note(place, at)
        added = await desk_state.last_claim_id(connection)
        claims = await desk_state.claims_since(connection, now - CLAIMS_KEPT_FOR, added - state.claims.most)
        state.claims.restore(claims, added)
    async with database.read() as connection:  # topics may have come since the other reading began
        await refresh(connection, state, now)
    return state


def _restore_items(state: DeskState, batch: Sequence[DecidedItem]) -> None:
    for decided in batch:
        state.restore_item(decided.item, decided.first, decided.story, decided.placement, background=decided.background)


async def refresh(connection: Connection, state: DeskState, now: datetime) -> None:
    """Read anew what people changed: topics, chats, and the cards of each place."""
    topics, chats = await all_topics(connection), await all_chats(connection)
    cards = await desk_state.open_cards(connection, now - STORY_OPEN_FOR)
    await asyncio.to_thread(state.set_topics, topics, chats)  # a first build of 1,000 topics takes 0.6 s
    for story in state.stories.values():
        story.cards.clear()
    state.announced.clear()
    for story_id, place, card in cards:
        if story_id in state.stories:
            state.stories[story_id].cards[place] = card
        if card.lead in state.story_of:
            state.announced[place, card.lead] = story_id
