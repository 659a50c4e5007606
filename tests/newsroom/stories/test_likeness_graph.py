from dataclasses import replace

import numpy as np

from newsroom.stories.embeddings import LazyEmbedding
from newsroom.stories.features import Features, extract_features
from newsroom.stories.likeness_graph import NO_SLOTS, NO_VALUES, LikenessGraph, LikenessRow
from newsroom.stories.thresholds import ENCODER_SHARE, MOST_MEANT, SAME_FAMILY
from tests.newsroom.stories.writing import FERRY, FERRY_AGAIN, QUAKE, item, outlet

HEADLINE, OTHER_HEADLINE = "Ferry aground off Tarnholm", "Passengers taken off stranded Tarnholm ferry"


def report(number: int, publisher: str, feed: str = "front page") -> Features:
    headline, text = (HEADLINE, FERRY) if number == 1 else (OTHER_HEADLINE, FERRY_AGAIN)
    return extract_features(item(number, headline, text, source=outlet(f"{publisher} {feed}", family=publisher)))


def likeness(one: Features, other: Features) -> float:
    graph = LikenessGraph()
    graph.add(one, graph.row(one), ())
    return float(graph.row(other).values[0])


def test_two_items_of_one_publisher_are_less_alike_whatever_feed_they_come_from() -> None:
    apart = likeness(report(1, "Herald"), report(2, "Courier"))
    assert np.isclose(likeness(report(1, "Herald"), report(2, "Herald", "sports")), SAME_FAMILY * apart, atol=0.001)


def edgeless(features: Features) -> LikenessRow:
    return LikenessRow(slots=NO_SLOTS.astype(np.intp), values=NO_VALUES, mentioned=NO_VALUES, weights=features.weights)


def meant_likeness(number_of_others: int) -> float:
    """What an item is like the last of many, all of which mean the same, where the last has fewer of its words."""
    meaning = LazyEmbedding.made(np.array([1.0, 0.0], dtype=np.float16))
    weaker = extract_features(item(2, "Storm over Tarnholm, ferry late", "Boats stay in the harbour."))
    graph = LikenessGraph()
    for one in (*(report(1, f"Outlet {number}") for number in range(number_of_others)), weaker):
        graph.add(replace(one, embedding=meaning), edgeless(one), one.terms)
    row = graph.row(replace(report(1, "Last"), embedding=meaning))
    assert row.slots[-1] == number_of_others
    return float(row.values[-1])


def test_of_many_items_the_encoder_is_asked_about_those_most_alike_by_their_words() -> None:
    by_words = meant_likeness(MOST_MEANT)
    assert np.isclose(meant_likeness(MOST_MEANT - 1), (1 - ENCODER_SHARE) * by_words + ENCODER_SHARE, atol=0.001)


def liked_items(graph: LikenessGraph, other: Features) -> dict[int, float]:
    row, item_of = graph.row(other), {slot: item for item, slot in graph.slot_of.items()}
    return {int(item_of[slot]): round(float(value), 4) for slot, value in zip(row.slots, row.values, strict=True)}


def test_a_graph_without_its_holes_finds_what_it_found_with_them() -> None:
    graph = LikenessGraph()
    headlines = ["Ferry aground off Tarnholm", "Storm over Tarnholm", "Tarnholm ferry towed", "Ferry aground again"]
    reports = [extract_features(item(number, title, FERRY)) for number, title in enumerate(headlines, 1)]
    for one in reports:
        graph.add(one, graph.row(one), one.terms)
    graph.discard(reports[1].item)
    graph.discard(reports[1].item)
    asked = extract_features(item(9, OTHER_HEADLINE, FERRY_AGAIN))
    compacted = graph.compacted()
    assert liked_items(graph, asked).keys() >= {1, 3, 4}
    assert liked_items(compacted, asked) == liked_items(graph, asked)
    assert sorted(compacted.slot_of.values()) == [0, 1, 2]
    slot = compacted.slot_of[reports[0].item]
    assert len(list(compacted.edges(slot))) == len(list(graph.edges(graph.slot_of[reports[0].item])))


def test_a_graph_without_nodes_has_no_items_a_day() -> None:
    assert LikenessGraph().items_a_day(hours=12.0) == 0


def test_a_node_that_is_like_no_other_gets_the_edges_of_none() -> None:
    graph = LikenessGraph()
    alone = [extract_features(item(number, "Quake shakes Velmora", QUAKE)) for number in (3, 4)]
    for one in (report(1, "Herald"), *alone):
        graph.add(one, edgeless(one), one.terms)
    later = report(2, "Courier")
    graph.add(later, graph.row(later), later.terms)
    assert [[other for other, _ in graph.edges(slot)] for slot in range(4)] == [[3], [], [], [0]]
    graph.discard(later.item)
    assert not any([*graph.edges(slot)] for slot in range(4))


def test_what_a_node_counted_with_is_taken_back_when_it_leaves() -> None:
    graph, asked = LikenessGraph(), extract_features(item(99, "Vexholm ferry aground off Tarnholm"))
    kept = [extract_features(item(number, f"Vexholm notice {number}")) for number in range(40)]
    alone = graph.weighed_now(asked, ()).weights.tolist()
    for one in kept:
        graph.add(one, edgeless(one), ())
    assert graph.weighed_now(asked, ()).weights.tolist() != alone
    compacted = graph.compacted()
    for one in kept:
        compacted.discard(one.item)
    assert compacted.weighed_now(asked, ()).weights.tolist() == alone
