"""A person's word on what is one story: it holds against placing and repair until the person takes it back."""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.desk.merge_split import StoryChange
from newsroom.desk.state import DeskState
from newsroom.item import ItemId
from newsroom.stories.reclustering import Merge, Split


class CorrectionKind(StrEnum):
    """What a person says of two items."""

    SPLIT = "split"
    MERGE = "merge"
    UNDO_SPLIT = "undo_split"
    UNDO_MERGE = "undo_merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction.

    Attributes:
        a: Split: the item that does not belong; merge: an item of the younger story.
        b: Split: an item of the story that it leaves; merge: an item of the older story.
        moved: For an undo: what the correction had moved.
    """

    id: int
    word: CorrectionKind
    a: ItemId
    b: ItemId
    moved: tuple[ItemId, ...] = ()


def constrain(correction: Correction, memory: DeskState) -> None:
    """Have the grouping keep to it."""
    match correction.word:
        case CorrectionKind.SPLIT:
            memory.index.release(correction.a, correction.b)
            memory.index.cannot_link(correction.a, correction.b)
        case CorrectionKind.MERGE:
            memory.index.release(correction.a, correction.b)
            memory.index.must_link(correction.a, correction.b)
        case CorrectionKind.UNDO_SPLIT | CorrectionKind.UNDO_MERGE:
            memory.index.release(correction.a, correction.b)


def change_of(correction: Correction, memory: DeskState) -> StoryChange | None:
    """What is to be regrouped for it; None where the stories are closed, or stand so already."""
    a, b = memory.story_of.get(correction.a), memory.story_of.get(correction.b)
    if a is None or b is None:
        return None
    match correction.word:
        case CorrectionKind.SPLIT:
            return Split(story=b, items=(correction.a,)) if a == b else None
        case CorrectionKind.MERGE | CorrectionKind.UNDO_SPLIT:
            return Merge(old=max(a, b), into=min(a, b)) if a != b else None
        case CorrectionKind.UNDO_MERGE:
            return Split(story=b, items=correction.moved) if correction.moved else None
