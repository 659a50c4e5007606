"""One source: how it is, what it brings, when it is visited next, and whose it is."""

from datetime import datetime

from handlers.html import escape, fit
from handlers.render.feed_link import feed_link
from handlers.sentences.reader import Reader
from newsroom.sentence import Sentence, sentence
from newsroom.source import Source
from newsroom.source_figures import SourceFigures
from newsroom.text.url import registered_domain
from storage.sources import WatchedSource
from storage.states import SourceOrigin, SourceState

_WHOLE = 10  # a day: of fewer a half matters


def health_mark(watched: WatchedSource) -> str:
    """✗ can't be read, ⏸ paused, ○ not read yet, ✓ well."""
    if watched.state is SourceState.RETIRED:
        return "✗"
    if watched.paused_at is not None:
        return "⏸"
    if watched.problem is not None:
        return "✗"
    return "✓" if watched.last_ok_at else "○"


def source_card(
    watched: WatchedSource, figures: SourceFigures, added_by: Sentence | str | None, reader: Reader, now: datetime
) -> str:
    """HTML of the whole card. `added_by`: the person who added a chat's own, as people know them; None: nobody."""
    source = watched.source
    title = f"{health_mark(watched)} <b>{feed_link(source.name, source.url)}</b>"
    lines = [
        f"{title} ({escape(registered_domain(source.url))})",
        *_state(watched, reader, now),
        *_figures(figures, reader),
        *_publisher(watched.source, reader),
        *_owner(watched, added_by, reader),
    ]
    return fit("\n".join(lines))


def _state(watched: WatchedSource, reader: Reader, now: datetime) -> list[str]:
    problem = reader.html(watched.problem) if watched.problem else reader.say("feeds.retired")
    if watched.state is SourceState.RETIRED:
        return [reader.say("feed_card.ended", problem=problem)]
    read = reader.say("feed_card.unread")
    if watched.last_ok_at:
        read = reader.say("feed_card.read", span=reader.span(now - watched.last_ok_at))
    if watched.paused_at is not None:
        return [reader.say("feed_card.paused", time=reader.clock(watched.paused_at, now)), read]
    lines = [f"{read} · {_next_visit(watched, reader, now)}"]
    if watched.problem:
        since = reader.clock(watched.failing_since or now, now)
        lines.insert(0, reader.say("feed_card.failing", since=since, problem=problem))
    return lines


def _next_visit(watched: WatchedSource, reader: Reader, now: datetime) -> str:
    if watched.next_due_at <= now:
        return reader.say("feed_card.next_now")
    return reader.say("feed_card.next", span=reader.span(watched.next_due_at - now))


def _figures(figures: SourceFigures, reader: Reader) -> list[str]:
    items, span = reader.say("unit.item", count=figures.items), reader.span(figures.over)
    if not figures.items:
        return [reader.say("feed_card.nothing_new", span=span)] if figures.over else []
    if figures.a_day is None or figures.a_day < 1:
        lines = [reader.say("feed_card.items", items=items, span=span)]
    else:
        lines = [reader.say("feed_card.items_a_day", items=items, span=span, rate=_rate(figures.a_day, reader))]
    if figures.delay is not None:
        lines.append(reader.say("feed_card.delay", span=reader.span(figures.delay)))
    elif not figures.dated:
        lines.append(reader.say("feed_card.undated"))
    if figures.reprint_pct is not None:
        lines.append(reader.say("feed_card.reprints", share=figures.reprint_pct))
    return lines


def _publisher(source: Source, reader: Reader) -> list[str]:
    """With whom it counts as one voice."""
    counted = reader.html(sentence("feed_card.publisher", publisher=source.family))
    if not source.joined:
        return [counted]
    return [counted, reader.html(sentence("feed_card.joined", publisher=source.joined))]


def _rate(a_day: float, reader: Reader) -> str:
    return reader.number(round(a_day) if a_day >= _WHOLE else round(a_day, 1))


def _owner(watched: WatchedSource, added_by: Sentence | str | None, reader: Reader) -> list[str]:
    """Whose it is: never which chat offered what is for all."""
    day = reader.day(reader.local(watched.added_at).date())
    if watched.source.owner is None:
        of_file = watched.origin is SourceOrigin.CONFIG
        return [reader.say("feed_card.operators" if of_file else "feed_card.accepted")]
    name = sentence("feed_card.own", day=day)
    if added_by is not None:
        name = sentence("feed_card.own_by", day=day, person=added_by)
    offered = [reader.say("feed_card.offered")] if watched.offered_at else []
    return [reader.html(name), *offered]
