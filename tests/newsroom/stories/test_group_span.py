"""Hours between groups: of a part of them only those between their nearest ends count."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.stories.group_span import GroupSpan, restored
from newsroom.stories.linkage import Linkage, UnfadedLikeness
from newsroom.stories.thresholds import HALF_LIFE_H, LASTING_STORY, NEAREST_SHARE

times = st.lists(st.floats(400_000, 500_000), min_size=1, max_size=6)


def span_of(hours: Sequence[float]) -> GroupSpan:
    span = GroupSpan.of(hours[0])
    for hour in hours[1:]:
        span = span.joined(GroupSpan.of(hour))
    return span


@given(one=times, other=times)
def test_nothing_counts_less_for_its_span_and_both_ways_are_alike(one: list[float], other: list[float]) -> None:
    assert restored(span_of(one), span_of(other)) >= 1.0
    assert restored(span_of(one), span_of(other)) == restored(span_of(other), span_of(one))


@given(one=st.floats(400_000, 500_000), other=st.floats(400_000, 500_000))
def test_two_single_items_are_as_far_apart_as_they_are(one: float, other: float) -> None:
    assert restored(GroupSpan.of(one), GroupSpan.of(other)) == 1.0


def test_a_part_of_the_hours_counts_from_the_last_report_alone() -> None:
    story, late = span_of([0.0, 8.0, 16.0, 24.0, 32.0, 40.0, 48.0]), GroupSpan.of(60.0)
    assert restored(story, late) == pytest.approx(2 ** (NEAREST_SHARE * 24 / HALF_LIFE_H))  # 36 h to its middle, 12


@given(hours=st.lists(st.floats(400_000, 500_000), min_size=2, max_size=LASTING_STORY - 1))
def test_a_few_reports_do_not_show_that_a_story_goes_on(hours: list[float]) -> None:
    assert restored(span_of(hours[:1]), span_of(hours[1:])) == 1.0


# A story of which one report comes every eight hours, and a late report; each likeness as it faded.
GOES_ON = {(a, b): 0.5 * 2 ** (-8 * (b - a) / HALF_LIFE_H) for a in range(8) for b in range(a + 1, 8)}
BETWEEN = 0.65  # a bar that the late report reaches for its nearness to the latest ones alone


@pytest.mark.parametrize(("hours", "one_story"), [([8.0 * n for n in range(8)], True), ([30.0] * 8, False)])
def test_a_late_report_joins_the_story_that_goes_on(hours: list[float], *, one_story: bool) -> None:
    likeness = {(a, b): value * (0.6 if b == 7 else 1.0) for (a, b), value in GOES_ON.items()}
    known = UnfadedLikeness(likeness=likeness, letters=[1000] * 8, hours=hours, languages=["en"] * 8, items_a_day=20)
    assert ([[*range(8)]] == Linkage(8, likeness, (), known).run(BETWEEN)) is one_story
