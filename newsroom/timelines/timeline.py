"""What happened when, from all the items that tell it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsroom.dates import Derivation
from newsroom.item import Item
from newsroom.matching.syntax import Query
from newsroom.timelines.date_importance import date_importance
from newsroom.timelines.event_clusters import Event, attach_undated, cluster_mentions
from newsroom.timelines.event_mentions import (
    DatedSentences,
    EventMention,
    EventRole,
    When,
    date_sentences,
    event_mentions,
)
from newsroom.timelines.implied_dates import implied_mentions
from newsroom.timelines.timeline_entries import TimelineEntry, entry_of, when_of
from newsroom.timelines.topic_sentences import ItemForms, TopicSentences, forms

BACKGROUND = timedelta(days=365)  # before the newest item; what is older is folded
MOST_A_DAY = 2  # lines on one date of a timeline that is cut
SECOND_SHARE = 0.5  # the second is told by at least so many of the documents that tell the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A timeline.

    Attributes:
        entries: In order of date.
        background: What happened more than a year before the newest item, in order of date.
        undated: What the texts date with "recently" at most.
        more: How many further dates there are that `entries` left out.
    """

    entries: tuple[TimelineEntry, ...]
    background: tuple[TimelineEntry, ...] = ()
    undated: tuple[TimelineEntry, ...] = ()
    more: int = 0


def timeline(
    items: Sequence[Item],
    *,
    about: Query | Callable[[str], bool] | None = None,
    entries: int | None = None,
    since: date | None = None,
    until: date | None = None,
    now: datetime | None = None,
) -> Timeline:
    """Lay out what the items tell, once each, in order.

    Args:
        items: In any order; each text counts once.
        about: Only sentences about this, and whole items whose headline names it; None for everything.
        entries: So many different dates at most, the most important ones; None for all.
        since: First day wanted.
        until: Last day wanted.
        now: Nothing told after it counts; None for no bound.
    """
    readings = [date_sentences(item) for item in items if now is None or item.time <= now]
    asked = [(reading, wanted) for reading, wanted in _about(readings, about) if any(wanted)]
    told = [
        t for reading, wanted in asked for t in _told(reading, wanted) if t.implied or _within(t.when, since, until)
    ]
    if not told:
        return Timeline(entries=())
    weights = date_importance(told)
    newest = max(reading.item.time for reading, _ in asked).date()
    old_before = date.min if since else newest - BACKGROUND
    chosen = _chosen(told, weights, entries, old_before)
    gathered = cluster_mentions(t for t in told if t.implied or t.when.value is None or t.when.value in chosen)
    wanted = {None, *chosen}
    events = [event for event in gathered if when_of(event).value in wanted and _within(when_of(event), since, until)]
    attach_undated(events, asked)
    return _laid_out(events, weights, entries, old_before, more=len(weights) - len(chosen))


def _about(
    readings: Sequence[DatedSentences], about: Query | Callable[[str], bool] | None
) -> Iterator[tuple[DatedSentences, list[bool]]]:
    if not isinstance(about, Query):
        for reading in readings:
            yield reading, [about is None or about(text) for text in reading.texts]
        return
    told = [_forms(reading) for reading in readings]
    subject = TopicSentences(about, told)
    for reading, one in zip(readings, told, strict=True):
        if subject.item(one):
            headline = subject.title(one)
            yield (
                reading,
                [
                    (headline and (at == 0 or _dated(reading, at))) or subject.sentence(words)
                    for at, words in enumerate(one.sentences)
                ],
            )


def _forms(reading: DatedSentences) -> ItemForms:
    language = reading.item.language
    return ItemForms(
        item=reading.item,
        title=forms(reading.item.title, language),
        sentences=tuple(forms(text, language) for text in reading.texts),
    )


def _dated(reading: DatedSentences, at: int) -> bool:
    return any(mention.kind is not Derivation.VAGUE for mention in reading.mentions[at])


def _told(reading: DatedSentences, wanted: Sequence[bool]) -> Iterator[EventMention]:
    yield from event_mentions(reading, wanted)
    yield from implied_mentions(reading.item, reading.texts, wanted, reading.mentions)


def _within(when: When, since: date | None, until: date | None) -> bool:
    if when.last is None:
        return since is None and until is None
    first = when.first or when.last
    return (since is None or first >= since) and (until is None or when.last <= until)


def _chosen(
    told: Sequence[EventMention], weights: Mapping[str, float], entries: int | None, old_before: date
) -> set[str]:
    if entries is None:
        return set(weights)
    last = {telling.when.value: telling.when.last for telling in told}
    ranked = sorted(weights, key=lambda value: (-weights[value], value))
    fresh = [value for value in ranked if (last[value] or date.max) >= old_before]
    old = [value for value in ranked if (last[value] or date.max) < old_before]
    return set(fresh[:entries] + old[:entries])


def _laid_out(
    events: Sequence[Event], weights: Mapping[str, float], entries: int | None, old_before: date, more: int
) -> Timeline:
    top = max(weights.values(), default=1.0) or 1.0
    lines: list[TimelineEntry] = []
    for event in events if entries is None else _main_events(events):
        value, last = event.tellings[0].when.value, event.tellings[0].when.last
        old = last is not None and last < old_before
        lines.append(entry_of(event, background=old, importance=weights.get(value or "", 0.0) / top))
    lines.sort(key=lambda line: (line.last or date.max, line.first or date.min, -line.documents))
    dated = [line for line in lines if line.last is not None]
    return Timeline(
        entries=tuple(line for line in dated if line.role is not EventRole.BACKGROUND),
        background=tuple(line for line in dated if line.role is EventRole.BACKGROUND),
        undated=tuple(line for line in lines if line.last is None),
        more=more,
    )


def _main_events(events: Sequence[Event]) -> Iterator[Event]:
    """Of each date the event that most documents tell, and the next if half as many tell it."""
    by_value: defaultdict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        by_value[event.tellings[0].when.value].append(event)
    for value, found in by_value.items():
        if value is None:
            continue
        found.sort(key=_documents, reverse=True)
        most = _documents(found[0])
        yield found[0]
        yield from (event for event in found[1:MOST_A_DAY] if _documents(event) >= max(2, most * SECOND_SHARE))


def _documents(event: Event) -> int:
    return len({telling.item.id for telling in event.tellings})
