"""A list names what it has room for, tells which that is, and says how much it leaves to the next."""

import re
from collections.abc import Mapping, Sequence

import pytest

from handlers.html import MESSAGE_CHARS, visible_length
from handlers.render.notices import listed_together
from handlers.sentences.reader import Reader
from newsroom.desk import state
from newsroom.desk.story_view import PlacedItem, StoryView
from newsroom.item import Item
from newsroom.sentence import sentence
from newsroom.stories.placement import PlacementKind
from newsroom.story import StoryId
from tests.builders import NOW, item

SHORT = "Ferry stops"
LONG = "Ferry stops at Lower Quay because of " + "a very long reason that goes on " * 4


def story(number: int, title: str, independent: int = 1) -> StoryView:
    placed = PlacedItem(
        item=item(number, title), placement=PlacementKind.NEW, of=None, likeness_pct=0, why=sentence("text", text="")
    )
    return StoryView(
        id=StoryId(number),
        opened=NOW,
        updated=NOW,
        version=1,
        outlets=1,
        independent=independent,
        items=(placed,),
        related=None,
        disputes=(),
        versions=(),
    )


def leads(views: Sequence[StoryView]) -> Mapping[StoryId, Item]:
    return {view.id: view.items[0].item for view in views}


@pytest.mark.parametrize(
    ("number", "title", "named", "whole"),
    [
        pytest.param(1, LONG, 1, 1, id="one"),
        pytest.param(20, SHORT, 20, 20, id="twenty by their headlines"),
        pytest.param(40, LONG, 40, None, id="long headlines give way to numbers, and none is left out"),
        pytest.param(120, SHORT, 120, 20, id="a hundred by their numbers alone"),
        pytest.param(300, LONG, None, None, id="the rest is left to the next"),
    ],
)
def test_a_list_names_what_it_says_it_names(number: int, title: str, named: int | None, whole: int | None) -> None:
    views = [story(n, title) for n in range(1, number + 1)]
    message, placed = listed_together(views, leads(views), state.DeliveryMode.WAITING, Reader())
    shown = re.findall(r"/story_(\d+)", message.html)
    assert sorted(map(int, shown)) == sorted(placed)
    assert visible_length(message.html) <= MESSAGE_CHARS
    assert named in (None, len(placed))
    assert whole in (None, message.html.count("• "))
    left_out = f"{number - len(placed)} stories more in a list after this one"
    assert (left_out in message.html) == (number > len(placed))


def test_what_is_left_to_the_next_list_is_the_least_supported() -> None:
    views = [story(n, LONG, independent=n) for n in range(1, 301)]
    _, placed = listed_together(views, leads(views), state.DeliveryMode.LIST, Reader())
    assert min(placed) == 301 - len(placed)
