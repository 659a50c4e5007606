"""What items were like when they came: kept with them, so that a start does not compare the whole window anew."""

import struct
from collections.abc import Mapping

import numpy as np
from sqlalchemy import bindparam, update

from newsroom.item import ItemId
from newsroom.stories.likeness_graph import StoredRow
from newsroom.stories.window import StoredComparison
from storage.database import Transaction
from storage.tables import items

# How items are compared at present: one more whenever the bars or the words of clustering change, or what is kept of
# it, so that items are compared anew at the first start after that.
_COMPARED_AS = 2
_NUMBERS, _LIKENESSES = np.dtype("<i8"), np.dtype("<f4")  # the same on any machine
_HEAD = 2  # numbers before those of the items: how it was compared, and the lead
_KEEP = update(items).where(items.c.id == bindparam("item")).values(compared=bindparam("near"))


async def keep(tx: Transaction, made: Mapping[ItemId, StoredComparison]) -> None:
    """Write what these items are like."""
    if made:
        await tx.execute(_KEEP, [{"item": item, "near": packed(one)} for item, one in made.items()])


def packed(one: StoredComparison) -> bytes:
    """Some 16 bytes for each item that it is like."""
    numbers = np.array([_COMPARED_AS, one.lead or 0, *one.row.items], dtype=_NUMBERS)
    return numbers.tobytes() + np.array([*one.row.values, *one.row.mentioned], dtype=_LIKENESSES).tobytes()


def read(stored: bytes | None) -> StoredComparison | None:
    """The same as a value; None where there is none, or where items are compared otherwise by now."""
    if stored is None:
        return None
    near = (len(stored) - _HEAD * _NUMBERS.itemsize) // (_NUMBERS.itemsize + 2 * _LIKENESSES.itemsize)
    compared_as, lead, *found = struct.unpack(f"<{_HEAD + near}q{2 * near}f", stored)
    if compared_as != _COMPARED_AS:
        return None
    row = StoredRow(items=found[:near], values=found[near : 2 * near], mentioned=found[2 * near :])
    return StoredComparison(lead=ItemId(lead) if lead else None, row=row)
