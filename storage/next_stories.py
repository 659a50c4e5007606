"""Which story each item came near to without joining it, as a chat may read of it."""

from collections.abc import Collection, Sequence

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.desk.corrections import Correction
from newsroom.desk.story_view import NearStory
from newsroom.item import ItemId
from newsroom.stories.next_story import NextStory, Obstacle
from newsroom.stories.placement import PlacementKind
from newsroom.story import StoryId
from storage.database import Transaction
from storage.items import select_placed
from storage.json_values import next_story_json, next_story_of
from storage.tables import chat_items, items


async def near_stories(
    connection: AsyncConnection, of_story: StoryId, ids: Collection[ItemId], viewer: ChatId | None
) -> dict[ItemId, NearStory]:
    """By item of a story the story that came next to it, where the items of that are by now.

    Nothing where that has become the same story since, or is not for the viewer, or is older than items are kept.
    """
    placed = select_placed(viewer)
    rows = await connection.execute(placed.where(items.c.id.in_(ids)))
    next_of = {ItemId(row.id): next_story_of(row.next_story) for row in rows if row.next_story is not None}
    nearest = [one.of for one in next_of.values()]
    there = {row.id: row for row in await connection.execute(placed.where(items.c.id.in_(nearest)))}
    return {
        item: NearStory(id=StoryId(row.story_id), found=found)
        for item, found in next_of.items()
        if (row := there.get(found.of)) is not None and row.story_id not in (None, of_story)
    }


async def keep_apart(tx: Transaction, correction: Correction, moved: Sequence[ItemId]) -> None:
    """Write that a person keeps items out of the story that they left, and how alike they had been to join it."""
    for item in moved:
        if correction.chat is None:
            table, here = items, items.c.id == item
        else:
            table, here = chat_items, (chat_items.c.chat_id == correction.chat) & (chat_items.c.item_id == item)
        row = (await tx.execute(select_placed(correction.chat).where(items.c.id == item))).one()
        opened = row.placement == PlacementKind.NEW
        likeness_pct = None if opened else row.likeness_pct
        apart = NextStory(of=correction.b, likeness_pct=likeness_pct, bar_pct=None, obstacle=Obstacle.KEPT_APART)
        await tx.execute(update(table).where(here).values(next_story=next_story_json(apart)))
