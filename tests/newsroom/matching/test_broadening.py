"""Queries that ask for one thing less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.matching.broadening import broader
from newsroom.matching.query import parse, str_query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ferry strike", ["ferry", "strike"]),
        ('"ferry strike"', ["ferry strike"]),
        ('"ferry strike" pier', ["ferry strike pier", '"ferry strike"', "pier"]),
        ("ferry near/3 strike", ["ferry strike"]),
        ("title:ferry", ["ferry"]),
        ("title:(ferry strike)", ["ferry strike", "title:ferry", "title:strike"]),
        ("ferry -football", ["ferry"]),
        ("ferry lang:uk", ["ferry", "lang:uk"]),
        ("(ferry strike) OR tram", ["ferry OR tram", "strike OR tram"]),
        ("ferry", []),
        ("ferry OR tram", []),
        ("ferry*", []),
        ("source:Courier", []),
    ],
)
def test_each_broader_query_asks_for_one_thing_less(query: str, expected: list[str]) -> None:
    assert [str_query(one) for one in broader(parse(query), 9)] == expected


_WORDS = st.sampled_from(["ferry", "strike", '"northern pier"', "title:fire", "-football", "lang:uk"])


@given(st.lists(_WORDS, min_size=1, max_size=5))
def test_what_is_offered_can_be_read_again_and_is_never_the_query_itself(words: list[str]) -> None:
    query = parse(" ".join(["harbour", *words]))
    found = [str_query(one) for one in broader(query, 20)]
    assert str_query(query) not in found
    assert len(found) == len(set(found))
    assert [str_query(parse(text)) for text in found] == found
