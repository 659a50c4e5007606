"""A chat that lets us in no more: suspended, and its owner notified once, wherever we learned of it."""

from datetime import datetime

import structlog

from handlers.html import bold, escape
from handlers.messages import Message, to_payload
from handlers.sending.readers import reader_in
from newsroom.chat import Chat, ChatId, Place
from newsroom.sentence import Sentence
from storage import admission, chats, outbox
from storage.database import Transaction
from storage.key_values import note, noted
from storage.outbox import DeliveryKind

log = structlog.get_logger()


async def close_chat(
    tx: Transaction, chat_id: int, reason: str, now: datetime, *, because: Sentence | None = None
) -> bool:
    """Suspend the chat; where that is news, notify its owner elsewhere, if there is an elsewhere.

    Args:
        tx: Where it is written.
        chat_id: The chat.
        reason: Telegram's own word; kept with the chat.
        now: The time.
        because: What the owner reads instead of Telegram's word.

    Returns:
        False: we never met such a chat.
    """
    known = await chats.chat(tx.connection, chat_id)
    if known is None:
        return False
    news = await chats.suspend(tx, known.id, reason, now)
    log.warning("suspended", chat=known.id, reason=reason)
    if news and known.owner:
        reader = await reader_in(tx.connection, known.owner)
        words = reader.html(because) if because else escape(reason)
        await _notify_owner(tx, known, reader.say("closed.chat", chat=bold(known.title), reason=words), now)
    return True


async def close_general(tx: Transaction, general: Place, now: datetime) -> None:
    """Notify the owner, once until something arrives there again, that what is for the General topic is lost."""
    known = await chats.chat(tx.connection, general.chat)
    if known is None or not await close_thread(tx, general) or not known.owner:
        return
    reader = await reader_in(tx.connection, known.owner)
    await _notify_owner(tx, known, reader.say("closed.general", chat=bold(known.title)), now)


async def close_thread(tx: Transaction, place: Place) -> bool:
    """True where that is news: it was open, as far as we knew."""
    if await noted(tx.connection, _key(place)):
        return False
    await note(tx, _key(place), value=True)
    log.warning("thread_shut", chat=place.chat, thread=place.thread)
    return True


async def open_thread(tx: Transaction, place: Place) -> None:
    """A message arrived there: that it is closed will be news again."""
    await note(tx, _key(place), None)


def _key(place: Place) -> str:
    return f"thread_shut.{place.chat}.{place.thread}"


async def _notify_owner(tx: Transaction, known: Chat, text: str, now: datetime) -> None:
    shut = known.owner and await admission.admitted(tx.connection, known.owner) is False
    if known.owner and known.owner != known.id and not shut:
        private = Place(chat=ChatId(known.owner))
        await outbox.put(tx, private, DeliveryKind.MESSAGE, to_payload(Message(html=text)), now)
