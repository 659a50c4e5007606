"""A feed as its document says it: read, bounded, not yet judged."""

from dataclasses import dataclass
from datetime import date, datetime

MAX_ENTRIES = 10_000  # a busy outlet's whole archive at once is read, not lost; the largest real feed seen has 1,100
MAX_TITLE_CHARS = 2_000
MAX_MARKUP_CHARS = 200_000
MAX_URL_CHARS = 2_000
MAX_GUID_CHARS = 1_000
MAX_LABEL_CHARS = 200
MAX_TAGS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed document.

    Text holds no lone surrogate and no control character but tab and line feed; `summary` and `content` are markup,
    with plain text escaped.

    Attributes:
        guid: Unique in its document, the same at each poll; made of address or title where the feed has none.
        url: Absolute http(s) address; empty where the feed gives none.
        published: UTC, as the feed says it, future included. None where unreadable.
        zoneless: Nothing says in which zone `published` is: it is read as UTC.
        published_day: The day that the feed's date says where clock or zone can't be read; None where neither can.
        updated: Like `published`; None where the feed does not say.
        credit: Whom the entry names as its origin (RSS `<source>`, Atom `source/title`); empty for nobody.
        language: BCP 47, lower case; None where neither entry nor feed says.
        picture: Absolute http(s) address of the picture that the entry carries; empty where it carries none.
    """

    guid: str
    url: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    published_day: date | None = None
    zoneless: bool = False
    updated: datetime | None = None
    author: str = ""
    credit: str = ""
    language: str | None = None
    tags: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryProblem:
    """An entry that was left out; `position` counts from 0 in document order."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A whole document, entries in its order.

    Attributes:
        site_url: The outlet's own page; empty where the feed does not say.
        ttl_s: For how long the publisher calls the document fresh; None where it does not say.
        duplicates: Entries left out because an earlier one has the same guid and the same address.
        known: Entries that were left out because the listing that was sent with the document has them.
        listing: What the document lists, to be sent with the next one; empty where entries can't be known so.
    """

    title: str = ""
    site_url: str = ""
    language: str | None = None
    ttl_s: int | None = None
    entries: tuple[FeedEntry, ...] = ()
    problems: tuple[EntryProblem, ...] = ()
    duplicates: int = 0
    known: int = 0
    listing: str = ""
