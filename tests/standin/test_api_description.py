"""The facts of the published description that the stand-in judges by."""

import json
import os
from pathlib import Path

import pytest

from scripts.bot_api_facts import draw, limits
from standin.api_description import description
from standin.methods.table import METHODS

ROOT = Path(__file__).parents[2]
SHARED = ROOT / os.environ.get("WIREWATCH_SHARED", "../shared")


def test_the_facts_are_those_of_the_published_description() -> None:
    published = SHARED / "design" / "botapi-10.1.json"
    if not published.exists():
        pytest.skip("the shared texts are not here: set WIREWATCH_SHARED")
    assert draw(json.loads(published.read_text())) == description()


def test_every_method_that_is_answered_is_judged() -> None:
    assert {name.lower() for name in description()["methods"]} == {*METHODS, "getupdates"}


def test_no_sentence_of_the_description_is_carried_over() -> None:
    names = (ROOT / "standin/description.json").read_text().split('"')[1::2]
    assert max(name.count(" ") for name in names) <= 4


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        pytest.param("Text, 1-64 bytes", {"min": 1, "max": 64, "unit": "bytes"}, id="a range"),
        pytest.param("Values between 1-100 are taken.", {"min": 1, "max": 100, "unit": "value"}, id="values"),
        pytest.param("At most 100 things can be specified.", {"max": 100, "unit": "elements"}, id="at most"),
        pytest.param("Any text", {}, id="none"),
    ],
)
def test_figures_are_read_out_of_a_sentence(sentence: str, found: dict[str, object]) -> None:
    assert limits(sentence) == found
