"""Vectors on disk are those that were put there, in a file that grows no further than what is wanted of it."""

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from desk.sentence_encoder import CachedEncoder
from desk.vector_file import FiledEmbedding, VectorFile, vector_file
from newsroom.item import Item
from newsroom.stories.embeddings import Embedding, LazyEmbedding
from storage.embeddings import StoredEmbedding
from tests.newsroom.stories.writing import item

NUMBERS = 512


def vector(seed: int) -> Embedding:
    return np.random.default_rng(seed).standard_normal(NUMBERS).astype(np.float16)


class OfNumber:
    """An encoder that gives the vector of an item's number."""

    def __call__(self, item: Item) -> LazyEmbedding:
        return LazyEmbedding(lambda: vector(item.id))

    def read_ahead(self, items: Iterable[Item]) -> None:
        pass


def embedding(file: VectorFile, seed: int) -> FiledEmbedding:
    return FiledEmbedding(lambda: vector(seed), file)


def test_a_vector_is_the_same_however_often_it_is_read_and_leaves_no_file(tmp_path: Path) -> None:
    file = VectorFile(tmp_path, NUMBERS)
    made = [embedding(file, seed) for seed in range(3)]
    for _ in range(2):
        assert all(np.array_equal(one.vector, vector(seed)) for seed, one in enumerate(made))
    assert len(file) == 3
    assert list(tmp_path.iterdir()) == []


def test_the_place_of_one_that_is_gone_is_taken_by_the_next(tmp_path: Path) -> None:
    file = VectorFile(tmp_path, NUMBERS)
    window = [embedding(file, seed) for seed in range(3)]
    for seed in range(3, 9):
        assert window[-1].vector.any()
        assert np.array_equal(window[0].vector, vector(seed - 3))
        window = [*window[1:], embedding(file, seed)]
    assert len(file) <= 3


def test_one_that_nobody_compared_takes_no_place(tmp_path: Path) -> None:
    file = VectorFile(tmp_path, NUMBERS)
    embedding(file, 1)
    assert len(file) == 0


def test_where_the_disk_takes_no_file_vectors_stay_in_memory(tmp_path: Path) -> None:
    assert vector_file(tmp_path / "missing", NUMBERS) is None
    encoder = CachedEncoder(OfNumber(), tmp_path / "missing")
    made = encoder(item(1, "Ferry aground"))
    assert made is not None
    assert made.vector is made.vector


def test_where_the_disk_is_full_a_vector_stays_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = VectorFile(tmp_path, NUMBERS)
    before, full = embedding(file, 1), embedding(file, 2)
    assert before.vector.any()
    monkeypatch.setattr(os, "pwrite", lambda *_: 100)
    assert np.array_equal(full.vector, vector(2))
    assert full.vector is full.vector
    monkeypatch.undo()
    after = embedding(file, 3)
    assert after.vector.any()
    assert np.array_equal(after.vector, vector(3))
    assert np.array_equal(before.vector, vector(1))


def test_a_vector_that_the_disk_does_not_give_is_like_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read while another item is decided, which must not pay for it."""
    made = embedding(VectorFile(tmp_path, NUMBERS), 1)
    assert made.vector.any()
    for failing in (_broken, lambda *_: b"short"):
        monkeypatch.setattr(os, "pread", failing)
        assert made.vector.shape == (NUMBERS,)
        assert not made.vector.any()
    monkeypatch.undo()
    assert made.vector.any()


def _broken(*_: object) -> bytes:
    raise OSError(5, "Input/output error")


def test_what_a_start_read_is_on_disk_at_once(tmp_path: Path) -> None:
    one = item(1, "Ferry aground")
    encoder = CachedEncoder(OfNumber(), tmp_path)
    made = encoder(one)
    assert made is not None
    assert made.vector.any()
    ((number, stored),) = encoder.take_new().items()
    again = CachedEncoder(OfNumber(), tmp_path)
    again.recall({number: StoredEmbedding(text_read=stored.text_read, vector=vector(2))})
    known = again(one)
    assert isinstance(known, FiledEmbedding)
    assert np.array_equal(known.vector, vector(2))
