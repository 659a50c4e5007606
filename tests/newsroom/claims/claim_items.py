"""Items for tests, in our own words."""

from datetime import UTC, datetime, timedelta

from newsroom.item import Item, ItemId, Paragraph
from newsroom.source import Source, SourceId

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)


def item(
    title: str,
    *text: str,
    number: int = 1,
    outlet: str = "Sample Wire",
    hours: float = 0,
    language: str | None = None,
) -> Item:
    """An item of an outlet, told some hours after noon."""
    at = NOON + timedelta(hours=hours)
    return Item(
        id=ItemId(number),
        source=Source(id=SourceId(number), name=outlet, url="", family=outlet.casefold()),
        url="",
        title=title,
        paragraphs=tuple(Paragraph(text=paragraph) for paragraph in text),
        published=at,
        arrived_at=at,
        language=language,
    )
