"""Corrections as labels: the later of two counts, and what nobody decided about has none."""

from newsroom.desk.correction_labels import labelled
from newsroom.desk.corrections import Correction, CorrectionKind
from newsroom.item import ItemId

MERGE, SPLIT = CorrectionKind.MERGE, CorrectionKind.SPLIT


def made(kind: CorrectionKind, a: int, b: int, *moved: int) -> Correction:
    return Correction(id=1, kind=kind, a=ItemId(a), b=ItemId(b), moved=tuple(map(ItemId, moved)))


def test_a_merge_is_one_story_with_all_that_moved() -> None:
    found = labelled([made(MERGE, 7, 3, 7, 8)])
    assert found.story_of == {3: 3, 7: 3, 8: 3}
    assert (found.one_story, found.two_stories) == (((3, 7),), ())


def test_a_split_is_two_stories() -> None:
    found = labelled([made(SPLIT, 7, 3, 7)])
    assert found.story_of == {3: 3, 7: 7}
    assert (found.one_story, found.two_stories) == ((), ((3, 7),))


def test_merges_that_share_an_item_are_one_story() -> None:
    assert labelled([made(MERGE, 2, 1), made(MERGE, 4, 3), made(MERGE, 3, 2)]).story_of == {1: 1, 2: 1, 3: 1, 4: 1}


def test_what_is_taken_out_later_is_no_longer_of_the_merged_story() -> None:
    found = labelled([made(MERGE, 2, 1, 2, 3), made(SPLIT, 3, 1, 3)])
    assert found.story_of == {1: 1, 2: 1, 3: 3}
    assert (found.one_story, found.two_stories) == (((1, 2),), ((1, 3),))


def test_of_two_that_contradict_each_other_the_later_counts() -> None:
    assert labelled([made(SPLIT, 2, 1), made(MERGE, 2, 1)]).two_stories == ()
    later = labelled([made(MERGE, 2, 1), made(SPLIT, 2, 1)])
    assert (later.one_story, later.two_stories) == ((), ((1, 2),))


def test_no_corrections_are_no_labels() -> None:
    assert labelled([]).story_of == {}


def test_what_is_taken_back_says_nothing_of_stories() -> None:
    undone = [made(CorrectionKind.UNDO_MERGE, 2, 1), made(CorrectionKind.UNDO_SPLIT, 2, 1)]
    assert labelled(undone).story_of == {}
