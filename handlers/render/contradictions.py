"""Which contradictions of a story hold by now: the figures are still said, by different publishers, nobody objects."""

from newsroom.desk.views import Dispute, StoryView
from newsroom.facts.disagreements import Kind
from newsroom.item import Item


def standing(view: StoryView) -> list[Dispute]:
    """The contradictions that hold, each pair of numbers once: the oldest such dispute."""
    found: dict[tuple[str, int, int], Dispute] = {}
    for dispute in sorted(view.disputes, key=lambda d: d.id):
        said = dispute.disagreement
        if said.kind is Kind.CONTRADICTION and not dispute.dismissed and still_said(dispute, view):
            low, high = sorted((said.a.value, said.b.value))
            found.setdefault((said.slot.value, low, high), dispute)
    return list(found.values())


def still_said(dispute: Dispute, view: StoryView) -> bool:
    """Whether both sides are different publishers who say it still: a corrected figure contradicts nobody any more.

    Items of other stories are not at hand here and count as unchanged.
    """
    said = dispute.disagreement
    items = {told.item.id: told.item for told in view.items}
    if said.a.family == said.b.family:
        return False
    return all(_bare(c.sentence) in _words(items[c.item]) for c in (said.a, said.b) if c.item in items)


def _words(item: Item) -> str:
    return _bare(f"{item.title}\n{item.text}")


def _bare(text: str) -> str:
    """Letters and digits only: a claim keeps its sentence with quotation marks and spaces set right."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
