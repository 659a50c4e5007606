"""The chats that the bot talks to, and their settings."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

ChatId = NewType("ChatId", int)
MAIN_THREAD = 0  # of a chat; Telegram gives forum topics ids of their own, from 2 up
EVERY_DAY = 0b1111111  # a bit a weekday, as in QuietHours.days


class ChatKind(StrEnum):
    """Telegram's own kinds."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place of a message: a chat, and its thread (MAIN_THREAD outside forum topics)."""

    chat: ChatId
    thread: int = MAIN_THREAD


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Minutes of the local day, `start` inclusive and `end` exclusive, over midnight where end <= start.

    Attributes:
        days: Bit 0 Monday ... bit 6 Sunday: the days on which a quiet stretch begins.
        break_at: So many independent publishers break through; None: nothing does.
    """

    start: int
    end: int
    days: int = EVERY_DAY
    break_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestHours:
    """When a chat's digests come.

    Attributes:
        minutes: Of the local day, in their order, at least one.
        days: Bit 0 Monday ... bit 6 Sunday.
        since: When they were set so: what was over by then does not come; None: unknown, all count.
    """

    minutes: tuple[int, ...]
    days: int = EVERY_DAY
    since: datetime | None = None


DEFAULT_DIGEST = DigestHours(minutes=(8 * 60,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat and its own settings.

    Attributes:
        zone: IANA name.
        language: In which it reads, by its code.
        digest: None: no digest.
        digest_empty: True: a day without news gets a line that says so; False: it gets nothing.
        quiet: None: no quiet hours.
        snoozed_until: No alerts until then, whatever the hour; None, or over: no snooze.
        suspended: Telegram refuses our messages there; everything is kept.
        made: When it first spoke to us, UTC.
        admitted: Whether any loop serves it.
    """

    id: ChatId
    kind: ChatKind
    title: str
    made: datetime
    language: str
    username: str | None = None
    zone: str = "UTC"
    digest: DigestHours | None = DEFAULT_DIGEST
    digest_empty: bool = True
    quiet: QuietHours | None = field(default=None)
    snoozed_until: datetime | None = None
    suspended: bool = False
    owner: int | None = None
    admitted: bool = True
