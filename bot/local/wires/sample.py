"""What a scenario is made of: sample outlets, what they print and when, and the chats that watch them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsroom.source import SourceKind


class FeedFormat(StrEnum):
    """What an outlet publishes."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"


class SampleHealth(StrEnum):
    """`malformed` answers broken XML and an error page by turns; `dead` answers 503 and later 410."""

    SOUND = "sound"
    MALFORMED = "malformed"
    DEAD = "dead"


class Quirk(StrEnum):
    """What a sound feed of the real world still does."""

    NO_GUIDS = "no_guids"
    NO_DATES = "no_dates"
    RELATIVE_LINKS = "relative_links"
    PICTURES = "pictures"  # each item has one; its address leads nowhere, and is shown as an address
    FULL_TEXT = "full_text"  # `content:encoded` beside a `description` of one paragraph


class SampleChatType(StrEnum):
    """Telegram's word for the chat."""

    PRIVATE = "private"
    GROUP = "group"
    FORUM = "forum"  # a supergroup with forum topics
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A sample outlet with one feed at `/<slug>/feed`.

    Attributes:
        family: As in `newsroom.source.Source`: outlets of one family are one voice.
        country: ISO 3166-1 alpha-2, lower case.
        language: Of most of its items, BCP 47.
        encoding: Of its feed document, as Python and XML name it.
        utc_offset_h: Of the dates its feed states.
        footer: HTML under every text; `{url}`, `{title}`, `{outlet}` and `{home}` are filled in. Empty for none.
    """

    name: str
    slug: str
    kind: SourceKind
    country: str
    language: str
    family: str
    format: FeedFormat
    tagline: str
    health: SampleHealth = SampleHealth.SOUND
    quirks: frozenset[Quirk] = frozenset()
    encoding: str = "utf-8"
    utc_offset_h: int = 0
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleEdit:
    """A change to an item under the same guid; None keeps what was there before."""

    at: datetime
    title: str | None
    html: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleItem:
    """What an outlet prints.

    Attributes:
        outlet: The outlet's slug.
        key: Unique in the scenario; the last part of the article's address.
        guid: As the feed states it, unless the outlet gives none.
        at: When it appears in the feed.
        published: What the feed says, unless the outlet gives no dates.
        html: The text without the outlet's footer; links may be relative to the site's root.
        credit: Slug of the outlet named in RSS `<source>`; None where nobody is named.
        edits: In order of time.
    """

    outlet: str
    key: str
    guid: str
    at: datetime
    published: datetime
    title: str
    html: str
    language: str
    credit: str | None = None
    edits: tuple[SampleEdit, ...] = ()

    def as_of(self, now: datetime) -> tuple[str, str]:
        """Title and HTML with the edits due by `now`."""
        title, html = self.title, self.html
        for edit in self.edits:
            if edit.at <= now:
                title, html = edit.title or title, edit.html or html
        return title, html

    def changed(self, now: datetime) -> datetime:
        """When it was last touched, by `now`."""
        return max([self.published, *(edit.at for edit in self.edits if edit.at <= now)])


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleThread:
    """Where topics are tracked: a forum topic, or the whole chat where `name` is None."""

    topics: tuple[str, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleChat:
    """A chat of local mode with the topics it tracks from the start; `zone` is an IANA name."""

    key: str
    title: str
    type: SampleChatType
    zone: str
    threads: tuple[SampleThread, ...]
