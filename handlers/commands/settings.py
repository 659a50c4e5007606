"""/timezone, /quiet: a chat's own hours."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.commands.arguments import parse_quiet_hours
from handlers.commands.time_zones import parse_zone
from handlers.messages import Message
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.chat import EVERY_DAY, QuietHours
from newsroom.sentence import Sentence, sentence
from storage import chats
from storage.database import Transaction


async def timezone(request: Request, services: Services) -> Answer:
    """/timezone Europe/Kyiv."""
    del services
    if not request.argument:
        return Answer(messages=(_zone_message("timezone.now", request),))
    zone = parse_zone(request.argument)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_zone(tx, request.chat.id, zone)
        changed = replace(request, chat=replace(request.chat, zone=zone))
        confirmed = [_zone_message("timezone.changed", changed)]
        return [*confirmed, request.message("timezone.no_summer_time")] if zone.startswith("Etc/GMT") else confirmed

    return Answer(effect=effect)


def _zone_message(name: str, request: Request) -> Message:
    reader = request.reader
    return request.message(name, zone=reader.zone_name, time=reader.clock(request.now, request.now))


async def quiet(request: Request, services: Services) -> Answer:
    """/quiet 22:00-07:00 weekdays break:3, /quiet off."""
    del services
    if not request.argument:
        return Answer(messages=(_quiet_message(request.chat.quiet, request.reader),))
    hours = None if request.argument.lower() == "off" else parse_quiet_hours(request.argument)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_quiet(tx, request.chat.id, hours)
        return [_quiet_message(hours, request.reader)]

    return Answer(effect=effect)


def _quiet_message(hours: QuietHours | None, reader: Reader) -> Message:
    return Message(html=reader.html(sentence("quiet.none") if hours is None else _quiet_sentence(hours, reader)))


def _quiet_sentence(hours: QuietHours, reader: Reader) -> Sentence:
    values = {
        "start": reader.minute_of_day(hours.start),
        "end": reader.minute_of_day(hours.end),
        "days": sentence("quiet.every_day") if hours.days == EVERY_DAY else _days(hours, reader),
        "zone": reader.zone_name,
    }
    if hours.break_at:
        return sentence("quiet.set_with_break", **values, publishers=sentence("unit.publisher", count=hours.break_at))
    return sentence("quiet.set", **values)


def _days(hours: QuietHours, reader: Reader) -> str:
    return ", ".join(reader.weekday(day) for day in range(7) if hours.days >> day & 1)
