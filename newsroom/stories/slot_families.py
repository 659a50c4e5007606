"""The publisher of each slot, kept as numbers: many slots are compared with one item at once."""

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsroom.stories.slot_languages import Slots


class SlotFamilies:
    """One family of sources for each slot, in order."""

    def __init__(self) -> None:
        self._numbers = array("i")
        self._number_of: dict[str, int] = {}

    def append(self, family: str) -> None:
        """Take in the family of the next slot."""
        self._numbers.append(self._number_of.setdefault(family, len(self._number_of)))

    def one_with(self, family: str, slots: Slots) -> NDArray[np.bool_]:
        """Which of some slots are of a family."""
        number = self._number_of.get(family)
        if number is None:
            return np.zeros(len(slots), dtype=np.bool_)
        one: NDArray[np.bool_] = np.frombuffer(self._numbers, dtype=np.intc)[slots] == number
        return one

    def compacted(self, slots: Sequence[int]) -> "SlotFamilies":
        """The families of these slots, in this order."""
        new = SlotFamilies()
        families = [*self._number_of]
        for slot in slots:
            new.append(families[self._numbers[slot]])
        return new
