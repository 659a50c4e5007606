"""Which items of the window are alike: a sparse graph that follows as items come and go."""

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from newsroom.item import ItemId
from newsroom.stories.day_mentions import days_apart
from newsroom.stories.embeddings import Embeddings
from newsroom.stories.features import Features
from newsroom.stories.inverted_index import Floats, InvertedIndex
from newsroom.stories.linkage import crowd_of
from newsroom.stories.reclustering import Edges, items_a_day
from newsroom.stories.slot_edges import SlotEdges
from newsroom.stories.slot_families import SlotFamilies
from newsroom.stories.slot_headlines import SlotHeadlines
from newsroom.stories.slot_languages import SlotLanguages, Slots
from newsroom.stories.stream_rarity import StreamRarity, WeighedWords, as_bits, from_bits, rarity_at_large
from newsroom.stories.thresholds import (
    ACTIVE_H,
    FAINT,
    HALF_LIFE_H,
    MOST_EDGES,
    MOST_MEANT,
    NEAR_DAYS,
    OTHER_DAYS,
    OTHER_LANGUAGE_EVIDENCE,
    OTHER_LANGUAGE_GAP_H,
    RELATED_WORDS,
    SAME_FAMILY,
    SAME_WORDS,
)

NO_SLOTS = np.zeros(0, dtype=np.intc)
NO_VALUES = np.zeros(0, dtype=np.float32)
_LEAST = min(FAINT, SAME_WORDS)  # a node that its words make less like an item is neither compared nor kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessRow:
    """An item's likeness to the nodes that are more than faintly like it, by slot; of many the best and the latest.

    Attributes:
        mentioned: How much of each other's headlines the item and each node mention (newsroom.stories.slot_headlines).
        weights: Of the item's terms among the items at hand; empty where the row was stored.
    """

    slots: NDArray[np.intp]
    values: NDArray[np.float32]
    mentioned: NDArray[np.float32]
    weights: Mapping[str, float] = field(default_factory=dict)


_EDGELESS = LikenessRow(slots=np.zeros(0, dtype=np.intp), values=NO_VALUES, mentioned=NO_VALUES)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRow:
    """A row as a restart reads it: the items that one was like when it came, with the two likenesses of each."""

    items: Sequence[ItemId]
    values: Sequence[float]
    mentioned: Sequence[float]


class LikenessGraph:
    """Nodes in order of arrival, each in a slot; a discarded node leaves a hole that a rebuild of the index closes."""

    def __init__(self) -> None:
        self.slot_of: dict[ItemId, int] = {}
        self._items: list[ItemId] = []
        self._hours = array("d")
        self._letters = array("i")
        self._alive = bytearray()
        self._days: list[frozenset[int]] = []
        self._languages = SlotLanguages()
        self._families = SlotFamilies()
        self._headlines = SlotHeadlines()
        self._index = InvertedIndex()
        self._embeddings = Embeddings()
        self._rarity = StreamRarity()
        self._terms: list[tuple[str, ...]] = []
        self._counted: list[bytes] = []  # a bit for each term: the words themselves took 270 bytes a node
        self._edges = SlotEdges()

    @property
    def holes(self) -> int:
        """Slots of discarded nodes."""
        return len(self._items) - len(self.slot_of)

    def item(self, slot: int) -> ItemId:
        """The item in a slot."""
        return self._items[slot]

    def letters(self, slot: int) -> int:
        """How long the item in a slot is, in characters."""
        return self._letters[slot]

    def language(self, slot: int) -> str | None:
        """The language of the item in a slot; None where it is not known."""
        return self._languages[slot]

    def before_fading(self, slot: int, value: float, hours: float) -> float:
        """The likeness of a node to an item of that time as it was before it faded with the hours between them."""
        return value * float(np.exp2(abs(self._hours[slot] - hours) / HALF_LIFE_H))

    def items_a_day(self, hours: float) -> int:
        """How many items a day has at the pace of the nodes of the last days, for an item of that time."""
        if not self._hours:
            return 0
        times, since = np.frombuffer(self._hours), hours - ACTIVE_H  # the holes are of older nodes, or of edits
        return items_a_day(int(np.count_nonzero(times >= since)), hours - max(since, float(times.min())))

    def row(self, features: Features) -> LikenessRow:
        """The nodes that an item is like: by words and, with an encoder, by meaning; less with the hours between them.

        Halved for every HALF_LIFE_H.
        """
        rarities = self._rarity.rarities(features.terms)
        weights = self._rarity.weights(features, rarities)
        slots, alike, fading = self._near_enough(weights, rarities, features.hours)
        if features.embedding is not None:
            worth_comparing = self._worth_comparing(features, slots, alike * fading)
            # Of an undated item nobody knows whether the news of these days is its affair.
            crowd = crowd_of(self.items_a_day(features.hours)) if features.dated else 0.0
            self._embeddings.joined(alike, slots, worth_comparing, features.embedding, crowd)
        fading[self._families.one_with(features.family, slots)] *= SAME_FAMILY
        faded = alike * fading
        if features.days:
            faded *= [self._kept_of(features, slot) if value >= FAINT else 1.0 for slot, value in _pairs(slots, faded)]
        slots, faded = slots[faded >= FAINT], faded[faded >= FAINT]
        if len(slots) > 2 * MOST_EDGES:  # a story is judged by its latest members
            strongest = np.argsort(-faded, kind="stable")[:MOST_EDGES]
            kept = np.union1d(strongest, np.arange(len(slots) - MOST_EDGES, len(slots)))
            slots, faded = slots[kept], faded[kept]
        at, values = slots.astype(np.intp), faded.astype(np.float32)
        mentioned = self._headlines.mentioned(features, at, self._index)
        return LikenessRow(slots=at, values=values, mentioned=mentioned, weights=weights)

    def _near_enough(
        self, weights: Mapping[str, float], rarities: Mapping[str, float], hours: float
    ) -> tuple[Slots, Floats, Floats]:
        """The slots, ascending, that by their words and the hours between may be in a row; their cosines and fading."""
        slots, alike = self._alive_cosines(weights, rarities.__getitem__, _LEAST)
        fading = np.exp2(np.abs(np.frombuffer(self._hours)[slots] - hours) / -HALF_LIFE_H) if len(slots) else alike
        near = np.flatnonzero(alike * fading >= _LEAST)
        near = near[np.argsort(slots[near])]
        return slots[near], alike[near], fading[near]

    def _worth_comparing(self, features: Features, slots: Slots, faded: Floats) -> NDArray[np.intp]:
        """Which of the slots the encoder is asked about: of many the most alike by their words."""
        likely = np.flatnonzero((faded >= SAME_WORDS) & self._languages.one_with(features.language, slots))
        if len(likely) > MOST_MEANT:
            likely = np.sort(likely[np.argsort(-faded[likely], kind="stable")[:MOST_MEANT]])
        return likely

    def _kept_of(self, features: Features, slot: int) -> float:
        """The share of the likeness that is kept: less than 1 where two undated texts name quite other days."""
        return OTHER_DAYS if days_apart(features.days, self._days[slot]) > NEAR_DAYS else 1.0

    def unfaded(self, features: Features, count: int, least: float) -> list[tuple[float, ItemId]]:
        """The nodes most alike by their words, whatever the time between and the news of these days, best first.

        Those that are less alike than `least` are left out.
        """
        slots, cosines = self._alive_cosines(features.weights, rarity_at_large, least)
        alike = np.flatnonzero(cosines >= least)
        alike = alike[np.argsort(slots[alike])]
        best = alike[np.argsort(-cosines[alike], kind="stable")][: 2 * count]
        ranked = sorted((-value, self._items[slot]) for slot, value in _pairs(slots[best], cosines[best]))
        return [(-value, item) for value, item in ranked[:count]]

    def in_other_language(self, features: Features) -> ItemId | None:
        """The node in another language that shares the rarest names; None where none shares enough."""
        if features.language is None or not self._languages.others_than(features.language):
            return None
        shared = self._index.shared_names(features.terms)
        enough = (shared.counts >= RELATED_WORDS) & (shared.rarities >= OTHER_LANGUAGE_EVIDENCE)
        slots, rarities = shared.slots[enough], shared.rarities[enough]
        if not len(slots):
            return None
        near = np.abs(np.frombuffer(self._hours)[slots] - features.hours) <= OTHER_LANGUAGE_GAP_H
        likely = near & (self._alive_slots()[slots] == 1) & ~self._languages.one_with(features.language, slots)
        foreign = ((-rarity, self._items[slot]) for slot, rarity in _pairs(slots[likely], rarities[likely]))
        return min(foreign, default=(0.0, None))[1]

    def add(self, features: Features, row: LikenessRow, reported: Collection[str]) -> None:
        """Take in a node with its row, as `row` gave it just now; `reported`: the terms of the nodes much like it."""
        self.add_weighed(features, row, self._weighed(features, row.weights, reported))

    def add_weighed(self, features: Features, row: LikenessRow, weighed: WeighedWords) -> None:
        """Take in a node as it was once: with its row, and what its terms weighed."""
        there = weighed.weights > 0
        slot = self._index.add(compress(features.terms, there.tolist()), weighed.weights[there])
        self._rarity.add(compress(features.terms, weighed.counted.tolist()))
        self._terms.append(features.terms)
        self._counted.append(as_bits(weighed.counted))
        self._embeddings.append(features.embedding)
        self._items.append(features.item)
        self._hours.append(features.hours)
        self._letters.append(features.letters)
        self._alive.append(1)
        self._days.append(features.days)
        self._languages.append(features.language)
        self._families.append(features.family)
        self._headlines.append(features)
        self.slot_of[features.item] = slot
        self._edges.append(row.slots.tolist(), row.values.tolist(), row.mentioned.tolist())

    def row_as_stored(self, stored: StoredRow) -> LikenessRow:
        """The row that an item had, of the nodes that are there still."""
        if not stored.items:
            return _EDGELESS
        columns = zip(stored.items, stored.values, stored.mentioned, strict=True)
        there = sorted((self.slot_of[item], value, share) for item, value, share in columns if item in self.slot_of)
        return LikenessRow(
            slots=np.array([slot for slot, _, _ in there], dtype=np.intp),
            values=np.array([value for _, value, _ in there], dtype=np.float32),
            mentioned=np.array([share for _, _, share in there], dtype=np.float32),
        )

    def stored_row(self, item: ItemId) -> StoredRow:
        """The row that a node had when it came; empty where the item is no node."""
        own = self.slot_of.get(item)
        if own is None:
            return StoredRow(items=(), values=(), mentioned=())
        slots, values, mentioned = self._edges.came_with(own)
        return StoredRow(items=[self._items[slot] for slot in slots], values=values, mentioned=mentioned)

    def weighed(self, features: Features) -> WeighedWords | None:
        """What the terms of a node weighed when it came; None where it is no node."""
        slot = self.slot_of.get(features.item)
        if slot is None:
            return None
        return WeighedWords(weights=self._index.weights(features.terms, slot), counted=self._counted_terms(slot))

    def weighed_now(self, features: Features, reported: Collection[str]) -> WeighedWords:
        """What the terms of an item weigh among the nodes that are there."""
        return self._weighed(features, self._rarity.weights(features, self._rarity.rarities(features.terms)), reported)

    def _weighed(self, features: Features, weights: Mapping[str, float], reported: Collection[str]) -> WeighedWords:
        given = np.array([weights.get(term, 0.0) for term in features.terms], dtype=np.float32)
        return WeighedWords(weights=given, counted=self._rarity.counted(features, reported))

    def discard(self, item: ItemId) -> None:
        """Forget a node, if it is there."""
        slot = self.slot_of.pop(item, None)
        if slot is not None:
            self._edges.gone(slot)
            self._rarity.discard(compress(self._terms[slot], self._counted_terms(slot).tolist()))
            self._embeddings.discard(slot)
            self._headlines.discard(slot)
            self._terms[slot], self._counted[slot] = (), b""
            self._alive[slot] = 0

    def compacted(self) -> "LikenessGraph":
        """The same nodes without the holes."""
        slots = sorted(self.slot_of.values())
        new_of = [-1] * len(self._items)
        for number, slot in enumerate(slots):
            new_of[slot] = number
        new = LikenessGraph()
        new._items = [self._items[slot] for slot in slots]
        new.slot_of = {item: slot for slot, item in enumerate(new._items)}
        new._hours = array("d", [self._hours[slot] for slot in slots])
        new._letters = array("i", [self._letters[slot] for slot in slots])
        new._languages = self._languages.compacted(slots)
        new._families = self._families.compacted(slots)
        new._headlines = self._headlines.compacted(slots)
        new._days = [self._days[slot] for slot in slots]
        new._alive = bytearray(b"\1" * len(slots))
        new._index = self._index.compacted(new_of, len(slots))
        new._embeddings = self._embeddings.compacted(slots)
        new._rarity = self._rarity
        new._terms = [self._terms[slot] for slot in slots]
        new._counted = [self._counted[slot] for slot in slots]
        new._edges = self._edges.compacted(new_of, len(slots))
        return new

    def edges(self, slot: int) -> Iterator[tuple[int, float]]:
        """The nodes that a node is like, with the likeness."""
        both = self._alive if self._alive[slot] else bytearray(len(self._alive))
        return ((other, value) for other, value in self._edges.of(slot) if both[other])

    def all_edges(self, position_of: Mapping[ItemId, int]) -> Edges:
        """Every edge once, between the positions given for the items."""
        places = np.full(len(self._items), -1, dtype=np.int32)
        for item, slot in self.slot_of.items():
            places[slot] = position_of[item]
        return self._edges.all(places)

    def top(self, slot: int) -> tuple[float, ...]:
        """The likeness to the nearest nodes, best first."""
        return self._edges.top(slot, self._alive.__getitem__)

    def between(self, a: int, b: int) -> float:
        """The likeness of two nodes that are there; 0 where they are not even faintly alike."""
        return self._edges.between(a, b)

    def _counted_terms(self, slot: int) -> NDArray[np.bool_]:
        """Which of the terms of a slot are counted with it."""
        return from_bits(self._counted[slot], len(self._terms[slot]))

    def _alive_cosines(
        self, weights: Mapping[str, float], rarity: Callable[[str], float], least: float
    ) -> tuple[Slots, Floats]:
        slots, cosines = self._index.cosines(weights, rarity, least)
        alive = np.flatnonzero(self._alive_slots()[slots]) if len(slots) else slots
        return slots[alive], cosines[alive]

    def _alive_slots(self) -> NDArray[np.uint8]:
        return np.frombuffer(self._alive, dtype=np.uint8)


def _pairs(slots: Slots, values: Floats) -> Iterator[tuple[int, float]]:
    return zip(slots.tolist(), values.tolist(), strict=True)
