"""The items of the last days: what copies what, what is like what."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from newsroom.item import ItemId
from newsroom.stories.constraints import MustLinkCannotLink
from newsroom.stories.cross_lingual import CrossLingualIndex
from newsroom.stories.features import Features
from newsroom.stories.likeness_graph import LikenessGraph, LikenessRow
from newsroom.stories.lookups import ItemLookups
from newsroom.stories.snapshot import Snapshot
from newsroom.stories.template_reports import same_template
from newsroom.stories.text_reuse import text_reuse
from newsroom.stories.thresholds import COPY_CANDIDATES, LEAST_HOLES, LOOSE
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """An item whose text another holds; `shared_pct` of the shorter one."""

    of: Features
    shared_pct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An item against the window: the points it is like, what it copies, what it took a part from."""

    row: LikenessRow
    copied: Copied | None
    partly: Copied | None


class ItemWindow:
    """Items with a text of their own are points of a graph; copies and round-ups go with one of them, their lead.

    A copy must not be a point: ten papers with one wire text would be so near to each other that no independent report
    could join them.
    """

    def __init__(self) -> None:
        self.graph = LikenessGraph()
        self._across = CrossLingualIndex()
        self._register = ItemLookups()
        self._lead: dict[ItemId, ItemId] = {}
        self._followers: dict[ItemId, set[ItemId]] = {}
        self._looked: tuple[Features, Look] | None = None

    def __len__(self) -> int:
        return len(self._register.items)

    def features(self, item: ItemId) -> Features:
        """What was read of an item that is in the window."""
        return self._register.items[item]

    def known(self, seen: Features) -> Features | None:
        """The earlier version or twin of an item: by id, by address, or by outlet and text."""
        by_id = self._register.items.get(seen.item)
        return by_id or self._register.at_url(seen.url) or self._register.of_text(seen)

    def look(self, seen: Features) -> Look:
        """Compare an item with the window; the last answer is kept until the window changes."""
        if self._looked is None or self._looked[0] is not seen:
            self._looked = (seen, self._compare(seen))
        return self._looked[1]

    def add(self, seen: Features) -> None:
        """Take in an item, in place of its earlier version."""
        orphans = self._drop(seen.item) if seen.item in self._register.items else []
        self._insert(seen)
        for orphan in orphans:
            self._again(orphan)

    def arrival(self, newest: int) -> float:
        """When the item of that rank was first seen, 1 being the newest; in hours since 1970. Raises IndexError."""
        return sorted((seen.arrived for seen in self._register.items.values()), reverse=True)[newest - 1]

    def expire(self, hours: float) -> list[ItemId]:
        """Forget the items first seen before `hours`; gives them."""
        old = [item for item, seen in self._register.items.items() if seen.arrived < hours]
        orphans = {orphan for item in old for orphan in self._drop(item)}
        for orphan in sorted(orphans.difference(old)):
            self._again(orphan)
        if self.graph.holes > max(LEAST_HOLES, len(self.graph.slot_of)):
            self.graph = self.graph.compacted()
        return old

    def snapshot(self, stories: Mapping[ItemId, StoryId], bonds: MustLinkCannotLink) -> Snapshot:
        """The whole window for a repair."""
        items = sorted(self._register.items)
        at = {item: position for position, item in enumerate(items)}
        apart, together = bonds.among(items)
        return Snapshot(
            items=tuple(items),
            hours=tuple(self._register.items[item].hours for item in items),
            stories=tuple(stories[item] for item in items),
            ties=self.graph.all_ties(at),
            leads={at[item]: at[lead] for item, lead in self._lead.items()},
            apart=tuple((at[a], at[b]) for a, b in apart),
            together=tuple((at[a], at[b]) for a, b in together),
        )

    def _insert(self, seen: Features) -> None:
        look = self.look(seen)
        lead = self._lead_for(seen, look)
        if lead is None and not seen.loose:
            self.graph.add(seen, look.row)
            self._across.add(seen)
        elif lead is not None:
            self._lead[seen.item] = lead
            self._followers.setdefault(lead, set()).add(seen.item)
        self._register.add(seen)
        self._looked = None

    def _lead_for(self, seen: Features, look: Look) -> ItemId | None:
        if look.copied is not None:
            return self._lead.get(look.copied.of.item, look.copied.of.item)
        if not seen.loose or not len(look.row.slots):
            return None
        pairs = zip(look.row.values.tolist(), look.row.slots.tolist(), strict=True)
        value, item = min((-value, self.graph.item(slot)) for value, slot in pairs)
        return item if -value >= LOOSE else None

    def _drop(self, item: ItemId) -> list[ItemId]:
        """Take an item out; gives those that went with it, the oldest first."""
        self._register.drop(item)
        self.graph.drop(item)
        self._across.drop(item)
        lead = self._lead.pop(item, None)
        if lead is not None and lead in self._followers:
            self._followers[lead].discard(item)
        self._looked = None
        return sorted(self._followers.pop(item, ()))

    def _again(self, item: ItemId) -> None:
        seen = self._register.items.get(item)
        if seen is not None:
            self._drop(item)
            self._insert(seen)

    def _without_twins(self, row: LikenessRow, seen: Features) -> LikenessRow:
        items = [self.graph.item(slot) for slot in row.slots.tolist()]
        kept = np.array([not same_template(seen, self._register.items[item]) for item in items], dtype=bool)
        return row if kept.all() else LikenessRow(slots=row.slots[kept], values=row.values[kept])

    def _compare(self, seen: Features) -> Look:
        row = self._across.joined(self._without_twins(self.graph.row(seen), seen), seen, self.graph)
        pairs = zip(row.values.tolist(), row.slots.tolist(), strict=True)
        ranked = sorted((-value, self.graph.item(slot)) for value, slot in pairs)[:COPY_CANDIDATES]
        near = [*self._register.sharing_runs(seen, COPY_CANDIDATES), *(item for _, item in ranked)]
        best: dict[bool, Copied] = {}
        for item in dict.fromkeys(near):
            other = self._register.items[item]
            copy = text_reuse(seen, other) if item < seen.item else None
            if copy is not None and _rank(copy.shared_pct, other) > _rank_of(best.get(copy.partial)):
                best[copy.partial] = Copied(of=other, shared_pct=copy.shared_pct)
        return Look(row=row, copied=best.get(False), partly=best.get(True))


def _rank(shared_pct: int, other: Features) -> tuple[int, int]:
    return shared_pct, -other.item


def _rank_of(copied: Copied | None) -> tuple[int, int]:
    return (0, 0) if copied is None else _rank(copied.shared_pct, copied.of)
