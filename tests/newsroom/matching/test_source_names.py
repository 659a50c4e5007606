"""A query that names a source which nobody watches, and what is called most like it."""

from dataclasses import replace

import pytest

from newsroom.matching.query import parse
from newsroom.matching.source_names import nearest, unwatched
from tests.builders import source

WIRE = replace(source(1, "Sample Wire"), url="https://feeds.sample.example/all", family="northern-press.example")
COURIER = replace(source(2, "Harbour Courier"), url="https://courier.example/rss", family="courier.example")
STAR = replace(source(3, "Evening Star"), url="https://star.example/rss", family="Sands (News Corp and Fox)")
WATCHED = (WIRE, COURIER, STAR)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("ferry source:wire", (), id="a word of its name"),
        pytest.param('ferry source:"sample wire"', (), id="its whole name"),
        pytest.param("ferry source:courier", (), id="its domain"),
        pytest.param("ferry source:northern", (), id="its publisher"),
        pytest.param('ferry source:"sands news corp and fox"', (), id="its publisher's whole name"),
        pytest.param("ferry source:fox", ("fox",), id="a word of a publisher's name is another's"),
        pytest.param("ferry source:wir", ("wir",), id="a part of a word is no name"),
        pytest.param('source:"wire sample"', ("wire sample",), id="its words in another order"),
        pytest.param("(source:herald OR source:wire) ferry", ("herald",), id="one of alternatives"),
        pytest.param("ferry -source:herald", ("herald",), id="what is forbidden"),
        pytest.param("source:herald source:herald", ("herald",), id="each once"),
        pytest.param("ferry near/3 quay title:aurora", (), id="none is named"),
    ],
)
def test_the_names_that_no_watched_source_has(query: str, names: tuple[str, ...]) -> None:
    assert unwatched(parse(query), WATCHED) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        pytest.param("curier", ["Harbour Courier"], id="a letter is lacking"),
        pytest.param("samplewire", ["Sample Wire"], id="a space is lacking"),
        pytest.param("zzzz", [], id="nothing is alike"),
    ],
)
def test_the_nearest_name_is_offered(typed: str, names: list[str]) -> None:
    assert nearest(typed, WATCHED) == names
