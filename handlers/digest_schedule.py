"""Digests: one for each chat and local date, whatever happens to clocks and processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog

from handlers.digest_picture import digest_picture
from handlers.messages import Message, file_payload, to_payload
from handlers.render.digest import digest, nothing
from handlers.sentences.reader import reader_of
from newsroom.chat import Chat, Place
from newsroom.desk.digest import DigestLine, DigestWindow, next_window, ranked
from newsroom.desk.quiet_hours import digest_due, last_marked, local
from newsroom.desk.state import DeliveryMode
from newsroom.desk.story_view import StoryView
from newsroom.item import ItemId
from newsroom.story import StoryId
from newsroom.topic import TopicMode
from storage import chats, digests, outbox, search, stories, story_cards, topics
from storage.database import Connection, Database, StorageError, Transaction

_REACHED = timedelta(days=2)  # no zone's digest of now is of a date longer before UTC's
_ALERTED = frozenset({DeliveryMode.ALERT, DeliveryMode.LIST, DeliveryMode.CATCH_UP, DeliveryMode.DIGEST})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDigest:
    """The digest of a place.

    Attributes:
        message: None where there is nothing to report, and the chat wants no word of that.
        stories: The stories that the message lists.
    """

    place: Place
    message: Message | None
    stories: tuple[StoryId, ...]


async def send_due(database: Database, now: datetime) -> int:
    """Queue every digest whose hour has come; gives how many.

    One that fails is tried again at the next tick, and keeps no other chat from its own.

    Raises:
        StorageError: the database can't be used: no chat's fault, the next tick goes on.
    """
    async with database.read() as connection:
        known = [c for c in await chats.all_chats(connection) if c.admitted and not c.suspended]
        marked = await digests.marked_since(connection, now.date() - _REACHED)
    sent = 0
    for chat in known:
        try:
            if today := digest_due(chat, now, last_marked(chat, now, marked.get(chat.id, ()))):
                sent += await _send(database, chat, today, now)
        except StorageError:
            raise
        except Exception:
            log.exception("digest_failed", chat=chat.id)
    return sent


async def _send(database: Database, chat: Chat, today: date, now: datetime) -> int:
    """The date is marked in the transaction that queues its messages: never twice, never lost."""
    covers = await window(database, chat, now)
    written = [one for one in await write_digests(database, chat, covers, now, today) if one.message]
    drawn = [(one.place, await digest_picture(database, one.place, covers, reader_of(chat), now)) for one in written]
    pictures = [(place, file) for place, file in drawn if file]
    async with database.write() as tx:
        if not await digests.mark(tx, chat.id, today, covers, now):
            return 0
        for one in written:
            await _queue(tx, one, now)
        for place, file in pictures:
            kind, payload = outbox.DeliveryKind.PHOTO, file_payload(file)
            await outbox.put(tx, place, kind, payload, now, priority=outbox.Priority.DIGEST)
    log.info("digest", chat=chat.id, date=today.isoformat(), messages=len(written), pictures=len(pictures))
    return len(written)


async def _queue(tx: Transaction, one: PlaceDigest, now: datetime) -> None:
    if one.message:
        kind, payload = outbox.DeliveryKind.MESSAGE, to_payload(one.message)
        await outbox.put(tx, one.place, kind, payload, now, priority=outbox.Priority.DIGEST)
        await story_cards.mark_known(tx, one.place, one.stories, DeliveryMode.DIGEST, now)


async def window(database: Database, chat: Chat, now: datetime) -> DigestWindow:
    """What a digest of now covers; asked for before it is written: what is decided meanwhile is for the next."""
    async with database.read() as connection:
        last = await digests.last_digest(connection, chat.id)
        decided = await search.last_decided(connection)
    return next_window(last, ItemId(decided), now)


async def write_digests(
    database: Database, chat: Chat, covers: DigestWindow, now: datetime, today: date | None = None
) -> list[PlaceDigest]:
    """The digest of each place that tracks anything; `today`: the chat's date, where it is not that of now."""
    title = today or local(chat, now).date()
    async with database.read() as connection:
        own = [topic for topic in await topics.topics_of(connection, chat.id) if topic.mode is not TopicMode.PAUSED]
        found = []
        for place in dict.fromkeys(topic.place for topic in own):
            here = [topic for topic in own if topic.place == place]
            ids = await stories.matched_stories(connection, place, [topic.id for topic in here], covers)
            lines = [
                await _line(connection, place, view)
                for view in await stories.stories_by_id(connection, ids, place.chat)
            ]
            found.append(_place_digest(place, title, ranked(lines, now), len(here), chat))
    return found


async def _line(connection: Connection, place: Place, view: StoryView) -> DigestLine:
    card = await story_cards.card_in(connection, place, view.id)
    return DigestLine(view=view, alerted=card is not None and card.mode in _ALERTED)


def _place_digest(place: Place, title: date, lines: Sequence[DigestLine], topic_count: int, chat: Chat) -> PlaceDigest:
    message = digest(title, lines, topic_count, reader_of(chat))
    if message is None and chat.digest_empty:
        message = nothing(title, topic_count, reader_of(chat))
    return PlaceDigest(place=place, message=message, stories=tuple(line.view.id for line in lines))
