"""Items for tests, written in our own words."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from newsroom.item import Item, ItemId, Paragraph
from newsroom.source import Source, SourceId, SourceKind
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.features import extract_features
from newsroom.stories.independence import Copy, first_published
from newsroom.stories.placement import NewStory, Placement
from newsroom.stories.text_reuse import text_reuse
from newsroom.story import StoryId

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
    arrived = MONDAY + timedelta(hours=hours)
    return Item(
        id=ItemId(number),
        source=source or outlet(f"Outlet {number}"),
        url=f"https://example.org/{number}" if url is None else url,
        title=title,
        paragraphs=tuple(Paragraph(text=part) for part in text.split("\n\n") if part),
        published=arrived if dated else None,
        arrived_at=arrived,
        language=language,
        credit=credit,
    )


FERRY = "A ferry with 140 passengers ran aground off the island of Tarnholm on Monday morning, the coast guard said."
FERRY_AGAIN = "Rescuers took 140 people off a stranded ferry near Tarnholm island after it hit rocks, coast guard officers told reporters."
FERRY_LONG = (
    "The ferry Sea Lark ran aground off the island of Tarnholm early on Monday with 140 passengers and a crew of twelve. "
    "Boats of the coast guard reached the ship within the hour and brought everyone aboard to the harbour of Sundby. "
    "Nobody was badly hurt, but nine people were taken to hospital with broken bones and bruises after the impact. "
    "A spokeswoman for the coast guard said that the captain had changed course in thick fog to avoid a trawler. "
    "Divers will look at the hull on Tuesday before tugs try to pull the ship off the reef at high water."
)
QUAKE = "An earthquake of magnitude 6.1 shook the mountain city of Velmora on Monday; roofs fell in and power failed, police said."

_PLACES = (
    "Tarnholm",
    "Velmora",
    "Korvala",
    "Dorvath",
    "Sundby",
    "Havrylivka",
    "Mirefield",
    "Ostrand",
    "Pellworth",
    "Quarrin",
)
_EVENTS = (
    ("ferry runs aground", "A ferry ran aground near {0}; coast guard boats brought the passengers to the pier."),
    ("bridge closed", "Engineers closed the old bridge of {0} after cracks were found in its pillars."),
    ("mayor resigns", "The mayor of {0} resigned over a tender for school meals, the council said."),
    ("factory fire", "Firefighters put out a blaze in a paint factory on the edge of {0}."),
    ("teachers strike", "Teachers in {0} stopped work to ask for smaller classes and better pay."),
)
_REWORDED = ("Officials in {0} confirmed it: {1}", "{1} People of {0} watched.", "What we heard from {0} today. {1}")


def take(clusterer: StoryClusterer, items: Sequence[Item]) -> list[Placement]:
    """Place and add; a new story takes its first item's number."""
    placements: list[Placement] = []
    for one in items:
        placement = clusterer.place(one)
        clusterer.add(one, StoryId(one.id) if isinstance(placement, NewStory) else placement.story)
        placements.append(placement)
    return placements


def wire_week(seed: int, days: int, daily: int = 8) -> list[Item]:
    """Items of made-up events in order of arrival: several outlets on each, some copies, some edits."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw
    items: list[Item] = []
    for number in range(1, days * daily + 1):
        hours = number * 24 / daily
        if items and chance.random() < 0.15:
            old = chance.choice(items[-10:])
            text = old.text + f" Copied by paper {number}."
            items.append(
                item(number, f"Paper {number}: {old.title}", text, hours=hours, source=outlet(f"Paper {number % 7}"))
            )
            continue
        place = _PLACES[(number // 4 + chance.randrange(2)) % len(_PLACES)]
        title, text = chance.choice(_EVENTS)
        text_of_it = chance.choice(_REWORDED).format(place, text.format(place))
        items.append(item(number, f"{place} {title}", text_of_it, hours=hours, source=outlet(f"Paper {number % 7}")))
    return items


def copies_among(items: Sequence[Item]) -> tuple[Copy, ...]:
    """The pairs of items that share text, the later one first; compares each with each: for one story's items."""
    features = [
        extract_features(item)
        for item in sorted(items, key=lambda item: (first_published(item), item.arrived_at, item.id))
    ]
    found = []
    for at, later in enumerate(features):
        for earlier in features[:at]:
            copy = text_reuse(later, earlier)
            if copy is not None:
                found.append(Copy(item=later.item, of=earlier.item, shared_pct=copy.shared_pct))
    return tuple(found)
