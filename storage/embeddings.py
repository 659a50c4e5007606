"""The vectors of the sentence encoder: made once for each item, read when the desk is restored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.item import ItemId
from storage.database import Transaction
from storage.tables import embeddings, items
from storage.upsert import upsert

_OF_ITEMS = select(embeddings).where(embeddings.c.item_id.in_(bindparam("ids", expanding=True)))
_AT_A_TIME = 500  # of an IN list
_HALF = np.dtype("<f2")  # two bytes a number, the lower first, on any machine


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoredEmbedding:
    """A vector of unit length; `text_read` says what it was made of."""

    text_read: int
    vector: NDArray[np.float16]


async def keep(tx: Transaction, made: Mapping[ItemId, StoredEmbedding]) -> None:
    """Write vectors, in place of earlier ones of the same items; of items that were removed meanwhile none."""
    ids = list(made)
    for at in range(0, len(ids), _AT_A_TIME):
        some = ids[at : at + _AT_A_TIME]
        there = (await tx.execute(select(items.c.id).where(items.c.id.in_(some)))).scalars()
        await _keep(tx, {ItemId(item): made[ItemId(item)] for item in there})


async def _keep(tx: Transaction, made: Mapping[ItemId, StoredEmbedding]) -> None:
    if not made:
        return
    new = upsert(embeddings)
    again = {"text_read": new.excluded.text_read, "vector": new.excluded.vector}
    await tx.execute(
        new.on_conflict_do_update(index_elements=["item_id"], set_=again),
        [
            {"item_id": item, "text_read": one.text_read, "vector": one.vector.astype(_HALF).tobytes()}
            for item, one in made.items()
        ],
    )


async def of_items(connection: AsyncConnection, ids: Sequence[ItemId]) -> Mapping[ItemId, StoredEmbedding]:
    """The vectors of items; those that have none are missing."""
    rows = await connection.execute(_OF_ITEMS, {"ids": ids})
    return {
        ItemId(row.item_id): StoredEmbedding(
            text_read=row.text_read, vector=np.frombuffer(row.vector, dtype=_HALF).astype(np.float16)
        )
        for row in rows
    }
