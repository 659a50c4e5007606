"""What waits for the end of a silence: moved where the silence ends earlier or later."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update

from newsroom.desk.state import DeliveryMode
from storage.database import Bell, Transaction
from storage.outbox import DeliveryKind
from storage.states import DeliveryState
from storage.tables import cards, deliveries


async def move(
    tx: Transaction, chat_id: int, ends: datetime, *, ended: datetime | None = None, thread_id: int | None = None
) -> None:
    """What of a chat, or of a thread of it, waits until `ended` waits until `ends`.

    None: what would come before `ends` waits until then.
    """
    listed = _here(cards.c.chat_id == chat_id, cards.c.thread_id, thread_id)
    waiting = listed & (cards.c.mode == DeliveryMode.WAITING) & cards.c.message_id.is_(None)
    when = cards.c.waits_until < ends if ended is None else cards.c.waits_until == ended
    await tx.execute(update(cards).where(waiting, when).values(waits_until=ends))
    queued = _here(deliveries.c.chat_id == chat_id, deliveries.c.thread_id, thread_id)
    of_list = deliveries.c.kind.in_([DeliveryKind.LIST, DeliveryKind.NOTICE])
    due = and_(queued, deliveries.c.state == DeliveryState.DUE, of_list)
    rows = (await tx.execute(select(deliveries.c.id, deliveries.c.payload, deliveries.c.due_at).where(due))).all()
    for row in rows:
        if row.due_at < ends if ended is None else row.due_at == ended:
            until = {"until": ends.isoformat()} if "until" in row.payload else {}
            moved = {"due_at": ends, "payload": {**row.payload, **until}}
            await tx.execute(update(deliveries).where(deliveries.c.id == row.id).values(**moved))
    tx.ring(Bell.PUSH)


def _here(chat: ColumnElement[bool], thread: ColumnElement[int], thread_id: int | None) -> ColumnElement[bool]:
    return chat if thread_id is None else chat & (thread == thread_id)
