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
    for standing in regrouping.standings:
        await _keep_standing(tx, standing, why, now)
    for handed in regrouping.handed_over:
        here = _card(handed.place, handed.old)
        await tx.execute(update(cards).where(here).values(story_id=handed.into, shown_version=0))
    for standing in regrouping.standings:
        if standing.merged_into is not None:
            await _point(tx, standing.story, regrouping.pointing, now)
    for standing in regrouping.standings:
        for change in standing.cards:
            await save_card(tx, standing.story, change, now)


async def _keep_standing(tx: Transaction, standing: StoryAfter, why: str, now: datetime) -> None:
    here = stories.c.id == standing.story
    if standing.merged_into is not None:
        gone = {"merged_into": standing.merged_into, "version": standing.version}
        await tx.execute(update(stories).where(here).values(**gone))
        # What was merged into the vanished one leads on too: an old id is one step from the living story.
        led = stories.c.merged_into == standing.story
        await tx.execute(update(stories).where(led).values(merged_into=standing.merged_into))
        return
    columns: dict[str, object] = {
        "lead_item_id": standing.lead,
        "version": standing.version,
        "outlets": standing.outlets,
        "independent": standing.independent,
        "updated_at": standing.updated,
    }
    if standing.opened:
        await tx.execute(insert(stories).values(id=standing.story, opened_at=now, **columns))
    else:
        await tx.execute(update(stories).where(here).values(**columns))
    came = and_(items.c.id.in_(standing.items), items.c.story_id != standing.story)
    await tx.execute(update(items).where(came).values(story_id=standing.story, placed_why=why))


async def _point(tx: Transaction, old: StoryId, places: Sequence[Place], now: datetime) -> None:
    for place in places:
        card = (await tx.execute(select(cards).where(_card(place, old)))).first()
        if card is not None and card.mode == "alert" and card.message_id is not None:
            await outbox.put_card(tx, place, card.id, now)


def _card(place: Place, story: StoryId) -> ColumnElement[bool]:
    return and_(cards.c.chat_id == place.chat, cards.c.thread_id == place.thread, cards.c.story_id == story)
