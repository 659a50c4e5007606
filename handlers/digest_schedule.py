"""Digests: one for each chat and local date, whatever happens to clocks and processes."""

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
from newsroom.item import ItemId
from newsroom.topic import Topic, TopicMode
from storage import chats, digests, outbox, search, stories, story_cards, topics
from storage.database import Database, StorageError

_REACHED = timedelta(days=2)  # no zone's digest of now is of a date longer before UTC's
_SHOWN = frozenset({DeliveryMode.ALERT, DeliveryMode.LIST, DeliveryMode.CATCH_UP, DeliveryMode.DIGEST})

log = structlog.get_logger()


async def send_due(database: Database, now: datetime) -> int:
    """Queue every digest whose hour has come; gives how many.

    One that fails is tried again at the next tick, and keeps no other chat from its own.

    Raises:
        StorageError: the database can't be used: no chat's fault, the next tick goes on.
    """
    async with database.read() as connection:
        known = [c for c in await chats.all_chats(connection) if not c.suspended]
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
    made = [(place, message) for place, message in await drawn(database, chat, covers, now, today) if message]
    pictures = [
        (place, file)
        for place, _ in made
        if (file := await digest_picture(database, place, covers, reader_of(chat), now))
    ]
    async with database.write() as tx:
        if not await digests.mark(tx, chat.id, today, covers, now):
            return 0
        for place, (message, told) in made:
            await outbox.put(
                tx, place, outbox.DeliveryKind.MESSAGE, to_payload(message), now, priority=outbox.Priority.DIGEST
            )
            await story_cards.mark_known(tx, place, told, DeliveryMode.DIGEST, now)
        for place, file in pictures:
            await outbox.put(
                tx, place, outbox.DeliveryKind.PHOTO, file_payload(file), now, priority=outbox.Priority.DIGEST
            )
    log.info("digest", chat=chat.id, date=today.isoformat(), messages=len(made), pictures=len(pictures))
    return len(made)


async def window(database: Database, chat: Chat, now: datetime) -> DigestWindow:
    """What a digest of now covers; to be asked before it is drawn: what is decided meanwhile is for the next."""
    async with database.read() as connection:
        last = await digests.last_digest(connection, chat.id)
        decided = await search.last_decided(connection)
    return next_window(last, ItemId(decided), now)


async def drawn(
    database: Database, chat: Chat, covers: DigestWindow, now: datetime, today: date | None = None
) -> list[tuple[Place, tuple[Message, list[int]] | None]]:
    """For each place with topics: its digest and the stories in it; None for a place with nothing to say."""
    async with database.read() as connection:
        own = [t for t in await topics.topics_of(connection, chat.id) if t.mode is not TopicMode.PAUSED]
        found = []
        for place in dict.fromkeys(t.place for t in own):
            here = [t for t in own if t.place == place]
            ids = await stories.matched_stories(connection, place, [t.id for t in here], covers)
            views = await stories.stories_by_id(connection, ids)
            known = [await story_cards.card_in(connection, place, view.id) for view in views]
            lines = [
                DigestLine(view=view, alerted=card is not None and card.mode in _SHOWN)
                for view, card in zip(views, known, strict=True)
            ]
            found.append((place, _made(today or local(chat, now).date(), ranked(lines, now), here, chat)))
    return found


def _made(today: date, lines: list[DigestLine], here: list[Topic], chat: Chat) -> tuple[Message, list[int]] | None:
    message = digest(today, lines, len(here), reader_of(chat))
    if message is None:
        message = nothing(today, len(here), reader_of(chat)) if chat.digest_empty else None
    return (message, [int(line.view.id) for line in lines]) if message else None
