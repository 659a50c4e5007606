"""The receiver of a chat's alerts: when a post is tried again, and when the receiver is turned off. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsroom.chat import ChatId
from newsroom.sentence import Sentence

# Seconds first, then minutes, as for Telegram: a receiver that is restarted misses nothing for long.
_BACK_OFF_S = (2, 5, 15, 60, 300, 900)
# A guess: a weekend's outage is longer, but alerts of Friday are of no use on Monday.
TURNED_OFF_AFTER = timedelta(hours=24)
_GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Another program to which a chat's alerts are posted.

    Attributes:
        secret: By which posts are signed.
        failing_since: When it first failed since it last took a post; None: it takes them.
        problem: Why it failed last.
    """

    chat: ChatId
    url: str
    secret: str
    made: datetime
    failing_since: datetime | None = None
    problem: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAnswer:
    """What a receiver answered; `problem`: why it did not take the post, None: it did."""

    status: int = 0
    problem: Sentence | None = None


def next_try(attempts: int, now: datetime) -> datetime:
    """When a post that has failed so many times before this one is tried again."""
    return now + timedelta(seconds=_BACK_OFF_S[min(attempts, len(_BACK_OFF_S) - 1)])


def is_gone(answer: PostAnswer) -> bool:
    """Whether the receiver says that it will never take posts again."""
    return answer.status == _GONE


def is_to_be_turned_off(receiver: Receiver, answer: PostAnswer, now: datetime) -> bool:
    """Whether a receiver that failed once more is asked no more: it is gone for good, or has failed for too long."""
    if is_gone(answer):
        return True
    return receiver.failing_since is not None and now - receiver.failing_since >= TURNED_OFF_AFTER
