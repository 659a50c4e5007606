"""The open story that an item came nearest to without joining it, and what kept it out: for people who ask why."""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.item import ItemId
from newsroom.stories.features import Features
from newsroom.stories.linkage import in_two_languages
from newsroom.stories.thresholds import HALF_LIFE_H, JOIN, SEVERAL_WORDS

_LONG_H = 12.0  # a guess: what is less apart is of one news day, and the hours are no reason that a person would give


class Obstacle(StrEnum):
    """What kept an item out of a story. An item that another story took may have had none."""

    FEW_WORDS = "few_words"
    ONE_NAME = "one_name"
    TOO_LONG_BETWEEN = "too_long_between"
    BELOW_BAR = "below_bar"
    ANOTHER_NEARER = "another_nearer"
    KEPT_APART = "kept_apart"
    ONE_TEMPLATE = "one_template"
    OTHER_NAMES = "other_names"
    OTHER_STEP = "other_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStory:
    """A story by the item of it that is most alike: which story that is in changes with every merge and split.

    Attributes:
        likeness_pct: How much the item is like the story, 0..100, as in SameStory; None where that was not asked.
        bar_pct: The same as a share of what it takes to join that story, 0..100; None where no bar decided.
    """

    of: ItemId
    likeness_pct: int | None
    bar_pct: int | None
    obstacle: Obstacle


def obstacle(features: Features, other: Features, relative: float, *, enough: bool) -> Obstacle:
    """What kept an item out of a story.

    Args:
        features: Of the item.
        other: Of the story's item that is most alike.
        relative: Against the cohesion of both, as Nearest has it.
        enough: Alike enough to be compared with the bar at all.
    """
    if relative >= JOIN and enough:
        return Obstacle.ANOTHER_NEARER
    if not in_two_languages(features.language, other.language):
        names, words = _shared(features, other)
        if names == 1 and words < SEVERAL_WORDS:
            return Obstacle.ONE_NAME
        if words < SEVERAL_WORDS or not enough:
            return Obstacle.FEW_WORDS
    hours = abs(features.hours - other.hours)
    faded = hours >= _LONG_H and relative * 2 ** (hours / HALF_LIFE_H) >= JOIN
    return Obstacle.TOO_LONG_BETWEEN if faded else Obstacle.BELOW_BAR


def bar_pct(relative: float) -> int:
    """A relative likeness as a share of the bar, 0..100."""
    return min(100, round(100 * relative / JOIN))


def nearer(one: NextStory | None, other: NextStory | None) -> NextStory | None:
    """Of the nearest story that is for all and of a chat's own the one that is nearer."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda near: (near.bar_pct or 0, near.likeness_pct or 0))


def _shared(features: Features, other: Features) -> tuple[int, int]:
    """How many names, and how many words besides views of the same words, are in both."""
    shared = set(features.terms).intersection(other.terms)
    return sum(term.startswith("name ") for term in shared), sum(" " not in term for term in shared)
