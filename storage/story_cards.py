"""Cards: how each place came to know each story, and the message that shows it there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId, Place
from newsroom.desk.decision import ShowCard, UpdateCard
from newsroom.desk.state import DeliveryMode
from newsroom.story import StoryId
from storage import outbox
from storage.columns import AnyRow
from storage.database import Transaction
from storage.tables import cards, chat_stories, items, stories


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCard:
    """A story's card in one place.

    Attributes:
        mode: How the story came there.
        message_id: Of the message that shows it; None until one does. For a list, of the whole list's.
        shown_version: The story's version that the message shows; 0 for none.
        words: Those of the match that made the card.
    """

    id: int
    story: StoryId
    mode: DeliveryMode
    message_id: int | None
    shown_version: int
    words: tuple[str, ...]
    muted: bool
    made_at: datetime


async def card_in(connection: AsyncConnection, place: Place, story_id: int) -> PlaceCard | None:
    """A story's card in a place; None where the place knows nothing of the story."""
    return _card((await connection.execute(select(cards).where(_of_story(place, story_id)))).first())


async def card_by_id(connection: AsyncConnection, card_id: int) -> PlaceCard | None:
    """One card."""
    return _card((await connection.execute(select(cards).where(cards.c.id == card_id))).first())


async def cards_awaiting(connection: AsyncConnection, place: Place, mode: DeliveryMode) -> list[PlaceCard]:
    """A place's cards that wait for a list of this mode, oldest first; without the muted ones."""
    waiting = and_(_in(place), cards.c.mode == mode, cards.c.message_id.is_(None), cards.c.muted == 0)
    rows = await connection.execute(select(cards).where(waiting).order_by(cards.c.id))
    return [card for row in rows if (card := _card(row))]


async def story_of_message(connection: AsyncConnection, chat_id: int, message_id: int) -> StoryId | None:
    """The story that one of our messages shows; None where it shows none."""
    found = await connection.execute(
        select(cards.c.story_id).where(cards.c.chat_id == chat_id, cards.c.message_id == message_id)
    )
    story_id = found.scalars().first()
    return None if story_id is None else StoryId(story_id)


async def muted_stories(connection: AsyncConnection, chat_id: int) -> list[tuple[Place, StoryId, str]]:
    """The muted stories of a chat with their headlines, newest first."""
    mine = (chat_stories.c.story_id == cards.c.story_id) & (chat_stories.c.chat_id == cards.c.chat_id)
    rows = await connection.execute(
        select(cards.c.thread_id, cards.c.story_id, items.c.title)
        .outerjoin(chat_stories, mine)
        .outerjoin(stories, stories.c.id == cards.c.story_id)
        .join(items, items.c.id == func.coalesce(chat_stories.c.lead_item_id, stories.c.lead_item_id))
        .where(cards.c.chat_id == chat_id, cards.c.muted == 1)
        .order_by(cards.c.id.desc())
    )
    return [(Place(chat=ChatId(chat_id), thread=r.thread_id), StoryId(r.story_id), r.title) for r in rows]


async def save_card(tx: Transaction, story: StoryId, change: ShowCard | UpdateCard, now: datetime) -> None:
    """Make, show anew or refresh a story's card in one place, as the desk decided."""
    place = change.place
    if isinstance(change, UpdateCard):
        await update_card(tx, place, story, now)
        return
    lead = lead_in(place.chat, story)
    shown = {"mode": change.mode.value, "why": list(change.words), "lead_item_id": lead, "shown_version": 0}
    key = {"chat_id": place.chat, "thread_id": place.thread, "story_id": story}
    new = upsert(cards).values(**key, **shown, muted=0, made_at=now)
    again = new.on_conflict_do_update(index_elements=list(key), set_=shown | {"message_id": None, "made_at": now})
    card_id = int((await tx.execute(again.returning(cards.c.id))).scalar_one())
    match change.mode:
        case DeliveryMode.ALERT:
            await outbox.put_card(tx, place, card_id, now)
        case DeliveryMode.CATCH_UP | DeliveryMode.WAITING | DeliveryMode.LIST:
            await outbox.put_list(tx, place, change.mode, change.until or now + outbox.GATHER_CATCH_UP, now)


async def update_card(tx: Transaction, place: Place, story: StoryId, now: datetime) -> None:
    """Have the card's message show the story as it is by then, where there is a card."""
    card = await card_in(tx.connection, place, story)
    if card is not None:
        await outbox.put_card(tx, place, card.id, now)


async def hand_over(tx: Transaction, place: Place, old: StoryId, into: StoryId) -> None:
    """A story was merged into another: its card becomes the other's."""
    await tx.execute(update(cards).where(_of_story(place, old)).values(story_id=into, shown_version=0))


async def mark_known(
    tx: Transaction, place: Place, story_ids: Collection[int], mode: DeliveryMode, now: datetime
) -> None:
    """Mark stories as known to a place, without a message."""
    rows: list[dict[str, object]] = [
        {
            "chat_id": place.chat,
            "thread_id": place.thread,
            "story_id": story_id,
            "lead_item_id": (await tx.execute(select(lead_in(place.chat, story_id)))).scalar(),
            "mode": mode.value,
            "shown_version": 0,
            "why": [],
            "muted": 0,
            "made_at": now,
        }
        for story_id in story_ids
    ]
    if rows:
        await tx.execute(upsert(cards).on_conflict_do_nothing(), rows)


async def record_shown(tx: Transaction, card_id: int, message_id: int, version: int) -> None:
    """The card's message is in the chat, and shows this version of the story."""
    await tx.execute(update(cards).where(cards.c.id == card_id).values(message_id=message_id, shown_version=version))


async def record_lost(tx: Transaction, card_id: int) -> None:
    """The card's message was deleted: it is to be sent anew."""
    await tx.execute(update(cards).where(cards.c.id == card_id).values(message_id=None, shown_version=0))


async def record_listed(tx: Transaction, card_ids: Collection[int], mode: DeliveryMode, message_id: int) -> None:
    """One message listed these cards together."""
    await tx.execute(update(cards).where(cards.c.id.in_(card_ids)).values(mode=mode.value, message_id=message_id))


async def list_the_rest(tx: Transaction, place: Place, mode: DeliveryMode, now: datetime) -> None:
    """Queue one more list where the last had no room for all cards that wait for one."""
    if await cards_awaiting(tx.connection, place, mode):
        await outbox.put_list(tx, place, mode, now, now)


async def set_muted(tx: Transaction, place: Place, story_id: int, *, muted: bool) -> None:
    """Mute or unmute a story in one place."""
    await tx.execute(update(cards).where(_of_story(place, story_id)).values(muted=int(muted)))


def lead_in(chat: int, story: int) -> ScalarSelect[int]:
    """The item whose headline names a story in a chat."""
    own = select(chat_stories.c.lead_item_id).where(chat_stories.c.chat_id == chat, chat_stories.c.story_id == story)
    shared = select(stories.c.lead_item_id).where(stories.c.id == story)
    return select(func.coalesce(own.scalar_subquery(), shared.scalar_subquery())).scalar_subquery()


def _in(place: Place) -> ColumnElement[bool]:
    return and_(cards.c.chat_id == place.chat, cards.c.thread_id == place.thread)


def _of_story(place: Place, story_id: int) -> ColumnElement[bool]:
    return and_(_in(place), cards.c.story_id == story_id)


def _card(row: AnyRow | None) -> PlaceCard | None:
    if row is None:
        return None
    return PlaceCard(
        id=row.id,
        story=StoryId(row.story_id),
        mode=DeliveryMode(row.mode),
        message_id=row.message_id,
        shown_version=row.shown_version,
        words=tuple(row.why),
        muted=bool(row.muted),
        made_at=row.made_at,
    )
