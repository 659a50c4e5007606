"""Entries to items: what is new is kept and queued, what changed becomes a version, nothing comes twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, func, insert, select, union, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.clean_entry import CleanEntry
from storage.columns import AnyRow
from storage.database import Bell, Transaction
from storage.states import QueueKind
from storage.tables import boilerplate, item_versions, items, queue, sources

AnyEntry = TypeVar("AnyEntry")
LISTED_EVERY = timedelta(days=1)  # so often it is noted that an item is still listed: a write each time
_CHUNK = 200  # SQLite binds 32,766 values at most; three lookups an entry stay far below


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a feed's entries."""

    new: int = 0
    edited: int = 0
    known: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.new + other.new, self.edited + other.edited, self.known + other.known)


async def take(
    tx: Transaction,
    source_id: int,
    entries: Sequence[CleanEntry],
    now: datetime,
    *,
    background: bool,
    shared_urls: frozenset[str] = frozenset(),
) -> Taken:
    """Keep what is new or changed among a chunk of one feed's entries, oldest first.

    An entry is known by its key; by its address, unless the document gives that address to several entries; or by
    its very text: so a feed that changes all its guids floods nobody. `shared_urls`: what the rest of the document
    gives to several entries.
    """
    times = Counter(e.url for e in entries if e.url)
    single = {url for url, count in times.items() if count == 1} - shared_urls
    known = await _known(tx, source_id, entries, single)
    result = Taken()
    fresh: list[CleanEntry] = []
    for entry in sorted(entries, key=lambda e: e.published or now):
        row = known.find(entry)
        if row is None:
            known.remember(await _keep(tx, source_id, entry, now, background=background))
            fresh.append(entry)
            result += Taken(new=1)
        elif row.fingerprint == entry.fingerprint:
            result += Taken(known=1)
            newer = update(items).where(items.c.id == row.id, items.c.raw != entry.raw)
            await tx.execute(newer.values(raw=entry.raw, listed_at=now))
        else:
            known.remember(await _version(tx, row, entry, now))
            result += Taken(edited=1)
    if result.new or result.edited:
        tx.ring(Bell.DESK)
    await _count_paragraphs(tx, source_id, fresh, now)
    return result


def chunks(entries: Sequence[AnyEntry]) -> list[Sequence[AnyEntry]]:
    """Pieces small enough that other writers get their turn in between."""
    return [entries[at : at + _CHUNK] for at in range(0, len(entries), _CHUNK)]


class _Known:
    """The source's items that these entries may be."""

    def __init__(self, rows: Sequence[AnyRow], single_urls: set[str]) -> None:
        self._single = single_urls
        self._keys: dict[str, AnyRow] = {}
        self._urls: dict[str, AnyRow] = {}
        self._texts: dict[str, AnyRow] = {}
        for row in rows:
            self.remember(row)

    def remember(self, row: AnyRow) -> None:
        self._keys[row.key] = row
        if row.url:
            self._urls[row.url] = row
        self._texts[row.fingerprint] = row

    def find(self, entry: CleanEntry) -> AnyRow | None:
        by_url = self._urls.get(entry.url) if entry.url in self._single else None
        return self._keys.get(entry.key) or by_url or self._texts.get(entry.fingerprint)


async def _known(tx: Transaction, source_id: int, entries: Sequence[CleanEntry], single: set[str]) -> _Known:
    # One look-up for each way to be known, joined by id: an OR of the three reads all of the source's items instead,
    # 100 ms for a chunk at 30,000 items against 0.4 ms.
    ways: tuple[tuple[ColumnElement[str], list[str]], ...] = (
        (items.c.key, [e.key for e in entries]),
        (items.c.url, [e.url for e in entries if e.url in single]),
        (items.c.fingerprint, [e.fingerprint for e in entries]),
    )
    ids = union(*(select(items.c.id).where(items.c.source_id == source_id, column.in_(of)) for column, of in ways))
    found = await tx.execute(select(items).where(items.c.id.in_(ids)).order_by(items.c.id))
    return _Known(found.all(), single)


async def _keep(tx: Transaction, source_id: int, entry: CleanEntry, now: datetime, *, background: bool) -> AnyRow:
    row = await tx.execute(
        insert(items)
        .values(
            source_id=source_id,
            owner_chat_id=select(sources.c.owner_chat_id).where(sources.c.id == source_id).scalar_subquery(),
            key=entry.key,
            url=entry.url,
            title=entry.title,
            paragraphs=[[p.text, p.heading] for p in entry.paragraphs],
            # A feed's clock may be wrong, never ahead of ours: what is "published" tomorrow was seen today.
            published=min(entry.published, now) if entry.published else None,
            arrived_at=now,
            listed_at=now,
            language=entry.language,
            credit=entry.credit,
            version=1,
            fingerprint=entry.fingerprint,
            raw=entry.raw,
            background=background,
        )
        .returning(items)
    )
    kept: AnyRow = row.one()
    await tx.execute(insert(queue).values(kind=QueueKind.ITEM, item_id=kept.id, queued_at=now))
    return kept


async def _version(tx: Transaction, old: AnyRow, entry: CleanEntry, now: datetime) -> AnyRow:
    await tx.execute(
        insert(item_versions).values(
            item_id=old.id, version=old.version, title=old.title, paragraphs=old.paragraphs, replaced_at=now
        )
    )
    row = await tx.execute(
        update(items)
        .where(items.c.id == old.id)
        .values(
            title=entry.title,
            paragraphs=[[p.text, p.heading] for p in entry.paragraphs],
            version=old.version + 1,
            fingerprint=entry.fingerprint,
            raw=entry.raw,
            listed_at=now,
        )
        .returning(items)
    )
    edit = {"kind": QueueKind.EDIT, "item_id": old.id, "payload": {"to": old.version + 1}, "queued_at": now}
    await tx.execute(insert(queue).values(**edit))
    newer: AnyRow = row.one()
    return newer


async def _count_paragraphs(tx: Transaction, source_id: int, entries: Sequence[CleanEntry], now: datetime) -> None:
    counts = Counter(h for e in entries for h in set(e.hashes))
    rows = [{"source_id": source_id, "hash": h, "item_count": n, "last_found_at": now} for h, n in counts.items()]
    if not rows:
        return
    add = upsert(boilerplate)
    await tx.execute(
        add.on_conflict_do_update(
            index_elements=["source_id", "hash"],
            set_={
                "item_count": boilerplate.c.item_count + add.excluded.item_count,
                "last_found_at": add.excluded.last_found_at,
            },
        ),
        rows,
    )


async def known_raw(connection: AsyncConnection, source_id: int, raws: Sequence[str]) -> dict[str, datetime]:
    """Which of these entries, as sent, are kept already just so, and when it was last noted that they are listed."""
    kept = select(items.c.raw, items.c.listed_at).where(items.c.source_id == source_id, items.c.raw.in_(raws))
    return {row.raw: row.listed_at for row in await connection.execute(kept)}


async def still_listed(tx: Transaction, source_id: int, raws: Sequence[str], now: datetime) -> None:
    """Note that a document of the source holds these entries, kept already just so."""
    kept = update(items).where(items.c.source_id == source_id, items.c.raw.in_(raws))
    await tx.execute(kept.values(listed_at=now))


async def paragraph_counts(connection: AsyncConnection, source_id: int, since: datetime) -> tuple[dict[int, int], int]:
    """How many items of a source held each paragraph, and how many items there are."""
    rows = await connection.execute(
        select(boilerplate.c.hash, boilerplate.c.item_count).where(
            boilerplate.c.source_id == source_id, boilerplate.c.last_found_at >= since, boilerplate.c.item_count > 1
        )
    )
    total = await connection.execute(
        select(func.count()).select_from(items).where(items.c.source_id == source_id, items.c.arrived_at >= since)
    )
    return {row.hash: row.item_count for row in rows}, total.scalar_one()
