"""Entries to items: what is new is kept and queued, what changed becomes a version, nothing comes twice."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import bindparam, func, insert, literal_column, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.clean_entry import CleanEntry
from storage.database import Bell, Transaction
from storage.intake_decision import EntryPiece, IntakeDecision, ItemRow, KnownItem, Taken, single_urls
from storage.tables import boilerplate, item_versions, items, queue, sources
from storage.upsert import upsert

__all__ = ["EntryPiece", "Taken", "chunks", "known_raw", "paragraph_counts", "still_listed", "take", "take_all"]

AnyEntry = TypeVar("AnyEntry")
LISTED_EVERY = timedelta(days=1)  # so often it is noted that an item is still listed: a write each time
_CHUNK = 200  # SQLite binds 32,766 values at most; three lookups an entry stay far below


# One look-up for each way to be known, joined by id: an OR of the three reads all of the source's items instead,
# 100 ms for a chunk at 30,000 items against 0.4 ms. (Rows of source and key in one list are no better: SQLite reads the
# whole index for them.)
_FOUND = union(
    *(
        select(items.c.id).where(items.c.source_id == bindparam("source"), column.in_(bindparam(name, expanding=True)))
        for name, column in (("keys", items.c.key), ("urls", items.c.url), ("texts", items.c.fingerprint))
    )
)
_KNOWN = (
    select(items.c.id, items.c.key, items.c.url, items.c.fingerprint, items.c.raw, items.c.version)
    .where(items.c.id.in_(_FOUND))
    .order_by(items.c.id)
)
_OWNERS = select(sources.c.id, sources.c.owner_chat_id).where(sources.c.id.in_(bindparam("ids", expanding=True)))
_NEW = insert(items).returning(items.c.id, items.c.source_id, items.c.key)
_QUEUE = insert(queue)
_OLD_VERSION = insert(item_versions).from_select(
    ["item_id", "version", "title", "paragraphs", "replaced_at"],
    select(
        items.c.id,
        items.c.version,
        items.c.title,
        items.c.paragraphs,
        bindparam("at", type_=item_versions.c.replaced_at.type),
    ).where(items.c.id == bindparam("edited")),
)
_NEW_VERSION = (
    update(items)
    .where(items.c.id == bindparam("edited"))
    .values(
        **{name: bindparam(f"new_{name}") for name in ("title", "paragraphs", "version", "fingerprint", "raw")},
        picture=func.coalesce(bindparam("new_picture", type_=items.c.picture.type), items.c.picture),
        listed_at=bindparam("at"),
    )
)
_SENT_OTHERWISE = (
    update(items)
    .where(items.c.id == bindparam("sent"), items.c.raw != bindparam("sent_raw"))
    .values(raw=bindparam("sent_raw"), listed_at=bindparam("at"))
)
_ADD = upsert(boilerplate)
_COUNT = _ADD.on_conflict_do_update(
    index_elements=["source_id", "hash"],
    set_={
        "item_count": boilerplate.c.item_count + _ADD.excluded.item_count,
        "last_found_at": _ADD.excluded.last_found_at,
    },
)


async def take(
    tx: Transaction,
    source_id: int,
    entries: Sequence[CleanEntry],
    now: datetime,
    *,
    background: bool,
    shared_urls: frozenset[str] = frozenset(),
) -> Taken:
    """`take_all` of a single feed."""
    piece = EntryPiece(source_id=source_id, entries=entries, at=now, background=background, shared_urls=shared_urls)
    return (await take_all(tx, [piece]))[0]


async def take_all(tx: Transaction, pieces: Sequence[EntryPiece]) -> list[Taken]:
    """Keep what is new or changed in each piece, oldest first; gives what became of each, in their order.

    All pieces are of different sources, and have _CHUNK entries together or a little more. An entry is known by its
    key; by its address, unless the document gives that address to several entries; or by its very text: so a feed that
    changes all its guids floods nobody.
    """
    filled = [piece for piece in pieces if piece.entries]
    if not filled:
        return [Taken()] * len(pieces)
    decisions = {decision.source_id: decision for decision in await _decide(tx, filled)}
    await _keep(tx, decisions.values())
    await _renew(tx, decisions.values())
    queued = [row for decision in decisions.values() for row in decision.queued()]
    if queued:
        await tx.execute(_QUEUE, queued)
        tx.ring(Bell.DESK)
    await _count_paragraphs(tx, decisions.values())
    return [decisions[piece.source_id].taken_items() if piece.source_id in decisions else Taken() for piece in pieces]


def chunks(entries: Sequence[AnyEntry]) -> list[Sequence[AnyEntry]]:
    """Pieces small enough that other writers get their turn in between."""
    return [entries[at : at + _CHUNK] for at in range(0, len(entries), _CHUNK)]


async def _decide(tx: Transaction, pieces: Sequence[EntryPiece]) -> list[IntakeDecision]:
    owners = {row.id: row.owner_chat_id for row in await tx.execute(_OWNERS, {"ids": [b.source_id for b in pieces]})}
    decisions = []
    for piece in pieces:
        single = single_urls(piece)
        values = {
            "source": piece.source_id,
            "keys": [entry.key for entry in piece.entries],
            "urls": list(single),
            "texts": [entry.fingerprint for entry in piece.entries],
        }
        known = [
            KnownItem(ItemRow(row.id), row.key, row.url, row.fingerprint, row.raw, row.version)
            for row in await tx.execute(_KNOWN, values)
        ]
        decisions.append(IntakeDecision(piece, owners[piece.source_id], single, known))
    return decisions


async def _keep(tx: Transaction, decisions: Iterable[IntakeDecision]) -> None:
    """Store what is new; from then on its id is known."""
    new = {(decision.source_id, item.key): item for decision in decisions for item in decision.new}
    if new:
        rows = [row for decision in decisions for row in decision.new_rows()]
        for row in await tx.execute(_NEW, rows):
            new[row.source_id, row.key].row.id = row.id


async def _renew(tx: Transaction, decisions: Iterable[IntakeDecision]) -> None:
    """Store what is worded otherwise now, and note what was sent otherwise though it reads as before."""
    for decision in decisions:
        for edit in decision.edits:
            await tx.execute(_OLD_VERSION, {"edited": edit.item.row.id, "at": decision.at})
            await tx.execute(_NEW_VERSION, edit.row(decision.at))
    sent = [row for decision in decisions for row in decision.sent_rows()]
    if sent:
        await tx.execute(_SENT_OTHERWISE, sent)


async def _count_paragraphs(tx: Transaction, decisions: Iterable[IntakeDecision]) -> None:
    rows = [row for decision in decisions for row in decision.paragraph_rows()]
    if rows:
        await tx.execute(_COUNT, rows)


_OF_SENT = (items.c.source_id == bindparam("source")) & items.c.raw.in_(bindparam("raws", expanding=True))
_KNOWN_RAW = select(items.c.raw, items.c.listed_at).where(_OF_SENT)
_STILL_LISTED = update(items).where(_OF_SENT).values(listed_at=bindparam("now"))


async def known_raw(connection: AsyncConnection, source_id: int, raws: Sequence[str]) -> dict[str, datetime]:
    """Which of these entries, as sent, are kept already just so, and when it was last noted that they are listed."""
    found = await connection.execute(_KNOWN_RAW, {"source": source_id, "raws": raws})
    return {row.raw: row.listed_at for row in found}


async def still_listed(tx: Transaction, source_id: int, raws: Sequence[str], now: datetime) -> None:
    """Note that a document of the source holds these entries, kept already just so."""
    await tx.execute(_STILL_LISTED, {"source": source_id, "raws": raws, "now": now})


# Of what was found once, which is most, nothing is read: the number 1 is in the statement as it is in the index.
_REPEATED = boilerplate.c.item_count > literal_column("1")
_LISTED = items.c.listed_at >= bindparam("since")  # follows from the next, and is in the index
_ITEMS = (
    select(func.count())
    .select_from(items)
    .where(items.c.source_id == bindparam("source"), _LISTED, items.c.arrived_at >= bindparam("since"))
)
_PARAGRAPHS = select(boilerplate.c.hash, boilerplate.c.item_count, _ITEMS.scalar_subquery().label("items")).where(
    boilerplate.c.source_id == bindparam("source"), boilerplate.c.last_found_at >= bindparam("since"), _REPEATED
)


async def paragraph_counts(connection: AsyncConnection, source_id: int, since: datetime) -> tuple[dict[int, int], int]:
    """How many items of a source held each paragraph that several do, and how many items there are.

    The items are counted only where there are such paragraphs; else it is 0.
    """
    rows = (await connection.execute(_PARAGRAPHS, {"source": source_id, "since": since})).all()
    return {row.hash: row.item_count for row in rows}, rows[0].items if rows else 0
