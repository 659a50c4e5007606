"""How a stand-in behaves from its start; most of it can be changed later through the control API."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path


class FloodLimits(StrEnum):
    """How Telegram's rates are kept.

    OFF refuses nothing. ON keeps 30 a second over all, 20 a minute per group and channel, and one a second per
    chat after a short burst. STRICT allows no burst: what a sender must keep to be safe.
    """

    OFF = "off"
    ON = "on"
    STRICT = "strict"


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandinSettings:
    """What a stand-in starts with.

    Attributes:
        token: The only token that is answered; others get 401.
        username: The bot's name without "@".
        host: Loopback: nothing here is meant to be reached from elsewhere.
        port: 0 takes a free one.
        clock: The date that messages bear. Local mode passes its sample clock.
        seconds: What flood limits and polls are timed by, in seconds, never going back.
        limits: See `FloodLimits`.
        forgiven_s: How much too early a send may come: a sender that keeps the rate exactly is not to be refused
            because the packet before it was late. Telegram's own windows are not as sharp as ours either.
        latency_ms: Between a request's arrival and its answer, half before its effect and half after.
        furnished: Start with a private chat, a group, a forum and a channel, the bot in each.
        brake_repeated_polls: Telegram's server lengthens a poll that repeats its offset within three seconds to
            three seconds. True to life, slow in tests.
        state: A file the chats are read from and kept in; None keeps them in memory only.
        resumed: Read them from the file where it is there; False begins with new ones, and they are kept from then on.
        begin_anew: Called when somebody at the page wants to begin anew; None: the page has no button for that.
    """

    token: str = "4200:local-mode"  # noqa: S105 - opens nothing but this stand-in
    username: str = "wirewatch_local_bot"
    host: str = "127.0.0.1"
    port: int = 0
    clock: Callable[[], datetime] = utc_now
    seconds: Callable[[], float] = time.monotonic
    limits: FloodLimits = FloodLimits.ON
    forgiven_s: float = 0.05
    latency_ms: int = 0
    furnished: bool = True
    brake_repeated_polls: bool = False
    state: Path | None = None
    resumed: bool = True
    begin_anew: Callable[[], None] | None = None
