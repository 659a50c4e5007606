"""Stories as messages show them: whole views, and which stories a topic or a digest is about."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import Place
from newsroom.claims.headline_edits import EditVerdict, WordChange
from newsroom.desk.digest import DigestWindow
from newsroom.desk.story_view import Dispute, ItemVersion, PlacedItem, RelatedStory, StoryView
from newsroom.item import Item, ItemId
from newsroom.matching.matcher import Tier
from newsroom.stories.placement import PlacementKind
from newsroom.story import StoryId
from storage.columns import AnyRow
from storage.database import Transaction
from storage.items import item_of, paragraphs_of, select_items
from storage.json_values import disagreement_of, sentence_of
from storage.tables import cards, disagreements, item_versions, items, matches, stories


async def story(connection: AsyncConnection, story_id: int) -> StoryView | None:
    """The story, or the one that took it in; None where there never was one."""
    row = (await connection.execute(select(stories).where(stories.c.id == story_id))).first()
    if row is None:
        return None
    if row.merged_into is not None:
        return await story(connection, row.merged_into)
    placed = await _placed(connection, story_id)
    if not placed:
        return None  # all its items are older than items are kept
    ids = [one.item.id for one in placed]
    return StoryView(
        id=StoryId(row.id),
        opened=row.opened_at,
        updated=row.updated_at,
        version=row.version,
        outlets=row.outlets,
        independent=row.independent,
        items=placed,
        related=await _related_story(connection, row.related_to),
        disputes=await _disputes(connection, ids),
        versions=await _versions(connection, {one.item.id: one.item for one in placed}),
    )


async def version_of(connection: AsyncConnection, story_id: int) -> int:
    """The version of a story, or of the one that took it in."""
    row = (await connection.execute(select(stories).where(stories.c.id == story_id))).one()
    return int(row.version) if row.merged_into is None else await version_of(connection, row.merged_into)


async def stories_by_id(connection: AsyncConnection, ids: Sequence[int]) -> list[StoryView]:
    """Several stories, in the order asked for."""
    found = [await story(connection, story_id) for story_id in ids]
    return [view for view in found if view is not None and view.items]


async def _placed(connection: AsyncConnection, story_id: int) -> tuple[PlacedItem, ...]:
    rows = await connection.execute(select_items().where(items.c.story_id == story_id).order_by(items.c.id))
    return tuple(
        PlacedItem(
            item=item_of(row),
            placement=PlacementKind(row.placement or PlacementKind.NEW),
            of=None if row.placed_of is None else ItemId(row.placed_of),
            likeness_pct=row.likeness_pct or 0,
            why=sentence_of(row.placed_why or ""),
        )
        for row in rows
    )


async def _related_story(connection: AsyncConnection, story_id: int | None) -> RelatedStory | None:
    if story_id is None:
        return None
    found = await connection.execute(
        select(stories.c.id, stories.c.opened_at, items.c.title)
        .join(items, items.c.id == stories.c.lead_item_id)
        .where(stories.c.id == story_id)
    )
    row = found.first()
    return RelatedStory(id=StoryId(row.id), title=row.title, opened=row.opened_at) if row else None


async def _disputes(connection: AsyncConnection, ids: Collection[int]) -> tuple[Dispute, ...]:
    rows = await connection.execute(
        select(disagreements)
        .where(or_(disagreements.c.item_a.in_(ids), disagreements.c.item_b.in_(ids)))
        .order_by(disagreements.c.id)
    )
    return tuple(_dispute(row) for row in rows)


def _dispute(row: AnyRow) -> Dispute:
    return Dispute(
        id=row.id,
        disagreement=disagreement_of(row.body),
        found=row.found_at,
        dismissed=row.dismissed_by is not None,
    )


async def _versions(connection: AsyncConnection, known: dict[ItemId, Item]) -> tuple[ItemVersion, ...]:
    rows = await connection.execute(
        select(item_versions).where(item_versions.c.item_id.in_(list(known))).order_by(item_versions.c.replaced_at)
    )
    return tuple(
        ItemVersion(
            item=known[ItemId(row.item_id)],
            number=row.version,
            title=row.title,
            replaced=row.replaced_at,
            verdict=EditVerdict(row.verdict) if row.verdict else None,
            changed=tuple(WordChange(before=before, after=after) for before, after in row.changed or ()),
            text="\n\n".join(p.text for p in paragraphs_of(row.paragraphs) if not p.heading),
        )
        for row in rows
    )


async def dispute(connection: AsyncConnection, dispute_id: int) -> Dispute | None:
    """One stored disagreement; None where there is none of that number."""
    row = (await connection.execute(select(disagreements).where(disagreements.c.id == dispute_id))).first()
    return _dispute(row) if row else None


async def dismiss(tx: Transaction, dispute_id: int, user: int | None) -> None:
    """A person says that it is no conflict (None: takes that back)."""
    await tx.execute(update(disagreements).where(disagreements.c.id == dispute_id).values(dismissed_by=user))


async def matched_stories(
    connection: AsyncConnection, place: Place, topic_ids: Collection[int], window: DigestWindow
) -> list[StoryId]:
    """Stories of which an item in the window matched one of the topics, in alert tier, newest first.

    Without those that are muted in the place; a first poll's archive makes no story news.
    """
    inside = items.c.id.between(window.after + 1, window.to) & (items.c.arrived_at >= window.since)
    muted = select(cards.c.story_id).where(
        cards.c.chat_id == place.chat, cards.c.thread_id == place.thread, cards.c.muted == 1
    )
    rows = await connection.execute(
        select(items.c.story_id)
        .join(matches, matches.c.item_id == items.c.id)
        .where(matches.c.topic_id.in_(topic_ids), matches.c.tier == Tier.ALERT, inside)
        .where(items.c.background.is_(False), items.c.story_id.not_in(muted))
        .group_by(items.c.story_id)
        .order_by(func.max(items.c.arrived_at).desc())
    )
    return [StoryId(row.story_id) for row in rows]


async def story_ids(connection: AsyncConnection, item_ids: Sequence[int]) -> list[StoryId]:
    """The stories of items, each once, in the order of the items; undecided items have none yet."""
    rows = await connection.execute(
        select(items.c.id, items.c.story_id).where(items.c.id.in_(item_ids), items.c.story_id.is_not(None))
    )
    by_item = {row.id: StoryId(row.story_id) for row in rows}
    return list(dict.fromkeys(by_item[i] for i in item_ids if i in by_item))
