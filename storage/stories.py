"""Stories as messages show them: whole views, and which stories a topic or a digest is about."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId, Place
from newsroom.claims.disagreements import DisagreementKind
from newsroom.claims.headline_edits import EditVerdict, WordChange
from newsroom.desk.digest import UNDER_WAY, DigestWindow, StoryOutline
from newsroom.desk.story_view import ItemVersion, PlacedItem, StoryView
from newsroom.item import Item, ItemId
from newsroom.matching.matcher import Tier
from newsroom.stories.placement import PlacementKind
from newsroom.story import StoryId
from newsroom.topic import TopicId
from storage.columns import AnyRow
from storage.disputes import disputes_of
from storage.inline_sqlite import BESIDE
from storage.items import IN_STORY, in_stories, item_of, paragraphs_of, placed_in, select_placed, visible_to
from storage.json_values import sentence_of
from storage.tables import (
    cards,
    chat_disagreements,
    chat_items,
    chat_stories,
    disagreements,
    item_versions,
    items,
    matches,
    stories,
)

_AT_ONCE = 500  # numbers in one statement
_VIEWS_AT_ONCE = 20  # stories in one statement
_ROWS_AT_ONCE = 100  # items that are read before others have their turn: some milliseconds

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_ROWS = select(stories).where(stories.c.id.in_(_IDS))
_OWN_ROWS = select(chat_stories).where(chat_stories.c.chat_id == bindparam("chat"), chat_stories.c.story_id.in_(_IDS))
_VERSIONS = select(item_versions).where(item_versions.c.item_id.in_(_IDS)).order_by(item_versions.c.replaced_at)


async def story(connection: AsyncConnection, story_id: int, viewer: ChatId | None = None) -> StoryView | None:
    """The story as a chat sees it, or the one that took it in; None where there never was one.

    `viewer`: None: as it is for all.
    """
    return next(iter(await stories_by_id(connection, [story_id], viewer)), None)


async def version_of(connection: AsyncConnection, story_id: int, viewer: ChatId | None = None) -> int:
    """The version of a story, or of the one that took it in; 0 where there never was one."""
    found = (await _rows(connection, [story_id], viewer)).get(story_id)
    return 0 if found is None else int(found[1].version)


async def stories_by_id(
    connection: AsyncConnection, ids: Sequence[int], viewer: ChatId | None = None
) -> list[StoryView]:
    """Several stories, in the order asked for; those of which no item is kept any more are left out."""
    return [view for _, view in await _pairs(connection, ids, viewer)]


async def stories_asked_for(
    connection: AsyncConnection, ids: Sequence[int], viewer: ChatId | None = None
) -> dict[StoryId, StoryView]:
    """The same by the number asked for, which may be that of a story that another took in."""
    return dict(await _pairs(connection, ids, viewer))


async def _pairs(
    connection: AsyncConnection, ids: Sequence[int], viewer: ChatId | None
) -> list[tuple[StoryId, StoryView]]:
    found: list[tuple[StoryId, StoryView]] = []
    for at in range(0, len(ids), _VIEWS_AT_ONCE):
        # One statement of a kind for some stories: to make one takes longer than the database takes to answer it.
        found += await _views(connection, ids[at : at + _VIEWS_AT_ONCE], viewer)
    return found


async def _views(
    connection: AsyncConnection, asked: Sequence[int], viewer: ChatId | None
) -> list[tuple[StoryId, StoryView]]:
    # SQLite's statements run on the loop, and none of them waits: those of /sources held everyone up for 80 ms.
    rows = await _rows(connection, asked, viewer)
    await asyncio.sleep(0)
    placed = await _placed(connection, {number for number, _ in rows.values()}, viewer)
    await asyncio.sleep(0)
    disputes = await disputes_of(connection, {one.item.id for here in placed.values() for one in here}, viewer)
    await asyncio.sleep(0)
    versions = await _versions(connection, {one.item.id: one.item for here in placed.values() for one in here})
    await asyncio.sleep(0)
    found: list[tuple[StoryId, StoryView]] = []
    for story_id in (one for one in asked if one in rows):
        number, row = rows[story_id]
        here = placed.get(number, ())
        inside = {one.item.id for one in here}
        if not here:
            continue  # all its items are older than items are kept
        view = StoryView(
            id=StoryId(number),
            opened=row.opened_at,
            updated=row.updated_at,
            version=row.version,
            outlets=row.outlets,
            independent=row.independent,
            items=tuple(here),
            related=row.related_to,
            disputes=tuple(one.dispute for one in disputes if not inside.isdisjoint(one.items)),
            versions=tuple(version for version in versions if version.item.id in inside),
        )
        found.append((StoryId(story_id), view))
    return found


async def _rows(
    connection: AsyncConnection, asked: Collection[int], viewer: ChatId | None
) -> dict[int, tuple[int, AnyRow]]:
    """Of each story its number and row, or those of the one that took it in; missing where there never was one."""
    known: dict[int, AnyRow] = {}
    looked_up: set[int] = set()
    while wanted := {*asked, *(row.merged_into for row in known.values())} - looked_up - {None}:
        known |= await _rows_of(connection, wanted, viewer)
        looked_up |= wanted
    found: dict[int, tuple[int, AnyRow]] = {}
    for story_id in asked:
        number, row = story_id, known.get(story_id)
        while row is not None and row.merged_into is not None:
            number, row = row.merged_into, known.get(row.merged_into)
        if row is not None:
            found[story_id] = number, row
    return found


async def _rows_of(connection: AsyncConnection, numbers: Collection[int], viewer: ChatId | None) -> dict[int, AnyRow]:
    found: dict[int, AnyRow] = {}
    if viewer is not None:
        rows = await connection.execute(_OWN_ROWS, {"chat": viewer, "ids": sorted(numbers)})
        found = {row.story_id: row for row in rows}
    if others := sorted(set(numbers) - found.keys()):
        found |= {row.id: row for row in await connection.execute(_ROWS, {"ids": others})}
    return found


async def _placed(
    connection: AsyncConnection, numbers: Collection[int], viewer: ChatId | None
) -> dict[int, list[PlacedItem]]:
    """The items of each of these stories, in the order of their numbers."""
    if not numbers:
        return {}
    wanted = select_placed(viewer).where(in_stories(viewer, sorted(numbers))).order_by(items.c.id)
    if len(numbers) > 1:
        wanted = wanted.execution_options(**BESIDE)
    found: dict[int, list[PlacedItem]] = {}
    for read, row in enumerate(await connection.execute(wanted), start=1):
        if read % _ROWS_AT_ONCE == 0:
            await asyncio.sleep(0)
        placed = PlacedItem(
            item=item_of(row),
            placement=PlacementKind(row.placement or PlacementKind.NEW),
            of=None if row.placed_of is None else ItemId(row.placed_of),
            likeness_pct=row.likeness_pct or 0,
            why=sentence_of(row.placed_why or ""),
        )
        found.setdefault(row.story_id, []).append(placed)
    return found


async def _versions(connection: AsyncConnection, known: Mapping[ItemId, Item]) -> list[ItemVersion]:
    """The older versions of these items, in the order in which they were replaced."""
    rows = await connection.execute(_VERSIONS, {"ids": [*known]}) if known else ()
    return [
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
    ]


async def matched_stories(
    connection: AsyncConnection, place: Place, topic_ids: Collection[int], window: DigestWindow
) -> list[StoryId]:
    """Stories of which an item in the window matched one of the topics, in alert tier, newest first.

    Without those that are muted in the place; a first poll's archive makes no story news.
    """
    inside = items.c.id.between(window.after + 1, window.to) & (items.c.arrived_at >= window.since)
    return await _of_topics(connection, place, topic_ids, inside)


async def changed_stories(
    connection: AsyncConnection, place: Place, topic_ids: Collection[int], window: DigestWindow
) -> list[StoryId]:
    """Likewise those of which a matching item was corrected or contradicted in the window, newest first."""
    since = window.changed_since - UNDER_WAY
    edited = select(item_versions.c.item_id).where(
        item_versions.c.replaced_at >= since,
        item_versions.c.verdict.in_([EditVerdict.CORRECTED, EditVerdict.FIGURE_CHANGED]),
    )
    changed = [items.c.id.in_(edited)]
    kinds = [DisagreementKind.CONTRADICTION, DisagreementKind.DEVELOPING]
    for table in (disagreements, chat_disagreements):
        found = (table.c.found_at >= since) & table.c.kind.in_(kinds)
        if table is chat_disagreements:
            found &= table.c.chat_id == place.chat
        changed += [items.c.id.in_(select(side).where(found)) for side in (table.c.item_a, table.c.item_b)]
    return await _of_topics(connection, place, topic_ids, or_(*changed) & (items.c.id <= window.to))


async def topics_of_stories(
    connection: AsyncConnection, viewer: ChatId, topic_ids: Collection[int], story_ids: Collection[int]
) -> dict[StoryId, set[TopicId]]:
    """Which of these topics the items of each of these stories matched, in alert tier, as a chat sees the stories."""
    in_story = IN_STORY.label("in_story")
    rows = await connection.execute(
        select(in_story, matches.c.topic_id)
        .distinct()
        .select_from(items)
        .join(matches, matches.c.item_id == items.c.id)
        .outerjoin(chat_items, placed_in(viewer))
        .where(matches.c.topic_id.in_(topic_ids), matches.c.tier == Tier.ALERT, in_stories(viewer, story_ids))
    )
    found: dict[StoryId, set[TopicId]] = {}
    for row in rows:
        found.setdefault(StoryId(row.in_story), set()).add(TopicId(row.topic_id))
    return found


async def arrivals(
    connection: AsyncConnection, viewer: ChatId, topic_ids: Collection[int], since: datetime, until: datetime
) -> dict[TopicId, list[datetime]]:
    """When the items came in that matched each of these topics, in alert tier; without those of first polls."""
    inside = items.c.arrived_at.between(since, until) & items.c.background.is_(False) & visible_to(viewer)
    rows = await connection.execute(
        select(matches.c.topic_id, items.c.arrived_at)
        .join(items, items.c.id == matches.c.item_id)
        .where(matches.c.topic_id.in_(topic_ids), matches.c.tier == Tier.ALERT, inside)
    )
    found: dict[TopicId, list[datetime]] = {}
    for row in rows:
        found.setdefault(TopicId(row.topic_id), []).append(row.arrived_at)
    return found


async def _of_topics(
    connection: AsyncConnection, place: Place, topic_ids: Collection[int], inside: ColumnElement[bool]
) -> list[StoryId]:
    muted = select(cards.c.story_id).where(
        cards.c.chat_id == place.chat, cards.c.thread_id == place.thread, cards.c.muted == 1
    )
    rows = await connection.execute(
        select(IN_STORY)
        .join(matches, matches.c.item_id == items.c.id)
        .outerjoin(chat_items, placed_in(place.chat))
        .where(matches.c.topic_id.in_(topic_ids), matches.c.tier == Tier.ALERT, inside)
        .where(items.c.background.is_(False), IN_STORY.not_in(muted), visible_to(place.chat))
        .group_by(IN_STORY)
        .order_by(func.max(items.c.arrived_at).desc())
    )
    return [StoryId(story_id) for story_id in rows.scalars()]


async def outlines(connection: AsyncConnection, ids: Sequence[int], viewer: ChatId) -> list[StoryOutline]:
    """What the rank of stories depends on, as a chat sees them, in no order."""
    found: dict[StoryId, StoryOutline] = {}
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        shared = select(stories).where(stories.c.id.in_(some))
        own = select(chat_stories).where(chat_stories.c.chat_id == viewer, chat_stories.c.story_id.in_(some))
        rows = [(row.id, row) for row in await connection.execute(shared)]
        for id_, row in rows + [(row.story_id, row) for row in await connection.execute(own)]:
            found[StoryId(id_)] = StoryOutline(
                id=StoryId(id_), updated=row.updated_at, outlets=row.outlets, independent=row.independent
            )
    return list(found.values())


async def story_ids(
    connection: AsyncConnection, item_ids: Sequence[int], viewer: ChatId | None = None
) -> list[StoryId]:
    """The stories of items, each once, in the order of the items; undecided items have none yet."""
    by_item = await stories_by_item(connection, item_ids, viewer)
    return list(dict.fromkeys(by_item[ItemId(i)] for i in item_ids if i in by_item))


async def latest_reports(
    connection: AsyncConnection, story_ids: Collection[int], viewer: ChatId | None = None
) -> dict[StoryId, datetime]:
    """Of each of these stories when its latest report was published, as a chat sees it."""
    in_story = IN_STORY.label("in_story")
    latest = func.max(func.coalesce(items.c.published, items.c.arrived_at)).label("latest")
    wanted = select(in_story, latest).select_from(items).outerjoin(chat_items, placed_in(viewer)).group_by(in_story)
    there = wanted.where(in_stories(viewer, story_ids), visible_to(viewer)).execution_options(**BESIDE)
    return {StoryId(row.in_story): row.latest for row in await connection.execute(there)}


async def stories_by_item(
    connection: AsyncConnection, item_ids: Sequence[int], viewer: ChatId | None = None
) -> dict[ItemId, StoryId]:
    """The story of each item; undecided items have none yet."""
    in_story = IN_STORY.label("in_story")
    wanted = select(items.c.id, in_story).outerjoin(chat_items, placed_in(viewer))
    there = wanted.where(items.c.id.in_(item_ids), in_story.is_not(None), visible_to(viewer))
    rows = await connection.execute(there.execution_options(**BESIDE))
    return {ItemId(row.id): StoryId(row.in_story) for row in rows}
