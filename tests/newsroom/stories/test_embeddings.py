import numpy as np
import pytest

from newsroom.stories.embeddings import Embeddings, LazyEmbedding
from newsroom.stories.thresholds import ENCODER_FROM, ENCODER_SHARE


def towards(degrees: float) -> LazyEmbedding:
    return LazyEmbedding.made(np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], dtype=np.float16))


def joined(degrees: list[float | None], cosine: float) -> list[float]:
    embeddings = Embeddings()
    for one in degrees:
        embeddings.append(None if one is None else towards(one))
    cosines = np.full(len(degrees), cosine)
    slots = np.arange(len(degrees), dtype=np.intc)
    embeddings.joined(cosines, slots, np.arange(len(degrees)), towards(0))
    return [float(value) for value in cosines]


def test_meaning_counts_beside_the_words() -> None:
    (same,) = joined([0], 0.2)
    assert same == pytest.approx((1 - ENCODER_SHARE) * 0.2 + ENCODER_SHARE, abs=0.01)


def test_less_than_a_likeness_that_any_two_news_items_have_counts_as_none() -> None:
    (far,) = joined([float(np.degrees(np.arccos(ENCODER_FROM))) + 5], 0.2)
    assert far == pytest.approx((1 - ENCODER_SHARE) * 0.2)


def test_a_slot_without_a_vector_keeps_what_its_words_say() -> None:
    assert joined([None, 0, None], 0.2)[::2] == [0.2, 0.2]


def test_only_the_slots_that_are_asked_for_are_compared() -> None:
    embeddings = Embeddings()
    for degrees in (0, 0, 0, 0):
        embeddings.append(towards(degrees))
    cosines = np.full(3, 0.2)
    embeddings.joined(cosines, np.array([3, 1, 0], dtype=np.intc), np.array([1]), towards(0))
    assert [value == 0.2 for value in cosines.tolist()] == [True, False, True]


def test_vectors_keep_their_slots_as_the_table_grows_and_as_holes_are_closed() -> None:
    embeddings = Embeddings()
    for slot in range(1_000):
        embeddings.append(towards(slot % 90) if slot % 3 else None)
    kept = embeddings.compacted([1, 3, 88])
    cosines = np.zeros(3)
    kept.joined(cosines, np.arange(3, dtype=np.intc), np.arange(3), towards(88))
    assert cosines[2] == pytest.approx(ENCODER_SHARE, abs=0.01)
    assert cosines[1] == 0.0
    assert cosines[0] < cosines[2]
