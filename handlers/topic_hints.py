"""Topics that flood or find nothing are pointed out, once each, by day, with queries to put in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from handlers.commands.find import week_before
from handlers.commands.query_work import briefly
from handlers.commands.topics import wishes
from handlers.commands.track import Shown, look, with_source
from handlers.messages import to_payload
from handlers.render.topic_hint import HintWay, hint_message
from handlers.sentences.reader import Reader, reader_of
from newsroom.chat import Chat, ChatKind, Place
from newsroom.desk.topic_hints import (
    FEWEST_ITEMS,
    FLOOD_A_DAY,
    LOOKED_AT_EVERY,
    OLD_ENOUGH,
    HintKind,
    TopicCounts,
    TopicHint,
    may_point_out,
    worth_pointing_out,
)
from newsroom.matching.broadening import broader
from newsroom.matching.narrowing import NarrowingWord, narrowing_words
from newsroom.matching.query import str_query
from newsroom.matching.source_names import nearest, unwatched
from newsroom.text.words import tokens
from newsroom.topic import Topic
from storage import button_lines, chats, outbox, sources, story_cards, topic_hints
from storage.database import Connection, Database, StorageError

_OFFERED = 3  # a guess: with two further buttons they fit on a phone
_TRIED = 6  # broader queries that are tried on a week's items: each may take as long as a search
_WEEK_DAYS = 7
_AT_ONCE = 20  # chats in one turn: their queries share a thread with what people search for

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherQuery:
    """A query that a topic might ask instead; `line`: as it would be typed; `stories`: None: not counted."""

    label: str
    line: str
    stories: int | None


async def point_out(database: Database, now: datetime) -> int:
    """Look at the topics of chats that nobody looked at for a day, and queue hints; gives how many.

    Raises:
        StorageError: the database can't be used: no chat's fault, the next turn goes on.
    """
    since = now - OLD_ENOUGH
    async with database.read() as connection:
        due = await topic_hints.chats_to_look_at(connection, since, now - LOOKED_AT_EVERY)
        known = [chat for chat_id in due if (chat := await chats.chat(connection, chat_id)) is not None]
    pointed_out = 0
    for chat in [chat for chat in known if may_point_out(chat, now)][:_AT_ONCE]:
        try:
            pointed_out += await _look_at(database, chat, now)
        except StorageError:
            raise
        except Exception:
            log.exception("hint_failed", chat=chat.id)
    return pointed_out


async def _look_at(database: Database, chat: Chat, now: datetime) -> int:
    async with database.read() as connection:
        hints = await _worth(connection, chat, now)
    async with database.write() as tx:
        await topic_hints.note_look(tx, chat.id, now)
    return sum([await _point_out(database, chat, hint, now) for hint in hints])


async def _worth(connection: Connection, chat: Chat, now: datetime) -> list[TopicHint]:
    """One for each place of the chat where there is any."""
    since = now - OLD_ENOUGH
    own = await topic_hints.not_pointed_out(connection, chat.id, since, now)
    matched = await topic_hints.matches_of(connection, [topic.id for topic in own])
    items = await topic_hints.items_since(connection, chat.id, since, FEWEST_ITEMS)
    by_place: dict[Place, list[TopicCounts]] = {}
    for topic in own:
        alerts = await story_cards.alerts_of(connection, topic.place, topic.id, since) if topic.id in matched else 0
        counts = TopicCounts(topic=topic, alerts=alerts, matches=matched.get(topic.id, 0))
        by_place.setdefault(topic.place, []).append(counts)
    found = [worth_pointing_out(counted, items) for counted in by_place.values()]
    return [hint for hint in found if hint is not None]


async def _point_out(database: Database, chat: Chat, hint: TopicHint, now: datetime) -> int:
    topic, reader = hint.topic, reader_of(chat)
    place = await _place_of(database, chat, topic)
    if place is None:
        return 0
    missing, others = await _others(database, hint, reader, now)
    async with database.write() as tx:
        if not await topic_hints.note_pointed_out(tx, topic.id, now):
            return 0
        ways = [
            HintWay(label=one.label, line=await button_lines.keep(tx, place.chat, one.line, now), stories=one.stories)
            for one in others
        ]
        message = hint_message(hint, ways, chat, reader, missing=missing, elsewhere=place != topic.place)
        kind, payload = outbox.DeliveryKind.MESSAGE, to_payload(message)
        await outbox.put(tx, place, kind, payload, now, priority=outbox.Priority.DIGEST)
    log.info("hint", chat=chat.id, topic=topic.id, kind=hint.kind.value, ways=len(ways))
    return 1


async def _place_of(database: Database, chat: Chat, topic: Topic) -> Place | None:
    """The topic's own place; a channel's readers are not to read it: whoever speaks for the channel in private."""
    if chat.kind is not ChatKind.CHANNEL:
        return topic.place
    manager = await database.ask(lambda c: topic_hints.who_manages(c, chat.id, topic.id))
    return None if manager is None else Place(chat=manager)


async def _others(database: Database, hint: TopicHint, reader: Reader, now: datetime) -> tuple[str, list[OtherQuery]]:
    """A source of the query that nobody watches, or ""; and the queries to offer."""
    if hint.kind is HintKind.FLOODS:
        return "", await _narrower(database, hint.topic, reader, now)
    chat = hint.topic.place.chat
    watched = [one.source for one in await database.ask(lambda c: sources.active_sources(c, chat))]
    for missing in unwatched(hint.topic.query, watched):
        text = hint.topic.text
        lines = [(name, with_source(text, missing, name)) for name in nearest(missing, watched)]
        return missing, [_other(hint.topic, name, line) for name, line in lines if line][:_OFFERED]
    return "", await _wider(database, hint.topic, now)


async def _narrower(database: Database, topic: Topic, reader: Reader, now: datetime) -> list[OtherQuery]:
    """With a word more, or with two publishers instead of one: of the stories of the same days as the alerts."""
    shown = await database.ask(lambda c: look(c, topic.query, topic.place.chat, now - OLD_ENOUGH))
    words: Sequence[NarrowingWord] = await briefly(_words, topic, shown)
    found = [_other(topic, f"+ {one.word}", f"({topic.text}) {one.word}", one.left) for one in words]
    confirmed = sum(view.independent > 1 for view in shown.views)
    if confirmed and topic.min_independent == 1:
        label = reader.say("hint.two_publishers")
        found.append(OtherQuery(label=label, line=f"/track {topic.text} min:2", stories=confirmed))
    return found


def _words(topic: Topic, shown: Shown) -> list[NarrowingWord]:
    enough = [view for view in shown.views if view.independent >= topic.min_independent]
    found = {view.id: [placed.item for placed in view.items] for view in enough}
    return narrowing_words(found, [token.text for token in tokens(topic.text)], _OFFERED)


async def _wider(database: Database, topic: Topic, now: datetime) -> list[OtherQuery]:
    """Queries that would have sent something in seven days, and no flood; those with fewest alerts first."""
    found: list[OtherQuery] = []
    least, most = topic.min_independent, FLOOD_A_DAY * _WEEK_DAYS
    for query in broader(topic.query, _TRIED):
        async with database.read() as connection:
            shown = await look(connection, query, topic.place.chat, week_before(now))
        stories = sum(view.independent >= least for view in shown.views)
        if 0 < stories < most:
            text = str_query(query)
            found.append(_other(topic, text, text, stories))
    return sorted(found, key=lambda one: one.stories or 0)[:_OFFERED]


def _other(topic: Topic, label: str, query: str, stories: int | None = None) -> OtherQuery:
    return OtherQuery(label=label, line=f"/track {query}{wishes(topic)}", stories=stories)
