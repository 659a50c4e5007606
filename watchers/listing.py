"""What a source's last document listed, as it is kept until the next: by it an entry is known without being read."""

import base64
import binascii
import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass

MOST_LISTED = 1_000  # entries; a longer document is read as a whole each time
MOST_LISTING_CHARS = 48_000  # of that many: 32 bytes each, in base64
_HEAD, _ENTRY = struct.Struct("!B16si"), struct.Struct("!16s8s8s")
_FORM = 1  # another form, or another way to read entries, is no listing of ours
_NO_TTL = -1


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry that was read.

    Attributes:
        sent: Hash of its bytes.
        guid: Hash of its guid.
        url: Hash of its address; empty where it has none.
    """

    sent: bytes
    guid: bytes
    url: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A document's entries in their order.

    Attributes:
        frame: Hash of all that is around them, and of where the document came from.
        ttl_s: `ParsedFeed.ttl_s`, which the frame says.
    """

    frame: bytes
    ttl_s: int | None
    entries: tuple[ListedEntry, ...]

    def text(self) -> str:
        """As it is kept."""
        ttl_s = _NO_TTL if self.ttl_s is None else self.ttl_s
        packed = (_ENTRY.pack(entry.sent, entry.guid, entry.url) for entry in self.entries)
        return base64.b64encode(_HEAD.pack(_FORM, self.frame, ttl_s) + b"".join(packed)).decode()

    @staticmethod
    def of_text(text: str) -> "Listing | None":
        """From what was kept; None for what is no listing."""
        try:
            packed = base64.b64decode(text, validate=True)
            form, frame, ttl_s = _HEAD.unpack_from(packed)
            entries = tuple(
                ListedEntry(sent, guid, url.rstrip(b"\0"))
                for sent, guid, url in _ENTRY.iter_unpack(packed[_HEAD.size :])
            )
        except (binascii.Error, struct.error, ValueError):
            return None
        if form != _FORM:
            return None
        return Listing(frame=frame, ttl_s=None if ttl_s == _NO_TTL else ttl_s, entries=entries)


def long_hash(*parts: bytes) -> bytes:
    """Of bytes that strangers sent: sixteen bytes, by which two are taken for the same."""
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()


def short_hash(text: str) -> bytes:
    """Eight bytes, by which two are taken for different; where they are not, more is read than need be."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()


def distinct(hashes: Sequence[bytes]) -> bool:
    """Whether no two are the same."""
    return len(set(hashes)) == len(hashes)
