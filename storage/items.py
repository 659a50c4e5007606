"""Items as rows and as values."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.item import Item, ItemId, Paragraph
from newsroom.source import Source, SourceId, SourceKind
from storage.columns import AnyRow
from storage.tables import items, sources

_SOURCE = [
    sources.c.name.label("source_name"),
    sources.c.url.label("source_url"),
    sources.c.family.label("source_family"),
    sources.c.kind.label("source_kind"),
    sources.c.country.label("source_country"),
    sources.c.language.label("source_language"),
]


def select_items() -> Select[*tuple[object, ...]]:
    """Items with what `item_of` wants of their sources."""
    return select(items, *_SOURCE).join(sources, sources.c.id == items.c.source_id)


def item_of(row: AnyRow) -> Item:
    """The value that everyone else knows."""
    return Item(
        id=ItemId(row.id),
        source=Source(
            id=SourceId(row.source_id),
            name=row.source_name,
            url=row.source_url,
            family=row.source_family,
            kind=SourceKind(row.source_kind),
            country=row.source_country,
            language=row.source_language,
        ),
        url=row.url,
        title=row.title,
        paragraphs=paragraphs_of(row.paragraphs),
        published=row.published,
        arrived_at=row.arrived_at,
        language=row.language,
        credit=row.credit,
        version=row.version,
    )


def at_version(item: Item, row: AnyRow) -> Item:
    """The item as it was in one of its `item_versions`."""
    return replace(item, title=row.title, paragraphs=paragraphs_of(row.paragraphs), version=row.version)


def paragraphs_of(stored: Sequence[tuple[str, bool]]) -> tuple[Paragraph, ...]:
    """The reader's text."""
    return tuple(Paragraph(text=text, heading=bool(heading)) for text, heading in stored)


async def items_by_id(connection: AsyncConnection, ids: Collection[int]) -> dict[ItemId, Item]:
    """The items of those ids that exist."""
    found: dict[ItemId, Item] = {}
    wanted = list(ids)
    for at in range(0, len(wanted), 500):
        rows = await connection.execute(select_items().where(items.c.id.in_(wanted[at : at + 500])))
        found |= {ItemId(row.id): item_of(row) for row in rows}
    return found
