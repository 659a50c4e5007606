"""A query's languages, countries, kinds and sources are read, and others put in their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.matching.query import parse, str_query
from newsroom.matching.restrictions import leave_out, left_out, restrict, restricted_to
from newsroom.matching.syntax import Field

LANG, KIND, SOURCE = Field.LANG, Field.KIND, Field.SOURCE


@pytest.mark.parametrize(
    ("query", "languages"),
    [
        pytest.param("ferry", (), id="none"),
        pytest.param("ferry lang:uk", ("uk",), id="one"),
        pytest.param("ferry (lang:uk OR lang:ru)", ("uk", "ru"), id="either"),
        pytest.param("lang:uk", ("uk",), id="alone"),
        pytest.param("(ferry lang:uk) OR oil", (), id="of a part of it"),
        pytest.param("ferry (lang:uk OR oil)", (), id="or a word"),
        pytest.param("ferry -lang:uk", (), id="unwanted"),
    ],
)
def test_the_languages_that_hold_for_the_whole_are_read(query: str, languages: tuple[str, ...]) -> None:
    assert restricted_to(parse(query), LANG) == languages


@pytest.mark.parametrize(
    ("query", "languages", "restricted"),
    [
        pytest.param("ferry", ["uk"], "ferry lang:uk", id="one"),
        pytest.param("ferry OR oil", ["uk", "ru"], "(ferry OR oil) (lang:ru OR lang:uk)", id="two, beside an OR"),
        pytest.param("ferry lang:uk kind:wire", ["fr"], "ferry kind:wire lang:fr", id="another instead"),
        pytest.param("ferry (lang:uk OR lang:ru)", [], "ferry", id="none any more"),
    ],
)
def test_others_take_their_place(query: str, languages: list[str], restricted: str) -> None:
    changed = restrict(parse(query), LANG, languages)
    assert changed is not None
    assert str_query(changed) == restricted


def test_where_nothing_would_be_left_there_is_no_query() -> None:
    assert restrict(parse("lang:uk"), LANG, []) is None
    assert restrict(parse("lang:uk -football"), LANG, []) is None


def test_kinds_and_sources_are_left_out_and_let_in_again() -> None:
    query = leave_out(parse("ferry -football"), KIND, ["state", "wire"])
    assert query is not None
    assert str_query(query) == "ferry -football -kind:state -kind:wire"
    assert left_out(query, KIND) == ("state", "wire")
    again = leave_out(query, KIND, [])
    assert again == parse("ferry -football")
    assert left_out(parse("ferry -(source:bbc OR source:cnn)"), SOURCE) == ("bbc", "cnn")


@given(st.sets(st.sampled_from(["uk", "ru", "fr", "en"])), st.sets(st.sampled_from(["wire", "state"])))
def test_what_is_written_is_read_again(languages: set[str], kinds: set[str]) -> None:
    restricted = restrict(parse("ferry strike"), LANG, languages)
    assert restricted is not None
    both = leave_out(restricted, KIND, kinds)
    assert both is not None
    read = parse(str_query(both))
    assert set(restricted_to(read, LANG)) == languages
    assert set(left_out(read, KIND)) == kinds
