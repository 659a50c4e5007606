"""The digest: which items it covers, and in which order its stories come."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsroom.desk.story_view import StoryView
from newsroom.item import ItemId

_DAY = timedelta(days=1)  # between two digests
_HALF_LIFE = timedelta(hours=12)  # a guess: a story of last night counts twice as much as one of yesterday morning
_OUTLET_SHARE = 0.1  # a guess: of an independent publisher's weight; it only orders stories of equal independence
MOST_STORIES = 15  # a guess: with headline and outlets so many fit into one message of 4,096 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDigest:
    """A digest that was made; `to`: the newest item in its window, None where an older program kept `made` only."""

    made: datetime
    to: ItemId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestWindow:
    """What a digest covers: every item that was decided since the last one, none of them too old.

    Items are decided by ascending id: windows that meet at an id leave nothing out and contain nothing twice. Windows
    that meet at a moment do not: an item waits for the desk, is stored minutes after it was first seen, and other items
    were first seen at the same moment.

    Attributes:
        after: The newest item of the window before; 0 where there was none.
        to: The newest item that was decided when the window was fixed.
        since: When its items were first seen at the earliest.
    """

    after: ItemId
    to: ItemId
    since: datetime


def next_window(last: PastDigest | None, decided: ItemId, now: datetime) -> DigestWindow:
    """From the last digest on, or the last day; after a pause in the digests the last two days, not the whole pause."""
    if last is None:
        return DigestWindow(after=ItemId(0), to=decided, since=now - _DAY)
    since = now - 2 * _DAY
    if last.to is None:
        return DigestWindow(after=ItemId(0), to=decided, since=max(last.made, since))
    return DigestWindow(after=last.to, to=decided, since=since)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """A story in a digest; `alerted`: the chat had an alert for it."""

    view: StoryView
    alerted: bool


def ranked(lines: Iterable[DigestLine], now: datetime) -> list[DigestLine]:
    """By independent publishers and freshness, the weightiest first."""

    def weight(line: DigestLine) -> float:
        age = max(timedelta(0), now - line.view.updated)
        return (line.view.independent + _OUTLET_SHARE * line.view.outlets) * math.exp2(-age / _HALF_LIFE)

    return sorted(lines, key=lambda line: (-weight(line), line.view.id))
