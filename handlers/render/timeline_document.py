"""What every picture and document of a timeline is made of."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from anyascii import anyascii

from handlers.sentences.reader import Reader
from newsroom.item import Item
from newsroom.text.controls import without_controls
from newsroom.timelines.timeline import Timeline
from newsroom.timelines.timeline_entries import SourceMention, TimelineEntry

_KEY_CHARS = 40
_NO_KEY = re.compile(r"[^a-z0-9]+")


class Format(StrEnum):
    """What a timeline can be made into, by the name that people write: as csv, --format csv."""

    PICTURE = "png"
    PAGE = "html"
    TABLE = "csv"
    JSON = "json"
    CALENDAR = "ics"
    TIMELINEJS = "timelinejs"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredDay:
    """A day with news of the subject: how many documents, and by name of which outlets."""

    day: date
    documents: int
    outlets: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineDocument:
    """A timeline with what is shown around it.

    Attributes:
        key: What it is of, for ever the same ("story-12", "topic-azerbaijan"): file names and calendar ids hold it.
        title: The story's headline or the topic's query.
        coverage: Days with documents, in order; days without are left out.
        made: When, UTC.
        reader: For whom.
    """

    key: str
    title: str
    timeline: Timeline
    coverage: tuple[CoveredDay, ...]
    made: datetime
    reader: Reader

    @property
    def rows(self) -> tuple[TimelineEntry, ...]:
        """Everything in the order of a page: background, events, what has no date."""
        return (*self.timeline.background, *self.timeline.entries, *self.timeline.undated)


def story_key(story_id: int) -> str:
    """A story's key."""
    return f"story-{story_id}"


def topic_key(query: str) -> str:
    """A query's key: its letters in plain Latin."""
    plain = _NO_KEY.sub("-", anyascii(plainly(query[: 4 * _KEY_CHARS])).lower()).strip("-")
    return f"topic-{plain[:_KEY_CHARS].strip('-') or 'everything'}"


def coverage(items: Iterable[Item], since: date | None = None, until: date | None = None) -> tuple[CoveredDay, ...]:
    """Documents and outlets of each day (UTC) on which anything was published; both bounds inclusive."""
    documents: defaultdict[date, set[int]] = defaultdict(set)
    outlets: defaultdict[date, set[str]] = defaultdict(set)
    for item in items:
        day = item.time.date()
        if (since is None or day >= since) and (until is None or day <= until):
            documents[day].add(item.id)
            outlets[day].add(item.source.shown)
    return tuple(
        CoveredDay(day=day, documents=len(documents[day]), outlets=frozenset(outlets[day])) for day in sorted(documents)
    )


def plainly(text: str) -> str:
    """Text that no reader of files stumbles over: no control character, no lone surrogate, no direction override."""
    return without_controls(text, " ")


def address(mention: SourceMention) -> str:
    """The article's web address; empty where the feed gave none that opens in a browser."""
    return "".join(plainly(mention.item.page).split())


def sentence(entry: TimelineEntry) -> str:
    """The entry's sentence on one line."""
    return " ".join(plainly(entry.text).split())


def disagreements(entry: TimelineEntry, reader: Reader) -> tuple[str, ...]:
    """A line for each figure that the outlets count differently: "killed: 38 (Outlet), 67 (Other Outlet)"."""
    counts: dict[str, list[str]] = {}
    for figure in entry.figures:
        counts.setdefault(figure.slot, []).append(f"{figure.number} ({plainly(figure.outlet)})")
    return tuple(reader.labelled(reader.say(f"slot.{slot}"), ", ".join(values)) for slot, values in counts.items())


def days_of(entry: TimelineEntry) -> tuple[date, date] | None:
    """First day and last day, inclusive; an entry that is only bounded lies on its bound; None: undated."""
    if entry.last is None:
        return None
    return (entry.first or entry.last, entry.last)
