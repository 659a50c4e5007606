"""What becomes of those who are not admitted: one kind sentence, and nothing is stored of them."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.access import stranger
from handlers.messages import Message
from handlers.requests import Answer, Services
from handlers.updates.understood_update import UnderstoodUpdate
from storage.admission import turned_away_note
from storage.database import Transaction
from storage.key_values import note, noted

_TOAST_CHARS = 200  # Source: telegram bot API, answerCallbackQuery.text


async def turned_away(understood: UnderstoodUpdate, services: Services) -> UnderstoodUpdate:
    """The update, answered as a stranger's; a group or channel reads it once, a button's presser each time."""
    chat, key = understood.place.chat, turned_away_note(understood.place.chat)
    async with services.database.read() as connection:
        sentence = await stranger(connection, services.access, chat)
        known = bool(await noted(connection, key))
    away = replace(understood, for_stranger=True)
    if understood.query_id is not None:
        return replace(away, answer=Answer(toast=understood.reader.plain(sentence)[:_TOAST_CHARS], alert=True))
    if chat > 0:
        return replace(away, answer=_say(understood.reader.html(sentence)))
    if known:
        return away

    async def once(tx: Transaction) -> Sequence[Message]:
        await note(tx, key, value=True)
        return ()

    return replace(away, answer=_say(understood.reader.html(sentence)), before=(once,))


def _say(html: str) -> Answer:
    return Answer(messages=(Message(html=html),))
