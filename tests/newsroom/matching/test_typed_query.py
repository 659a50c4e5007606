"""Signs that people know from elsewhere: read where they can only mean one thing, asked about where not."""

import pytest

from newsroom.matching.query import QueryError, parse
from newsroom.matching.typed_query import parse_typed
from tests.english import english

READ = [
    pytest.param("lang:uk,ru flood", "(lang:uk OR lang:ru) flood", id="values of a field are alternatives"),
    pytest.param("source:reuters|ap", "source:reuters OR source:ap", id="values with a bar"),
    pytest.param("country:az/am gas", "(country:az OR country:am) gas", id="values with a slash"),
    pytest.param("1,000 homes", "1,000 homes", id="a comma in a number"),
    pytest.param("9/11 24/7", "9/11 24/7", id="a slash between figures"),
    pytest.param("baku near/5 moscow", "baku near/5 moscow", id="near"),
    pytest.param('"oil, gas / coal"', '"oil gas coal"', id="signs in quotation marks"),
    pytest.param('"lang:uk,ru"', '"lang uk ru"', id="a field in quotation marks is none"),
    pytest.param("Exampleville,", "Exampleville", id="a comma at the end"),
    pytest.param("oil - ", "oil", id="a dash at the end"),
    pytest.param("F-16 oil -gas", "F-16 oil -gas", id="a hyphen, and a minus before a word"),
]

ASKED = [
    pytest.param("oil, gas", "oil gas", "oil OR gas", id="comma"),
    pytest.param("oil,gas; coal", "oil gas coal", "oil OR gas OR coal", id="comma without a space, semicolon"),
    pytest.param(
        '"oil deal", (gas | coal)', '"oil deal" (gas | coal)', '"oil deal" OR (gas | coal)', id="after quotes"
    ),
    pytest.param("النفط، الغاز", "النفط الغاز", "النفط OR الغاز", id="arabic comma"),
    pytest.param("Kyiv/Kiev flood", "Kyiv Kiev flood", "(Kyiv OR Kiev) flood", id="slash"),
    pytest.param("AC/DC", "AC DC", "AC OR DC", id="slash in what may be a name"),
    pytest.param("Kyiv/Kiev near/5 fire", "Kyiv Kiev near/5 fire", "(Kyiv OR Kiev) near/5 fire", id="slash and near"),
    pytest.param("oil / gas", "oil gas", "oil OR gas", id="slash with spaces"),
    pytest.param("oil - gas", "oil gas", "oil -gas", id="loose minus"),
    pytest.param("oil – gas", "oil gas", "oil -gas", id="dash"),
]


@pytest.mark.parametrize(("typed", "means"), READ)
def test_a_sign_that_can_mean_one_thing_only_is_read_so(typed: str, means: str) -> None:
    assert parse_typed(typed) == parse(means)


@pytest.mark.parametrize(("typed", "all_of_them", "other"), ASKED)
def test_a_sign_that_can_mean_two_things_is_asked_about_with_both_spelled_out(
    typed: str, all_of_them: str, other: str
) -> None:
    with pytest.raises(QueryError) as asked:
        parse_typed(typed)
    lines = [line.rpartition("write: ")[2] for line in english(asked.value).splitlines()]
    assert all_of_them in lines
    assert other in lines
    assert parse_typed(all_of_them) != parse_typed(other)
