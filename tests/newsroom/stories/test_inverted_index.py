import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.stories.inverted_index import InvertedIndex
from newsroom.stories.stream_rarity import rarity_at_large
from newsroom.stories.thresholds import COMMON, ENOUGH_EVIDENCE, ONE_WORD, SEVERAL_WORDS, UNTESTED_SHARE

WORDS = ("ferry", "quay", "lamp", "sank", "govern", "divers", "tolls")
TERMS = (*WORDS, "title ferry", "title quay", "name quay", "name oleksa")
TEXTS = st.lists(st.dictionaries(st.sampled_from(TERMS), st.floats(0.0625, 0.875, width=32), max_size=8), max_size=20)


def index_of(texts: list[dict[str, float]]) -> InvertedIndex:
    index = InvertedIndex()
    for text in texts:
        index.add(text, np.array([*text.values()], dtype=np.float32))
    return index


def found(index: InvertedIndex, text: dict[str, float]) -> dict[int, float]:
    slots, cosines = index.cosines(text, rarity_at_large)
    assert len(set(slots.tolist())) == len(slots)
    return {slot: value for slot, value in zip(slots.tolist(), cosines.tolist(), strict=True) if value}


def plain_cosine(text: dict[str, float], other: dict[str, float]) -> float:
    shared = [term for term in text if term in other and (" " in term or rarity_at_large(term) > COMMON)]
    words = [term for term in shared if " " not in term]
    untested = UNTESTED_SHARE if len(words) >= SEVERAL_WORDS else 0.0
    tested = untested + (1 - untested) * min(1.0, sum(map(rarity_at_large, words)) / ENOUGH_EVIDENCE)
    return sum(text[term] * other[term] for term in shared) * tested * (1.0 if len(words) > 1 else ONE_WORD)


@given(texts=TEXTS, text=st.dictionaries(st.sampled_from(TERMS), st.floats(0.0625, 0.875, width=32), max_size=8))
def test_the_cosines_are_those_of_a_plain_comparison_with_every_text(
    texts: list[dict[str, float]], text: dict[str, float]
) -> None:
    index = index_of(texts)
    for _ in range(2):  # what one sum leaves behind is nothing to the next
        plain = {slot: value for slot, other in enumerate(texts) if (value := plain_cosine(text, other))}
        assert found(index, text) == pytest.approx(plain, rel=1e-6)


@given(texts=TEXTS, text=st.dictionaries(st.sampled_from(TERMS), st.floats(0.0625, 0.875, width=32), max_size=8))
def test_whoever_wants_the_likest_alone_gets_the_same_cosines_of_them(
    texts: list[dict[str, float]], text: dict[str, float]
) -> None:
    index, least = index_of(texts), 0.3
    slots, cosines = index.cosines(text, rarity_at_large, least)
    likest = {slot: value for slot, value in found(index, text).items() if value >= least}
    given = dict(zip(slots.tolist(), cosines.tolist(), strict=True))
    assert {slot: value for slot, value in given.items() if value >= least} == likest


@pytest.mark.parametrize("others", [10, 5_000])
def test_texts_without_a_shared_word_are_not_looked_at_however_many_they_are(others: int) -> None:
    index = index_of([{"ferry": 0.6, "quay": 0.8}, *({"lamp": 1.0} for _ in range(others)), {"name oleksa": 1.0}])
    slots, _ = index.cosines({"ferry": 0.5, "quay": 0.5, "name oleksa": 0.5}, rarity_at_large)
    assert slots.tolist() == [0]


@pytest.mark.parametrize("others", [10, 5_000])
def test_texts_without_a_shared_name_are_not_looked_at(others: int) -> None:
    named = {"name oleksa": 0.6, "name quay": 0.8}
    index = index_of([*({"name lamp": 1.0} for _ in range(others)), named, {"name quay": 1.0}])
    shared = index.shared_names(["ferry", "name oleksa", "name quay"])
    there = dict(zip(shared.slots.tolist(), shared.counts.tolist(), strict=True))
    assert there == {others: 2.0, others + 1: 1.0}
    both = shared.rarities[shared.slots == others]
    assert both.tolist() == pytest.approx([rarity_at_large("name oleksa") + rarity_at_large("name quay")])


def test_a_text_without_words_is_like_none() -> None:
    index = index_of([{"ferry": 1.0}])
    assert not found(index, {})
    assert not found(InvertedIndex(), {"ferry": 1.0})
    assert not len(index.shared_names([]).slots)


@given(texts=TEXTS, kept=st.sets(st.integers(0, 19)))
def test_a_compacted_index_has_the_same_texts_under_their_new_slots(
    texts: list[dict[str, float]], kept: set[int]
) -> None:
    some = [slot for slot in sorted(kept) if slot < len(texts)]
    new_of = [some.index(slot) if slot in kept else -1 for slot in range(len(texts))]
    compacted = index_of(texts).compacted(new_of, len(some))
    for text in texts:
        assert found(compacted, text) == found(index_of([texts[slot] for slot in some]), text)


@given(having=st.sets(st.integers(0, 9)), asked=st.sets(st.integers(0, 9)))
def test_the_slots_that_have_a_term_are_known(having: set[int], asked: set[int]) -> None:
    index = InvertedIndex()
    for slot in range(10):
        index.add(["velmor" if slot in having else "other"], np.ones(1, dtype=np.float32))
    slots = sorted(asked)
    assert index.has("velmor", np.array(slots, dtype=np.intc)).tolist() == [slot in having for slot in slots]


@given(texts=TEXTS)
def test_what_a_term_weighs_in_a_slot_is_known(texts: list[dict[str, float]]) -> None:
    index = index_of(texts)
    for slot, text in enumerate(texts):
        assert index.weights(TERMS, slot).tolist() == [text.get(term, 0.0) for term in TERMS]
