"""The receiver of a chat's alerts: when a post is tried again or given up, when the receiver is turned off. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsroom.chat import ChatId
from newsroom.sentence import Sentence

# Seconds first, then minutes, as for Telegram: a receiver that is restarted misses nothing for long.
_BACK_OFF_S = (2, 5, 15, 60, 300, 900)
# A guess: a weekend's outage is longer, but alerts of Friday are of no use on Monday.
TURNED_OFF_AFTER = timedelta(hours=24)
_GONE = 410
_CLIENT_ERRORS = range(400, 500)
# Of those, what speaks of the address (404, 405, 407, 410, 421, 426), of who asks (401) or of the moment (408, 423,
# 425, 429), and so of every post. Slack answers 400 or 403 to what it won't have, 404 and 410 where a channel is gone.
_OF_EVERY_POST = frozenset({401, 404, 405, 407, 408, 410, 421, 423, 425, 426, 429})
# Of one post, over 22 seconds by the waits above: long enough for a gate that is just being set up. GitHub gives up at
# the first answer; Stripe tries for days, but there no post waits for another.
MOST_REFUSALS = 4
# One sentence a day: a receiver that minds a word refuses many alerts for one reason.
_NEWS_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Another program to which a chat's alerts are posted.

    Attributes:
        secret: By which posts are signed.
        failing_since: When it first gave no answer since it last gave one; None: it answers.
        problem: Why it gave none last.
        given_up: How many posts it refused for good; `given_up_at`, `given_up_status`: of the last one.
        refusing_since: When it refused the first one for good since it last took a post; None: it took one since.
        warned_at: When its chat last read of one that it refused for good.
    """

    chat: ChatId
    url: str
    secret: str
    made: datetime
    failing_since: datetime | None = None
    problem: Sentence | None = None
    given_up: int = 0
    given_up_at: datetime | None = None
    given_up_status: int = 0
    refusing_since: datetime | None = None
    warned_at: datetime | None = None

    def is_same_as(self, other: "Receiver") -> bool:
        """Whether an answer of the other's speaks of this one: neither address nor secret was replaced since."""
        return (self.url, self.secret, self.made) == (other.url, other.secret, other.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAnswer:
    """What a receiver answered; `problem`: why it did not take the post, None: it did."""

    status: int = 0
    problem: Sentence | None = None


def next_try(failures: int, now: datetime) -> datetime:
    """When a post that has failed so many times in the same way before this one is tried again."""
    return now + timedelta(seconds=_BACK_OFF_S[min(failures, len(_BACK_OFF_S) - 1)])


def is_refusal(answer: PostAnswer) -> bool:
    """Whether the receiver minds this very post: it is there, and may take the next one."""
    return answer.status in _CLIENT_ERRORS and answer.status not in _OF_EVERY_POST


def is_given_up(refusals: int, answer: PostAnswer) -> bool:
    """Whether a post that was refused so many times before this answer is tried no more."""
    return is_refusal(answer) and refusals + 1 >= MOST_REFUSALS


def is_news_that_one_is_given_up(receiver: Receiver, now: datetime) -> bool:
    """Whether the chat reads of it at once; else where it asks."""
    return receiver.warned_at is None or now - receiver.warned_at >= _NEWS_AFTER


def is_gone(answer: PostAnswer) -> bool:
    """Whether the receiver says that it will never take posts again."""
    return answer.status == _GONE


def is_to_be_turned_off(receiver: Receiver, answer: PostAnswer, now: datetime) -> bool:
    """Whether a receiver that failed once more, or refused one more post for good, is asked no more.

    It is gone for good, or has failed for too long, or has refused each post for as long.
    """
    if is_gone(answer):
        return True
    since = receiver.refusing_since if is_refusal(answer) else receiver.failing_since
    return since is not None and now - since >= TURNED_OFF_AFTER
