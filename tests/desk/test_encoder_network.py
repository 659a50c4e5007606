"""The encoder's layers give the package's vectors, whatever is read together and whatever is remembered of its pieces."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import desk.encoder_pieces
import desk.sentence_encoder
from desk.encoder_network import PieceEncoder
from desk.encoder_pieces import ROW, FloatRows

ROW_BYTES = ROW * np.dtype(np.float32).itemsize
SHORT = ([1, 2], [1, 5, 2], [1, *range(400, 440), 2], [1, *[7] * 60, 2], [1, *range(420, 450), 9, 9, 2])
LONG = (*SHORT, [1, *range(1_000, 1_450), 2], [*range(900, 920)])


@pytest.fixture(scope="module")
def network() -> Any:
    return desk.sentence_encoder._model()._model


def vectors(layers: Any, texts: Sequence[list[int]]) -> FloatRows:
    out = np.empty((len(texts), 512), dtype=np.float32)
    layers(texts, sum(map(len, texts)), out)
    return out


def test_vectors_are_the_packages_to_a_millionth(network: Any) -> None:
    as_it_is = type(network)._encode_batch.__get__(network)
    assert np.allclose(vectors(PieceEncoder(network, None), LONG), vectors(as_it_is, LONG), rtol=0, atol=1e-6)


@pytest.mark.parametrize("remembered", [8_192, 30, 0])
def test_a_text_has_one_vector_alone_together_and_when_its_pieces_are_remembered(
    network: Any, tmp_path: Path, remembered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.encoder_pieces, "_REMEMBERED", max(1, remembered))
    layers = PieceEncoder(network, tmp_path if remembered else None)
    together = vectors(layers, LONG)
    for at, text in enumerate(LONG):
        assert np.allclose(vectors(layers, [text])[0], together[at], rtol=0, atol=1e-7)
    assert np.allclose(vectors(layers, LONG[::-1]), together[::-1], rtol=0, atol=1e-7)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fails", ["pread", "pwrite"])
def test_where_the_disk_fails_pieces_are_worked_out_anew(
    network: Any, tmp_path: Path, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = PieceEncoder(network, tmp_path)
    before = vectors(layers, SHORT[:3])
    really = os.pread  # the encoder's own table is on the disk, too

    def read(file: int, size: int, at: int) -> bytes:
        return b"short" if size == ROW_BYTES else really(file, size, at)

    monkeypatch.setattr(os, fails, read if fails == "pread" else lambda *_: 100)
    for _ in range(2):
        assert np.allclose(vectors(layers, SHORT)[:3], before, rtol=0, atol=1e-7)
