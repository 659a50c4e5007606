"""Headlines that share nothing but the name of a small town are each a story of its own."""

from datetime import timedelta

import pytest

from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.placement import NewStory
from newsroom.stories.reclustering import recluster
from newsroom.story import StoryId
from tests.builders import NOW, item, source

HEADLINES = (
    "{} council approves new budget",
    "Man fined for speeding in {}",
    "{} FC beat Marlow 3-1",
    "New bakery opens in {}",
    "{} library to close on Sundays",
    "Fire crews called to {} warehouse",
    "{} teenager wins national chess title",
    "Roadworks to delay {} commuters",
    "{} hospital names new director",
    "Lost dog found after week in {}",
)
REPORTS = (
    "Roof of {} market hall collapses, four hurt",
    "Four injured as market hall roof collapses in {}",
)


def of_town(town: str, headlines: tuple[str, ...]) -> list[Item]:
    return [
        item(
            number,
            headline.format(town),
            "",
            of=source(number % 4 + 1),
            published=NOW + timedelta(hours=2 * number),
            arrived_at=NOW + timedelta(hours=2 * number),
        )
        for number, headline in enumerate(headlines, start=1)
    ]


def stories_of(items: list[Item]) -> int:
    """How many stories the items are in, after the repair."""
    clusterer, stories = StoryClusterer(), 0
    for one in items:
        placement = clusterer.place(one)
        if isinstance(placement, NewStory):
            stories += 1
            clusterer.add(one, StoryId(stories))
        else:
            clusterer.add(one, placement.story)
    changes = recluster(clusterer.snapshot(), items[-1].arrived_at)
    return stories - len(changes.merges) + len(changes.splits)


@pytest.mark.parametrize("town", ["Vexholm", "Kaltnegg", "Orsova", "Brumsk"])
def test_a_rare_name_alone_joins_no_two_headlines(town: str) -> None:
    assert stories_of(of_town(town, HEADLINES)) >= len(HEADLINES) - 1


@pytest.mark.parametrize("town", ["Vexholm", "Kaltnegg"])
def test_two_reports_of_one_event_in_a_small_town_are_one_story(town: str) -> None:
    assert stories_of(of_town(town, REPORTS)) == 1
