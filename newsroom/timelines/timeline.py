"""Timelines: what happened when, by all the items that report it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from newsroom.item import Item
from newsroom.matching.syntax import Query
from newsroom.timelines.chosen_dates import chosen_dates
from newsroom.timelines.date_importance import date_importance
from newsroom.timelines.dated_sentences import DatedSentences, TextSentences, all_sentences
from newsroom.timelines.event_clusters import Event, attach_undated, cluster_mentions
from newsroom.timelines.event_mentions import EventMention, EventRole, When, event_mentions
from newsroom.timelines.implied_dates import implied_mentions
from newsroom.timelines.term_vectors import SentenceWords
from newsroom.timelines.timeline_entries import TimelineEntry, entry_of, when_of
from newsroom.timelines.topic_sentences import TopicItem, TopicSentences
from newsroom.timelines.topic_words import topic_words

# Before the newest item; what is older is folded. A guess: a year sets this story apart from those before it; a court
# case loses its beginning, a yearly festival keeps its last.
BACKGROUND = timedelta(days=365)
# Lines on one date of a timeline that is cut, and the share of the first one's documents that a second one needs.
# Agreeing ROUGE-1 on Timeline17: one line .165, two .195, three .199 and a longer read; a share of .25 .196, .75 .178.
MOST_A_DAY = 2
SECOND_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A timeline.

    Attributes:
        entries: In order of date.
        background: Events more than a year before the newest item, in order of date.
        undated: Events that the texts date with "recently" at most.
        more: The number of dates that a longer timeline would show: left out because `entries` was reached, not because
            they are vaguer than a date that is shown.
        lesser: The number of events on dates that are shown which a longer timeline would show as well.
    """

    entries: tuple[TimelineEntry, ...]
    background: tuple[TimelineEntry, ...] = ()
    undated: tuple[TimelineEntry, ...] = ()
    more: int = 0
    lesser: int = 0


def timeline(
    items: Sequence[Item],
    *,
    about: Query | Callable[[str], bool] | None = None,
    entries: int | None = None,
    lines: int = 0,
    since: date | None = None,
    until: date | None = None,
    now: datetime | None = None,
    found: bool = False,
) -> Timeline:
    """Lay out what the items report, each event once, in order of date.

    Args:
        items: In any order; each text counts once.
        about: Only sentences about this, and whole items whose headline names it; None for everything.
        entries: So many days, the most important ones, fewer where there are no more; None for every date.
        lines: Where the main events of these days are fewer, lesser ones come as well, so many in all.
        since: First day wanted.
        until: Last day wanted.
        now: Items published later don't count; None for no bound.
        found: The items are those that the query `about` finds: none of them need be asked for that again.
    """
    read = all_sentences(item for item in items if now is None or item.time <= now)
    relevant = [(dated, wanted) for dated, wanted in _about(read, about, found=found) if any(wanted)]
    mentions = list(_wanted_mentions(relevant, since, until))
    if not mentions:
        return Timeline(entries=())
    roots_of = SentenceWords().of
    weights = date_importance(mentions, topic_words(relevant, roots_of), roots_of)
    old_before = date.min if since else max(dated.item.time for dated, _ in relevant).date() - BACKGROUND
    chosen = chosen_dates(mentions, weights, entries, old_before)
    kept = {None, *chosen}
    clustered = cluster_mentions((one for one in mentions if one.implied or one.when.value in kept), roots_of)
    events = [event for event in clustered if when_of(event).value in kept and _within(when_of(event), since, until)]
    attach_undated(events, relevant, roots_of)
    laid_out, lesser = (events, 0) if entries is None else _filled(events, lines)
    longest = chosen_dates(mentions, weights, entries and len(weights), old_before)
    within = {mention.when.value for mention in mentions if _within(mention.when, since, until)}
    return replace(_laid_out(laid_out, weights, old_before), more=len(within & longest - chosen), lesser=lesser)


def _about(
    read: Sequence[DatedSentences], about: Query | Callable[[str], bool] | None, *, found: bool
) -> Iterator[tuple[DatedSentences, Sequence[bool]]]:
    """Each item with, for each of its sentences, whether it is about the topic; items that are not are left out."""
    if not isinstance(about, Query):
        for dated in read:
            yield dated, tuple([about is None or about(text) for text in dated.texts])
        return
    topic = TopicSentences(about, [TopicItem(item=dated.item, sentences=dated.texts) for dated in read])
    of_text: dict[TextSentences, Sequence[bool]] = {}  # of texts of which it is not a matter of their day
    for dated in read:
        if not topic.item(dated.item, fulfils=found):
            continue
        if topic.whole(dated.item):
            yield dated, (True,) * len(dated.texts)
            continue
        known = of_text.get(dated.text)
        if known is None:
            named, known = _about_sentences(dated, topic)
            if not named or dated.text.is_undated():
                of_text[dated.text] = known
        yield dated, known


def _about_sentences(dated: DatedSentences, topic: TopicSentences) -> tuple[bool, tuple[bool, ...]]:
    """Whether the headline names the topic, and for each sentence whether it is about it."""
    language = dated.item.language
    named = topic.sentence(dated.item.title, language)
    about = [
        (named and (at == 0 or dated.has_date(at))) or topic.sentence(text, language)
        for at, text in enumerate(dated.texts)
    ]
    return named, tuple(about)


def _wanted_mentions(
    relevant: Iterable[tuple[DatedSentences, Sequence[bool]]], since: date | None, until: date | None
) -> Iterator[EventMention]:
    for dated, wanted in relevant:
        for mention in (*event_mentions(dated, wanted), *implied_mentions(dated, wanted)):
            if mention.implied or _within(mention.when, since, until):
                yield mention


def _within(when: When, since: date | None, until: date | None) -> bool:
    if when.last is None:
        return since is None and until is None
    first = when.first or when.last
    return (since is None or first >= since) and (until is None or when.last <= until)


def _laid_out(events: Sequence[Event], weights: Mapping[str, float], old_before: date) -> Timeline:
    top = max(weights.values(), default=1.0) or 1.0
    lines: list[TimelineEntry] = []
    for event in events:
        value, last = event.mentions[0].when.value, event.mentions[0].when.last
        old = last is not None and last < old_before
        lines.append(entry_of(event, background=old, importance=weights.get(value or "", 0.0) / top))
    lines.sort(key=lambda line: (line.last or date.max, line.first or date.min, -line.documents))
    dated = [line for line in lines if line.last is not None]
    return Timeline(
        entries=tuple(line for line in dated if line.role is not EventRole.BACKGROUND),
        background=tuple(line for line in dated if line.role is EventRole.BACKGROUND),
        undated=tuple(line for line in lines if line.last is None),
    )


def _filled(events: Sequence[Event], lines: int) -> tuple[Sequence[Event], int]:
    """The main events, and those that most documents report of the others, so many in all; how many are left out.

    Those without a date come in any case: no date is left out with them.
    """
    main = _main_events(events)
    taken = set(map(id, main))
    undated = [event for event in events if event.mentions[0].when.value is None]
    others = [event for event in events if id(event) not in taken and event.mentions[0].when.value is not None]
    others.sort(key=_documents, reverse=True)
    room = max(0, lines - len(main))
    return [*main, *others[:room], *undated], len(others[room:])


def _main_events(events: Sequence[Event]) -> list[Event]:
    """Of each date the event that most documents report, and the next if half as many report it."""
    main: list[Event] = []
    by_value: defaultdict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        by_value[event.mentions[0].when.value].append(event)
    for value, found in by_value.items():
        if value is None:
            continue
        found.sort(key=_documents, reverse=True)
        most = _documents(found[0])
        main.append(found[0])
        main += [event for event in found[1:MOST_A_DAY] if _documents(event) >= max(2, most * SECOND_SHARE)]
    return main


def _documents(event: Event) -> int:
    return len({mention.item.id for mention in event.mentions})
