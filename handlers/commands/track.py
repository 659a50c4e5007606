"""/track: a query is tracked, and what it would have sent is shown; what can't match or floods is said first."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.asked_back import Choice, ChoiceError, QuestionError
from handlers.commands.arguments import TrackArgument, parse_track
from handlers.commands.find import Beside, items_matching, newest_stories, week_before
from handlers.commands.query_work import briefly
from handlers.commands.quotas import room_for_a_topic
from handlers.commands.topics import choices
from handlers.html import escape, fit, italic
from handlers.messages import Message
from handlers.render.heading import heading_of_matches
from handlers.render.outlet_names import outlet, plain_headline
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.chat import ChatId, Place
from newsroom.desk.state import DeliveryMode
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.matching.query import Query, explain
from newsroom.matching.source_names import nearest, unwatched
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence
from newsroom.source import Source
from newsroom.story import numbered
from newsroom.text.words import fold, tokens
from newsroom.topic import Topic, TopicMode
from storage import search, sources, story_cards, topics
from storage.database import Connection, Transaction

_EXAMPLES = 3
_PREVIEWED = 200
FLOOD_A_DAY = 5  # alerts: a guess; two topics of so many ring once an hour of a working day
_WEEK_DAYS = 7
_SOURCE = re.compile(r'\bsource:("[^"]*"|[^\s()|,;/]+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a preview shows.

    Attributes:
        last: The newest item that was decided by then.
        mentioning: How many items only mention the topic.
        cut: There may be more of both: the topic is very broad.
    """

    query: Query
    last: int
    alerting: tuple[Item, ...]
    mentioning: int
    views: tuple[StoryView, ...]
    cut: bool

    def and_then(self, more: "Shown") -> "Shown":
        """With what a later look found; of a story that both saw its later state."""
        return replace(
            self,
            alerting=(*self.alerting, *more.alerting),
            mentioning=self.mentioning + more.mentioning,
            views=tuple({view.id: view for view in (*self.views, *more.views)}.values()),
        )

    def fit(self, wish: TrackArgument) -> list[StoryView]:
        """The stories that enough publishers have; an alert of the others comes when enough have them."""
        return [view for view in self.views if view.independent >= wish.min_independent]


async def track(request: Request, services: Services) -> Answer:
    """Track a query, and show what it would have sent in the last seven days."""
    if not request.argument:
        raise QuestionError(sentence("track.what"), "track")
    wish = parse_track(request.argument)
    chat, since = request.place.chat, week_before(request.now)
    query = parse_typed(wish.query)
    async with services.database.read() as connection:
        known = same_topic(await topics.topics_of(connection, chat), request.place, query)
        if known is None:
            await room_for_a_topic(connection, chat, services.limits)
        watched = [one.source for one in await sources.active_sources(connection, chat)]
        alerts = await story_cards.alerts_of(connection, known.place.chat, known.id, since) if known else 0
    if known and not _changes(known, wish):
        return Answer(messages=(_already(known, alerts, request.reader),))
    if missing := unwatched(query, watched):
        raise no_source(request, missing[0], watched)
    shown = await services.database.ask(lambda c: look(c, known.query if known else query, chat, since))

    async def effect(tx: Transaction) -> Sequence[Message]:
        if known is None:
            await room_for_a_topic(tx.connection, request.place.chat, services.limits)
        topic = await topics.track(
            tx,
            request.place,
            shown.query,
            request.speaker.user,
            request.now,
            min_independent=wish.min_independent,
            confirm_at=wish.confirm_at,
        )
        # The desk went on meanwhile, without this topic: what it decided is in the preview, or would be lost.
        whole = shown.and_then(await look_now(tx, shown, chat, since))
        # What is open already was shown by this preview: the topic starts from it in silence.
        in_silence = [v.id for v in whole.fit(wish)]
        await story_cards.mark_known(tx, request.place, in_silence, DeliveryMode.SILENT, request.now)
        return [_preview(topic, wish, whole, request, before=known)]

    return Answer(effect=effect)


def same_topic(own: Sequence[Topic], place: Place, query: Query) -> Topic | None:
    """The topic of the place that asks the same: capitals count in operators, which are parsed by now."""
    asked = repr(query).casefold()
    return next((t for t in own if t.place == place and repr(t.query).casefold() == asked), None)


def _changes(known: Topic, wish: TrackArgument) -> bool:
    """Whether tracking it once more makes a difference."""
    same = (known.min_independent, known.confirm_at) == (wish.min_independent, wish.confirm_at)
    return known.mode is not TopicMode.ALERTS or not same


def _already(known: Topic, alerts: int, reader: Reader) -> Message:
    since, in_a_week = reader.day(reader.local(known.made).date()), reader.say("unit.alert", count=alerts)
    html = reader.say("track.already", query=escape(known.text), since=since, alerts=in_a_week)
    return Message(html=html, buttons=(choices(known, reader),))


def no_source(request: Request, missing: str, watched: Sequence[Source], command: str = "track") -> UserError:
    """No watched source is called so: the topic could never match, and its chat would wait for ever."""
    near = nearest(missing, watched)
    if not near:
        return UserError(sentence("track.no_source", name=missing))
    lines = [with_source(request.argument, missing, name) for name in near]
    found = [Choice(f"/{command} {line}", name) for line, name in zip(lines, near, strict=True) if line]
    return ChoiceError(sentence("track.no_source_near", name=missing, near=near[0]), found)


def with_source(argument: str, wrong: str, right: str) -> str | None:
    """The argument with another source; None where it was not found as it is written."""

    def renamed(found: re.Match[str]) -> str:
        name = " ".join(token.folded for token in tokens(found.group(1)))
        return f'source:"{right}"' if name == " ".join(fold(word) for word in wrong.split()) else found.group()

    changed = _SOURCE.sub(renamed, argument)
    return changed if changed != argument else None


async def look_now(tx: Transaction, shown: Shown, viewer: ChatId, since: datetime) -> Shown:
    """What was decided since; no other question may keep a transaction waiting."""
    return await look(tx.connection, shown.query, viewer, since, shown.last, asyncio.to_thread)


async def look(
    connection: Connection, query: Query, viewer: ChatId, since: datetime, after: int = 0, work: Beside = briefly
) -> Shown:
    """What of the stored items a query matches, and their stories.

    `after`: of items with ids above that; `work`: where the items are looked at.
    """
    last = await search.last_decided(connection)
    found = await items_matching(connection, query, viewer, since, after, work)
    # What was reported in the week: a feed's first poll brings months at once.
    lately = [item for item in found.alerting if item.time >= since]
    views = await newest_stories(connection, lately, _PREVIEWED, viewer)
    return Shown(
        query=query,
        last=last,
        alerting=found.alerting,
        mentioning=len(found.mentioning),
        views=tuple(views),
        cut=found.cut,
    )


def _preview(topic: Topic, wish: TrackArgument, shown: Shown, request: Request, *, before: Topic | None) -> Message:
    reader, views = request.reader, shown.fit(wish)
    heading = "track.tracking" if before is None else "track.tracking_anew"
    lines = [reader.html(sentence(heading, query=topic.text)), italic(reader.plain(explain(shown.query)))]
    if wish.min_independent > 1:
        lines.append(reader.say("track.waits", publishers=reader.say("unit.publisher", count=wish.min_independent)))
    if wish.confirm_at:
        lines.append(reader.say("track.confirms", publishers=reader.say("unit.publisher", count=wish.confirm_at)))
    lines += would_have_sent(views, shown.alerting, reader)
    if shown.mentioning:
        lines.append(reader.say("track.mentioned", count=shown.mentioning))
    if shown.cut:
        lines.append(reader.say("track.cut"))
    a_day = alerts_a_day(views, request.now)
    floods = a_day >= FLOOD_A_DAY
    if floods:
        lines.append(reader.say("track.floods", alerts=reader.say("unit.alert", count=a_day)))
    lines.append(reader.say("track.from_now" if views else "track.from_now_on"))
    return Message(html=fit("\n".join(lines)), buttons=(choices(topic, reader, digest_first=floods),))


def alerts_a_day(views: Sequence[StoryView], now: datetime) -> int:
    """Of the days for which there are stories: a bot that began yesterday knows no week."""
    oldest = min((view.lead.time for view in views), default=now)
    days = max(1, min(_WEEK_DAYS, (now - oldest) // timedelta(days=1) + 1))
    return len(views) // days


def how_many(views: Sequence[StoryView], reader: Reader, name: str = "track.would_have_sent_number") -> str:
    """How many alerts that would have been, in a sentence of that name."""
    if not views:
        return reader.say("track.would_have_sent_none")
    return reader.say(name, alerts=reader.say("unit.alert", count=len(views)))


def would_have_sent(views: Sequence[StoryView], alerting: Sequence[Item], reader: Reader) -> list[str]:
    """How many alerts, and the latest of them."""
    name = "track.would_have_sent_some" if len(views) > _EXAMPLES else "track.would_have_sent"
    lines = [how_many(views, reader, name)]
    for lead, view in _newest(views, alerting, reader)[:_EXAMPLES]:
        title, when = escape(plain_headline(lead.title, reader)), reader.moment(lead.time)
        lines.append(f"• {title} — {outlet(lead.source, reader)}, {when} /story_{numbered(view.id)}")
    return lines


def _newest(views: Sequence[StoryView], alerting: Sequence[Item], reader: Reader) -> list[tuple[Item, StoryView]]:
    """Each story under the headline that its alert would have borne, the newest of these first.

    Under the newest headline that matches, a story was listed by one name and opened by its number under another.
    """
    matching = {item.id for item in alerting}
    headed = [(heading_of_matches(view.independence(), matching, reader.language), view) for view in views]
    return sorted(headed, key=lambda pair: pair[0].time, reverse=True)
