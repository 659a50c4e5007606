import numpy as np
import pytest

from newsroom.stories.slot_families import SlotFamilies


def families(*names: str) -> SlotFamilies:
    slots = SlotFamilies()
    for name in names:
        slots.append(name)
    return slots


@pytest.mark.parametrize(
    ("family", "expected"), [("b", [False, True, True]), ("a", [True, False, False]), ("c", [False] * 3)]
)
def test_the_slots_of_a_family_are_known(family: str, expected: list[bool]) -> None:
    slots = np.arange(3, dtype=np.intc)
    assert families("a", "b", "b").one_with(family, slots).tolist() == expected


def test_families_keep_their_slots_as_holes_are_closed() -> None:
    kept = families("a", "b", "c", "b").compacted([1, 2, 3])
    assert kept.one_with("b", np.arange(3, dtype=np.intc)).tolist() == [True, False, True]
