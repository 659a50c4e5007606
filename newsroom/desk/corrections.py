"""What a person decided about two items: valid against placing and reclustering until the person takes it back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from newsroom.chat import ChatId
from newsroom.desk.merge_split import StoryChange
from newsroom.desk.state import DeskState
from newsroom.item import ItemId
from newsroom.stories.reclustering import Merge, Split
from newsroom.story import StoryId


class CorrectionKind(StrEnum):
    """What a person decided."""

    SPLIT = "split"
    MERGE = "merge"
    UNDO_SPLIT = "undo_split"
    UNDO_MERGE = "undo_merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction.

    Attributes:
        chat: The chat for which it holds; None: for all.
        a: Split: the item that does not belong; merge: an item of the younger story.
        b: Split: an item of the story that it leaves; merge: an item of the older story.
        moved: For an undo: the items that the correction had moved.
    """

    id: int
    kind: CorrectionKind
    a: ItemId
    b: ItemId
    chat: ChatId | None = None
    moved: tuple[ItemId, ...] = ()


def constrain(correction: Correction, state: DeskState) -> None:
    """Have clustering obey it."""
    state.clusterer.release(correction.a, correction.b)
    match correction.kind:
        case CorrectionKind.SPLIT:
            state.clusterer.cannot_link(correction.a, correction.b)
        case CorrectionKind.MERGE:
            state.clusterer.must_link(correction.a, correction.b)
        case CorrectionKind.UNDO_SPLIT | CorrectionKind.UNDO_MERGE:
            pass
        case _:
            assert_never(correction.kind)


def older(a: StoryId, b: StoryId) -> StoryId:
    """The one that lives on where two become one: the older, but one that is for all before a chat's own."""
    return min(a, b, key=lambda story: (story < 0, abs(story)))


def younger(a: StoryId, b: StoryId) -> StoryId:
    """Of two stories the one that is not the `older`."""
    return b if older(a, b) == a else a


def change_of(correction: Correction, state: DeskState) -> StoryChange | None:
    """The change of stories that it asks for; None where they are closed, or are so already."""
    a, b = state.story_of.get(correction.a), state.story_of.get(correction.b)
    if a is None or b is None:
        return None
    match correction.kind:
        case CorrectionKind.SPLIT:
            return Split(story=b, items=(correction.a,)) if a == b else None
        case CorrectionKind.MERGE | CorrectionKind.UNDO_SPLIT:
            return Merge(old=younger(a, b), into=older(a, b)) if a != b else None
        case CorrectionKind.UNDO_MERGE:
            return Split(story=b, items=correction.moved) if correction.moved else None
        case _:
            assert_never(correction.kind)
