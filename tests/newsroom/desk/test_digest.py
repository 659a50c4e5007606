from datetime import datetime, timedelta

import pytest

from newsroom.desk.digest import (
    HandOverLine,
    Look,
    PastDigest,
    StoryOutline,
    in_sections,
    narrowest_topics,
    next_window,
    ranked,
    since_look,
    since_moment,
)
from newsroom.desk.story_view import StoryView
from newsroom.item import ItemId
from newsroom.story import StoryId
from newsroom.topic import TopicId
from tests.builders import NOW, item

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("last", "after", "since"),
    [
        pytest.param(None, 0, NOW - DAY, id="the first covers a day"),
        pytest.param(PastDigest(made=NOW - DAY, to=ItemId(40)), 40, NOW - 2 * DAY, id="the next begins at an item"),
        pytest.param(PastDigest(made=NOW - 9 * DAY, to=ItemId(4)), 4, NOW - 2 * DAY, id="a pause: two days, not nine"),
        pytest.param(PastDigest(made=NOW - DAY, to=None), 0, NOW - DAY, id="an older program's: at its moment"),
        pytest.param(PastDigest(made=NOW - 9 * DAY, to=None), 0, NOW - 2 * DAY, id="an older program's, and a pause"),
    ],
)
def test_a_digest_covers_what_was_decided_since_the_last(last: PastDigest | None, after: int, since: datetime) -> None:
    window = next_window(last, ItemId(50), NOW)
    assert (window.after, window.to, window.since) == (after, 50, since)
    assert window.changed_since == (max(last.made, NOW - 2 * DAY) if last else NOW - DAY)


def test_who_looks_again_after_nine_days_reads_all_nine() -> None:
    window = since_look(Look(made=NOW - 9 * DAY, to=ItemId(4)), ItemId(50), NOW)
    assert (window.after, window.to, window.changed_since) == (4, 50, NOW - 9 * DAY)
    assert window.since < NOW - 9 * DAY


def test_the_first_look_is_at_the_last_day() -> None:
    assert since_look(None, ItemId(50), NOW) == since_moment(NOW - DAY, ItemId(50))


def test_more_independent_publishers_come_first_and_of_equals_the_fresher() -> None:
    def outline(number: int, independent: int, hours: int) -> StoryOutline:
        updated = NOW - timedelta(hours=hours)
        return StoryOutline(id=StoryId(number), updated=updated, outlets=independent, independent=independent)

    assert ranked([outline(1, 1, 5), outline(2, 4, 5), outline(3, 1, 1)], NOW) == [2, 3, 1]


def test_the_stories_of_a_topic_come_together_and_the_topic_of_the_weightiest_first() -> None:
    view = StoryView(
        id=StoryId(1),
        opened=NOW,
        updated=NOW,
        version=1,
        outlets=1,
        independent=1,
        items=(),
        related=None,
        disputes=(),
        versions=(),
    )
    lines = [
        HandOverLine(view=view, lead=item(1, "Ferry stops"), alerted=False, topic=topic)
        for topic in ("tram", "ferry", "tram", "", "ferry")
    ]
    assert [line.topic for line in in_sections(lines)] == ["tram", "tram", "ferry", "ferry", ""]


def test_a_story_of_two_topics_is_listed_under_the_narrower_one() -> None:
    broad, narrow, empty = TopicId(1), TopicId(2), StoryId(9)
    found = narrowest_topics({StoryId(1): {broad}, StoryId(2): {broad, narrow}, StoryId(3): {broad}, empty: set()})
    assert found == {1: broad, 2: narrow, 3: broad}
