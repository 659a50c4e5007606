"""What a search found, line by line."""

import re
from dataclasses import replace
from datetime import timedelta

from handlers.render.search_results import Ordering, results
from handlers.sentences.reader import Reader
from newsroom.story import StoryId
from tests.builders import NOW
from tests.handlers.render.test_card import FIRST, story

OLD = replace(story(replace(FIRST, published=NOW - timedelta(days=9))), id=StoryId(1))
NEW = replace(story(replace(FIRST, published=NOW - timedelta(days=1))), id=StoryId(2))
GROWN = replace(story(replace(FIRST, published=NOW - timedelta(days=9)), replace(FIRST, published=NOW)), id=StoryId(3))


def order_of(order: Ordering) -> list[str]:
    return re.findall(r"/story_(\d)", results("ferry", [OLD, NEW, GROWN], [], Reader(), order=order).html)


def test_newest_first_is_by_the_latest_report_and_not_by_when_a_feed_was_first_read() -> None:
    assert order_of(Ordering.NEWEST) == ["3", "2", "1"]


def test_the_best_stay_in_their_order() -> None:
    assert order_of(Ordering.BEST) == ["1", "2", "3"]


def test_a_story_of_several_days_shows_its_first_and_its_last() -> None:
    shown = results("ferry", [GROWN], [], Reader()).html
    assert "22 Feb 2026 – 3 Mar 2026" in shown
    assert "22 Feb 2026, " in results("ferry", [OLD], [], Reader()).html
