"""Items for tests, written in our own words."""

from datetime import UTC, datetime, timedelta

from newsroom.item import Item, ItemId, Paragraph
from newsroom.source import Source, SourceId, SourceKind

MONDAY = datetime(2024, 3, 4, 8, tzinfo=UTC)


def outlet(name: str, family: str | None = None, kind: SourceKind = SourceKind.PRIVATE) -> Source:
    number = sum(ord(letter) * (at + 1) for at, letter in enumerate(name))
    return Source(
        id=SourceId(number), name=name, url=f"https://{number}.example/feed", family=family or name, kind=kind
    )


def item(
    number: int,
    title: str,
    text: str = "",
    *,
    source: Source | None = None,
    hours: float = 0,
    url: str | None = None,
    language: str | None = "en",
    credit: str | None = None,
    dated: bool = True,
) -> Item:
    seen = MONDAY + timedelta(hours=hours)
    return Item(
        id=ItemId(number),
        source=source or outlet(f"Outlet {number}"),
        url=f"https://example.org/{number}" if url is None else url,
        title=title,
        paragraphs=tuple(Paragraph(text=part) for part in text.split("\n\n") if part),
        published=seen if dated else None,
        first_seen=seen,
        language=language,
        credit=credit,
    )
