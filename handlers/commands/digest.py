"""/digest: the daily list of stories, its hour, and what an empty day gets."""

from collections.abc import Sequence

from handlers.commands.arguments import clock_minute
from handlers.digest_schedule import drawn, window
from handlers.html import bold, code, escape
from handlers.messages import Message
from handlers.render.times import minute
from handlers.requests import Answer, Request, Services
from newsroom.chat import Chat
from newsroom.errors import UserError
from storage import chats
from storage.database import Transaction


async def digest(request: Request, services: Services) -> Answer:
    """/digest, /digest now, /digest 08:30, /digest off, /digest silent, /digest say."""
    word = request.argument.lower()
    if word in ("", "now"):
        return await _digest_now(request, services)
    chat = request.chat
    if word == "off":
        return _set_digest(
            chat, None, say_empty=chat.digest_empty, said=f"No more digests. {code('/digest 08:00')} brings them back."
        )
    if word in ("silent", "say"):
        said = "Empty days stay silent." if word == "silent" else "Empty days are said in one line."
        return _set_digest(chat, chat.digest_minute, say_empty=word == "say", said=said)
    try:
        at = clock_minute(word)
    except UserError as error:
        raise UserError(f"{error} Or: /digest now, /digest off, /digest silent (say nothing on empty days).") from None
    said = f"Digest every day at {bold(minute(at))}, {escape(chat.zone)}. /timezone changes the zone."
    return _set_digest(chat, at, say_empty=chat.digest_empty, said=said)


def _set_digest(chat: Chat, at: int | None, *, say_empty: bool, said: str) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_digest(tx, chat.id, at, say_empty=say_empty)
        return [Message(html=said)]

    return Answer(effect=effect)


async def _digest_now(request: Request, services: Services) -> Answer:
    """What the next digest would say by now; it comes all the same at its hour."""
    covers = await window(services.database, request.chat, request.now)
    made = await drawn(services.database, request.chat, covers, request.now)
    messages = [found[0] for place, found in made if found and place == request.place]
    chat = request.chat
    when = "off" if chat.digest_minute is None else f"daily at {minute(chat.digest_minute)}, {escape(chat.zone)}"
    foot = Message(
        html=f"Digest: {when}. Change it with {code('/digest 08:30')}, {code('/digest off')}, {code('/digest silent')}."
    )
    if not made:
        foot = Message(
            html=f"Nothing is tracked here yet, so there is nothing to sum up: begin with /track. {foot.html}"
        )
    return Answer(messages=(*messages, foot))
