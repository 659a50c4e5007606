"""Topics that flood or find nothing are pointed out, once each, by day, with queries to put in their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from handlers.commands.find import items_matching, week_before
from handlers.commands.query_work import briefly
from handlers.commands.topics import wishes
from handlers.commands.track import with_source
from handlers.messages import to_payload
from handlers.render.topic_hint import HintWay, hint_message
from handlers.sentences.reader import Reader, reader_of
from newsroom.chat import Chat, ChatId, ChatKind, Place
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
from newsroom.item import Item
from newsroom.matching.broadening import broader
from newsroom.matching.narrowing import NarrowingWord, narrowing_words
from newsroom.matching.query import Query, str_query
from newsroom.matching.source_names import nearest, unwatched
from newsroom.story import StoryId
from newsroom.text.words import tokens
from newsroom.topic import Topic
from storage import button_lines, chats, outbox, sources, stories, story_cards, topic_hints
from storage.database import Connection, Database, StorageError

_OFFERED = 3  # a guess: with two further buttons they fit on a phone
_TRIED = 6  # broader queries that are tried on a week's items: each may take as long as a search
_WEEK_DAYS = 7
# A turn, of which an office day of ten hours has sixty: 12,000 chats are looked at in it. Most have nothing to point
# out; where there is, other queries are tried, in a thread shared with what people search for: these go on next turn.
_MOST_LOOKS = 200
_MOST_HINTS = 20
_READ_AT_ONCE = 500  # chats: those where it is night, too, of which none is looked at

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherQuery:
    """A query that a topic might ask instead; `line`: as it would be typed; `stories`: None: not counted."""

    label: str
    line: str
    stories: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _AlertingStories:
    """What a query finds.

    Attributes:
        stories: The items that match, by story.
        confirmed: How many of these stories two publishers or more have.
        cut: There may be more.
    """

    stories: Mapping[StoryId, Sequence[Item]]
    confirmed: int
    cut: bool


async def point_out(database: Database, now: datetime) -> int:
    """Look at the topics of chats that nobody looked at for a day, and queue hints; gives how many.

    Raises:
        StorageError: the database can't be used: no chat's fault, the next turn goes on.
    """
    since = now - OLD_ENOUGH
    async with database.read() as connection:
        due = await topic_hints.chats_to_look_at(connection, since, now - LOOKED_AT_EVERY)
        to_look_at = await _by_day(connection, due, now)
    pointed_out = 0
    for chat in to_look_at:
        if pointed_out >= _MOST_HINTS:
            break
        try:
            pointed_out += await _look_at(database, chat, now)
        except StorageError:
            raise
        except Exception:
            log.exception("hint_failed", chat=chat.id)
    return pointed_out


async def _by_day(connection: Connection, due: Sequence[ChatId], now: datetime) -> list[Chat]:
    """The first of these chats to which a hint may come now, as many as a turn looks at."""
    found: list[Chat] = []
    for at in range(0, len(due), _READ_AT_ONCE):
        some = due[at : at + _READ_AT_ONCE]
        known = {chat.id: chat for chat in await chats.chats_of(connection, some)}
        found += [known[id_] for id_ in some if id_ in known and may_point_out(known[id_], now)]
        if len(found) >= _MOST_LOOKS:
            break
    return found[:_MOST_LOOKS]


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
        alerts = await story_cards.alerts_of(connection, chat.id, topic.id, since) if topic.id in matched else 0
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
    async with database.read() as connection:
        found = await _found(connection, topic.query, topic, now - OLD_ENOUGH)
    words: Sequence[NarrowingWord] = await briefly(_words, topic, found)
    others = [
        _other(topic, f"+ {one.word}", f"({topic.text}) {one.word}", None if found.cut else one.left) for one in words
    ]
    if found.confirmed and topic.min_independent == 1:
        left = None if found.cut else found.confirmed
        label = reader.say("hint.two_publishers")
        others.append(_other(replace(topic, min_independent=2), label, topic.text, left))
    return others


def _words(topic: Topic, found: _AlertingStories) -> list[NarrowingWord]:
    return narrowing_words(found.stories, [token.text for token in tokens(topic.text)], _OFFERED)


async def _found(connection: Connection, query: Query, topic: Topic, since: datetime) -> _AlertingStories:
    """All the stories that a query would have alerted instead of the topic's: no view is made, so none is left out."""
    chat = topic.place.chat
    matching = await items_matching(connection, query, chat, since)
    lately = [item for item in matching.alerting if item.time >= since]
    story_of = await stories.stories_by_item(connection, [item.id for item in lately], chat)
    outlines = await stories.outlines(connection, list(dict.fromkeys(story_of.values())), chat)
    independent = {outline.id: outline.independent for outline in outlines}
    having: dict[StoryId, list[Item]] = {}
    for item in lately:
        story = story_of.get(item.id)
        if story is not None and independent.get(story, 0) >= topic.min_independent:
            having.setdefault(story, []).append(item)
    confirmed = sum(independent[story] > 1 for story in having)
    return _AlertingStories(stories=having, confirmed=confirmed, cut=matching.cut)


async def _wider(database: Database, topic: Topic, now: datetime) -> list[OtherQuery]:
    """Queries that would have sent something in seven days, and no flood; those with fewest alerts first."""
    found: list[OtherQuery] = []
    most = FLOOD_A_DAY * _WEEK_DAYS
    for query in broader(topic.query, _TRIED):
        async with database.read() as connection:
            count = len((await _found(connection, query, topic, week_before(now))).stories)
        if 0 < count < most:
            text = str_query(query)
            found.append(_other(topic, text, text, count))
    return sorted(found, key=lambda one: one.stories or 0)[:_OFFERED]


def _other(topic: Topic, label: str, query: str, stories: int | None = None) -> OtherQuery:
    return OtherQuery(label=label, line=f"/track {query}{wishes(topic)}", stories=stories)
