"""What the desk remembers of what it decided, read anew: its state is rebuilt from this."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId, Place
from newsroom.claims.claims import Claim
from newsroom.desk.burst_limit import BURST_WITHIN
from newsroom.desk.state import STORY_OPEN_FOR, CardState, DeliveryMode, card_state
from newsroom.item import Item, ItemId
from newsroom.matching.matcher import Tier
from newsroom.sentence import sentence
from newsroom.stories.placement import EditedItem, NewStory, Placement, PlacementKind, Reprint, SameItem, SameStory
from newsroom.stories.window import StoredComparison
from newsroom.story import StoryId
from newsroom.topic import TopicId
from storage import comparisons
from storage.columns import AnyRow
from storage.desk_bell import remembered
from storage.items import at_version, item_of, select_by_id
from storage.json_values import claim_of
from storage.tables import cards, chat_items, chat_stories, chats, claims, item_versions, items, matches, stories

_LAST_OF_TABLE = text("SELECT seq FROM sqlite_sequence WHERE name = 'claims'")
_LAST_OF_SEQUENCE = text("SELECT last_value FROM claims_id_seq WHERE is_called")
_NOT_READ = sentence("text", text="")
_OPENED = NewStory(related=None, of=None, likeness_pct=0, why=_NOT_READ)  # one for all that opened their stories
_AT_A_TIME = 100  # items: the event loop waits so long
_PLACED = [items.c[name] for name in ("story_id", "placement", "placed_of", "likeness_pct", "background", "compared")]
_DECIDED = select_by_id(*_PLACED).order_by(items.c.id)
_FIRST_VERSIONS = select(item_versions).where(
    item_versions.c.version == 1, item_versions.c.item_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedItem:
    """An item with what was decided about it.

    Attributes:
        first: Its first version: grouping stays with the words that it was grouped by.
        placement: Without the reason and the related story, for which nobody asks the desk again.
        compared: What it was like when it came; None where that is not stored.
    """

    item: Item
    first: Item
    story: StoryId
    placement: Placement
    background: bool
    compared: StoredComparison | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStory:
    """A story without its items: how many outlets it has, and how many of them are independent."""

    id: StoryId
    opened: datetime
    updated: datetime
    version: int
    outlets: int
    independent: int


async def open_since(connection: AsyncConnection, now: datetime, most_items: int) -> datetime:
    """Stories updated before then are closed: seven days ago, or when the oldest of `most_items` was first seen."""
    grouped = select(items.c.arrived_at).where(items.c.placement.is_not(None))
    found = await connection.execute(grouped.order_by(items.c.arrived_at.desc()).offset(most_items - 1).limit(1))
    return max(now - STORY_OPEN_FOR, found.scalar() or now - STORY_OPEN_FOR)


async def open_stories(connection: AsyncConnection, since: datetime) -> list[StoredStory]:
    """Stories that still take items."""
    still_open = stories.c.updated_at >= since, stories.c.merged_into.is_(None)
    return [
        StoredStory(
            id=StoryId(row.id),
            opened=row.opened_at,
            updated=row.updated_at,
            version=row.version,
            outlets=row.outlets,
            independent=row.independent,
        )
        for row in await connection.execute(select(stories).where(*still_open))
    ]


async def decided_since(connection: AsyncConnection, since: datetime) -> AsyncIterator[list[DecidedItem]]:
    """The items of stories that are still open, in the order in which they were decided, some at a time."""
    still_open = select(stories.c.id).where(stories.c.updated_at >= since, stories.c.merged_into.is_(None))
    placed = select(items.c.id).where(items.c.story_id.in_(still_open), items.c.placement.is_not(None))
    ids = (await connection.execute(placed.order_by(items.c.id))).scalars().all()
    for at in range(0, len(ids), _AT_A_TIME):
        some = {"ids": ids[at : at + _AT_A_TIME]}
        firsts = {row.item_id: row for row in await connection.execute(_FIRST_VERSIONS, some)}
        yield [decided_item(row, firsts.get(row.id)) for row in await connection.execute(_DECIDED, some)]


def decided_item(row: AnyRow, first_version: AnyRow | None) -> DecidedItem:
    """A row of an item, with `compared`, as a value; `first_version`: None where it was never edited."""
    item = item_of(row)
    return DecidedItem(
        item=item,
        first=item if first_version is None else at_version(item, first_version),
        story=StoryId(row.story_id),
        placement=_placement(row),
        background=row.background,
        compared=comparisons.read(row.compared),
    )


def _placement(row: AnyRow) -> Placement:
    story, of, likeness, why = StoryId(row.story_id), ItemId(row.placed_of or 0), row.likeness_pct or 0, _NOT_READ
    match PlacementKind(row.placement):
        case PlacementKind.NEW:
            return _OPENED
        case PlacementKind.SAME_ITEM:
            return SameItem(of=of, story=story, why=why)
        case PlacementKind.EDITED:
            return EditedItem(of=of, story=story, why=why)
        case PlacementKind.REPRINT | PlacementKind.PARTIAL_REPRINT as kind:
            partial = kind is PlacementKind.PARTIAL_REPRINT
            return Reprint(of=of, story=story, likeness_pct=likeness, partial=partial, why=why)
        case PlacementKind.SAME_STORY:
            return SameStory(of=of, story=story, likeness_pct=likeness, why=why)


async def alert_hits(
    connection: AsyncConnection, since: datetime
) -> list[tuple[StoryId, ItemId, TopicId, tuple[str, ...]]]:
    """Which topics each item of an open story matched well enough to alert, in the order of items and of topics."""
    rows = await connection.execute(
        select(items.c.story_id, items.c.id, matches.c.topic_id, matches.c.words)
        .join(items, items.c.id == matches.c.item_id)
        .join(stories, stories.c.id == items.c.story_id)
        .where(matches.c.tier == Tier.ALERT, stories.c.updated_at >= since, stories.c.merged_into.is_(None))
        .order_by(items.c.id, matches.c.topic_id)
    )
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}  # a topic's items mostly have the same words of it
    return [
        (StoryId(r.story_id), ItemId(r.id), TopicId(r.topic_id), shared.setdefault(words := tuple(r.words), words))
        for r in rows
    ]


async def alerts_since(connection: AsyncConnection, since: datetime) -> list[tuple[Place, datetime]]:
    """Which places were alerted within a burst's stretch from then on, and when; oldest first.

    None later: those are of before the clock was set back, and would push the last minute's own out of the memory.
    """
    rows = await connection.execute(
        select(cards.c.chat_id, cards.c.thread_id, cards.c.made_at)
        .where(
            cards.c.mode == DeliveryMode.ALERT.value, cards.c.made_at > since, cards.c.made_at <= since + BURST_WITHIN
        )
        .order_by(cards.c.made_at, cards.c.id)
    )
    return [(Place(chat=ChatId(row.chat_id), thread=row.thread_id), row.made_at) for row in rows]


async def open_cards(connection: AsyncConnection, since: datetime) -> list[tuple[StoryId, Place, CardState]]:
    """How each place of admitted chats was told of the open stories, by cards of stories that were merged away too."""
    still_open = select(stories.c.id).where(stories.c.updated_at >= since)
    of_open_stories = select(items.c.id).where(items.c.story_id.in_(still_open))
    own_open = select(chat_stories.c.chat_id, chat_stories.c.story_id).where(chat_stories.c.updated_at >= since)
    own_items = (
        select(chat_items.c.chat_id, chat_items.c.item_id)
        .join(chat_stories, chat_stories.c.story_id == chat_items.c.story_id)
        .where(chat_stories.c.chat_id == chat_items.c.chat_id, chat_stories.c.updated_at >= since)
    )
    rows = await connection.execute(
        select(*remembered(cards))
        .join(chats, chats.c.id == cards.c.chat_id)
        .where(
            or_(
                cards.c.story_id.in_(still_open),
                cards.c.lead_item_id.in_(of_open_stories),
                tuple_(cards.c.chat_id, cards.c.story_id).in_(own_open),
                tuple_(cards.c.chat_id, cards.c.lead_item_id).in_(own_items),
            ),
            chats.c.admitted,
        )
        .order_by(cards.c.id)
    )
    places: dict[tuple[int, int], Place] = {}  # one for all cards of a place
    return [
        (
            StoryId(r.story_id),
            places.setdefault((r.chat_id, r.thread_id), Place(chat=ChatId(r.chat_id), thread=r.thread_id)),
            card_state(DeliveryMode(r.mode), muted=bool(r.muted), lead=r.lead_item_id),
        )
        for r in rows
    ]


async def claims_since(connection: AsyncConnection, since: datetime, after: int) -> dict[int, Claim]:
    """Claims that later ones are compared with, by their ids, in the order stored; `after`: of greater ids only."""
    wanted = select(claims.c.id, claims.c.body).where(claims.c.stated_at >= since, claims.c.id > after)
    return {row.id: claim_of(row.body) for row in await connection.execute(wanted.order_by(claims.c.id))}


async def last_claim_id(connection: AsyncConnection) -> int:
    """The highest claim id ever given, also where an edit took that claim back; 0 before the first."""
    on_postgres = connection.dialect.name == "postgresql"
    found = await connection.execute(_LAST_OF_SEQUENCE if on_postgres else _LAST_OF_TABLE)
    return int(found.scalar() or 0)


async def last_story_id(connection: AsyncConnection) -> int:
    """The highest story id ever given; 0 before the first."""
    found = await connection.execute(select(func.max(stories.c.id)))
    return int(found.scalar() or 0)
