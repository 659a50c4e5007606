"""/digest, /timezone, /quiet: a chat's own hours."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.commands.arguments import clock_minute, quiet_hours, zone_name
from handlers.digest_schedule import drawn, window
from handlers.html import bold, code, escape
from handlers.messages import Message
from handlers.render.times import count, minute
from handlers.requests import Answer, Request, Services
from newsroom.chat import EVERY_DAY, Chat, QuietHours
from newsroom.desk.quiet_hours import local
from newsroom.errors import UserError
from storage import chats
from storage.database import Transaction

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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


async def timezone(request: Request, services: Services) -> Answer:
    """/timezone Europe/Kyiv."""
    del services
    if not request.argument:
        here = local(request.chat, request.now)
        change = code("/timezone Europe/Kyiv")
        text = f"Time zone: {bold(request.chat.zone)}, where it is {here:%H:%M}. Change it: {change}"
        return Answer(messages=(Message(html=text),))
    zone = zone_name(request.argument)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_zone(tx, request.chat.id, zone)
        here = request.now.astimezone(ZoneInfo(zone))
        return [
            Message(html=f"Time zone: {bold(zone)}, where it is {here:%H:%M}. Times, digests and quiet hours go by it.")
        ]

    return Answer(effect=effect)


async def quiet(request: Request, services: Services) -> Answer:
    """/quiet 22:00-07:00 weekdays break:3, /quiet off."""
    del services
    if not request.argument:
        return Answer(messages=(Message(html=_quiet_said(request.chat.quiet, request.chat.zone)),))
    hours = None if request.argument.lower() == "off" else quiet_hours(request.argument)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_quiet(tx, request.chat.id, hours)
        return [Message(html=_quiet_said(hours, request.chat.zone))]

    return Answer(effect=effect)


def _quiet_said(hours: QuietHours | None, zone: str) -> str:
    if hours is None:
        some = code("/quiet 22:00-07:00 weekdays")
        return f"No quiet hours. Set them with {code('/quiet 22:00-07:00')}, on some days with {some}."
    days = "every day"
    if hours.days != EVERY_DAY:
        days = ", ".join(name for bit, name in enumerate(_DAYS) if hours.days >> bit & 1)
    broken = f"A story with {count(hours.break_at, 'independent publisher')} breaks through. " if hours.break_at else ""
    return (
        f"Quiet from {bold(minute(hours.start))} to {bold(minute(hours.end))} ({days}, {escape(zone)}). "
        f"Alerts are held and come as one ranked list afterwards. {broken}{code('/quiet off')} ends it."
    )
