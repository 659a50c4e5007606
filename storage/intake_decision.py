"""What becomes of a feed's entries, decided in memory: which are new, which changed, which are known."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from newsroom.clean_entry import CleanEntry
from storage.states import QueueKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPiece:
    """A chunk of what one feed's document lists.

    Attributes:
        at: When our poll read it.
        background: It is of the source's first poll.
        shared_urls: What the rest of the document gives to several entries.
    """

    source_id: int
    entries: Sequence[CleanEntry]
    at: datetime
    background: bool
    shared_urls: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a feed's entries.

    Attributes:
        items: The ids of those that the desk is to decide; no part of what makes two equal.
    """

    new: int = 0
    edited: int = 0
    known: int = 0
    items: tuple[int, ...] = field(default=(), compare=False)

    def __add__(self, other: "Taken") -> "Taken":
        new, edited, known = self.new + other.new, self.edited + other.edited, self.known + other.known
        return Taken(new, edited, known, self.items + other.items)


@dataclass(slots=True)
class ItemRow:
    """The id of an item; None until it is stored."""

    id: int | None


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A version of an item of the source, as it is stored or will be."""

    row: ItemRow
    key: str
    url: str
    fingerprint: str
    raw: str
    version: int


@dataclass(frozen=True, slots=True)
class Edit:
    """An item that is worded otherwise from now on."""

    item: KnownItem
    entry: CleanEntry

    def row(self, at: datetime) -> dict[str, Any]:
        """For the update of `items`."""
        return {
            "edited": self.item.row.id,
            "new_title": self.entry.title,
            "new_paragraphs": _paragraphs(self.entry),
            "new_version": self.item.version,
            "new_fingerprint": self.entry.fingerprint,
            "new_raw": self.entry.raw,
            "new_picture": self.entry.picture or None,
            "at": at,
        }


class IntakeDecision:
    """What is to be stored of one piece.

    Args:
        piece: Of the source.
        owner_chat_id: The source's; None: it is for all.
        single: The addresses that the document gives to one entry only.
        known: The source's items that the entries may be, in order of their ids.
    """

    def __init__(
        self, piece: EntryPiece, owner_chat_id: int | None, single: frozenset[str], known: Sequence[KnownItem]
    ) -> None:
        self.source_id, self.at = piece.source_id, piece.at
        self.taken = Taken()
        self.new: list[KnownItem] = []
        self.edits: list[Edit] = []
        self._piece = piece
        self._owner_chat_id = owner_chat_id
        self._single = single
        self._fresh: list[CleanEntry] = []
        self._sent: list[tuple[KnownItem, str]] = []
        self._queued: list[tuple[KnownItem, int | None]] = []
        self._keys: dict[str, KnownItem] = {}
        self._urls: dict[str, KnownItem] = {}
        self._texts: dict[str, KnownItem] = {}
        for item in known:
            self._remember(item)
        for entry in sorted(piece.entries, key=lambda e: e.published_by(piece.at) or piece.at):
            self._decide(entry)

    def _remember(self, item: KnownItem) -> None:
        self._keys[item.key] = item
        if item.url:
            self._urls[item.url] = item
        self._texts[item.fingerprint] = item

    def _find(self, entry: CleanEntry) -> KnownItem | None:
        by_url = self._urls.get(entry.url) if entry.url in self._single else None
        return self._keys.get(entry.key) or by_url or self._texts.get(entry.fingerprint)

    def _decide(self, entry: CleanEntry) -> None:
        item = self._find(entry)
        if item is None:
            self._take_new(entry)
        elif item.fingerprint != entry.fingerprint:
            self._take_edit(item, entry)
        else:
            self.taken += Taken(known=1)
            if item.raw != entry.raw:
                self._sent.append((item, entry.raw))

    def _take_new(self, entry: CleanEntry) -> None:
        item = KnownItem(ItemRow(None), entry.key, entry.url, entry.fingerprint, entry.raw, 1)
        self._remember(item)
        self.new.append(item)
        self._fresh.append(entry)
        self._queued.append((item, None))
        self.taken += Taken(new=1)

    def _take_edit(self, old: KnownItem, entry: CleanEntry) -> None:
        item = replace(old, fingerprint=entry.fingerprint, raw=entry.raw, version=old.version + 1)
        self._remember(item)
        self.edits.append(Edit(item, entry))
        self._sent = [sent for sent in self._sent if sent[0].row is not item.row]
        self._queued.append((item, item.version))
        self.taken += Taken(edited=1)

    def new_rows(self) -> Iterator[dict[str, Any]]:
        """For `items`, in the order of deciding."""
        at = self.at
        for entry in self._fresh:
            yield {
                "source_id": self.source_id,
                "owner_chat_id": self._owner_chat_id,
                "key": entry.key,
                "url": entry.url,
                "title": entry.title,
                "paragraphs": _paragraphs(entry),
                "published": entry.published_by(at),
                "arrived_at": at,
                "listed_at": at,
                "language": entry.language,
                "credit": entry.credit,
                "picture": entry.picture or None,
                "version": 1,
                "fingerprint": entry.fingerprint,
                "raw": entry.raw,
                "background": self._piece.background,
            }

    def sent_rows(self) -> Iterator[dict[str, Any]]:
        """What was sent otherwise though it reads as before: for `items`, once the ids are known."""
        for item, raw in self._sent:
            yield {"sent": item.row.id, "sent_raw": raw, "at": self.at}

    def queued(self) -> Iterator[dict[str, Any]]:
        """For the desk's queue, once the ids are known."""
        for item, version in self._queued:
            kind = QueueKind.ITEM if version is None else QueueKind.EDIT
            payload = None if version is None else {"to": version}
            yield {"kind": kind, "item_id": item.row.id, "payload": payload, "queued_at": self.at}

    def taken_items(self) -> Taken:
        """What became of the entries, once the ids are known."""
        return replace(self.taken, items=tuple(row["item_id"] for row in self.queued()))

    def paragraph_rows(self) -> Iterator[dict[str, Any]]:
        """For `boilerplate`: in how many of the new items each paragraph is."""
        counts = Counter(found for entry in self._fresh for found in set(entry.hashes))
        for found, count in counts.items():
            yield {"source_id": self.source_id, "hash": found, "item_count": count, "last_found_at": self.at}


def single_urls(piece: EntryPiece) -> frozenset[str]:
    """The addresses that the document gives to one entry only."""
    times = Counter(entry.url for entry in piece.entries if entry.url)
    return frozenset(url for url, count in times.items() if count == 1) - piece.shared_urls


def _paragraphs(entry: CleanEntry) -> list[list[object]]:
    return [[paragraph.text, paragraph.heading] for paragraph in entry.paragraphs]
