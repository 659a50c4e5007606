"""/digest: the daily list of stories, its hour, and what an empty day gets."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.commands.arguments import parse_time_of_day
from handlers.digest_schedule import window, write_digests
from handlers.messages import Message
from handlers.requests import Answer, Request, Services
from newsroom.chat import Chat
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from storage import chats
from storage.database import Transaction


async def digest(request: Request, services: Services) -> Answer:
    """/digest, /digest now, /digest 08:30, /digest off, /digest silent, /digest say."""
    word, chat = request.argument.lower(), request.chat
    if word in ("", "now"):
        return await _digest_now(request, services)
    if word == "off":
        return _set_digest(replace(chat, digest_minute=None), request.message("digest.off"))
    if word == "silent":
        return _set_digest(replace(chat, digest_empty=False), request.message("digest.empty_days_silent"))
    if word == "say":
        return _set_digest(replace(chat, digest_empty=True), request.message("digest.empty_days_mentioned"))
    try:
        at = parse_time_of_day(word)
    except UserError as error:
        raise UserError(sentence("digest.hour_unreadable", problem=error.sentence)) from None
    confirmed = request.message("digest.daily", time=request.reader.minute_of_day(at), zone=request.reader.zone_name)
    return _set_digest(replace(chat, digest_minute=at), confirmed)


def _set_digest(changed: Chat, confirmed: Message) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_digest(tx, changed.id, changed.digest_minute, say_empty=changed.digest_empty)
        return [confirmed]

    return Answer(effect=effect)


async def _digest_now(request: Request, services: Services) -> Answer:
    """What the next digest would say by now; it comes all the same at its hour."""
    covers = await window(services.database, request.chat, request.now)
    written = await write_digests(services.database, request.chat, covers, request.now)
    here = [one for one in written if one.place == request.place and one.wanted]
    settings = _settings(request)
    foot = (
        Message(html=request.reader.html(settings))
        if written
        else request.message("digest.nothing_tracked", settings=settings)
    )

    async def effect(tx: Transaction) -> Sequence[Message]:
        return [*[await one.message(tx, request.now) for one in here], foot]

    return Answer(effect=effect)


def _settings(request: Request) -> Sentence:
    minute = request.chat.digest_minute
    if minute is None:
        return sentence("digest.settings_off")
    return sentence("digest.settings", time=request.reader.minute_of_day(minute), zone=request.reader.zone_name)
