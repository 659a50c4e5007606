"""Topics that flood their chat or find nothing at all: which one is pointed out, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from newsroom.chat import Chat
from newsroom.desk.quiet_hours import in_office_hours, quiet_until
from newsroom.topic import Topic, TopicMode

OLD_ENOUGH = timedelta(days=3)  # a weekend is shorter; what floods or fails for three days does so on the fourth
LOOKED_AT_EVERY = timedelta(days=1)  # a guess: a hint that comes a day later does no harm
# A guess: an alert in each half hour of an eight-hour shift, from one topic. /track warns at a third of it: who went
# on from there wanted many, and is asked only where they are more than anybody reads.
FLOOD_A_DAY = 15
_FLOOD = FLOOD_A_DAY * OLD_ENOUGH.days
FEWEST_ITEMS = 30  # a guess: three small feeds bring ten a day; of fewer items a topic's silence says nothing


class HintKind(StrEnum):
    """What is wrong with a topic."""

    FLOODS = "floods"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCounts:
    """What came of a topic.

    Attributes:
        alerts: Stories of it that were alerted since OLD_ENOUGH before.
        matches: Items that matched it well enough to alert, since it is tracked.
    """

    topic: Topic
    alerts: int
    matches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicHint:
    """A topic to point out, with the alerts that its chat had of it since OLD_ENOUGH before."""

    topic: Topic
    kind: HintKind
    alerts: int


def may_point_out(chat: Chat, now: datetime) -> bool:
    """Whether a hint may come now: never in the night, in quiet hours or during a snooze."""
    return in_office_hours(chat, now) and quiet_until(chat, now) is None


def worth_pointing_out(counted: Iterable[TopicCounts], items: int) -> TopicHint | None:
    """The one topic of a place that is pointed out today: the worst flood, else the oldest that found nothing.

    A topic that once found something may be silent for weeks, as its subject is. `items`: how many came in since
    OLD_ENOUGH before that the chat may meet.
    """
    known = sorted(counted, key=lambda one: (-one.alerts, one.topic.id))
    for one in known:
        if one.alerts >= _FLOOD and one.topic.mode is TopicMode.ALERTS:
            return TopicHint(topic=one.topic, kind=HintKind.FLOODS, alerts=one.alerts)
    for one in known:
        if not one.alerts and not one.matches and items >= FEWEST_ITEMS:
            return TopicHint(topic=one.topic, kind=HintKind.SILENT, alerts=0)
    return None
