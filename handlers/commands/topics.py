"""/track, /topics, /untrack: what a chat wants to hear of."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches

from handlers.asked_back import QuestionError
from handlers.buttons import Act, button
from handlers.commands.arguments import TrackArgument, parse_track
from handlers.commands.find import Beside, items_matching, newest_stories, week_before
from handlers.commands.query_work import briefly
from handlers.commands.quotas import room_for_a_topic
from handlers.html import code, escape, fit, italic
from handlers.messages import Button, Message
from handlers.render.outlet_names import outlet, plain_headline
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.chat import ChatId, Place
from newsroom.desk.state import DeliveryMode
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.matching.query import Query, explain
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence
from newsroom.story import numbered
from newsroom.topic import Topic, TopicMode
from storage import search, story_cards, topics
from storage.database import Connection, Transaction

_EXAMPLES = 3
_QUOTED_CHARS = 80
_MODES = {TopicMode.ALERTS: "🔔", TopicMode.DIGEST: "🗞", TopicMode.PAUSED: "⏸"}
_LIST_BUTTONS = (
    (TopicMode.ALERTS, "button.list_alerts", Act.LIST_ALERTS),
    (TopicMode.PAUSED, "button.list_pause", Act.LIST_PAUSE),
    (TopicMode.DIGEST, "button.list_digest", Act.LIST_DIGEST),
    (None, "button.list_delete", Act.LIST_DELETE),
)
_MODE_SET = {
    TopicMode.ALERTS: "topics.alerts_on",
    TopicMode.DIGEST: "topics.digest_only",
    TopicMode.PAUSED: "topics.paused",
}
_PREVIEWED = 200
_MOST_ROWS = 25  # of buttons under one message: more are slow to scroll past


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
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

    def and_then(self, more: "_Shown") -> "_Shown":
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
        raise QuestionError(sentence("track.what"))
    wish = parse_track(request.argument)
    chat, since = request.place.chat, week_before(request.now)
    await services.database.ask(lambda c: room_for_a_topic(c, chat, services.limits))
    shown = await services.database.ask(lambda c: _look(c, parse_typed(wish.query), chat, since))

    async def effect(tx: Transaction) -> Sequence[Message]:
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
        whole = shown.and_then(await _look_now(tx, shown, chat, since))
        # What is open already was shown by this preview: the topic starts from it in silence.
        known = [v.id for v in whole.fit(wish)]
        await story_cards.mark_known(tx, request.place, known, DeliveryMode.SILENT, request.now)
        return [_preview(topic, wish, whole, request.reader)]

    return Answer(effect=effect)


async def _look_now(tx: Transaction, shown: _Shown, viewer: ChatId, since: datetime) -> _Shown:
    """What was decided since; no other question may keep a transaction waiting."""
    return await _look(tx.connection, shown.query, viewer, since, shown.last, asyncio.to_thread)


async def _look(
    connection: Connection, query: Query, viewer: ChatId, since: datetime, after: int = 0, work: Beside = briefly
) -> _Shown:
    last = await search.last_decided(connection)
    found = await items_matching(connection, query, viewer, since, after, work)
    # What was reported in the week: a feed's first poll brings months at once.
    lately = [item for item in found.alerting if item.time >= since]
    views = await newest_stories(connection, lately, _PREVIEWED, viewer)
    return _Shown(
        query=query,
        last=last,
        alerting=found.alerting,
        mentioning=len(found.mentioning),
        views=tuple(views),
        cut=found.cut,
    )


def _preview(topic: Topic, wish: TrackArgument, shown: _Shown, reader: Reader) -> Message:
    lines = [reader.html(sentence("track.tracking", query=topic.text)), italic(reader.plain(explain(shown.query)))]
    if wish.min_independent > 1:
        lines.append(reader.say("track.waits", publishers=reader.say("unit.publisher", count=wish.min_independent)))
    if wish.confirm_at:
        lines.append(reader.say("track.confirms", publishers=reader.say("unit.publisher", count=wish.confirm_at)))
    lines += _would_have_sent(shown.fit(wish), shown.alerting, reader)
    if shown.mentioning:
        lines.append(reader.say("track.mentioned", items=reader.say("unit.item", count=shown.mentioning)))
    if shown.cut:
        lines.append(reader.say("track.cut"))
    lines.append(reader.say("track.from_now"))
    return Message(html=fit("\n".join(lines)), buttons=(_choices(topic, reader),))


def _would_have_sent(views: Sequence[StoryView], alerting: Sequence[Item], reader: Reader) -> list[str]:
    if not views:
        return [reader.say("track.would_have_sent_none")]
    lines = [reader.say("track.would_have_sent", alerts=reader.say("unit.alert", count=len(views)))]
    for lead, view in _newest(views, alerting)[:_EXAMPLES]:
        title, when = escape(plain_headline(lead.title, reader)), reader.moment(lead.time)
        lines.append(f"• {title} — {outlet(lead.source, reader)}, {when} /story_{numbered(view.id)}")
    return lines


def _newest(views: Sequence[StoryView], alerting: Sequence[Item]) -> list[tuple[Item, StoryView]]:
    """Each story under the newest of its headlines that match, the newest story first."""
    matching = {item.id for item in alerting}
    headed = [(next(p.item for p in reversed(v.items) if p.item.id in matching), v) for v in views]
    return sorted(headed, key=lambda pair: pair[0].time, reverse=True)


def _choices(topic: Topic, reader: Reader) -> tuple[Button, ...]:
    alerts, digest = reader.say("button.alerts_now"), reader.say("button.digest_only")
    return (
        button(f"✓ {alerts}" if topic.mode is TopicMode.ALERTS else alerts, Act.ALERTS_ON, topic.id),
        button(f"✓ {digest}" if topic.mode is TopicMode.DIGEST else digest, Act.DIGEST_ONLY, topic.id),
        button(reader.say("button.cancel"), Act.DELETE, topic.id),
    )


async def list_topics(request: Request, services: Services) -> Answer:
    """The chat's topics, each with buttons."""
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    return Answer(messages=(listed(own, request.place, request.reader),))


def listed(own: Sequence[Topic], here: Place, reader: Reader) -> Message:
    """A chat's topics, each with buttons."""
    if not own:
        return Message(html=reader.say("topics.none"))
    lines = [reader.say("topics.heading", number=len(own))]
    lines += [_line(topic, here, reader) for topic in own]
    lines.append(reader.say("topics.legend"))
    rows = [_row(topic, reader) for topic in own[:_MOST_ROWS]]
    return Message(html=fit("\n".join(lines)), buttons=tuple(rows))


def _line(topic: Topic, here: Place, reader: Reader) -> str:
    query = code(topic.text) + _wishes(topic)
    name = "topics.line" if topic.place == here else "topics.line_elsewhere"
    return reader.say(name, mark=_MODES[topic.mode], query=query, topic=topic.id)


def _wishes(topic: Topic) -> str:
    least = f" min:{topic.min_independent}" if topic.min_independent > 1 else ""
    return least + (f" confirm:{topic.confirm_at}" if topic.confirm_at else "")


def _row(topic: Topic, reader: Reader) -> tuple[Button, ...]:
    others = [(text, act) for mode, text, act in _LIST_BUTTONS if mode is not topic.mode]
    return tuple(button(reader.say(text, number=topic.id), act, topic.id) for text, act in others)


async def untrack(request: Request, services: Services) -> Answer:
    """Stop a topic, by its number or its words; asks before it stops all of them."""
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    if not request.argument:
        return Answer(messages=(listed(own, request.place, request.reader),))
    if request.argument.lower() == "all" and len(own) > 1:
        return Answer(messages=(_whether_all(own, request),))
    return _untracked(request, meant_topics(own, request.argument))


def _untracked(request: Request, gone: Sequence[Topic], *, replaces: bool = False) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        for topic in gone:
            await topics.untrack(tx, topic.id, request.place.chat)
        lines = [request.reader.say("untrack.done"), *(_how_to_resume(topic) for topic in gone)]
        return [Message(html=fit("\n".join(lines)))]

    return Answer(effect=effect, replaces=replaces)


def _how_to_resume(topic: Topic) -> str:
    """The command that tracks it again, to be copied by a tap."""
    return code(f"/track {topic.text}{_wishes(topic)}")


def _whether_all(own: Sequence[Topic], request: Request) -> Message:
    """A question, since it is one word; its buttons mean the topics that there are now, up to the newest."""
    reader, newest = request.reader, max(topic.id for topic in own)
    stop, keep = reader.say("button.untrack_all", count=len(own)), reader.say("button.keep_all")
    buttons = ((button(stop, Act.DELETE_ALL, newest), button(keep, Act.KEEP_ALL, newest)),)
    names = "\n".join(f"• {code(topic.text)}" for topic in own)
    return Message(html=fit(f"{reader.say('untrack.whether_all', count=len(own))}\n{names}"), buttons=buttons)


async def press_all(request: Request, services: Services, newest: int, *, stop: bool) -> Answer:
    """A button under the question whether every topic is to stop: those up to the newest that was asked about."""
    await known_topic(request, services, newest)
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    if not stop:
        return Answer(messages=(listed(own, request.place, request.reader),), replaces=True)
    return _untracked(request, [topic for topic in own if topic.id <= newest], replaces=True)


def meant_topics(own: Sequence[Topic], argument: str) -> list[Topic]:
    """The topics that somebody means: by their number, "all", or the query as written."""
    if argument.lower() == "all" and own:
        return list(own)
    wanted = " ".join(argument.split()).casefold()
    gone = [t for t in own if str(t.id) == wanted or t.text.casefold() == wanted]
    if not gone:
        near = [t for t in own if wanted in t.text.casefold()]
        gone = near if len(near) == 1 else []
    if not gone:
        raise _unknown(own, wanted, argument[:_QUOTED_CHARS])
    return gone


def _unknown(own: Sequence[Topic], wanted: str, typed: str) -> UserError:
    alike = get_close_matches(wanted, [topic.text.casefold() for topic in own], n=1)
    if not alike:
        return UserError(sentence("untrack.unknown", query=typed))
    near = next(topic for topic in own if topic.text.casefold() == alike[0])
    return UserError(sentence("untrack.unknown_near", query=typed, near=near.text, topic=near.id))


async def press_mode(request: Request, services: Services, topic_id: int, mode: TopicMode, *, in_list: bool) -> Answer:
    """A button: alerts, digest only or paused; `in_list`: it was in the list of topics."""
    known = await known_topic(request, services, topic_id)

    async def effect(tx: Transaction) -> Sequence[Message]:
        changed = await topics.set_mode(tx, known.id, request.place.chat, mode)
        if changed is None:
            return []
        if in_list:
            return [listed(await topics.topics_of(tx.connection, request.place.chat), request.place, request.reader)]
        confirmed = request.message(_MODE_SET[mode], query=changed.text)
        return [replace(confirmed, buttons=(_choices(changed, request.reader),))]

    return Answer(effect=effect, toast=request.reader.say("topics.saved"), replaces=True)


async def press_delete(request: Request, services: Services, topic_id: int, *, in_list: bool) -> Answer:
    """A button: stop the topic."""
    known = await known_topic(request, services, topic_id)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await topics.untrack(tx, known.id, request.place.chat)
        if in_list:
            left = listed(await topics.topics_of(tx.connection, request.place.chat), request.place, request.reader)
            gone = f"{request.reader.say('untrack.done')}\n{_how_to_resume(known)}"
            return [replace(left, html=fit(f"{gone}\n\n{left.html}"))]
        return [Message(html=f"{request.reader.say('untrack.done')}\n{_how_to_resume(known)}")]

    return Answer(effect=effect, toast=request.reader.say("untrack.toast"), replaces=True)


async def known_topic(request: Request, services: Services, topic_id: int) -> Topic:
    """The topic of a button.

    Raises:
        UserError: the chat has it no more.
    """
    found = await services.database.ask(lambda c: topics.topic(c, topic_id, request.place.chat))
    if found is None:
        raise UserError(sentence("topics.gone"))
    return found
