"""Items removed for good, with all that hangs on them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select, update

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

NOBODY = 0  # the number of no chat and no person. Source: Telegram's are above 0, those of groups and channels below

# SQLite gives the number of its last row once more. Digests, shifts' lists and corrections go by the numbers of items:
# what came next was in no digest, and a correction of what was removed moved it.
NEWEST_ITEM = select(func.max(items.c.id)).scalar_subquery()
A_NUMBER_ALONE = items.c.fingerprint == ""  # all that is left of an item that was removed while it was the newest
_NOTHING: dict[str, Any] = {
    "owner_chat_id": NOBODY,
    "fingerprint": "",
    "raw": "",
    "url": "",
    "title": "",
    "paragraphs": [],
    **dict.fromkeys(
        ("published", "language", "credit", "story_id", "placement", "placed_of", "likeness_pct", "placed_why")
    ),
    **dict.fromkeys(("next_story", "picture", "compared")),
}


async def remove_items(tx: Transaction, ids: Sequence[int]) -> None:
    """Remove items by their ids; those that wait for the desk too. Of the newest the number alone stays, nobody's."""
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
    newest = (await tx.execute(select(func.max(items.c.id)))).scalar()
    await tx.execute(delete(items).where(items.c.id.in_(ids), items.c.id != newest))
    left = update(items).where(items.c.id.in_(ids), items.c.id == newest)
    await tx.execute(left.values(key=f"forgotten:{newest}", **_NOTHING))
