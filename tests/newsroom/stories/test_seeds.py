"""The two texts of the seed; they lie outside the tree and are not copied into it."""

import dataclasses
import os
from pathlib import Path

import pytest

from bot.lab.rows import read_items, read_rows
from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.features import extract_features
from newsroom.stories.independence import independence
from newsroom.stories.placement import NewStory
from newsroom.stories.reclustering import StoryChanges, recluster
from newsroom.stories.text_reuse import containment
from newsroom.story import StoryId
from tests.newsroom.stories.writing import copies_among

SEED = Path(os.environ.get("WIREWATCH_SHARED", Path(__file__).parents[4] / "shared")) / "seed"


def seeds(name: str) -> list[Item]:
    if not SEED.exists():
        pytest.skip("the shared texts are not here")
    return [row.item for row in read_items(read_rows(str(SEED / name)))]


@pytest.mark.parametrize("name", ["items.jsonl", "items_undated.jsonl"])
def test_the_seeds_are_two_stories_and_stay_so(name: str) -> None:
    clusterer = StoryClusterer()
    items = seeds(name)
    now = max(item.arrived_at for item in items)
    for number, item in enumerate(items, start=1):
        assert isinstance(clusterer.place(item), NewStory)
        clusterer.add(item, StoryId(number))
    assert recluster(clusterer.snapshot(), now) == StoryChanges()


def test_of_two_items_of_one_poll_the_later_is_related_to_the_earlier() -> None:
    items = seeds("items.jsonl")
    now = max(item.arrived_at for item in items)
    first, second = (dataclasses.replace(item, arrived_at=now) for item in items)
    clusterer = StoryClusterer()
    clusterer.add(first, StoryId(1))
    placed = clusterer.place(second)
    assert isinstance(placed, NewStory)
    assert placed.related == 1


def test_neither_seed_copies_the_other() -> None:
    one, other = seeds("items.jsonl")
    assert containment(extract_features(one), extract_features(other)) == 0
    assert copies_among([one, other]) == ()


def test_each_seed_is_one_outlet_with_a_text_of_its_own() -> None:
    for item in seeds("items.jsonl"):
        found = independence([item], ())
        assert (found.outlets, found.independent) == (1, 1)
        assert found.reports[0].own_text
