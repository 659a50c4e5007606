"""The language of each slot, kept as numbers: many slots are compared with one item at once."""

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Slots = NDArray[np.intc]
_UNKNOWN = 0  # the number of None, the first of the tags


class SlotLanguages:
    """One language for each slot, in order; None where it is not known."""

    def __init__(self) -> None:
        self._numbers = array("i")
        self._tags: list[str | None] = [None]

    def __getitem__(self, slot: int) -> str | None:
        """The language of a slot."""
        return self._tags[self._numbers[slot]]

    def append(self, language: str | None) -> None:
        """Take in the language of the next slot."""
        if language not in self._tags:
            self._tags.append(language)
        self._numbers.append(self._tags.index(language))

    def one_with(self, language: str | None, slots: Slots) -> NDArray[np.bool_]:
        """Which of some slots are in a language, or in one that nobody knows; all of them where `language` is None."""
        if language is None or not len(slots):
            return np.ones(len(slots), dtype=np.bool_)
        numbers = np.frombuffer(self._numbers, dtype=np.intc)[slots]
        wanted = self._tags.index(language) if language in self._tags else -1
        one: NDArray[np.bool_] = (numbers == _UNKNOWN) | (numbers == wanted)
        return one

    def others_than(self, language: str) -> bool:
        """Whether any slot may be in another known language."""
        return any(tag not in (None, language) for tag in self._tags)

    def compacted(self, slots: Sequence[int]) -> "SlotLanguages":
        """The languages of these slots, in this order."""
        new = SlotLanguages()
        for slot in slots:
            new.append(self[slot])
        return new
