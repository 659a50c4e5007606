"""What stored items need for a query, so that an index of words finds all that match."""

import pytest

from newsroom.matching.needed_words import query_words
from newsroom.matching.query import parse


def needed(query: str) -> list[set[str]]:
    return [set(forms) for forms in query_words(parse(query), frozenset({"en"}))]


def needs_one_of(query: str, *words: str) -> bool:
    """Whether one of its needs is met by each of the words."""
    return any(set(words) <= forms for forms in needed(query))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param("ferry aurora", [("ferry",), ("aurora",)], id="each of several words"),
        pytest.param('"lower quay"', [("lower",), ("quay",)], id="each word of a phrase"),
        pytest.param("covid-19", [("covid", "covid19"), ("19", "covid19")], id="each word of one with a hyphen, or it"),
        pytest.param('"aurora-borealis quay"', [("aurora",), ("borealis",), ("quay",)], id="and those of a phrase"),
        pytest.param("title:ferry", [("ferry",)], id="what the headline is to have"),
        pytest.param("ferry near/3 quay", [("ferry",), ("quay",)], id="both of two near words"),
        pytest.param("ferry OR barge", [("ferry", "barge")], id="one of alternatives"),
        pytest.param(
            "aurora (ferry OR barge)", [("aurora",), ("ferry", "barge")], id="a word, and one of alternatives"
        ),
        pytest.param(
            "水上巴士", [("水上",), ("上巴",), ("巴士",)], id="each pair of letters of a script without spaces"
        ),
    ],
)
def test_a_query_needs_one_word_of_each_of_these(query: str, words: list[tuple[str, ...]]) -> None:
    assert all(needs_one_of(query, *alternatives) for alternatives in words), needed(query)


def test_what_a_query_forbids_it_does_not_need() -> None:
    assert needed("ferry -barge") == needed("ferry")


def test_a_label_beside_a_rare_word_is_left_to_the_matcher_and_alone_it_is_needed() -> None:
    assert needed("ferry lang:en") == needed("ferry")
    assert len(needed("lang:en")) == 1


def test_of_alternatives_with_more_ways_than_can_be_asked_each_has_its_rarest_word() -> None:
    many = "(aurora ferry towed) OR (borealis barge sunk) OR (meridian tug lost)"
    assert len(needed(many)) == 1
    assert len(needed("(aurora ferry) OR (borealis barge)")) == 4, "two words in each of two: four ways"
