"""What a search found, line by line."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.render.search_results import Ordering, results
from handlers.sentences.reader import Reader
from newsroom.story import StoryId
from tests.builders import NOW
from tests.handlers.render.test_card import FIRST, story

OLD = replace(story(replace(FIRST, published=NOW - timedelta(days=9))), id=StoryId(1))
NEW = replace(story(replace(FIRST, published=NOW - timedelta(days=1))), id=StoryId(2))
GROWN = replace(story(replace(FIRST, published=NOW - timedelta(days=9)), replace(FIRST, published=NOW)), id=StoryId(3))
LEADS = {view.id: view.items[0].item for view in (OLD, NEW, GROWN)}


@pytest.mark.parametrize("order", Ordering)
def test_stories_stay_in_the_order_in_which_they_were_found(order: Ordering) -> None:
    shown = results("ferry", [OLD, NEW, GROWN], [], LEADS, Reader(), order=order).html
    assert re.findall(r"/story_(\d)", shown) == ["1", "2", "3"]


def test_a_story_of_several_days_shows_its_first_and_its_last() -> None:
    shown = results("ferry", [GROWN], [], LEADS, Reader()).html
    assert "22 Feb 2026 – 3 Mar 2026" in shown
    assert "22 Feb 2026, " in results("ferry", [OLD], [], LEADS, Reader()).html
