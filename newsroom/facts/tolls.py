"""The toll as a series: what was said of one figure, when and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newsroom.facts.claims import Claim
from newsroom.item import ItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class TollPoint:
    """One step of a toll; `low` and `high` as in a claim."""

    at: datetime
    low: int
    high: int | None
    value: int
    outlet: str
    sentence: str
    item: ItemId


def toll_series(claims: Iterable[Claim]) -> tuple[TollPoint, ...]:
    """Claims on one slot of one event in order of time.

    Counts of all the people only; of each item the first, and of each outlet only what it changed.
    """
    said: dict[str, int] = {}
    seen: set[ItemId] = set()
    points: list[TollPoint] = []
    for claim in sorted(claims, key=lambda c: (c.said_at, c.item, c.position, c.start)):
        if not claim.plain or claim.people or claim.item in seen:
            continue
        seen.add(claim.item)
        if said.get(claim.outlet) == claim.value:
            continue
        said[claim.outlet] = claim.value
        points.append(
            TollPoint(
                at=claim.said_at,
                low=claim.low,
                high=claim.high,
                value=claim.value,
                outlet=claim.outlet,
                sentence=claim.sentence,
                item=claim.item,
            )
        )
    return tuple(points)
