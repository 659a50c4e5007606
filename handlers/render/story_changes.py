"""What changed in a story since a time, for whoever knew it before."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers.render.contradictions import developing, open_contradictions
from newsroom.claims.disagreements import DisagreementKind
from newsroom.claims.headline_edits import EditVerdict
from newsroom.claims.people_counts import PeopleOutcome
from newsroom.desk.digest import UNDER_WAY
from newsroom.desk.story_view import Dispute, ItemVersion, StoryView
from newsroom.item import Item

_NOTICED = frozenset({EditVerdict.CORRECTED, EditVerdict.FIGURE_CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedItem:
    """An item that was edited; `corrected`: it says so itself, else a figure was changed."""

    item: Item
    corrected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewChanges:
    """What is new in a story.

    Attributes:
        was_independent: Independent publishers at the time; 0 for a story that began later.
        contradictions: Those that hold still.
        figures: Those that rose or fell, by what they count, oldest value first.
    """

    was_independent: int
    contradictions: tuple[Dispute, ...]
    edits: tuple[ChangedItem, ...]
    figures: dict[PeopleOutcome, list[str]]

    @property
    def material(self) -> bool:
        """Whether there is more to say than that it grew."""
        return bool(self.contradictions or self.edits or self.figures)


def changes_since(view: StoryView, since: datetime) -> ViewChanges:
    """What a story has that it did not have at a time."""
    before = tuple(placed for placed in view.items if placed.item.arrived_at < since)
    since -= UNDER_WAY
    moved = {
        dispute.disagreement.slot
        for dispute in view.disputes
        if dispute.disagreement.kind is DisagreementKind.DEVELOPING and dispute.found >= since
    }
    return ViewChanges(
        was_independent=replace(view, items=before).independence().independent if before else 0,
        contradictions=tuple(dispute for dispute in open_contradictions(view) if dispute.found >= since),
        edits=tuple(_edits(view.versions, since)),
        figures={slot: values for slot, values in developing(view).items() if slot in moved},
    )


def _edits(versions: tuple[ItemVersion, ...], since: datetime) -> list[ChangedItem]:
    """Each item once, however often it was edited."""
    found: dict[int, ChangedItem] = {}
    for version in versions:
        if version.replaced >= since and version.verdict in _NOTICED:
            corrected = version.verdict is EditVerdict.CORRECTED
            known = found.get(version.item.id)
            found[version.item.id] = ChangedItem(
                item=version.item, corrected=corrected or (known is not None and known.corrected)
            )
    return list(found.values())
