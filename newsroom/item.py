"""One entry of a feed, as a reader would read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from newsroom.chat import ChatId
from newsroom.source import Source
from newsroom.text.masked_address import without_secrets
from newsroom.text.url import is_public_page, same_host

ItemId = NewType("ItemId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the item's text; a heading is no sentence: never quoted, dated or summarised."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A cleaned entry.

    Attributes:
        url: Canonical address; empty where the feed gave none.
        title: The headline without outlet suffix; may be empty.
        paragraphs: The text in order; empty for headline-only feeds. A tuple, or in a file.
        published: As the feed says, in UTC; None where it gives no usable date. Never in the future of `arrived_at`.
        arrived_at: When our own poll saw it first, UTC.
        language: BCP 47 primary tag ("uk"), declared or detected; None where neither could tell.
        credit: The origin that the feed itself names (RSS `<source>`); None where it names none.
        version: 1 for the first text, one more for each edit.
        owner: The chat whose own source brought it, and which alone may meet it; None: for all. It stays when the
            source is opened to all later.
        picture: The address of the picture that the feed carries with it; "": none.
    """

    id: ItemId
    source: Source
    url: str
    title: str
    paragraphs: Sequence[Paragraph]
    published: datetime | None
    arrived_at: datetime
    language: str | None = None
    credit: str | None = None
    version: int = 1
    owner: ChatId | None = None
    picture: str = ""

    @property
    def text(self) -> str:
        """The paragraphs that are no headings, separated by blank lines."""
        return "\n\n".join(p.text for p in self.paragraphs if not p.heading)

    @property
    def page(self) -> str:
        """The address that a link or a button may lead to; "" where the feed gave none that is safe to open.

        Safe is a public page, or one of the host that serves the source itself: a chat's source is never polled from an
        inner network, and for his own the operator vouches. The source's own key is no part of it.
        """
        safe = is_public_page(self.url) or same_host(self.url, self.source.url)
        return without_secrets(self.url, self.source.url) if safe else ""

    @property
    def time(self) -> datetime:
        """When it was published, where known; else when we first saw it."""
        return self.published or self.arrived_at


def may_be_shown(picture: str, source: str) -> bool:
    """Whether Telegram may be told to fetch a picture: http(s), on a public host, without the source's key in it."""
    return is_public_page(picture) and without_secrets(picture, source) == picture
