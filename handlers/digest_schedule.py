"""Digests: one for each time of each local date of a chat, whatever happens to clocks and processes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog

from handlers.digest_picture import digest_picture
from handlers.messages import Message, file_payload, to_payload
from handlers.sentences.reader import reader_of
from handlers.what_happened import first_page, gather, lines_of, may_be_drawn
from newsroom.chat import DEFAULT_DIGEST, Chat, Place
from newsroom.desk.digest import DigestWindow, HandOver, HandOverLine, next_window
from newsroom.desk.digest_times import DigestSlot, digest_due, last_marked, longest_gap
from newsroom.desk.quiet_hours import local
from newsroom.desk.state import DeliveryMode
from newsroom.item import ItemId
from newsroom.topic import TopicMode
from storage import chats, digests, outbox, search, story_cards, topics
from storage.database import Database, StorageError, Transaction

_REACHED = timedelta(days=2)  # no zone's digest of now is of a date longer before UTC's

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDigest:
    """The digest of a place, and the stories of its first page."""

    place: Place
    chat: Chat
    shown: HandOver
    lines: tuple[HandOverLine, ...]

    @property
    def wanted(self) -> bool:
        """False where there is nothing to report, and the chat wants no word of that."""
        return bool(self.lines) or self.chat.digest_empty

    async def message(self, tx: Transaction) -> Message:
        """As it is sent; its further pages are kept."""
        return await first_page(tx, self.shown, self.lines, reader_of(self.chat), plot=may_be_drawn(self.chat))


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
            if slot := digest_due(chat, now, last_marked(chat, now, marked.get(chat.id, ()))):
                sent += await _send(database, chat, slot, now)
        except StorageError:
            raise
        except Exception:
            log.exception("digest_failed", chat=chat.id)
    return sent


async def _send(database: Database, chat: Chat, slot: DigestSlot, now: datetime) -> int:
    """The slot is marked in the transaction that queues its messages: never twice, never lost."""
    covers = await window(database, chat, now)
    written = [one for one in await write_digests(database, chat, covers, now, slot.day) if one.wanted]
    drawn = [(one.place, await digest_picture(database, one.place, covers, reader_of(chat), now)) for one in written]
    pictures = [(place, file) for place, file in drawn if file]
    async with database.write() as tx:
        if not await digests.mark(tx, chat.id, slot, covers, now):
            return 0
        for one in written:
            await _queue(tx, one, now)
        for place, file in pictures:
            kind, payload = outbox.DeliveryKind.PHOTO, file_payload(file)
            await outbox.put(tx, place, kind, payload, now, priority=outbox.Priority.DIGEST)
    log.info("digest", chat=chat.id, date=slot.day.isoformat(), messages=len(written), pictures=len(pictures))
    return len(written)


async def _queue(tx: Transaction, one: PlaceDigest, now: datetime) -> None:
    kind, payload = outbox.DeliveryKind.MESSAGE, to_payload(await one.message(tx))
    await outbox.put(tx, one.place, kind, payload, now, priority=outbox.Priority.DIGEST)
    await story_cards.mark_known(tx, one.place, one.shown.stories, DeliveryMode.DIGEST, now)


async def window(database: Database, chat: Chat, now: datetime) -> DigestWindow:
    """What a digest of now covers; asked for before it is written: what is decided meanwhile is for the next."""
    async with database.read() as connection:
        last = await digests.last_digest(connection, chat.id)
        decided = await search.last_decided(connection)
    gap = longest_gap(chat.digest or DEFAULT_DIGEST)
    return next_window(last, ItemId(decided), now, gap)


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
            shown = await gather(connection, chat.id, place.thread, here, covers, now, title)
            lines = await lines_of(connection, shown, reader_of(chat))
            found.append(PlaceDigest(place=place, chat=chat, shown=shown, lines=tuple(lines)))
    return found
