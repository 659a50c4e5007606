from collections.abc import Sequence

from newsroom.item import Item
from newsroom.stories.grouping import NewStory, Placement, SameStory
from newsroom.stories.index import StoryIndex
from newsroom.story import StoryId
from tests.newsroom.stories.writing import item

FERRY = "A ferry with 140 passengers ran aground off the island of Tarnholm on Monday morning, the coast guard said."
FERRY_AGAIN = "Rescuers took 140 people off a stranded ferry near Tarnholm island after it hit rocks, coast guard officers told reporters."


def take(index: StoryIndex, items: Sequence[Item]) -> list[Placement]:
    placements: list[Placement] = []
    for number, one in enumerate(items, start=1):
        placement = index.place(one)
        index.add(one, StoryId(number) if isinstance(placement, NewStory) else placement.story)
        placements.append(placement)
    return placements


def test_a_second_report_of_an_event_joins_its_story() -> None:
    first, second = take(
        StoryIndex(),
        [
            item(1, "Ferry runs aground off Tarnholm", FERRY),
            item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2),
        ],
    )
    assert isinstance(first, NewStory)
    assert isinstance(second, SameStory)
    assert second.story == 1
    assert "Tarnholm" in second.why
