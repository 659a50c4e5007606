"""/track, /topics, /untrack: what a chat wants to be told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.buttons import Act, button
from handlers.commands.arguments import TrackWish, track_wish
from handlers.commands.find import find_on, stories_on, week_before
from handlers.html import bold, code, escape, fit, italic
from handlers.messages import Button, Message
from handlers.render.outlet_names import outlet, plain_headline
from handlers.render.times import count
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.chat import Place
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.matching.query import Query, explain, parse, str_query
from newsroom.topic import Topic, TopicMode
from storage import search, stories, topics
from storage.database import Connection, Transaction

_EXAMPLES = 3
_MODES = {TopicMode.ALERTS: "🔔", TopicMode.DIGEST: "🗞", TopicMode.PAUSED: "⏸"}
_PREVIEWED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What a preview shows.

    Attributes:
        last: The newest item that was decided by then.
        mentioning: How many items only mention the topic.
    """

    query: Query
    last: int
    alerting: tuple[Item, ...]
    mentioning: int
    views: tuple[StoryView, ...]

    def and_then(self, more: "_Shown") -> "_Shown":
        """With what a later look found; of a story that both saw its later state."""
        return replace(
            self,
            alerting=(*self.alerting, *more.alerting),
            mentioning=self.mentioning + more.mentioning,
            views=tuple({view.id: view for view in (*self.views, *more.views)}.values()),
        )

    def fit(self, wish: TrackWish) -> list[StoryView]:
        """The stories behind which enough publishers stand; the others are told when they do."""
        return [view for view in self.views if view.independent >= wish.min_independent]


async def track(request: Request, services: Services) -> Answer:
    """Track a query, and say what it would have sent in the last seven days."""
    if not request.argument:
        raise UserError("Tell me what to track, for example: /track Azerbaijan (Russia OR Kremlin) -football")
    wish = track_wish(request.argument)
    shown = await services.database.ask(lambda c: _look(c, parse(wish.query), week_before(request.now)))
    taken = await services.database.ask(lambda c: topics.count(c, request.place.chat))
    if taken >= services.limits.topics_per_chat:
        raise UserError(
            f"This chat tracks {taken} topics, as many as one chat may. Make room with /untrack or ask the operator."
        )

    async def effect(tx: Transaction) -> Sequence[Message]:
        topic = await topics.track(
            tx,
            request.place,
            str_query(shown.query),
            request.speaker.user,
            request.now,
            min_independent=wish.min_independent,
            confirm_at=wish.confirm_at,
        )
        # The desk went on meanwhile, without this topic: what it decided stands in the preview or would be lost.
        whole = shown.and_then(await _look(tx.connection, shown.query, week_before(request.now), shown.last))
        # What is open already was shown by this preview: the topic starts from it in silence.
        known = [v.id for v in whole.fit(wish)]
        await stories.mark_known(tx, request.place, known, "silent", request.now)
        return [_preview(topic, wish, whole, request.reader)]

    return Answer(effect=effect)


async def _look(connection: Connection, query: Query, since: datetime, after: int = 0) -> _Shown:
    last = await search.last_decided(connection)
    found = await find_on(connection, query, since, after)
    # What was told in the week: a feed's first poll brings months at once.
    lately = [item for item in found.alerting if item.time >= since]
    views = await stories_on(connection, lately, _PREVIEWED)
    return _Shown(query=query, last=last, alerting=found.alerting, mentioning=len(found.mentioning), views=tuple(views))


def _preview(topic: Topic, wish: TrackWish, shown: _Shown, reader: Reader) -> Message:
    lines = [f"Tracking {code(topic.query)}", italic(explain(shown.query))]
    if wish.min_independent > 1:
        lines.append(f"Alerts wait for {count(wish.min_independent, 'independent publisher')}.")
    if wish.confirm_at:
        lines.append(f"You are told again once {count(wish.confirm_at, 'independent publisher')} stand behind a story.")
    fit_in = shown.fit(wish)
    if fit_in:
        lines.append(f"In the last 7 days it would have sent {bold(count(len(fit_in), 'alert'))}, for example:")
        for lead, view in _newest(fit_in, shown.alerting)[:_EXAMPLES]:
            title, when = escape(plain_headline(lead.title, reader)), reader.moment(lead.time)
            lines.append(f"• {title} — {outlet(lead.source, reader)}, {when} /story_{view.id}")
    else:
        lines.append("In the last 7 days it would have sent no alert.")
    if shown.mentioning:
        lines.append(f"{count(shown.mentioning, 'item')} only mention it: found by /search, never alerted.")
    lines.append("Alerts are on from now; what is listed here is not sent again.")
    return Message(html=fit("\n".join(lines)), buttons=(_choices(topic),))


def _newest(views: Sequence[StoryView], alerting: Sequence[Item]) -> list[tuple[Item, StoryView]]:
    """Each story under the newest of its headlines that match, the newest story first."""
    matching = {item.id for item in alerting}
    headed = [(next(t.item for t in reversed(v.items) if t.item.id in matching), v) for v in views]
    return sorted(headed, key=lambda pair: pair[0].time, reverse=True)


def _choices(topic: Topic) -> tuple[Button, ...]:
    alerts = "✓ Alerts now" if topic.mode is TopicMode.ALERTS else "Alerts now"
    digest = "✓ Digest only" if topic.mode is TopicMode.DIGEST else "Digest only"
    return (
        button(alerts, Act.ALERTS_ON, topic.id),
        button(digest, Act.DIGEST_ONLY, topic.id),
        button("Cancel", Act.DELETE, topic.id),
    )


async def list_topics(request: Request, services: Services) -> Answer:
    """The chat's topics, each with buttons."""
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    return Answer(messages=(_listed(own, request.place),))


def _listed(own: Sequence[Topic], here: Place) -> Message:
    if not own:
        return Message(html="This chat tracks nothing yet. Begin with /track and a few words, e.g. /track Azerbaijan")
    lines = [f"{bold('Topics')}: {len(own)}"]
    rows: list[tuple[Button, ...]] = []
    for number, topic in enumerate(own, start=1):
        extra = f" min:{topic.min_independent}" if topic.min_independent > 1 else ""
        extra += f" confirm:{topic.confirm_at}" if topic.confirm_at else ""
        extra += "" if topic.place == here else " · told in another thread"
        lines.append(f"{number}. {_MODES[topic.mode]} {code(topic.query)}{extra} · stop: /untrack_{topic.id}")
        rows.append(_row(number, topic))
    lines.append("🔔 alerts · 🗞 digest only · ⏸ paused")
    return Message(html=fit("\n".join(lines)), buttons=tuple(rows[:25]))


def _row(number: int, topic: Topic) -> tuple[Button, ...]:
    acts = {
        TopicMode.ALERTS: (f"{number} 🔔 Alerts", Act.LIST_ALERTS),
        TopicMode.PAUSED: (f"{number} ⏸ Pause", Act.LIST_PAUSE),
        TopicMode.DIGEST: (f"{number} 🗞 Digest", Act.LIST_DIGEST),
    }
    others = tuple(button(text, act, topic.id) for mode, (text, act) in acts.items() if mode is not topic.mode)
    return (*others, button(f"{number} ✕ Delete", Act.LIST_DELETE, topic.id))


async def untrack(request: Request, services: Services) -> Answer:
    """Stop a topic, by its number, its words, or all of them."""
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    if not request.argument:
        return Answer(messages=(_listed(own, request.place),))
    gone = _meant(own, request.argument)

    async def effect(tx: Transaction) -> Sequence[Message]:
        for topic in gone:
            await topics.untrack(tx, topic.id, request.place.chat)
        names = ", ".join(code(t.query) for t in gone)
        return [Message(html=fit(f"No longer tracked: {names}. What was told stays; /track takes it up again."))]

    return Answer(effect=effect)


def _meant(own: Sequence[Topic], argument: str) -> list[Topic]:
    """The topics that a word of /untrack means: id, "all", or the query as written."""
    if argument.lower() == "all" and own:
        return list(own)
    wanted = " ".join(argument.split()).casefold()
    gone = [t for t in own if str(t.id) == wanted or t.query.casefold() == wanted]
    if not gone:
        near = [t for t in own if wanted in t.query.casefold()]
        gone = near if len(near) == 1 else []
    if not gone:
        raise UserError(f"This chat tracks nothing called “{argument[:80]}”. /topics shows what it tracks.")
    return gone


async def press_mode(request: Request, services: Services, topic_id: int, mode: TopicMode, *, in_list: bool) -> Answer:
    """A button: alerts, digest only or paused; `in_list`: it stood in the list of topics."""
    known = await _known(request, services, topic_id)

    async def effect(tx: Transaction) -> Sequence[Message]:
        changed = await topics.set_mode(tx, known.id, request.place.chat, mode)
        if changed is None:
            return []
        if in_list:
            return [_listed(await topics.topics_of(tx.connection, request.place.chat), request.place)]
        said = {
            TopicMode.ALERTS: "Alerts are on.",
            TopicMode.DIGEST: "Digest only: no alerts.",
            TopicMode.PAUSED: "Paused.",
        }
        return [Message(html=f"{code(changed.query)}: {said[mode]}", buttons=(_choices(changed),))]

    return Answer(effect=effect, toast="Saved", replaces=True)


async def press_delete(request: Request, services: Services, topic_id: int, *, in_list: bool) -> Answer:
    """A button: stop the topic."""
    known = await _known(request, services, topic_id)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await topics.untrack(tx, known.id, request.place.chat)
        if in_list:
            return [_listed(await topics.topics_of(tx.connection, request.place.chat), request.place)]
        return [Message(html=f"{code(known.query)} is not tracked. /track takes it up again.")]

    return Answer(effect=effect, toast="No longer tracked", replaces=True)


async def _known(request: Request, services: Services, topic_id: int) -> Topic:
    found = await services.database.ask(lambda c: topics.topic(c, topic_id, request.place.chat))
    if found is None:
        raise UserError("This topic is gone already. /topics shows what is tracked now.")
    return found
