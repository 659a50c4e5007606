"""The edges of all slots in a few arrays are those that a plain table of pairs has."""

import random
from itertools import combinations

import numpy as np

from newsroom.stories.slot_edges import SlotEdges
from newsroom.stories.thresholds import NEIGHBOURS

SLOTS = 40
Pairs = dict[tuple[int, int], tuple[float, float]]  # earlier and later slot: how alike, and how much is mentioned


def drawn(seed: int) -> Pairs:
    chance = random.Random(seed)  # noqa: S311 - a test wants the same ones each time
    # Numbers that 32 bits hold exactly, some of them equal.
    return {
        pair: (chance.randrange(1, 32) / 32, chance.randrange(32) / 32)
        for pair in combinations(range(SLOTS), 2)
        if chance.random() < 0.2
    }


def edges_of(pairs: Pairs) -> SlotEdges:
    edges = SlotEdges()
    for slot in range(SLOTS):
        append(edges, pairs, slot)
    return edges


def append(edges: SlotEdges, pairs: Pairs, slot: int) -> None:
    own = sorted((earlier, *found) for (earlier, later), found in pairs.items() if later == slot)
    edges.append([one for one, _, _ in own], [value for _, value, _ in own], [share for _, _, share in own])


def nearest(pairs: Pairs, slot: int, gone: int = -1) -> tuple[float, ...]:
    values = [value for pair, (value, _) in pairs.items() if slot in pair and gone not in pair]
    return tuple(sorted(values, reverse=True)[:NEIGHBOURS])


def test_a_slot_is_like_those_before_it_and_those_after_it() -> None:
    pairs = drawn(1)
    edges = edges_of(pairs)
    for slot in range(SLOTS):
        expected = {sum(pair) - slot: value for pair, (value, _) in pairs.items() if slot in pair}
        assert dict(edges.of(slot)) == expected
        assert {other: edges.between(slot, other) for other in range(SLOTS) if other != slot} == {
            other: expected.get(other, 0.0) for other in range(SLOTS) if other != slot
        }


def test_what_a_slot_came_with_is_given_back() -> None:
    pairs = drawn(2)
    slots, values, mentioned = edges_of(pairs).came_with(SLOTS - 1)
    expected = {earlier: found for (earlier, later), found in pairs.items() if later == SLOTS - 1}
    assert dict(zip(slots, zip(values, mentioned, strict=True), strict=True)) == expected
    assert slots == sorted(slots)


def test_the_nearest_are_those_that_are_there_whenever_they_are_asked_for() -> None:
    pairs, edges, there = drawn(3), SlotEdges(), bytearray(b"\1" * SLOTS)
    for slot in range(SLOTS):
        append(edges, pairs, slot)
        known = {pair: found for pair, found in pairs.items() if max(pair) <= slot}
        for asked in range(0, slot, 3):  # the others are asked for at the end, for the first time
            assert edges.top(asked, there.__getitem__) == nearest(known, asked)
    there[5] = 0
    edges.gone(5)
    for asked in set(range(SLOTS)) - {5}:
        assert edges.top(asked, there.__getitem__) == nearest(pairs, asked, gone=5)


def test_every_edge_comes_once_in_the_order_of_the_places() -> None:
    pairs = drawn(4)
    places = np.array([*range(SLOTS)], dtype=np.int32)
    places[7], places[11] = -1, 100  # one is gone, one has the last place
    found = edges_of(pairs).all(places)
    kept = sorted((a, b) if a != 11 else (b, a) for a, b in pairs if 7 not in (a, b))
    expected = [(int(places[a]), int(places[b]), *pairs[min(a, b), max(a, b)]) for a, b in kept]
    columns = (found.one, found.other, found.likeness, found.mentioned)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected


def test_no_edges_are_none() -> None:
    edges = SlotEdges()
    edges.append([], [], [])
    assert len(edges.all(np.zeros(1, dtype=np.int32)).one) == 0
    assert dict(edges.compacted([0], 1).of(0)) == {}


def test_without_the_slots_that_are_gone_they_are_the_same_and_go_on() -> None:
    pairs = drawn(5)
    kept = [slot for slot in range(SLOTS) if slot % 3]
    new_of = [kept.index(slot) if slot in kept else -1 for slot in range(SLOTS)]
    edges = edges_of(pairs).compacted(new_of, len(kept))
    edges.append([0, 5], [0.5, 0.25], [1.0, 1.0])
    new = len(kept)
    left = {(new_of[a], new_of[b]): found for (a, b), found in pairs.items() if min(new_of[a], new_of[b]) >= 0}
    left |= {(0, new): (0.5, 1.0), (5, new): (0.25, 1.0)}
    for slot in range(new + 1):
        assert dict(edges.of(slot)) == {sum(pair) - slot: value for pair, (value, _) in left.items() if slot in pair}
