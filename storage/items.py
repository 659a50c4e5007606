"""Items as rows and as values."""

import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, case, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.item import Item, ItemId, Paragraph
from newsroom.source import Source, SourceId, SourceKind
from storage.columns import AnyRow
from storage.tables import chat_items, items, sources

_SOURCES_SHARED = 16_384  # more than a program watches: 10,000 in the largest that was tried (docs/scale.md)
_SOURCE = [
    sources.c.name.label("source_name"),
    sources.c.url.label("source_url"),
    sources.c.family.label("source_family"),
    sources.c.kind.label("source_kind"),
    sources.c.country.label("source_country"),
    sources.c.language.label("source_language"),
    sources.c.owner_chat_id.label("source_owner"),
    sources.c.joined_family.label("source_joined"),
]


def select_items() -> Select[*tuple[object, ...]]:
    """Items with what `item_of` wants of their sources."""
    columns = [column for column in items.c if column.name != "compared"]
    return select(*columns, *_SOURCE).join(sources, sources.c.id == items.c.source_id)


# What `item_of` reads: of thousands of items that a question looks at, half the time went into reading all columns.
_OF_AN_ITEM = (
    *("id", "url", "title", "paragraphs", "published", "arrived_at"),
    *("language", "credit", "version", "owner_chat_id", "picture"),
)
_values = attrgetter(*_OF_AN_ITEM)


def select_by_id(*more: ColumnElement[Any]) -> Select[*tuple[object, ...]]:
    """The items with the ids `ids`, as far as `item_of` reads them, with more columns."""
    there = items.c.id.in_(bindparam("ids", expanding=True))
    columns = [items.c[name] for name in (*_OF_AN_ITEM, "source_id")]
    return select(*columns, *more, *_SOURCE).join(sources, sources.c.id == items.c.source_id).where(there)


_BY_ID = select_by_id()


def placed_in(viewer: ChatId | None) -> ColumnElement[bool]:
    """What joins to an item where a chat has it, if elsewhere than all have it (None: all)."""
    return (chat_items.c.item_id == items.c.id) & (chat_items.c.chat_id == (viewer or 0))


IN_STORY = func.coalesce(chat_items.c.story_id, items.c.story_id)  # of an item that is joined with `placed_in`


def select_placed(viewer: ChatId | None) -> Select[*tuple[object, ...]]:
    """Items as a chat has them placed (None: as they are for all), with `story_id` in that chat.

    Only those that it may meet.
    """
    moved, placed = chat_items.c.story_id.is_not(None), chat_items.c.placement.is_not(None)
    as_placed = [
        case((moved, chat_items.c.story_id), else_=items.c.story_id).label("story_id"),
        *(
            case((placed, chat_items.c[n]), else_=items.c[n]).label(n)
            for n in ("placement", "placed_of", "likeness_pct")
        ),
        *(func.coalesce(chat_items.c[n], items.c[n]).label(n) for n in ("placed_why", "next_story")),
    ]
    left_out = {"compared", *(column.name for column in as_placed)}
    columns = [column for column in items.c if column.name not in left_out]
    joined = items.join(sources, sources.c.id == items.c.source_id).outerjoin(chat_items, placed_in(viewer))
    return select(*columns, *as_placed, *_SOURCE).select_from(joined).where(visible_to(viewer))


def in_stories(viewer: ChatId | None, wanted: ScalarSelect[int] | Collection[int]) -> ColumnElement[bool]:
    """Of what `select_placed` gives, what is in one of these stories."""
    moved = chat_items.c.item_id.is_not(None)
    shared = select(items.c.id).where(items.c.story_id.in_(wanted))
    if viewer is None:
        return items.c.id.in_(shared)
    own = select(chat_items.c.item_id).where(chat_items.c.chat_id == viewer, chat_items.c.story_id.in_(wanted))
    # Each of the two by its index: an OR of their columns would read every item.
    there = or_(and_(moved, chat_items.c.story_id.in_(wanted)), and_(~moved, items.c.story_id.in_(wanted)))
    return and_(items.c.id.in_(union(shared, own)), there)


def item_of(row: AnyRow) -> Item:
    """The value that everyone else knows."""
    source = _source(
        row.source_id,
        row.source_name,
        row.source_url,
        row.source_family,
        row.source_kind,
        row.source_country,
        row.source_language,
        (row.source_owner, row.source_joined),
    )
    return _item(source, _values(row))


def _item(source: Source, values: Sequence[Any]) -> Item:
    """Of `_OF_AN_ITEM` the values, in their order."""
    number, url, title, paragraphs, published, arrived_at, language, credit, version, owner, picture = values
    return Item(
        id=ItemId(number),
        source=source,
        url=url,
        title=title,
        paragraphs=paragraphs_of(paragraphs),
        published=published,
        arrived_at=arrived_at,
        language=None if language is None else sys.intern(language),
        credit=credit,
        version=version,
        owner=_chat(owner),
        picture=picture or "",
    )


@lru_cache(maxsize=_SOURCES_SHARED)
def _source(
    number: int,
    name: str,
    url: str,
    family: str,
    kind: str,
    country: str | None,
    language: str | None,
    whose: tuple[int | None, str | None],
) -> Source:
    """One value for all items of a source: the desk has 50,000 items, and one for each took half a kilobyte."""
    return Source(
        id=SourceId(number),
        name=name,
        url=url,
        family=family,
        kind=SourceKind(kind),
        country=country,
        language=language,
        owner=_chat(whose[0]),
        joined=whose[1] or "",
    )


def _chat(number: int | None) -> ChatId | None:
    return None if number is None else ChatId(number)


def visible_to(viewer: ChatId | None) -> ColumnElement[bool]:
    """Items that a chat may meet: those for all, and its own. None: those for all."""
    for_all = items.c.owner_chat_id.is_(None)
    return for_all if viewer is None else or_(for_all, items.c.owner_chat_id == viewer)


def at_version(item: Item, row: AnyRow) -> Item:
    """The item as it was in one of its `item_versions`."""
    return replace(item, title=row.title, paragraphs=paragraphs_of(row.paragraphs), version=row.version)


def paragraphs_of(stored: Sequence[tuple[str, bool]]) -> tuple[Paragraph, ...]:
    """The reader's text."""
    return tuple([Paragraph(text=text, heading=bool(heading)) for text, heading in stored])


async def items_by_id(connection: AsyncConnection, ids: Collection[int]) -> dict[ItemId, Item]:
    """The items of those ids that exist."""
    found: dict[ItemId, Item] = {}
    wanted = list(ids)
    for at in range(0, len(wanted), 500):
        found |= _by_id(await connection.execute(_BY_ID, {"ids": wanted[at : at + 500]}))
    return found


def _by_id(rows: Iterable[AnyRow]) -> dict[ItemId, Item]:
    """As `item_of` of each row of `_BY_ID`, in half of the time: by the order of the columns, each source made once."""
    found: dict[ItemId, Item] = {}
    known: dict[int, Source] = {}
    own = len(_OF_AN_ITEM)
    for row in rows:
        source_id = row[own]
        source = known.get(source_id)
        if source is None:
            *of_source, owner, joined = row[own + 1 :]
            source = known[source_id] = _source(source_id, *of_source, (owner, joined))
        item = _item(source, row[:own])
        found[item.id] = item
    return found
