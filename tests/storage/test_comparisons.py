"""What an item was like, as bytes."""

import numpy as np
import pytest

from newsroom.item import ItemId
from newsroom.stories.likeness_graph import StoredRow
from newsroom.stories.window import StoredComparison
from storage.comparisons import packed, read

NONE = StoredRow(items=[], values=[], mentioned=[])
TWO = StoredRow(items=[ItemId(3), ItemId(2**40)], values=[0.3125, 0.0625], mentioned=[0.5, 1.0])


@pytest.mark.parametrize("lead", [None, ItemId(7)])
@pytest.mark.parametrize("row", [NONE, TWO], ids=["like none", "like two"])
def test_what_is_written_is_read(lead: ItemId | None, row: StoredRow) -> None:
    one = StoredComparison(lead=lead, row=row)
    assert read(packed(one)) == one


def test_items_that_were_compared_otherwise_are_compared_anew() -> None:
    before = np.array([0, 7], dtype="<i8").tobytes()
    assert read(before) is None
    assert read(None) is None
