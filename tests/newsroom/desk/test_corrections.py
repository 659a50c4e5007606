"""What a person's word on two items asks of the stories."""

import pytest

from newsroom.desk.corrections import Correction, CorrectionKind, change_of, constrain, older, younger
from newsroom.desk.state import DeskState
from newsroom.item import ItemId
from newsroom.stories.placement import NewStory, SameStory
from newsroom.stories.reclustering import Merge, Split
from newsroom.story import StoryId
from tests.builders import NOW, item

A, B, C = ItemId(1), ItemId(2), ItemId(3)
ONE, TWO, OWN = StoryId(1), StoryId(2), StoryId(-1)


def state(a: StoryId | None, b: StoryId | None) -> DeskState:
    made = DeskState()
    made.story_of |= {item: story for item, story in ((A, a), (B, b)) if story is not None}
    return made


def word(kind: CorrectionKind, moved: tuple[ItemId, ...] = ()) -> Correction:
    return Correction(id=1, kind=kind, a=A, b=B, moved=moved)


@pytest.mark.parametrize(
    ("kind", "a", "b", "change"),
    [
        pytest.param(CorrectionKind.SPLIT, ONE, ONE, Split(story=ONE, items=(A,)), id="split"),
        pytest.param(CorrectionKind.SPLIT, TWO, ONE, None, id="split what is apart"),
        pytest.param(CorrectionKind.MERGE, TWO, ONE, Merge(old=TWO, into=ONE), id="merge: the older lives on"),
        pytest.param(CorrectionKind.MERGE, OWN, TWO, Merge(old=OWN, into=TWO), id="merge: what is for all lives on"),
        pytest.param(CorrectionKind.MERGE, ONE, ONE, None, id="merge what is one"),
        pytest.param(CorrectionKind.UNDO_SPLIT, TWO, ONE, Merge(old=TWO, into=ONE), id="take a split back"),
        pytest.param(CorrectionKind.UNDO_MERGE, ONE, ONE, Split(story=ONE, items=(C,)), id="take a merge back"),
        pytest.param(CorrectionKind.MERGE, None, ONE, None, id="the one story is closed"),
        pytest.param(CorrectionKind.MERGE, ONE, None, None, id="the other story is closed"),
    ],
)
def test_a_word_asks_for_one_change_at_most(
    kind: CorrectionKind, a: StoryId | None, b: StoryId | None, change: Merge | Split | None
) -> None:
    assert change_of(word(kind, moved=(C,)), state(a, b)) == change


def test_a_merge_that_moved_nothing_is_taken_back_by_nothing() -> None:
    assert change_of(word(CorrectionKind.UNDO_MERGE), state(ONE, ONE)) is None


def test_of_two_stories_the_older_one_lives_on_but_what_is_for_all_before_a_chats_own() -> None:
    assert (older(TWO, ONE), younger(TWO, ONE)) == (ONE, TWO)
    assert (older(OWN, TWO), younger(OWN, TWO)) == (TWO, OWN)


def test_clustering_obeys_a_persons_word_until_it_is_taken_back() -> None:
    ferry, bakery = item(A, "Ferry stops", "The ferry stopped."), item(B, "Bakery opens", "A bakery opened its doors.")
    desk = DeskState()
    for one in (ferry, bakery):
        desk.add_item(one, desk.open_story(StoryId(one.id), NOW))
        desk.cluster(one, desk.clusterer.place(one))
    constrain(word(CorrectionKind.SPLIT), desk)
    assert desk.clusterer.kept_apart([A], [B])
    constrain(word(CorrectionKind.UNDO_SPLIT), desk)
    assert not desk.clusterer.kept_apart([A], [B])
    third = item(C, "Ship sinks off Tarnholm", "A ship sank.")
    constrain(Correction(id=2, kind=CorrectionKind.MERGE, a=C, b=A), desk)
    assert isinstance(desk.clusterer.place(third), SameStory)
    constrain(Correction(id=3, kind=CorrectionKind.UNDO_MERGE, a=C, b=A), desk)
    assert isinstance(desk.clusterer.place(third), NewStory)
