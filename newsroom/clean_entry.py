"""A feed's entry on its way to becoming an item."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from newsroom.item import Paragraph

_FURTHEST_EAST = timedelta(hours=14)  # Kiribati's clocks: no day begins earlier
_CLOCKS_DIFFER = timedelta(minutes=5)  # a server whose clock nobody sets is off by less; the nearest zones by 15
_FURTHEST_WEST = timedelta(hours=12)  # Baker Island's: none ends later


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanEntry:
    """An entry cleaned for readers, before it is known whether it is new.

    Attributes:
        key: The feed's guid; where it gives none, something stable made of address or text.
        published: As the feed says, UTC, unclamped; None where it says no moment for certain.
        published_day: The day that it says where it says no moment; None where it does not say that either.
        zoneless: Nothing says in which zone `published` is: it was read as UTC.
        fingerprint: Hash of title and text: the same for an entry that has not changed.
        raw: Hash of the entry as the feed sent it: what is sent again without a change is not even cleaned.
        hashes: One for each paragraph, for learning what every item of the source repeats.
        picture: The address of the picture that the feed carries with it; "": none, or none that is safe to show.
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
    published_day: date | None = None
    zoneless: bool = False
    picture: str = ""

    def published_by(self, now: datetime) -> datetime | None:
        """When it was published, as far as it can be known now; None: it counts as published when it is first read.

        A feed's clock may be wrong, never ahead of ours: what is "published" tomorrow was read today. One without a
        zone that is ahead is not UTC's: nothing is known then but that it was published by now. Of a day alone
        nothing is known while it may last somewhere; then its last second, since an earlier one would make the item the
        first of its story.
        """
        if self.published is not None and self.zoneless and self.published > now + _CLOCKS_DIFFER:
            return None
        if self.published is not None:
            return min(self.published, now)
        if self.published_day is None or now < _over_everywhere(self.published_day):
            return None
        return datetime.combine(self.published_day, time(23, 59, 59), UTC)


def may_be_of(moment: datetime, day: date) -> bool:
    """Whether the moment is in that day somewhere."""
    return datetime.combine(day, time(), UTC) - _FURTHEST_EAST <= moment < _over_everywhere(day)


def _over_everywhere(day: date) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(days=1) + _FURTHEST_WEST


def fingerprint(title: str, texts: Iterable[str]) -> str:
    """128 bits of title and text, white space folded, as hex."""
    whole = "\x00".join(" ".join(part.split()) for part in (title, *texts))
    return hashlib.blake2b(whole.encode("utf-8", "replace"), digest_size=16).hexdigest()
