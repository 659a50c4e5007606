"""/timezone, /quiet: a chat's own hours."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.commands.arguments import quiet_hours, zone_name
from handlers.html import bold, code, escape
from handlers.messages import Message
from handlers.render.times import count, minute
from handlers.requests import Answer, Request, Services
from newsroom.chat import EVERY_DAY, QuietHours
from newsroom.desk.quiet_hours import local
from storage import chats
from storage.database import Transaction

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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
