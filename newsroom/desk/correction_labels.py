"""What people's corrections say about items, as labels that the next version of the engine can be judged by."""

from collections.abc import Iterable
from dataclasses import dataclass

from newsroom.desk.corrections import Correction, CorrectionKind
from newsroom.item import ItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCorrections:
    """What holds after the last correction.

    Attributes:
        story_of: Of each item that a person decided about, and of what moved with it, a story by its first item.
        one_story: Pairs of items that a person declared to be of one story.
        two_stories: Pairs that a person declared to be of two.
    """

    story_of: dict[ItemId, ItemId]
    one_story: tuple[tuple[ItemId, ItemId], ...]
    two_stories: tuple[tuple[ItemId, ItemId], ...]


def labelled(made: Iterable[Correction]) -> LabelledCorrections:
    """The labels, from the corrections that hold, in the order in which they were made.

    Of two that contradict each other the later one counts, as on the desk. What nobody decided about has no label:
    that a report was left where it was says little.
    """
    made = tuple(made)
    groups: dict[ItemId, set[ItemId]] = {}

    def group(item: ItemId) -> set[ItemId]:
        return groups.setdefault(item, {item})

    for one in made:
        if one.kind is CorrectionKind.MERGE:
            whole = set[ItemId]().union(*(group(item) for item in (one.a, one.b, *one.moved)))
            groups.update(dict.fromkeys(whole, whole))
        elif one.kind is CorrectionKind.SPLIT:
            group(one.a).discard(one.a)
            groups[one.a] = {one.a}
            group(one.b)
    story_of = {item: min(there) for item, there in sorted(groups.items())}
    pairs = {kind: dict.fromkeys(_pair(c) for c in made if c.kind is kind) for kind in CorrectionKind}
    return LabelledCorrections(
        story_of=story_of,
        one_story=tuple((a, b) for a, b in pairs[CorrectionKind.MERGE] if story_of[a] == story_of[b]),
        two_stories=tuple((a, b) for a, b in pairs[CorrectionKind.SPLIT] if story_of[a] != story_of[b]),
    )


def _pair(made: Correction) -> tuple[ItemId, ItemId]:
    return min(made.a, made.b), max(made.a, made.b)
