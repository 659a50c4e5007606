"""Headlines are read by themselves, once."""

import numpy as np
import pytest

from desk import headline_reader
from desk.headline_reader import HeadlineReader
from newsroom.item import Item
from newsroom.stories.embeddings import LazyEmbedding
from newsroom.stories.features import extract_features
from tests.newsroom.stories.writing import FERRY, item


class KnowsEnglish:
    """Knows English; remembers what it was asked to read."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, one: Item) -> LazyEmbedding | None:
        if one.language != "en":
            return None
        self.asked.append(f"{one.title}|{one.text}")
        return LazyEmbedding.made(np.full(4, 0.0 if "unreadable" in one.title else 0.5, dtype=np.float16))


def read(reader: HeadlineReader, *items: Item) -> list[int]:
    return [*reader.read([(one, extract_features(one)) for one in items])]


def test_the_headline_is_read_without_its_text_and_once() -> None:
    encoder = KnowsEnglish()
    reader = HeadlineReader(encoder)
    for _ in range(2):
        assert read(reader, item(1, "Ferry runs aground off Tarnholm", FERRY)) == [1]
    assert encoder.asked == ["Ferry runs aground off Tarnholm|"]
    assert read(reader, item(1, "Ferry afloat again", FERRY)) == [1]
    assert encoder.asked[1:] == ["Ferry afloat again|"], "an edited headline is another"


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(item(1, "Ferry runs aground", FERRY, dated=False), id="undated"),
        pytest.param(item(1, "", FERRY), id="without a headline"),
        pytest.param(item(1, "https://example.org/ferry", FERRY), id="with an address for a headline"),
        pytest.param(item(1, "Lautta ajoi karille", FERRY, language="fi"), id="in an unknown language"),
        pytest.param(item(1, "An unreadable headline", FERRY), id="that the encoder fails at"),
    ],
)
def test_an_item_is_left_out(one: Item) -> None:
    assert read(HeadlineReader(KnowsEnglish()), one) == []


def test_without_an_encoder_none_is_read() -> None:
    assert read(HeadlineReader(None), item(1, "Ferry runs aground", FERRY)) == []


def test_the_headline_that_was_not_asked_for_the_longest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headline_reader, "_REMEMBERED", 2)
    encoder = KnowsEnglish()
    reader = HeadlineReader(encoder)
    for title in ("One", "Two", "One", "Three", "One", "Two"):
        read(reader, item(1, title, FERRY))
    assert [text.rstrip("|") for text in encoder.asked] == ["One", "Two", "Three", "Two"]
