from hypothesis import given
from hypothesis import strategies as st

from newsroom.stories.linkage import Linkage
from newsroom.stories.thresholds import REPAIR

SIZE = 8
pairs = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda pair: pair[0] < pair[1])
ties = st.dictionaries(pairs, st.floats(0.07, 1.0), max_size=20)


@given(likeness=ties, apart=st.sets(pairs, max_size=4), together=st.lists(pairs, max_size=3))
def test_groups_part_all_members_and_keep_people_s_word(
    likeness: dict[tuple[int, int], float], apart: set[tuple[int, int]], together: list[tuple[int, int]]
) -> None:
    linkage = Linkage(SIZE, likeness, apart)
    linkage.hold(together)
    groups = linkage.run(REPAIR)
    assert sorted(member for group in groups for member in group) == list(range(SIZE))
    for a, b in apart:
        assert not any(a in group and b in group for group in groups)
    if not apart:
        for a, b in together:
            assert any(a in group and b in group for group in groups)


@given(likeness=ties)
def test_the_order_in_which_ties_are_given_makes_no_difference(likeness: dict[tuple[int, int], float]) -> None:
    backwards = dict(reversed(likeness.items()))
    assert Linkage(SIZE, likeness).run(REPAIR) == Linkage(SIZE, backwards).run(REPAIR)


def test_an_item_with_nearer_neighbours_elsewhere_is_not_drawn_in() -> None:
    near = dict.fromkeys([(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)], 0.6)
    between = {(a, b): 0.2 for a in (0, 1, 2) for b in (3, 4, 5)}
    assert Linkage(6, near | between).run(REPAIR) == [[0, 1, 2], [3, 4, 5]]


def test_the_same_likeness_joins_where_nothing_is_nearer() -> None:
    assert Linkage(2, {(0, 1): 0.2}).run(REPAIR) == [[0, 1]]
