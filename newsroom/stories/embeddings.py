"""The vectors of a sentence encoder, by slot: how alike two items are in what they say, whatever their words."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.thresholds import ENCODER_FROM, ENCODER_SHARE, LEAST_LEFT, NEAR_IN_AFFAIR, OTHER_WORDS

Embedding = NDArray[np.float16]
_NOT_MADE: Embedding = np.zeros(0, dtype=np.float16)


class LazyEmbedding:
    """The vector of an item, made when it is first compared: an item that is like no other by its words needs none.

    All who compare the item have the same one, so its vector is made once and kept once.
    """

    __slots__ = ("_make", "_vector")

    def __init__(self, make: Callable[[], Embedding]) -> None:
        self._make: Callable[[], Embedding] | None = make
        self._vector = _NOT_MADE

    @classmethod
    def made(cls, vector: Embedding) -> "LazyEmbedding":
        """Of a vector that is known already."""
        embedding = cls(lambda: vector)
        embedding._make, embedding._vector = None, vector
        return embedding

    @property
    def vector(self) -> Embedding:
        """Of unit length."""
        if self._make is not None:
            self._vector, self._make = self._make(), None
        return self._vector

    def _forget(self) -> None:
        """The vector is kept elsewhere."""
        self._vector = _NOT_MADE


class Embeddings:
    """One for each slot, in order; None where a slot has none."""

    def __init__(self) -> None:
        self._of_slot: list[LazyEmbedding | None] = []

    def append(self, embedding: LazyEmbedding | None) -> None:
        """Take in that of the next slot; None where there is none."""
        self._of_slot.append(embedding)

    def discard(self, slot: int) -> None:
        """Forget that of a slot."""
        self._of_slot[slot] = None

    def joined(
        self,
        cosines: NDArray[np.float64],
        slots: NDArray[np.intc],
        at: NDArray[np.intp],
        embedding: LazyEmbedding,
        crowd: float = 0.0,
    ) -> None:
        """Put what the encoder says of some slots beside what the words say of them, in place.

        Args:
            cosines: By the words, for each of the slots.
            slots: Those whose words have something in common with the text.
            at: Which of them to compare.
            embedding: Of the text.
            crowd: How near the items at hand are to being many, 0..1: among few it counts whatever others mean.
        """
        others = [(place, self._of_slot[slot]) for place, slot in zip(at.tolist(), slots[at].tolist(), strict=True)]
        given = [place for place, other in others if other is not None]
        if not given:
            return
        rows = np.concatenate([other.vector for _, other in others if other is not None]).reshape(len(given), -1)
        meant = rows.astype(np.float32) @ embedding.vector.astype(np.float32)
        counts_from = ENCODER_FROM + crowd * (_of_affair(meant[cosines[given] < OTHER_WORDS]) - ENCODER_FROM)
        alike = np.clip((meant - counts_from) / (1.0 - counts_from), 0.0, 1.0)
        cosines[given] = (1.0 - ENCODER_SHARE) * cosines[given] + ENCODER_SHARE * alike

    def compacted(self, slots: Sequence[int]) -> "Embeddings":
        """Those of these slots, in this order."""
        new = Embeddings()
        new._of_slot = [self._of_slot[slot] for slot in slots]
        return new


def _of_affair(others: NDArray[np.float32]) -> float:
    """How alike in meaning a text is to everything of its affair, by its cosines to items that tell it in other words.

    Where an affair fills the news, a text is near to many items of other events. What they all have with it says what
    it belongs to, not what happened.
    """
    if len(others) < NEAR_IN_AFFAIR:
        return ENCODER_FROM
    nearest = float(np.partition(others, -NEAR_IN_AFFAIR)[-NEAR_IN_AFFAIR])
    return min(max(ENCODER_FROM, nearest), LEAST_LEFT)
