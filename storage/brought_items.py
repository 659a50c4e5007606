"""What one source brought of late, as a chat may know it: of its newest items, however many there are."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.source_figures import COUNTED_OVER, ReadItem, SourceFigures, source_figures
from newsroom.stories.placement import PlacementKind
from storage.columns import AnyRow
from storage.items import placed_in, visible_to
from storage.sources import WatchedSource
from storage.tables import chat_items, items, sources

_COUNTED = 10_000  # items; a wire brings 2,000 a week, a feed gone mad more: what is past them is not counted
_LOOKED_AT = 200  # of the newest: each is a row with its text; the share of a week changes by less than a hundredth
_COPIES = (PlacementKind.REPRINT, PlacementKind.PARTIAL_REPRINT)


async def figures_of(
    connection: AsyncConnection, watched: WatchedSource, viewer: ChatId, now: datetime
) -> SourceFigures:
    """The figures of a source that the chat may know; what its first poll brought is not counted."""
    since = max(now - COUNTED_OVER, watched.first_polled_at or now)
    counted = _new_items(watched, viewer, since).limit(_COUNTED).subquery()
    number = int((await connection.execute(select(func.count()).select_from(counted))).scalar_one())
    newest = await connection.execute(_newest(watched, viewer, since))
    return source_figures(number, [_read_item(row, watched) for row in newest], since, now)


def _new_items(watched: WatchedSource, viewer: ChatId, since: datetime) -> Select[tuple[int, datetime]]:
    """Those that the chat may meet: a source that is for all now may have items of the chat alone that offered it."""
    # What arrived since was listed since; the index begins with that.
    new = (items.c.source_id == watched.source.id) & (items.c.listed_at >= since) & (items.c.arrived_at > since)
    return select(items.c.id, items.c.arrived_at).where(new, visible_to(viewer))


def _newest(watched: WatchedSource, viewer: ChatId, since: datetime) -> Select[*tuple[object, ...]]:
    """The newest items, each with what it copies where it is a copy in this chat."""
    of, of_source = items.alias("of"), sources.alias("of_source")
    chosen = _new_items(watched, viewer, since).order_by(items.c.arrived_at.desc()).limit(_LOOKED_AT).subquery()
    copied = (of.c.id == func.coalesce(chat_items.c.placed_of, items.c.placed_of)) & func.coalesce(
        chat_items.c.placement, items.c.placement
    ).in_(_COPIES)
    joined = (
        chosen.join(items, items.c.id == chosen.c.id)
        .outerjoin(chat_items, placed_in(viewer))
        .outerjoin(of, copied)
        .outerjoin(of_source, of_source.c.id == of.c.source_id)
    )
    return select(
        items.c.published,
        items.c.arrived_at,
        of.c.published.label("of_published"),
        of.c.arrived_at.label("of_arrived_at"),
        of_source.c.family.label("of_family"),
    ).select_from(joined)


def _read_item(row: AnyRow, watched: WatchedSource) -> ReadItem:
    another = row.of_family is not None and row.of_family != watched.source.family
    earlier = min(filter(None, (row.of_published, row.of_arrived_at)), default=None)
    return ReadItem(published=row.published, arrived_at=row.arrived_at, repeats=earlier if another else None)
