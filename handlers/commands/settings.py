"""/timezone, /quiet: a chat's own hours."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons import SnoozeAct
from handlers.commands.day_words import in_english
from handlers.commands.digest import days_of
from handlers.commands.quiet_words import parse_quiet_hours
from handlers.commands.snooze import quiet_for_a_while, quiet_no_longer, snoozed, spans
from handlers.commands.spans import take_end
from handlers.commands.time_zones import parse_zone
from handlers.commands.undo import with_undo
from handlers.messages import Message
from handlers.render.export.chat_toml import quiet_text
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.chat import EVERY_DAY, QuietHours
from newsroom.desk.quiet_hours import quiet_until
from newsroom.sentence import Sentence, sentence
from storage import chats, waiting
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
    """/quiet 2h, /quiet now, /quiet until monday, /quiet 22:00-07:00 weekdays break:3, /quiet off."""
    del services
    chat, now, word = request.chat, request.now, in_english(request.argument).lower()
    is_snoozed = chat.snoozed_until is not None and chat.snoozed_until > now
    if not word:
        return Answer(messages=(_quiet_now(request),))
    if word == "off" and is_snoozed:
        return quiet_no_longer(request)
    what, until = take_end(request.argument, chat, now)
    if until is not None and not what:
        return quiet_for_a_while(request, until)
    hours = None if word == "off" else parse_quiet_hours(request.argument)
    ended, ends = quiet_until(chat, now), quiet_until(replace(chat, quiet=hours), now)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_quiet(tx, chat.id, hours)
        if ended is not None and ended != ends:
            await waiting.move(tx, chat.id, ends or now, ended=ended)
        return [_quiet_off(chat.quiet, request) if hours is None else _quiet_message(hours, request.reader)]

    return Answer(effect=effect)


def _quiet_off(before: QuietHours | None, request: Request) -> Message:
    message = _quiet_message(None, request.reader)
    return with_undo(message, f"/quiet {quiet_text(before)}", request.reader) if before else message


def _quiet_now(request: Request) -> Message:
    """The hours, and buttons for a while without alerts; while it lasts, until when."""
    chat, now = request.chat, request.now
    if chat.snoozed_until is not None and chat.snoozed_until > now:
        return snoozed(request, quiet_until(chat, now) or chat.snoozed_until)
    shown = _quiet_message(chat.quiet, request.reader)
    html = f"{shown.html}\n{request.reader.say('snooze.offer')}"
    return Message(html=html, buttons=(spans(SnoozeAct.CHAT, 0, request),))


def _quiet_message(hours: QuietHours | None, reader: Reader) -> Message:
    return Message(html=reader.html(sentence("quiet.none") if hours is None else _quiet_sentence(hours, reader)))


def _quiet_sentence(hours: QuietHours, reader: Reader) -> Sentence:
    values = {
        "start": reader.minute_of_day(hours.start),
        "end": reader.minute_of_day(hours.end),
        "days": days_of(hours.days, reader),
        "zone": reader.zone_name,
    }
    if hours.break_at:
        return sentence("quiet.set_with_break", **values, publishers=sentence("unit.publisher", count=hours.break_at))
    return sentence("quiet.set", **values)


def quiet_span(hours: QuietHours, reader: Reader) -> Sentence:
    """22:00–07:00, with the days where it is not each."""
    values = {"start": reader.minute_of_day(hours.start), "end": reader.minute_of_day(hours.end)}
    if hours.days == EVERY_DAY:
        return sentence("settings.from_to", **values)
    return sentence("settings.from_to_on", **values, days=days_of(hours.days, reader))
