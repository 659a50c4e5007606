"""Stories regrouped, written: which items are in which, and what became of the cards."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, insert, update

from newsroom.chat import ChatId, Place
from newsroom.desk.merge_split import Regrouping, StoryAfter
from newsroom.desk.state import DeliveryMode
from newsroom.sentence import Sentence
from newsroom.story import StoryId
from storage import card_deliveries, own_stories, shown_decisions, story_cards
from storage.database import Transaction
from storage.json_values import sentence_json
from storage.tables import items, stories


async def keep(
    tx: Transaction, regrouping: Regrouping, why: Sentence, now: datetime, chat: ChatId | None = None
) -> None:
    """Write each story as it is now; `why` is what /why says of the items that moved.

    `chat`: whose own desk made it; None: the one for all.
    """
    for after in regrouping.stories:
        await (_save_story(tx, after, why, now) if chat is None else own_stories.save_after(tx, chat, after, why, now))
    for transfer in regrouping.transfers:
        await story_cards.hand_over(tx, transfer.place, transfer.old, transfer.into)
    for after in regrouping.stories:
        if after.merged_into is not None:
            await _redirect_cards(tx, after.story, regrouping.redirects, now)
    for after in regrouping.stories:
        await shown_decisions.show(tx, shown_decisions.of_story(after.story, after.cards), now)


async def _save_story(tx: Transaction, after: StoryAfter, why: Sentence, now: datetime) -> None:
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
    await tx.execute(update(items).where(came).values(story_id=after.story, placed_why=sentence_json(why)))


async def _redirect_cards(tx: Transaction, old: StoryId, places: Sequence[Place], now: datetime) -> None:
    for place in places:
        card = await story_cards.card_in(tx.connection, place, old)
        if card is not None and card.mode is DeliveryMode.ALERT and card.message_id is not None:
            await card_deliveries.put_card(tx, place, card.id, now)
