import numpy as np
import pytest

from newsroom.stories.embeddings import Embeddings, LazyEmbedding
from newsroom.stories.thresholds import ENCODER_FROM, ENCODER_SHARE, NEAR_IN_AFFAIR, OTHER_WORDS


def towards(degrees: float) -> LazyEmbedding:
    return LazyEmbedding.made(np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], dtype=np.float16))


def joined(
    degrees: list[float | None], cosine: float, crowd: float = 0.0, others_by_words: float | None = None
) -> list[float]:
    """What the encoder makes of the likeness of some slots, which is `cosine` by words, or another one but for the first."""
    embeddings = Embeddings()
    for one in degrees:
        embeddings.append(None if one is None else towards(one))
    cosines = np.full(len(degrees), cosine if others_by_words is None else others_by_words)
    cosines[0] = cosine
    slots = np.arange(len(degrees), dtype=np.intc)
    embeddings.joined(cosines, slots, np.arange(len(degrees)), towards(0), crowd)
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


AFFAIR: list[float | None] = [30.0] * NEAR_IN_AFFAIR
FEW_WORDS = OTHER_WORDS / 2


def test_where_an_affair_fills_the_news_what_all_its_reports_mean_counts_as_nothing() -> None:
    assert joined([30, *AFFAIR], FEW_WORDS, crowd=1)[0] == pytest.approx((1 - ENCODER_SHARE) * FEW_WORDS, abs=0.001)


def test_a_report_nearer_than_the_affair_is_alike_still() -> None:
    of_one_event, of_the_affair = joined([5, *AFFAIR], FEW_WORDS, crowd=1)[:2]
    assert of_one_event > of_the_affair + ENCODER_SHARE / 2


def test_fewer_items_are_no_affair() -> None:
    few = joined([30, *AFFAIR[:-2]], FEW_WORDS, crowd=1)
    assert few == joined([30, *AFFAIR[:-2]], FEW_WORDS)
    assert few[0] > FEW_WORDS


def test_reports_that_share_their_words_are_of_the_event_and_not_of_its_affair() -> None:
    assert joined([30, *AFFAIR], FEW_WORDS, crowd=1, others_by_words=OTHER_WORDS)[0] > FEW_WORDS


def test_among_few_items_what_others_mean_is_not_asked() -> None:
    plain, in_between, asked = (joined([30, *AFFAIR], FEW_WORDS, crowd=crowd)[0] for crowd in (0, 0.5, 1))
    assert plain > in_between > asked


def test_in_a_flood_of_one_meaning_the_same_still_counts() -> None:
    assert joined([0] * (NEAR_IN_AFFAIR + 3), FEW_WORDS, crowd=1)[0] > FEW_WORDS
