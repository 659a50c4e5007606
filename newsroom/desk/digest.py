"""A hand-over of what happened, which a digest is too: which items it covers, in which order its stories come."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsroom.chat import ChatId
from newsroom.desk.story_view import StoryView
from newsroom.item import Item, ItemId
from newsroom.story import StoryId
from newsroom.topic import TopicId

_DAY = timedelta(days=1)  # between two digests
_HALF_LIFE = timedelta(hours=12)  # a guess: a story of last night counts twice as much as one of yesterday morning
_OUTLET_SHARE = 0.1  # a guess: of an independent publisher's weight; it only orders stories of equal independence
PAGE_STORIES = 10  # a guess: two rows of numbers for a thumb; with what changed so many fit into 4,096 characters
MOST_STORIES = 300  # a guess: nobody turns thirty pages; the weightiest are on the first
# Until what the desk has decided is committed: an edit of that moment comes in two digests rather than in none.
UNDER_WAY = timedelta(minutes=1)


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
        changed_since: A correction or a contradiction of an older item counts from UNDER_WAY before.
    """

    after: ItemId
    to: ItemId
    since: datetime
    changed_since: datetime


def next_window(last: PastDigest | None, decided: ItemId, now: datetime, gap: timedelta = _DAY) -> DigestWindow:
    """From the last digest on; the first covers a day, or a week where digests come weekly.

    After a pause in the digests twice as much, not the whole pause. `gap`: the longest time between two of them.
    """
    covered = max(gap, _DAY)
    if last is None:
        return since_moment(now - covered, decided)
    since = now - 2 * covered
    changed_since = max(last.made, since)
    if last.to is None:
        return DigestWindow(after=ItemId(0), to=decided, since=max(last.made, since), changed_since=changed_since)
    return DigestWindow(after=last.to, to=decided, since=since, changed_since=changed_since)


def since_moment(moment: datetime, decided: ItemId) -> DigestWindow:
    """All that was first seen from a moment on."""
    return DigestWindow(after=ItemId(0), to=decided, since=moment, changed_since=moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """That a person looked at what happened in a place; `to`: the newest item that was decided by then."""

    made: datetime
    to: ItemId


def since_look(last: Look | None, decided: ItemId, now: datetime) -> DigestWindow:
    """From where the person stopped, however long ago; the last day where this is the first look."""
    if last is None:
        return since_moment(now - _DAY, decided)
    oldest = datetime.min.replace(tzinfo=now.tzinfo)
    return DigestWindow(after=last.to, to=decided, since=oldest, changed_since=last.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOutline:
    """Of a story what its rank depends on."""

    id: StoryId
    updated: datetime
    outlets: int
    independent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What happened in a chat's topics: its stories in their order.

    Attributes:
        thread: The forum thread whose topics it is about; None: all of the chat's.
        since: What changed from then on is named.
        day: The local date of a digest; None for one that somebody asked for.
        topics: How many topics it is about.
        made: When it was gathered.
    """

    chat: ChatId
    thread: int | None
    since: datetime
    day: date | None
    topics: int
    stories: tuple[StoryId, ...]
    made: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverLine:
    """A story in a hand-over.

    Attributes:
        lead: By whose headline the chat knows it.
        alerted: The chat had an alert for it.
        topic: The words of the topic under which it is listed; "" where there is none any more.
    """

    view: StoryView
    lead: Item
    alerted: bool
    topic: str = ""


def in_sections(lines: Sequence[HandOverLine]) -> list[HandOverLine]:
    """The lines of each topic together, the topic of the weightiest story first; within it they stay in their order."""
    order = dict.fromkeys(line.topic for line in lines)
    return [line for topic in order for line in lines if line.topic == topic]


def narrowest_topics(of_stories: Mapping[StoryId, Collection[TopicId]]) -> dict[StoryId, TopicId]:
    """Under which topic each story is listed: of those that it has, the one with fewest of these stories, the older."""
    numbers = Counter(topic for topics in of_stories.values() for topic in topics)
    return {
        story: min(topics, key=lambda topic: (numbers[topic], topic)) for story, topics in of_stories.items() if topics
    }


def ranked(outlines: Iterable[StoryOutline], now: datetime) -> list[StoryId]:
    """By independent publishers and freshness, the weightiest first."""

    def weight(story: StoryOutline) -> float:
        age = max(timedelta(0), now - story.updated)
        return (story.independent + _OUTLET_SHARE * story.outlets) * math.exp2(-age / _HALF_LIFE)

    return [story.id for story in sorted(outlines, key=lambda story: (-weight(story), story.id))][:MOST_STORIES]
