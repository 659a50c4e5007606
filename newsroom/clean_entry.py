"""A feed's entry on its way to becoming an item."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newsroom.item import Paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanEntry:
    """An entry cleaned for readers, before it is known whether it is new.

    Attributes:
        key: The feed's guid; where it gives none, something stable made of address or text.
        published: As the feed says, UTC, unclamped; None where it says nothing usable.
        fingerprint: Hash of title and text: the same for an entry that has not changed.
        raw: Hash of the entry as the feed sent it: what is sent again without a change is not even cleaned.
        hashes: One for each paragraph, for learning what every item of the source repeats.
    """

    key: str
    url: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    published: datetime | None
    language: str | None
    credit: str | None
    fingerprint: str
    raw: str
    hashes: tuple[int, ...] = ()


def fingerprint(title: str, texts: Iterable[str]) -> str:
    """128 bits of title and text, white space folded, as hex."""
    whole = "\x00".join(" ".join(part.split()) for part in (title, *texts))
    return hashlib.blake2b(whole.encode("utf-8", "replace"), digest_size=16).hexdigest()
