import numpy as np
import pytest

from newsroom.stories.features import extract_features
from newsroom.stories.inverted_index import InvertedIndex
from newsroom.stories.slot_headlines import SlotHeadlines
from tests.newsroom.stories.writing import FERRY, FERRY_AGAIN, QUAKE, item

ITEMS = [
    item(1, "Ferry runs aground off Tarnholm", FERRY),
    item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN),
    item(3, "Quake shakes Velmora", QUAKE),
    item(4, "", FERRY_AGAIN),
]


def mentioned(title: str, text: str, *, dated: bool = True, language: str = "en") -> list[float]:
    """How much of each other's headlines that item and each of ITEMS mention."""
    index, headlines = InvertedIndex(), SlotHeadlines()
    for features in map(extract_features, ITEMS):
        index.add(features.terms, features.values)
        headlines.append(features)
    slots = np.arange(len(ITEMS), dtype=np.intp)
    features = extract_features(item(9, title, text, dated=dated, language=language))
    return [float(share) for share in headlines.mentioned(features, slots, index)]


def test_the_same_headline_is_mentioned_whole() -> None:
    assert mentioned("Ferry runs aground off Tarnholm", "")[0] == pytest.approx(0.5 + 0.5)


def test_a_report_of_the_event_mentions_more_than_one_that_only_shares_the_place() -> None:
    same = mentioned("Tarnholm ferry hits rocks", "All passengers of the ferry that ran aground off Tarnholm are safe.")
    other = mentioned("Tarnholm elects a mayor", "The island votes on Sunday.")
    assert same[0] > 0.5 > other[0]


def test_names_count_in_undated_headlines_and_not_in_dated_ones() -> None:
    """All reports of a day's affair have its names in their headlines, whatever they report."""
    headline, text = "Tarnholm elects a mayor", "The island votes on Sunday."
    assert mentioned(headline, text)[0] == 0
    assert mentioned(headline, text, dated=False)[0] > 0


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        pytest.param("Tarnholm", "en", id="names alone"),
        pytest.param("Bürgermeister von Tarnholm gewählt", "de", id="a language whose nouns have capitals"),
    ],
)
def test_names_count_where_they_can_not_be_left_out(headline: str, language: str) -> None:
    assert mentioned(headline, "", language=language)[0] > 0


def test_nothing_of_another_event_is_mentioned() -> None:
    assert mentioned("Tarnholm ferry hits rocks", "All are safe.")[2] == 0


def test_of_an_item_without_headline_nothing_is_missing() -> None:
    assert mentioned("Mayor of Dorvath resigns", "")[3] == 1
    assert mentioned("", "The mayor of Dorvath has resigned.") == [1, 1, 1, 1]


def test_headlines_keep_their_slots_as_holes_are_closed() -> None:
    features = [extract_features(one) for one in ITEMS[:3]]
    headlines, index = SlotHeadlines(), InvertedIndex()
    for one in features:
        headlines.append(one)
    for one in (features[0], features[2]):
        index.add(one.terms, one.values)
    kept = headlines.compacted([0, 2]).mentioned(features[2], np.arange(2, dtype=np.intp), index)
    assert kept.tolist() == pytest.approx([0, 1])


def test_a_word_of_many_headlines_is_one_string() -> None:
    """A copy for each of 50,000 headlines took some 25 MB."""
    features, headlines = [extract_features(one) for one in ITEMS[:2]], SlotHeadlines()
    for one in features:
        headlines.append(one)
    headlines.mentioned(features[0], np.arange(2, dtype=np.intp), InvertedIndex())
    first, second = ({word: id(word) for word in words} for words in headlines._words)
    assert first.keys() & second.keys()
    assert all(first[word] == second[word] for word in first.keys() & second.keys())
