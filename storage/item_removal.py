"""Items removed for good, with all that hangs on them."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select

from storage.database import Transaction
from storage.tables import (
    assignments,
    chat_claims,
    chat_disagreements,
    chat_items,
    claims,
    disagreements,
    embeddings,
    item_versions,
    items,
    listings,
    matches,
    queue,
    readings,
    saved_stories,
    story_notes,
)
from storage.word_index import drop_words


async def remove_items(tx: Transaction, ids: Sequence[int]) -> None:
    """Remove items by their ids; those that wait for the desk too."""
    await tx.execute(delete(queue).where(queue.c.item_id.in_(ids)))
    of_chats = (chat_items, chat_claims, assignments, saved_stories, story_notes)
    for table in (claims, matches, item_versions, embeddings, readings, *of_chats):
        await tx.execute(delete(table).where(table.c.item_id.in_(ids)))
    for table in (disagreements, chat_disagreements):
        mine = or_(table.c.item_a.in_(ids), table.c.item_b.in_(ids))
        await tx.execute(delete(table).where(mine))
    await drop_words(tx, ids)
    # What its source lists still is new again.
    listed_by = select(items.c.source_id).where(items.c.id.in_(ids))
    await tx.execute(delete(listings).where(listings.c.source_id.in_(listed_by)))
    await tx.execute(delete(items).where(items.c.id.in_(ids)))
