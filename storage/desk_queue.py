"""What the desk must decide, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.desk.corrections import Correction, CorrectionKind
from newsroom.item import Item
from newsroom.story import StoryId
from storage import own_stories
from storage.columns import AnyRow
from storage.corrections import correction
from storage.database import Transaction
from storage.items import at_version, item_of, select_items, visible_to
from storage.states import QueueKind
from storage.tables import item_versions, items, queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """An entry of the desk's queue.

    Attributes:
        before: The version that an edit replaced; None for what is no edit.
        story: Of an edited item; None for an item that is new.
    """

    id: int
    item: Item
    before: Item | None
    story: StoryId | None
    background: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedCorrection:
    """A person's correction that waits in the desk's queue."""

    id: int
    correction: Correction


_OLDEST = select(queue).order_by(queue.c.id).limit(bindparam("limit", type_=Integer))
_ITEMS = select_items().where(items.c.id.in_(bindparam("ids", expanding=True)))


async def undecided(connection: AsyncConnection, limit: int) -> list[Queued | QueuedCorrection]:
    """The oldest entries of the queue, in order: items are decided by ascending id, and copies rely on it."""
    rows = (await connection.execute(_OLDEST, {"limit": limit})).all()
    found = await connection.execute(_ITEMS, {"ids": [row.item_id for row in rows if row.item_id]})
    by_id = {row.id: row for row in found}
    return [
        await _queued(connection, row, by_id[row.item_id]) if row.item_id else await _correction(connection, row)
        for row in rows
    ]


async def take_off(tx: Transaction, entries: Sequence[Queued | QueuedCorrection]) -> None:
    """Take off the queue what was decided."""
    await tx.execute(delete(queue).where(queue.c.id.in_([entry.id for entry in entries])))


async def _correction(connection: AsyncConnection, entry: AnyRow) -> QueuedCorrection:
    kind = CorrectionKind(entry.payload["kind"])
    found = await correction(connection, entry.payload["correction"], kind)
    return QueuedCorrection(id=entry.id, correction=found)


async def _queued(connection: AsyncConnection, entry: AnyRow, row: AnyRow) -> Queued:
    item, before = item_of(row), None
    if QueueKind(entry.kind) is QueueKind.EDIT:
        before, item = await _versions(connection, item, int(entry.payload["to"]))
    elif item.version > 1:  # edited before it was decided: decided as it came, the edit follows in the queue
        item, _ = await _versions(connection, item, 2)
    story = None if row.story_id is None else StoryId(row.story_id)
    if item.owner is not None:
        story = await own_stories.own_story_of(connection, item.owner, item.id)
    return Queued(
        id=entry.id,
        item=item,
        before=before,
        story=story,
        background=row.background,
    )


async def _versions(connection: AsyncConnection, item: Item, to: int) -> tuple[Item, Item]:
    """The item as it was before version `to`, and as it was made then."""
    rows = await connection.execute(
        select(item_versions).where(item_versions.c.item_id == item.id, item_versions.c.version.in_([to - 1, to]))
    )
    older = {row.version: row for row in rows}
    before = at_version(item, older[to - 1])
    return before, at_version(item, older[to]) if to in older else item


async def waiting(connection: AsyncConnection, viewer: ChatId | None = None) -> int:
    """How many entries the desk has not decided, of items that a chat may meet; None: all."""
    wanted = select(func.count()).select_from(queue)
    if viewer is not None:
        wanted = wanted.join(items, items.c.id == queue.c.item_id).where(visible_to(viewer))
    return int((await connection.execute(wanted)).scalar_one())


async def waiting_since(connection: AsyncConnection) -> datetime | None:
    """Since when the oldest entry waits; None where nothing does."""
    oldest: datetime | None = (await connection.execute(select(func.min(queue.c.queued_at)))).scalar()
    return oldest
