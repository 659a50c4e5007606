"""Desks with few items: what a bot that watches a few outlets meets, and a newsroom's first two reports.

The dated sets of few items a day hold nothing but stories, and two thirds of a real stream are single items: what is
alike by chance among few items shows in neither. So the real streams are cut down to the items of a few of their
outlets, and pairs of our own (benchmarks/first_day.jsonl) are decided in a database that holds nothing else. Pairs of
items are counted, over all desks of a set.
"""

import itertools
import random
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import plain_stories, scoring
from benchmarks.labelled_set import rows
from benchmarks.scoring import Score
from benchmarks.teasers import StoryRow

OUTLETS, DRAWS = (8, 16), 12  # so many outlets a desk, so often
_SEED = 5  # of the draws: the same desks each time
Grouped = Callable[[Sequence[StoryRow]], Mapping[str, Mapping[str, object]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallDesk:
    """Items in the order of their arrival, and of some pairs of them whether they are one story."""

    items: Sequence[StoryRow]
    gold: Mapping[tuple[str, str], bool]


def of_stream(path: Path) -> list[SmallDesk]:
    """Desks that watch a few outlets of a real stream."""
    read = rows(path)
    outlets = sorted({str(row["source"]) for row in read})
    draw = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    chosen = [frozenset(draw.sample(outlets, size)) for size in OUTLETS for _ in range(DRAWS)]
    return [_desk([row for row in read if row["source"] in some]) for some in chosen]


def of_pairs(path: Path) -> list[SmallDesk]:
    """Each pair in a database of its own."""
    return [
        SmallDesk(items=(row["a"], row["b"]), gold={(str(row["a"]["id"]), str(row["b"]["id"])): row["gold"] == "same"})
        for row in rows(path)
    ]


def judged(desks: Sequence[SmallDesk], grouped: Grouped) -> tuple[Score, Score]:
    """The pairs of all desks, after the repair and as decided on arrival."""
    answers = [grouped(desk.items) for desk in desks]
    final, online = (
        scoring.pairs(_gold(desks), _named({item: str(row[key]) for item, row in one.items()} for one in answers))
        for key in ("story", "story_online")
    )
    return final, online


def plain_by_bar(desks: Sequence[SmallDesk]) -> dict[float, Score]:
    """The figures of the plain method at each bar."""
    found = [plain_stories.by_bar(desk.items, dict) for desk in desks]
    gold = _gold(desks)
    return {bar: scoring.pairs(gold, _named(one[bar] for one in found)) for bar in plain_stories.BARS}


def _desk(items: Sequence[StoryRow]) -> SmallDesk:
    labelled = [row for row in items if row["gold_story"] is not None]
    pairs = itertools.combinations(labelled, 2)
    gold = {(str(a["id"]), str(b["id"])): a["gold_story"] == b["gold_story"] for a, b in pairs}
    return SmallDesk(items=items, gold=gold)


def _gold(desks: Sequence[SmallDesk]) -> dict[tuple[str, str], bool]:
    return {
        (f"{number} {a}", f"{number} {b}"): same
        for number, desk in enumerate(desks)
        for (a, b), same in desk.gold.items()
    }


def _named(groups: Iterable[Mapping[str, Hashable]]) -> dict[str, Hashable]:
    """The group of each item, under a name that no other desk has."""
    return {f"{number} {item}": group for number, one in enumerate(groups) for item, group in one.items()}
