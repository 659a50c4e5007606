"""Notifies people of what is wrong: the admins' chat, and the chats that asked for a source."""

from datetime import datetime

from handlers.messages import Message, to_payload
from handlers.sending.readers import reader_in
from newsroom.chat import ChatId, Place
from storage import admission, incidents, outbox, sources
from storage.database import Database, Transaction
from storage.incidents import Incident


async def queue_notices(database: Database, admin_chat: int | None, now: datetime) -> int:
    """Queue a message for each incident that began or ended; gives how many did."""
    async with database.write() as tx:
        found = await incidents.to_notify(tx)
        for incident in found:
            await _queue(tx, incident, admin_chat, now)
            await incidents.notified(tx, incident, now)
    return len(found)


async def _queue(tx: Transaction, incident: Incident, admin_chat: int | None, now: datetime) -> None:
    owner = None if incident.source is None else await sources.owner_of(tx, incident.source)
    chat = admin_chat if owner is None else owner  # what a chat's own source is and does is nobody else's to know
    if chat is None:
        return
    mark = "✅" if incident.over else "⚠️"
    if await admission.admitted(tx.connection, chat) is False:
        return
    reader = await reader_in(tx.connection, chat)
    text = f"{mark} {reader.html(incident.sentence)}"
    await outbox.put(tx, Place(chat=ChatId(chat)), outbox.DeliveryKind.MESSAGE, to_payload(Message(html=text)), now)
