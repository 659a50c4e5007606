"""A chat that lets us in no more: suspended, and its owner told of it once, wherever we learned of it."""

from datetime import datetime

import structlog

from handlers.html import bold, escape
from handlers.messages import Message, to_payload
from newsroom.chat import Chat, ChatId, Place
from storage import chats, outbox
from storage.database import Transaction
from storage.key_values import note, noted
from storage.outbox import DeliveryKind

log = structlog.get_logger()


async def shut(tx: Transaction, chat_id: int, reason: str, now: datetime) -> bool:
    """Suspend the chat; where that is news, tell its owner elsewhere, if there is an elsewhere.

    False: we never met such a chat.
    """
    known = await chats.chat(tx.connection, chat_id)
    if known is None:
        return False
    news = await chats.suspend(tx, known.id, reason, now)
    log.warning("suspended", chat=known.id, reason=reason)
    if news:
        text = (
            f"I can't write to {bold(known.title)} any more: {escape(reason)}. Its topics are kept. "
            "Let me in again and I go on where I stopped; I try once a day by myself."
        )
        await _tell_owner(tx, known, text, now)
    return True


async def general_shut(tx: Transaction, general: Place, now: datetime) -> None:
    """Tell the owner, once until something arrives there again, that what is for the General topic is lost."""
    known = await chats.chat(tx.connection, general.chat)
    if known is None or not await thread_shut(tx, general):
        return
    text = (
        f"The General topic of {bold(known.title)} is closed: what I have to say there is lost until it is open again. "
        "What is tracked in its other threads is told there as before."
    )
    await _tell_owner(tx, known, text, now)


async def thread_shut(tx: Transaction, place: Place) -> bool:
    """True where that is news: it was open, as far as we knew."""
    if await noted(tx.connection, _mark(place)):
        return False
    await note(tx, _mark(place), value=True)
    log.warning("thread_shut", chat=place.chat, thread=place.thread)
    return True


async def thread_open(tx: Transaction, place: Place) -> None:
    """A message arrived there: that it is shut will be news again."""
    await note(tx, _mark(place), None)


def _mark(place: Place) -> str:
    return f"thread_shut.{place.chat}.{place.thread}"


async def _tell_owner(tx: Transaction, known: Chat, text: str, now: datetime) -> None:
    if known.owner and known.owner != known.id:
        private = Place(chat=ChatId(known.owner))
        await outbox.put(tx, private, DeliveryKind.MESSAGE, to_payload(Message(html=text)), now)
