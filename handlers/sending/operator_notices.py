"""Notifies people of what is wrong: the admins' chat, and the chats that asked for a source."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from handlers.html import split
from handlers.messages import Message, to_payload
from handlers.sending.readers import reader_in
from newsroom.chat import ChatId, Place
from storage import admission, incidents, outbox, sources
from storage.database import Database, Transaction
from storage.incidents import Incident


async def queue_notices(database: Database, admin_chat: int | None, now: datetime) -> int:
    """Queue what began or ended, for each chat as few messages as it takes; gives how many incidents those are.

    A list of fifty old feeds is fifty troubles within a minute: they come together, and not as fifty messages.
    """
    async with database.write() as tx:
        found = await incidents.to_notify(tx)
        by_chat: defaultdict[ChatId, list[Incident]] = defaultdict(list)
        for incident in found:
            if (chat := await _chat_of(tx, incident, admin_chat)) is not None:
                by_chat[chat].append(incident)
            await incidents.notified(tx, incident, now)
        for chat, theirs in by_chat.items():
            await _queue(tx, chat, theirs, now)
    return len(found)


async def _chat_of(tx: Transaction, incident: Incident, admin_chat: int | None) -> ChatId | None:
    """Who is to know; None: nobody."""
    owner = None if incident.source is None else await sources.owner_of(tx, incident.source)
    chat = admin_chat if owner is None else owner  # what a chat's own source is and does is nobody else's to know
    if chat is None or await admission.admitted(tx.connection, chat) is False:
        return None
    return ChatId(chat)


async def _queue(tx: Transaction, chat: ChatId, found: Sequence[Incident], now: datetime) -> None:
    reader = await reader_in(tx.connection, chat)
    lines = [f"{'✅' if incident.over else '⚠️'} {reader.html(incident.sentence)}" for incident in found]
    for page in split("\n".join(lines)):
        await outbox.put(tx, Place(chat=chat), outbox.DeliveryKind.MESSAGE, to_payload(Message(html=page)), now)
