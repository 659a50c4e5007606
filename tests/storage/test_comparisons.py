"""What an item was like, as bytes."""

import numpy as np
import pytest

from newsroom.item import ItemId
from newsroom.stories.window import StoredComparison
from storage.comparisons import packed, read

NEAR = [(ItemId(3), float(np.float32(0.31))), (ItemId(2**40), float(np.float32(0.05)))]


@pytest.mark.parametrize("lead", [None, ItemId(7)])
@pytest.mark.parametrize("near", [[], NEAR])
def test_what_is_written_is_read(lead: ItemId | None, near: list[tuple[ItemId, float]]) -> None:
    one = StoredComparison(lead=lead, near=near)
    assert read(packed(one)) == one


def test_items_that_were_compared_otherwise_are_compared_anew() -> None:
    before = np.array([0, 7], dtype="<i8").tobytes()
    assert read(before) is None
    assert read(None) is None
