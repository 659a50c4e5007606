"""Groups of what is alike: who joins whom, in one language and in several."""

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsroom.stories.linkage import Linkage, PositionPair, UnfadedLikeness, counted_by_headlines, least_alike
from newsroom.stories.thresholds import MENTIONED, RECLUSTER, UNMENTIONED

SIZE = 8
pairs = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda pair: pair[0] < pair[1])
likenesses = st.dictionaries(pairs, st.floats(0.07, 1.0), max_size=20)


@given(likeness=likenesses, cannot_link=st.sets(pairs, max_size=4), must_link=st.lists(pairs, max_size=3))
def test_groups_contain_all_members_once_and_keep_people_s_word(
    likeness: dict[tuple[int, int], float], cannot_link: set[tuple[int, int]], must_link: list[tuple[int, int]]
) -> None:
    linkage = Linkage(SIZE, likeness, cannot_link)
    linkage.link(must_link)
    groups = linkage.run(RECLUSTER)
    assert sorted(member for group in groups for member in group) == list(range(SIZE))
    for a, b in cannot_link:
        assert not any(a in group and b in group for group in groups)
    if not cannot_link:
        for a, b in must_link:
            assert any(a in group and b in group for group in groups)


@given(likeness=likenesses)
def test_the_order_in_which_likenesses_are_given_makes_no_difference(likeness: dict[tuple[int, int], float]) -> None:
    backwards = dict(reversed(likeness.items()))
    assert Linkage(SIZE, likeness).run(RECLUSTER) == Linkage(SIZE, backwards).run(RECLUSTER)


def test_an_item_with_nearer_neighbours_elsewhere_is_not_drawn_in() -> None:
    near = dict.fromkeys([(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)], 0.6)
    between = {(a, b): 0.2 for a in (0, 1, 2) for b in (3, 4, 5)}
    assert Linkage(6, near | between).run(RECLUSTER) == [[0, 1, 2], [3, 4, 5]]


def test_the_same_likeness_joins_where_nothing_is_nearer() -> None:
    assert Linkage(2, {(0, 1): 0.2}).run(RECLUSTER) == [[0, 1]]


def test_two_short_reports_alike_by_chance_join_among_few_items_and_not_among_many() -> None:
    def joined(items: int) -> bool:
        known = UnfadedLikeness(
            likeness={(0, 1): 0.2}, letters=[200] * 2, hours=[0.0] * 2, languages=["en"] * 2, items_a_day=items
        )
        return Linkage(2, {(0, 1): 0.2}, (), known).run(RECLUSTER) == [[0, 1]]

    assert joined(10)
    assert not joined(30)


@given(items_a_day=st.integers(0, 50_000), pairs=st.integers(1, 100), letters=st.integers(0, 2000))
def test_more_items_a_day_never_ask_for_less_likeness(items_a_day: int, pairs: int, letters: int) -> None:
    asked = least_alike(letters, pairs, items_a_day)
    assert asked <= least_alike(letters, pairs, items_a_day + 1) <= least_alike(letters, pairs, 50_001)


@given(items_a_day=st.integers(0, 50_000), shares=st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_who_mentions_more_of_the_headlines_counts_no_less(items_a_day: int, shares: list[float]) -> None:
    less, more = counted_by_headlines(np.array(sorted(shares), dtype=np.float32), items_a_day).tolist()
    assert UNMENTIONED - 1e-6 <= less <= more <= MENTIONED + 1e-6


def test_among_few_items_headlines_change_nothing() -> None:
    assert counted_by_headlines(np.array([0, 0.5, 1], dtype=np.float32), 10).tolist() == [1, 1, 1]


def grouped(languages: str, likeness: Mapping[PositionPair, float]) -> Sequence[Sequence[int]]:
    """The groups of long items in these languages, a word for each."""
    of_each = languages.split()
    size = len(of_each)
    known = UnfadedLikeness(
        likeness=likeness, letters=[1000] * size, hours=[0.0] * size, languages=of_each, items_a_day=size
    )
    return Linkage(size, likeness, (), known).run(RECLUSTER)


# Four in a language that are alike, and two in another.
TWO_STORIES = dict.fromkeys([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)], 0.4) | {(4, 5): 0.3}


def test_two_languages_are_one_story_where_a_third_of_the_pairs_agree() -> None:
    assert grouped("en en en en uk uk", TWO_STORIES | dict.fromkeys([(0, 4), (1, 4), (0, 5)], 0.2)) == [
        [0, 1, 2, 3, 4, 5]
    ]


def test_and_two_where_fewer_do() -> None:
    assert grouped("en en en en uk uk", TWO_STORIES | dict.fromkeys([(0, 4), (0, 5)], 0.2)) == [[0, 1, 2, 3], [4, 5]]


def test_a_report_in_another_language_keeps_nobody_out_who_is_like_the_rest() -> None:
    story = {(0, 1): 0.4, (0, 2): 0.3, (1, 2): 0.3}  # two in English, one in French
    assert grouped("en en fr en", story | {(0, 3): 0.25, (1, 3): 0.25}) == [[0, 1, 2, 3]]


def test_nor_does_it_bring_anybody_in_who_is_not_like_those_in_the_own_language() -> None:
    story = {(0, 1): 0.4, (0, 2): 0.4, (1, 2): 0.4}
    assert grouped("en en fr en", story | {(2, 3): 0.15, (0, 3): 0.06}) == [[0, 1, 2], [3]]


@given(likeness=likenesses)
def test_the_order_makes_no_difference_in_several_languages(likeness: dict[tuple[int, int], float]) -> None:
    languages = "en en en uk uk fr fr de"
    assert grouped(languages, likeness) == grouped(languages, dict(reversed(likeness.items())))
