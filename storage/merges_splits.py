"""Stories regrouped, written: which items stand where, and what became of the cards."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, insert, select, update

from newsroom.chat import Place
from newsroom.desk.merge_split import Regrouping, StoryAfter
from newsroom.story import StoryId
from storage import outbox
from storage.database import Transaction
from storage.decisions import save_card
from storage.tables import cards, items, stories


async def keep(tx: Transaction, regrouping: Regrouping, why: str, now: datetime) -> None:
    """Write how each story stands now; `why` is what /why says of the items that moved."""
    for after in regrouping.stories:
        await _save_story(tx, after, why, now)
    for transfer in regrouping.transfers:
        here = _card(transfer.place, transfer.old)
        await tx.execute(update(cards).where(here).values(story_id=transfer.into, shown_version=0))
    for after in regrouping.stories:
        if after.merged_into is not None:
            await _redirect_cards(tx, after.story, regrouping.redirects, now)
    for after in regrouping.stories:
        for change in after.cards:
            await save_card(tx, after.story, change, now)


async def _save_story(tx: Transaction, after: StoryAfter, why: str, now: datetime) -> None:
    here = stories.c.id == after.story
    if after.merged_into is not None:
        gone = {"merged_into": after.merged_into, "version": after.version}
        await tx.execute(update(stories).where(here).values(**gone))
        # What was merged into the vanished one leads on too: an old id is one step from the living story.
        led = stories.c.merged_into == after.story
        await tx.execute(update(stories).where(led).values(merged_into=after.merged_into))
        return
    columns: dict[str, object] = {
        "lead_item_id": after.lead,
        "version": after.version,
        "outlets": after.outlets,
        "independent": after.independent,
        "updated_at": after.updated,
    }
    if after.opened:
        await tx.execute(insert(stories).values(id=after.story, opened_at=now, **columns))
    else:
        await tx.execute(update(stories).where(here).values(**columns))
    came = and_(items.c.id.in_(after.items), items.c.story_id != after.story)
    await tx.execute(update(items).where(came).values(story_id=after.story, placed_why=why))


async def _redirect_cards(tx: Transaction, old: StoryId, places: Sequence[Place], now: datetime) -> None:
    for place in places:
        card = (await tx.execute(select(cards).where(_card(place, old)))).first()
        if card is not None and card.mode == "alert" and card.message_id is not None:
            await outbox.put_card(tx, place, card.id, now)


def _card(place: Place, story: StoryId) -> ColumnElement[bool]:
    return and_(cards.c.chat_id == place.chat, cards.c.thread_id == place.thread, cards.c.story_id == story)
