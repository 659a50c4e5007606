from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from newsroom.desk.update_order import UpdateOrder
from newsroom.story import StoryId
from tests.builders import at

UPDATES = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 50)), max_size=40)


@given(updates=UPDATES, horizons=st.lists(st.integers(0, 60), max_size=5), gone=st.sets(st.integers(1, 5)))
def test_the_stories_that_are_taken_are_those_last_updated_before(
    updates: list[tuple[int, int]], horizons: list[int], gone: set[int]
) -> None:
    order, last = UpdateOrder(), dict[StoryId, datetime]()
    for number, minutes in updates:
        last[StoryId(number)] = at(minutes)
        order.note(StoryId(number), at(minutes))
    for number in gone:
        last.pop(StoryId(number), None)
    for horizon in horizons:
        old = {story for story, updated in last.items() if updated < at(horizon)}
        assert sorted(order.take_before(at(horizon), last.get)) == sorted(old)
        for story in old:
            del last[story]


def test_a_look_for_old_stories_touches_none_of_those_that_stay_however_many_they_are() -> None:
    order, looked_at = UpdateOrder(), list[StoryId]()

    def updated(story: StoryId) -> datetime:
        looked_at.append(story)
        return at(story)

    for number in range(5_000):
        order.note(StoryId(number), at(number))
    assert order.take_before(at(3), updated) == [0, 1, 2]
    assert looked_at == [0, 1, 2]


def test_updates_of_one_story_take_no_more_room() -> None:
    order = UpdateOrder()
    for minutes in range(1_000):
        order.note(StoryId(1), at(minutes))
    assert len(order) == 1
