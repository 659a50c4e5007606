from collections.abc import Collection
from itertools import compress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.stories.features import Features, extract_features
from newsroom.stories.stream_rarity import StreamRarity, rarity_at_large
from tests.newsroom.stories.writing import item


def features(number: int, title: str) -> Features:
    return extract_features(item(number, title))


def new_words(rarity: StreamRarity, one: Features, reported: Collection[str]) -> tuple[str, ...]:
    return tuple(compress(one.terms, rarity.counted(one, reported)))


def rarity_of(term: str, among: StreamRarity) -> float:
    return among.rarities([term])[term]


def counted(*titles: str) -> StreamRarity:
    rarity = StreamRarity()
    for number, title in enumerate(titles):
        rarity.add(new_words(rarity, features(number, title), ()))
    return rarity


def test_a_word_that_the_items_at_hand_repeat_is_less_rare_than_in_the_news_at_large() -> None:
    rarity = counted(*(f"Vexholm notice {number}" for number in range(40)))
    assert rarity_of("vexhol", rarity) < rarity_at_large("vexhol")
    assert rarity_of("harbou", rarity) == rarity_at_large("harbou")


def test_a_word_of_the_title_counts_as_the_word_that_it_is() -> None:
    rarity = counted(*(f"Vexholm notice {number}" for number in range(40)))
    assert rarity_of("title vexhol", rarity) == rarity_of("vexhol", rarity)


def test_several_reports_that_are_much_alike_count_a_word_once() -> None:
    rarity = StreamRarity()
    first = features(1, "Ferry aground off Vexholm")
    again = features(2, "Vexholm ferry aground, all safe")
    rarity.add(new_words(rarity, first, ()))
    before = rarity_of("vexhol", rarity)
    words = new_words(rarity, again, set(first.terms))
    assert "vexhol" not in words
    rarity.add(words)
    assert rarity_of("vexhol", rarity) >= before


def test_what_is_discarded_is_no_longer_counted() -> None:
    rarity, one = counted("Vexholm notice"), features(2, "Vexholm council")
    words = new_words(rarity, one, ())
    before = rarity_of("vexhol", rarity)
    rarity.add(words)
    assert rarity_of("vexhol", rarity) < before
    rarity.discard(words)
    assert rarity_of("vexhol", rarity) == before


def test_words_that_no_item_at_hand_has_any_more_are_forgotten() -> None:
    """Else a desk would keep every word that ever came in."""
    rarity = StreamRarity()
    words = [new_words(rarity, features(number, f"Vexholm notice {number}"), ()) for number in range(5)]
    for one in words:
        rarity.add(one)
    for one in words:
        rarity.discard(one)
    assert not rarity._texts


@given(
    titles=st.lists(st.text("abcdef ABC", min_size=1, max_size=40), max_size=20),
    asked=st.text("abcdef ABC", min_size=1, max_size=40),
)
def test_an_item_keeps_the_length_of_its_vector(titles: list[str], asked: str) -> None:
    rarity, one = counted(*titles), features(99, asked)
    weights = rarity.weights(one, rarity.rarities(one.terms))
    length = sum(weight**2 for weight in weights.values())
    assert length == pytest.approx(sum(value**2 for value in one.weights.values()), abs=1e-4) or not weights
