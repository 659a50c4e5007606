"""What Telegram makes of a send: a closed union, and the one place that reads its words."""

import re
from dataclasses import dataclass
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram has it; `message_id` is None for what is no message."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class AlreadySo:
    """The message says that already; `not modified`."""


@dataclass(frozen=True, slots=True)
class Slower:
    """Wait so long before the next to this chat."""

    retry_after_s: float


@dataclass(frozen=True, slots=True)
class Paced:
    """It was not sent: by our own pace its turn comes after so long."""

    wait_s: float


@dataclass(frozen=True, slots=True)
class Broken:
    """It could not be made: our own bug. After a few tries it is given up for what waits behind it in its chat."""

    reason: str


@dataclass(frozen=True, slots=True)
class Shut:
    """The chat lets us in no more: blocked, kicked, gone, no right to write."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup with this id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class ThreadShut:
    """The forum topic is closed or deleted; the chat itself is open."""

    reason: str


@dataclass(frozen=True, slots=True)
class TargetGone:
    """The message to edit or to reply to is no more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Telegram can't read what we made: our own bug. It is sent as plain text instead."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never be taken as it is."""

    reason: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """It did not arrive; to be tried again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was sent, the answer lost: it may have arrived. Trying again is the only way to a duplicate."""

    reason: str


Outcome = (
    Sent
    | AlreadySo
    | Slower
    | Paced
    | Broken
    | Shut
    | Moved
    | ThreadShut
    | TargetGone
    | Unreadable
    | Refused
    | Trouble
    | Unknown
)

# Telegram's words in lower case. Source: tdlib/telegram-bot-api 10.0 Client.cpp, td MessagesManager.cpp.
_SHUT = (
    "chat not found",
    "private chat not found",
    "not enough rights to send text messages",
    "have no rights to send",
    "need administrator rights",
    "have no write access",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
    "bot was kicked",
    "group chat was deleted",
    "peer_id_invalid",
    "user is deactivated",
)
_THREAD = ("topic_closed", "topic_deleted", "message thread not found")
_TARGET = (
    "message to edit not found",
    "message to be replied not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_UNREADABLE = ("can't parse entities", "unsupported parse_mode", "entity_bounds_invalid", "text must be non-empty")
# What PTB says of a 400 or 403 without a description of Telegram's: a proxy's page is no word on the chat.
_NOT_TELEGRAMS = re.compile(r"Parsing the server response|^(?:Forbidden|Bad Request) \(\d{3}\)")
_TOO_LONG = "is too long"  # of a message, a text or a caption
_NO_RIGHT = "not enough rights"
_SAFE_CAUSES = (httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ConnectError)


def outcome_of(error: TelegramError) -> Outcome:
    """What an error of python-telegram-bot means for the delivery."""
    words = re.sub(r"\s+", " ", error.message)
    if isinstance(error, Forbidden | BadRequest) and _NOT_TELEGRAMS.search(words):
        return Trouble(f"a server on the way refused it: {words[:200]}")
    match error:
        case RetryAfter():
            return Slower(_seconds(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Shut(words)
        case BadRequest():
            return _refusal(words)
        case TimedOut():
            return _timed_out(error)
        case InvalidToken() | Conflict():
            return Trouble(f"Telegram refuses the token: {words}")
        case NetworkError() if error.__cause__ is None:
            return Trouble(words)  # the server answered 5xx: it did not take the message
        case NetworkError() if isinstance(error.__cause__, _SAFE_CAUSES):
            return Trouble(words)
        case _:
            return Unknown(words)  # the connection broke, or the answer can't be read: it may have arrived


def too_long(reason: str) -> bool:
    """Whether it was refused for its length alone: cut, it may be taken."""
    return _TOO_LONG in reason.lower()


def lacks_right(reason: str) -> bool:
    """Whether it was refused for a right that the chat does not give us."""
    return _NO_RIGHT in reason.lower()


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _refusal(words: str) -> Outcome:
    low = words.lower()
    if "message is not modified" in low:
        return AlreadySo()
    for signs, kind in ((_SHUT, Shut), (_THREAD, ThreadShut), (_TARGET, TargetGone), (_UNREADABLE, Unreadable)):
        if any(sign in low for sign in signs):
            return kind(words)
    return Refused(words)


def _timed_out(error: TimedOut) -> Outcome:
    """A time-out before the request was sent is safe; PTB has one name for both, and the cause differs."""
    safe = isinstance(error.__cause__, _SAFE_CAUSES) or "pool timeout" in error.message.lower()
    return Trouble(error.message) if safe else Unknown(error.message)
