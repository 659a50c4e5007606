"""Tells people what is wrong: the admins' chat, and the chats that asked for a source."""

from datetime import datetime

from handlers.html import escape
from handlers.messages import Message, to_payload
from newsroom.chat import ChatId, Place
from storage import incidents, outbox, sources
from storage.columns import AnyRow
from storage.database import Database, Transaction


async def queue_notices(database: Database, admin_chat: int | None, now: datetime) -> int:
    """Queue a message for each trouble that began or ended; gives how many troubles there were."""
    async with database.write() as tx:
        found = await incidents.untold(tx)
        for condition in found:
            await _tell(tx, condition, admin_chat, now)
            await incidents.told(tx, condition, now)
    return len(found)


async def _tell(tx: Transaction, condition: AnyRow, admin_chat: int | None, now: datetime) -> None:
    chats = [] if condition.source_id is None else await sources.chats_of(tx, condition.source_id)
    if admin_chat is not None:
        chats.append(admin_chat)
    over = condition.over_at is not None
    text = f"✅ {escape(condition.well)}" if over else f"⚠️ {escape(condition.said)}"
    for chat in dict.fromkeys(chats):
        await outbox.put(tx, Place(chat=ChatId(chat)), outbox.DeliveryKind.MESSAGE, to_payload(Message(html=text)), now)
