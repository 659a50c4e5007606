"""The vectors of a sentence encoder, by slot: how alike two items are in what they say, whatever their words."""

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.thresholds import ENCODER_FROM, ENCODER_SHARE

Embedding = NDArray[np.float16]
_FIRST_ROWS = 256  # a guess: the table doubles whenever it is full


class Embeddings:
    """One row for each slot, in order; a slot without a vector has a row of zeros."""

    def __init__(self) -> None:
        self._rows = np.zeros((0, 0), dtype=np.float16)
        self._given = array("b")

    def append(self, embedding: Embedding | None) -> None:
        """Take in the vector of the next slot; None where there is none."""
        slot = len(self._given)
        self._given.append(embedding is not None)
        if embedding is None:
            return
        if slot >= len(self._rows):
            grown = np.zeros((max(_FIRST_ROWS, 2 * slot), len(embedding)), dtype=np.float16)
            if self._rows.size:
                grown[: len(self._rows)] = self._rows
            self._rows = grown
        self._rows[slot] = embedding

    def joined(
        self, cosines: NDArray[np.float64], slots: NDArray[np.intc], at: NDArray[np.intp], embedding: Embedding
    ) -> None:
        """Put what the encoder says of some slots beside what the words say of them, in place.

        Args:
            cosines: By the words, for each of the slots.
            slots: Those whose words have something in common with the text.
            at: Which of them to compare.
            embedding: Of the text.
        """
        given = at[np.frombuffer(self._given, dtype=np.int8)[slots[at]] == 1] if len(at) else at
        if not len(given):
            return
        meant = self._rows[slots[given]].astype(np.float32) @ embedding.astype(np.float32)
        alike = np.clip((meant - ENCODER_FROM) / (1.0 - ENCODER_FROM), 0.0, 1.0)
        cosines[given] = (1.0 - ENCODER_SHARE) * cosines[given] + ENCODER_SHARE * alike

    def compacted(self, slots: Sequence[int]) -> "Embeddings":
        """The vectors of these slots, in this order."""
        new = Embeddings()
        for slot in slots:
            new.append(self._rows[slot] if self._given[slot] else None)
        return new
