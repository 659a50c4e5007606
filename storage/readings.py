"""What reading the items of the window gave: kept with them for some days, so that a start need not read them anew.

With what the terms weighed then: to weigh them anew was a fifth of what a start did with an item.
"""

import struct
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import accumulate, compress, pairwise

import numpy as np
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.item import Item, ItemId
from newsroom.stories.attack_days import AttackMention
from newsroom.stories.day_mentions import NO_DAYS
from newsroom.stories.features import NO_NUMBERS, RUNS, WEIGHTS, TextFeatures
from newsroom.stories.reading_version import reading_version
from newsroom.stories.series_steps import NO_STEPS
from newsroom.stories.stream_rarity import WeighedWords, as_bits, from_bits
from storage.database import Transaction
from storage.tables import items, readings
from storage.upsert import upsert

_AT_A_TIME = 500  # of an IN list
_OF_ITEMS = select(readings).where(readings.c.item_id.in_(bindparam("ids", expanding=True)))
_WRITTEN_AS = 4  # one more whenever `packed` changes
_HEAD = struct.Struct("<IIBIIIIIII")  # two hashes, what is so of the text, and how many there are of each kind
_ROUND_UP, _HAS_TEXT, _IS_WEIGHED = 1, 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFeatures:
    """What an item's text was read to; `weighed`: None where no item is compared with it, as with a copy."""

    text: TextFeatures
    weighed: WeighedWords | None = None


async def keep(tx: Transaction, read: Iterable[tuple[Item, StoredFeatures]]) -> None:
    """Write what was read of these items, in place of what was; of items that were removed meanwhile nothing."""
    rows = {item.id: {"item_id": item.id, "text_read": text_read(item), "body": packed(one)} for item, one in read}
    ids = list(rows)
    for at in range(0, len(ids), _AT_A_TIME):
        wanted = select(items.c.id).where(items.c.id.in_(ids[at : at + _AT_A_TIME]))
        # Locked as a foreign key would: whoever removes them just now is waited for, and who comes later waits.
        there = (await tx.execute(wanted.with_for_update(read=True, key_share=True))).scalars()
        await _keep(tx, [rows[ItemId(item)] for item in there])


async def _keep(tx: Transaction, rows: Sequence[Mapping[str, object]]) -> None:
    if not rows:
        return
    new = upsert(readings)
    again = {"text_read": new.excluded.text_read, "body": new.excluded.body}
    await tx.execute(new.on_conflict_do_update(index_elements=["item_id"], set_=again), rows)


async def of_items(connection: AsyncConnection, some: Sequence[Item]) -> dict[ItemId, StoredFeatures]:
    """What was read of items; missing are those whose text is another by now, or would be read in another way."""
    wanted = {item.id: item for item in some}
    rows = await connection.execute(_OF_ITEMS, {"ids": list(wanted)})
    return {
        ItemId(row.item_id): unpacked(row.body)
        for row in rows
        if row.text_read == text_read(wanted[ItemId(row.item_id)])
    }


async def forget_readings(tx: Transaction, before: datetime) -> int:
    """Drop what was read of some items that came before then; gives how many."""
    # Items have their numbers as they arrive. Asked for by the hour alone, SQLite walks all items from the oldest on,
    # which have no readings any more: 80 ms a batch with a million of them.
    first_kept = select(items.c.id).where(items.c.arrived_at >= before).order_by(items.c.arrived_at).limit(1)
    past_all = select(func.max(readings.c.item_id) + 1)
    older = readings.c.item_id < func.coalesce(first_kept.scalar_subquery(), past_all.scalar_subquery())
    arrived_at = select(items.c.arrived_at).where(items.c.id == readings.c.item_id).scalar_subquery()
    old = select(readings.c.item_id).where(older, arrived_at < before).limit(_AT_A_TIME)
    return (await tx.execute(delete(readings).where(readings.c.item_id.in_(old)))).rowcount


def text_read(item: Item) -> int:
    """Stands for what is read of an item, for how it is read, and for how that is written."""
    day = item.time.date() if item.published else None
    read = f"{_WRITTEN_AS}\n{item.language}\n{day}\n{item.title}\n{item.text}"
    return zlib.crc32(read.encode("utf-8", "surrogatepass"), reading_version())


def packed(one: StoredFeatures) -> bytes:
    """Some 800 bytes for a headline with a teaser."""
    read, weighed = one.text, one.weighed
    flags = (_ROUND_UP if read.round_up else 0) | (0 if read.exact_text is None else _HAS_TEXT)
    flags |= 0 if weighed is None else _IS_WEIGHED
    days, steps = [*map(str, read.days)], [*map(str, read.steps)]
    some = (read.terms, read.names, [*read.numbers], days, steps, _attack_words(read.attack))
    head = _HEAD.pack(read.exact, read.exact_text or 0, flags, len(read.shingles), *map(len, some))
    words = "\n".join([read.title, *(word for words in some for word in words)])
    unnamed = frozenset(read.unnamed)
    numbers = read.weights_and_runs + as_bits(np.array([term in unnamed for term in read.terms], dtype=bool))
    if weighed is not None:
        numbers += weighed.weights.astype(WEIGHTS).tobytes() + as_bits(weighed.counted)
    return head + numbers + words.encode("utf-8", "surrogatepass")


def unpacked(body: bytes) -> StoredFeatures:
    """The same as a value; equal words are one string, as they are when they are read."""
    exact, exact_text, flags, runs, *counts = _HEAD.unpack_from(body)
    at_unnamed = _HEAD.size + counts[0] * WEIGHTS.itemsize + runs * RUNS.itemsize
    at_words = at_weighed = at_unnamed + (counts[0] + 7) // 8
    unnamed = from_bits(body[at_unnamed:at_weighed], counts[0])
    weighed = None
    if flags & _IS_WEIGHED:
        weighed, at_words = _weighed(body, at_weighed, counts[0])
    words = body[at_words:].decode("utf-8", "surrogatepass").split("\n")
    ends = [*accumulate(counts, initial=1)]
    terms, names, numbers, days, steps, attack = (words[start:end] for start, end in pairwise(ends))
    terms = [*map(sys.intern, terms)]
    text = TextFeatures(
        terms=tuple(terms),
        weights_and_runs=body[_HEAD.size : at_unnamed],
        numbers=_shared(frozenset(numbers)) if numbers else NO_NUMBERS,
        exact=exact,
        exact_text=exact_text if flags & _HAS_TEXT else None,
        title=words[0],
        round_up=bool(flags & _ROUND_UP),
        days=frozenset(map(int, days)) or NO_DAYS,
        names=tuple(map(sys.intern, names)),
        steps=frozenset(map(int, steps)) or NO_STEPS,
        unnamed=tuple(compress(terms, unnamed.tolist())),
        attack=_attack(attack),
    )
    return StoredFeatures(text=text, weighed=weighed)


def _attack_words(attack: AttackMention | None) -> list[str]:
    return [] if attack is None else [str(attack.day), " ".join(attack.kinds), *attack.stems]


def _attack(words: Sequence[str]) -> AttackMention | None:
    if not words:
        return None
    day, kinds, *stems = words
    return AttackMention(day=int(day), kinds=frozenset(kinds.split()), stems=frozenset(stems))


@lru_cache(maxsize=1_024)
def _shared(numbers: frozenset[str]) -> frozenset[str]:
    """One value for equal ones: a fourth of all headlines has a number, mostly the year or a small one."""
    return numbers


def _weighed(body: bytes, at: int, terms: int) -> tuple[WeighedWords, int]:
    """What the terms weighed, and where it ends."""
    at_counted = at + terms * WEIGHTS.itemsize
    end = at_counted + (terms + 7) // 8
    weights = np.frombuffer(body, WEIGHTS, terms, at).astype(np.float32)
    return WeighedWords(weights=weights, counted=from_bits(body[at_counted:end], terms)), end
