"""The items of the last days: which are copies, and what is like what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from newsroom.item import ItemId
from newsroom.stories.arrival_order import ArrivalOrder
from newsroom.stories.constraints import MustLinkCannotLink
from newsroom.stories.cross_lingual import CrossLingualIndex
from newsroom.stories.features import Features
from newsroom.stories.likeness_graph import LikenessGraph, LikenessRow, StoredRow
from newsroom.stories.lookups import ItemLookups
from newsroom.stories.next_story import Obstacle
from newsroom.stories.other_events import other_event
from newsroom.stories.reclustering import Snapshot
from newsroom.stories.stream_rarity import WeighedWords
from newsroom.stories.text_reuse import text_reuse
from newsroom.stories.thresholds import COPY_CANDIDATES, LEAST_HOLES, MUCH_ALIKE, ROUND_UP
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An item whose text another one copied; `shared_pct` of the shorter text."""

    features: Features
    shared_pct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherEvent:
    """An item that is alike and surely reports another event; `shown_by` says by what."""

    item: ItemId
    likeness: float
    shown_by: Obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An item against the window.

    Attributes:
        row: The nodes that it is like.
        copy_of: The item that it is a copy of; None where its text is its own.
        part_of: The item that it took a part from; None where there is none.
        other_event: Of the items that surely report another event, the most alike; None where there are none.
    """

    row: LikenessRow
    copy_of: Original | None
    part_of: Original | None
    other_event: OtherEvent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredComparison:
    """What an item was when it came, as a restart reads it: to compare it anew is most of what a start costs.

    Attributes:
        lead: The node that it follows; None where it has a text of its own.
        row: The nodes that it is like.
    """

    lead: ItemId | None
    row: StoredRow


class ItemWindow:
    """Items with a text of their own are nodes of a graph; a copy or round-up follows one of them, its lead.

    A copy must not be a node: ten papers with one wire text would be so near to each other that no independent report
    could join them.
    """

    def __init__(self) -> None:
        self.graph = LikenessGraph()
        self._lookups = ItemLookups()
        self._cross_lingual = CrossLingualIndex(self._lookups.items)
        self._arrivals = ArrivalOrder()
        self._lead: dict[ItemId, ItemId] = {}
        self._followers: dict[ItemId, set[ItemId]] = {}
        self._compared: tuple[Features, Comparison] | None = None

    def __len__(self) -> int:
        return len(self._lookups.items)

    def __contains__(self, item: ItemId) -> bool:
        return item in self._lookups.items

    def all_features(self) -> Iterable[Features]:
        """The features of all items that are in the window."""
        return self._lookups.items.values()

    def features_of(self, item: ItemId) -> Features:
        """The features of an item that is in the window."""
        return self._lookups.items[item]

    def same_entry(self, features: Features) -> Features | None:
        """The item that is the same entry: by id, by address, or by outlet and text."""
        by_id = self._lookups.items.get(features.item)
        return by_id or self._lookups.at_url(features.url) or self._lookups.of_text(features)

    def compare(self, features: Features) -> Comparison:
        """Compare an item with the window; the last answer is kept until the window changes."""
        if self._compared is None or self._compared[0] is not features:
            self._compared = (features, self._compare(features))
        return self._compared[1]

    def add(self, features: Features) -> None:
        """Take in an item, in place of its earlier version."""
        earlier = self._lookups.items.get(features.item)
        orphans = self._take_out(features.item) if earlier is not None else []
        if earlier is not None:
            self._arrivals.discard(features.item, earlier.arrived)
        self._arrivals.add(features.item, features.arrived)
        self._insert(features)
        for orphan in orphans:
            self._insert_again(orphan)

    def add_stored(self, features: Features, stored: StoredComparison, weighed: WeighedWords | None) -> bool:
        """Take in a new item as it was compared before; False, and nothing is done, where its lead is not there.

        `weighed`: what its terms weighed then; None where that is not known: as they weigh now.
        """
        if stored.lead is not None and stored.lead not in self.graph.slot_of:
            return False
        self._arrivals.add(features.item, features.arrived)
        row = self.graph.row_as_stored(stored.row)
        if self._put(features, stored.lead):
            now = weighed or self.graph.weighed_now(features, self._reported(row))
            self.graph.add_weighed(features, row, now)
        return True

    def stored(self, item: ItemId) -> StoredComparison:
        """What a restart needs to know of an item that came just now."""
        return StoredComparison(lead=self._lead.get(item), row=self.graph.stored_row(item))

    def arrival(self, newest: int) -> float:
        """When the item of that rank was first seen, 1 being the newest; in hours since 1970. Raises IndexError."""
        return self._arrivals.nth_newest(newest)

    def expire(self, hours: float) -> list[ItemId]:
        """Forget the items first seen before `hours`; gives them."""
        old = self._arrivals.take_before(hours)
        orphans = {orphan for item in old for orphan in self._take_out(item)}
        for orphan in sorted(orphans.difference(old)):
            self._insert_again(orphan)
        if self.graph.holes > max(LEAST_HOLES, len(self.graph.slot_of)):
            self.graph = self.graph.compacted()
        return old

    def snapshot(self, stories: Mapping[ItemId, StoryId], constraints: MustLinkCannotLink) -> Snapshot:
        """The whole window, for grouping all of it anew."""
        items = sorted(self._lookups.items)
        at = {item: position for position, item in enumerate(items)}
        return Snapshot(
            items=tuple(items),
            hours=tuple(self._lookups.items[item].hours for item in items),
            letters=tuple(self._lookups.items[item].letters for item in items),
            languages=tuple(self._lookups.items[item].language for item in items),
            stories=tuple(stories[item] for item in items),
            edges=self.graph.all_edges(at),
            leads={at[item]: at[lead] for item, lead in self._lead.items()},
            cannot_link=tuple((at[a], at[b]) for a, b in constraints.cannot_link_pairs(items)),
            must_link=tuple((at[a], at[b]) for a, b in constraints.must_link_pairs(items)),
        )

    def _insert(self, features: Features) -> None:
        comparison = self.compare(features)
        if self._put(features, self._lead_for(features, comparison)):
            self.graph.add(features, comparison.row, self._reported(comparison.row))

    def _put(self, features: Features, lead: ItemId | None) -> bool:
        """Keep an item; gives whether it is a node, which the graph has yet to take in."""
        kept = self._lookups.add(features)
        self._compared = None
        if lead is not None:
            self._lead[features.item] = lead
            self._followers.setdefault(lead, set()).add(features.item)
            return False
        if features.round_up:
            return False
        self._cross_lingual.add(kept)
        return True

    def _reported(self, row: LikenessRow) -> Collection[str]:
        """The terms of the nodes that are so like an item that they surely report the same."""
        like = row.slots[row.values >= MUCH_ALIKE].tolist()
        return {term for slot in like for term in self._lookups.items[self.graph.item(slot)].terms}

    def _lead_for(self, features: Features, comparison: Comparison) -> ItemId | None:
        """The node that an item follows: the original of a copy, the report that a round-up is most like."""
        if comparison.copy_of is not None:
            original = comparison.copy_of.features.item
            return self._lead.get(original, original)
        if not features.round_up or not len(comparison.row.slots):
            return None
        pairs = zip(comparison.row.values.tolist(), comparison.row.slots.tolist(), strict=True)
        value, item = min((-value, self.graph.item(slot)) for value, slot in pairs)
        return item if -value >= ROUND_UP else None

    def _take_out(self, item: ItemId) -> list[ItemId]:
        """Take an item out; gives its followers, the oldest first."""
        if item in self.graph.slot_of:
            self._cross_lingual.discard(self._lookups.items[item])
        self._lookups.discard(item)
        self.graph.discard(item)
        lead = self._lead.pop(item, None)
        if lead is not None and lead in self._followers:
            self._followers[lead].discard(item)
        self._compared = None
        return sorted(self._followers.pop(item, ()))

    def _insert_again(self, item: ItemId) -> None:
        features = self._lookups.items[item]
        self._take_out(item)
        self._insert(features)

    def _without_other_events(self, row: LikenessRow, features: Features) -> tuple[LikenessRow, OtherEvent | None]:
        """The row without the items that surely report another event; gives also the most alike of these."""
        items = [self.graph.item(slot) for slot in row.slots.tolist()]
        shown = [other_event(features, self._lookups.items[item]) for item in items]
        kept = np.array([reason is None for reason in shown], dtype=bool)
        if kept.all():
            return row, None
        pairs = zip(row.values.tolist(), items, shown, strict=True)
        value, item, reason = min((-value, item, reason) for value, item, reason in pairs if reason is not None)
        left_out = OtherEvent(item=item, likeness=-value, shown_by=reason)
        rest = replace(row, slots=row.slots[kept], values=row.values[kept], mentioned=row.mentioned[kept])
        return rest, left_out

    def _compare(self, features: Features) -> Comparison:
        own_language, apart = self._without_other_events(self.graph.row(features), features)
        row = self._cross_lingual.joined(own_language, features, self.graph)
        pairs = zip(row.values.tolist(), row.slots.tolist(), strict=True)
        ranked = sorted((-value, self.graph.item(slot)) for value, slot in pairs)[:COPY_CANDIDATES]
        near = [*self._lookups.sharing_runs(features, COPY_CANDIDATES), *(item for _, item in ranked)]
        best: dict[bool, Original] = {}
        for item in dict.fromkeys(near):
            other = self._lookups.items[item]
            reuse = text_reuse(features, other) if item < features.item else None
            if reuse is not None and _rank(reuse.shared_pct, other) > _rank_of(best.get(reuse.partial)):
                best[reuse.partial] = Original(features=other, shared_pct=reuse.shared_pct)
        return Comparison(row=row, copy_of=best.get(False), part_of=best.get(True), other_event=apart)


def _rank(shared_pct: int, other: Features) -> tuple[int, int]:
    return shared_pct, -other.item


def _rank_of(original: Original | None) -> tuple[int, int]:
    return (0, 0) if original is None else _rank(original.shared_pct, original.features)
