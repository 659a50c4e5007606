"""Cards: how each place came to know each story, and the message that shows it there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger as Big
from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId, Place
from newsroom.desk.decision import CardChange, ShowCard
from newsroom.desk.state import DeliveryMode
from newsroom.story import StoryId
from storage import outbox
from storage.columns import AnyRow
from storage.database import Transaction
from storage.tables import cards, chat_items, chat_stories, items, matches, stories
from storage.upsert import upsert


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MutedCard:
    """A card whose story was muted for a while.

    Attributes:
        shown: A message shows it.
        waits: It was to come in a list, and did not.
    """

    id: int
    place: Place
    story: StoryId
    since: datetime
    shown: bool
    waits: bool


async def card_in(connection: AsyncConnection, place: Place, story_id: int) -> PlaceCard | None:
    """A story's card in a place; None where the place knows nothing of the story."""
    return _card((await connection.execute(select(cards).where(_of_story(place, story_id)))).first())


async def cards_in(
    connection: AsyncConnection, place: Place, story_ids: Collection[int]
) -> Mapping[StoryId, PlaceCard]:
    """The cards that a place has of these stories."""
    wanted = select(cards).where(_in(place), cards.c.story_id.in_(story_ids))
    return {card.story: card for row in await connection.execute(wanted) if (card := _card(row))}


async def card_by_id(connection: AsyncConnection, card_id: int) -> PlaceCard | None:
    """The card of that number; None where there is none."""
    return _card((await connection.execute(select(cards).where(cards.c.id == card_id))).first())


async def stories_shown(
    connection: AsyncConnection, chat_id: int, thread_id: int | None, story_ids: Collection[int]
) -> frozenset[StoryId]:
    """Which of these stories a chat, or one thread of it, was shown by an alert, a list or a digest."""
    shown = [DeliveryMode.ALERT, DeliveryMode.LIST, DeliveryMode.CATCH_UP, DeliveryMode.DIGEST]
    wanted = select(cards.c.story_id).where(
        cards.c.chat_id == chat_id, cards.c.story_id.in_(story_ids), cards.c.mode.in_(shown)
    )
    if thread_id is not None:
        wanted = wanted.where(cards.c.thread_id == thread_id)
    return frozenset(StoryId(story_id) for story_id in (await connection.execute(wanted)).scalars())


async def shown_elsewhere(connection: AsyncConnection, chat_id: int, card: PlaceCard) -> bool:
    """Whether a message in another thread of the chat shows the card's story."""
    others = (cards.c.chat_id == chat_id) & (cards.c.story_id == card.story) & (cards.c.id != card.id)
    shown = select(cards.c.id).where(others, cards.c.message_id.is_not(None)).limit(1)
    return (await connection.execute(shown)).first() is not None


async def cards_awaiting(
    connection: AsyncConnection, place: Place, mode: DeliveryMode, now: datetime
) -> list[PlaceCard]:
    """A place's cards that wait for a list of this mode now, oldest first; without the muted ones."""
    over = or_(cards.c.waits_until.is_(None), cards.c.waits_until <= now)
    waiting = and_(_in(place), cards.c.mode == mode, cards.c.message_id.is_(None), cards.c.muted == 0, over)
    rows = await connection.execute(select(cards).where(waiting).order_by(cards.c.id))
    return [card for row in rows if (card := _card(row))]


async def story_of_message(connection: AsyncConnection, chat_id: int, message_id: int) -> StoryId | None:
    """The story that one of our messages shows; None where it shows none."""
    found = await connection.execute(
        select(cards.c.story_id).where(cards.c.chat_id == chat_id, cards.c.message_id == message_id)
    )
    story_id = found.scalars().first()
    return None if story_id is None else StoryId(story_id)


async def cards_shown(connection: AsyncConnection, chat_id: int, story_id: int) -> list[tuple[Place, int]]:
    """The cards of a story that a chat has, each with its place: messages of its own, in every thread."""
    shown = and_(cards.c.chat_id == chat_id, cards.c.story_id == story_id, cards.c.mode == DeliveryMode.ALERT)
    rows = await connection.execute(select(cards.c.id, cards.c.thread_id).where(shown, cards.c.message_id.is_not(None)))
    return [(Place(chat=ChatId(chat_id), thread=row.thread_id), row.id) for row in rows]


async def alerts_of(connection: AsyncConnection, chat_id: int, topic_id: int, since: datetime) -> int:
    """How many stories of a topic were alerted in a chat since then, one by one or in a list.

    In whatever thread: a topic may have been in another one by then.
    """
    of_topic = select(matches.c.item_id).where(matches.c.topic_id == topic_id)
    own = select(chat_items.c.story_id).where(chat_items.c.chat_id == chat_id, chat_items.c.item_id.in_(of_topic))
    of_all = select(items.c.story_id).where(items.c.id.in_(of_topic), items.c.story_id.is_not(None))
    alerted = cards.c.mode.in_([DeliveryMode.ALERT, DeliveryMode.LIST, DeliveryMode.CATCH_UP])
    here = and_(cards.c.chat_id == chat_id, alerted, cards.c.made_at >= since)
    found = (
        select(func.count(func.distinct(cards.c.story_id)))
        .select_from(cards)
        .where(here, cards.c.story_id.in_(own.union_all(of_all)))
    )
    return int((await connection.execute(found)).scalar_one())


async def muted_stories(connection: AsyncConnection, chat_id: int) -> list[tuple[Place, StoryId]]:
    """The muted stories of a chat and where they are muted, newest first; without those of which no report is kept."""
    mine = (chat_stories.c.story_id == cards.c.story_id) & (chat_stories.c.chat_id == cards.c.chat_id)
    rows = await connection.execute(
        select(cards.c.thread_id, cards.c.story_id)
        .outerjoin(chat_stories, mine)
        .outerjoin(stories, stories.c.id == cards.c.story_id)
        .join(items, items.c.id == func.coalesce(chat_stories.c.lead_item_id, stories.c.lead_item_id))
        .where(cards.c.chat_id == chat_id, cards.c.muted == 1)
        .order_by(cards.c.id.desc())
    )
    return [(Place(chat=ChatId(chat_id), thread=r.thread_id), StoryId(r.story_id)) for r in rows]


async def save_cards(
    tx: Transaction, changes: Sequence[tuple[StoryId, CardChange]], now: datetime
) -> Mapping[tuple[Place, StoryId], int]:
    """Make or show anew the cards of stories in places, as the desk decided; gives the ids of those that are there.

    One that is only refreshed stays as it is.
    """
    rows = [_shown(story, change, now) for story, change in changes if isinstance(change, ShowCard)]
    if rows:
        await tx.execute(_SHOW, rows)
    if not changes:
        return {}
    there = _CARD_IDS.where(
        cards.c.story_id.in_({story for story, _ in changes}),
        cards.c.chat_id.in_({change.place.chat for _, change in changes}),
    )
    found = await tx.execute(there)
    return {
        (Place(chat=ChatId(row.chat_id), thread=row.thread_id), StoryId(row.story_id)): int(row.id) for row in found
    }


def _shown(story: StoryId, change: ShowCard, now: datetime) -> dict[str, object]:
    return {
        "chat_id": change.place.chat,
        "thread_id": change.place.thread,
        "story_id": story,
        "mode": change.mode.value,
        "why": list(change.words),
        "shown_version": 0,
        "muted": 0,
        "waits_until": change.until if change.mode is DeliveryMode.WAITING else None,
        "made_at": now,
        "of_chat": change.place.chat,
        "of_story": story,
    }


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
    if await cards_awaiting(tx.connection, place, mode, now):
        await outbox.put_list(tx, place, mode, now, now)


async def set_muted(
    tx: Transaction,
    place: Place,
    story_id: int,
    *,
    muted: bool,
    at: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Mute or unmute a story in one place; from `at` until then, or for good."""
    values = {"muted": int(muted), "muted_at": at if until else None, "muted_until": until}
    await tx.execute(update(cards).where(_of_story(place, story_id)).values(**values))


async def mutes_over(connection: AsyncConnection, now: datetime, limit: int) -> list[MutedCard]:
    """Cards of stories that are muted no longer, the oldest first."""
    over = select(cards).where(cards.c.muted_until <= now, cards.c.muted == 1)
    rows = await connection.execute(over.order_by(cards.c.muted_until, cards.c.id).limit(limit))
    return [
        MutedCard(
            id=row.id,
            place=Place(chat=ChatId(row.chat_id), thread=row.thread_id),
            story=StoryId(row.story_id),
            since=row.muted_at,
            shown=row.message_id is not None,
            waits=row.mode == DeliveryMode.WAITING and row.message_id is None,
        )
        for row in rows
    ]


async def unmute(tx: Transaction, card_ids: Collection[int]) -> None:
    """These stories are muted no longer."""
    values = {"muted": 0, "muted_at": None, "muted_until": None}
    await tx.execute(update(cards).where(cards.c.id.in_(card_ids)).values(**values))


async def record_named(tx: Transaction, card_ids: Collection[int]) -> None:
    """Cards that waited for a list were named in another message."""
    await tx.execute(update(cards).where(cards.c.id.in_(card_ids)).values(mode=DeliveryMode.DIGEST.value))


def lead_in(chat: int | BindParameter[int], story: int | BindParameter[int]) -> ScalarSelect[int]:
    """The item whose headline names a story in a chat."""
    own = select(chat_stories.c.lead_item_id).where(chat_stories.c.chat_id == chat, chat_stories.c.story_id == story)
    shared = select(stories.c.lead_item_id).where(stories.c.id == story)
    return select(func.coalesce(own.scalar_subquery(), shared.scalar_subquery())).scalar_subquery()


def _show() -> Insert:
    """A card made or shown anew; its keys are those of `_shown`."""
    lead = lead_in(bindparam("of_chat", type_=Big), bindparam("of_story", type_=Big))
    columns = ("chat_id", "thread_id", "story_id", "mode", "why", "shown_version", "muted", "waits_until", "made_at")
    new = upsert(cards).values({name: bindparam(name) for name in columns} | {"lead_item_id": lead})
    again = {
        name: new.excluded[name] for name in ("mode", "why", "lead_item_id", "shown_version", "waits_until", "made_at")
    }
    key = ["chat_id", "thread_id", "story_id"]
    return new.on_conflict_do_update(index_elements=key, set_=again | {"message_id": None})


_SHOW = _show()
_CARD_IDS = select(cards.c.id, cards.c.chat_id, cards.c.thread_id, cards.c.story_id)


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
