"""The figures of a story: contradictions that hold by now, and how a figure went from report to report."""

from newsroom.claims.disagreements import DisagreementKind
from newsroom.claims.people_counts import PeopleOutcome
from newsroom.desk.story_view import Dispute, StoryView
from newsroom.item import Item


def open_contradictions(view: StoryView) -> list[Dispute]:
    """The contradictions that hold, each pair of numbers once: the oldest such dispute."""
    found: dict[tuple[PeopleOutcome, frozenset[str]], Dispute] = {}
    for dispute in sorted(view.disputes, key=lambda d: d.id):
        figures = dispute.disagreement
        if figures.kind is DisagreementKind.CONTRADICTION and not dispute.dismissed and still_stated(dispute, view):
            found.setdefault((figures.slot, frozenset({figures.a.number, figures.b.number})), dispute)
    return list(found.values())


def still_stated(dispute: Dispute, view: StoryView) -> bool:
    """Whether both sides are different publishers who say it still: a corrected figure contradicts nobody any more.

    Items of other stories are not at hand here and count as unchanged.
    """
    a, b = dispute.disagreement.a, dispute.disagreement.b
    items = {placed.item.id: placed.item for placed in view.items}
    if a.family == b.family:
        return False
    return all(_bare(claim.sentence) in _words(items[claim.item]) for claim in (a, b) if claim.item in items)


def developing(view: StoryView) -> dict[PeopleOutcome, list[str]]:
    """The figures that rose or fell in turn within the story, by what they count, oldest first."""
    own = {placed.item.id for placed in view.items}
    stated = {
        (claim.stated_at, claim.item, claim.slot, claim.value, claim.number)
        for dispute in view.disputes
        if dispute.disagreement.kind is DisagreementKind.DEVELOPING
        and not dispute.dismissed
        and {dispute.disagreement.a.item, dispute.disagreement.b.item} <= own
        for claim in (dispute.disagreement.a, dispute.disagreement.b)
    }
    found: dict[PeopleOutcome, list[str]] = {}
    for _, _, slot, _, number in sorted(stated):
        values = found.setdefault(slot, [])
        if values[-1:] != [number]:
            values.append(number)
    return found


def _words(item: Item) -> str:
    return _bare(f"{item.title}\n{item.text}")


def _bare(text: str) -> str:
    """Letters and digits only: a claim keeps its sentence with quotation marks and spaces set right."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
