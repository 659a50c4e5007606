"""/digest: lists of stories at the chat's own times, and what an empty day gets."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.commands.day_words import in_english
from handlers.commands.digest_words import parse_digest_times
from handlers.commands.undo import with_undo
from handlers.digest_schedule import window, write_digests
from handlers.messages import Message
from handlers.render.export.chat_toml import digest_text
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.chat import DEFAULT_DIGEST, EVERY_DAY, Chat, DigestHours
from newsroom.desk.digest_times import next_slot
from newsroom.desk.quiet_hours import instant
from newsroom.sentence import Sentence, sentence
from storage import chats
from storage.database import Transaction

_NAMED_DAYS = {
    EVERY_DAY: "quiet.every_day",
    0b0011111: "quiet.on_weekdays",
    0b1100000: "quiet.on_weekends",
}


async def digest(request: Request, services: Services) -> Answer:
    """/digest 08:30 18:00, /digest weekdays 08:30, /digest weekly monday 09:00, /digest now, off, silent, say."""
    word, chat = in_english(request.argument).lower(), request.chat
    if word in ("", "now"):
        return await _digest_now(request, services)
    if word == "off":
        return _set_digest(replace(chat, digest=None), _off(request))
    if word == "silent":
        return _set_digest(replace(chat, digest_empty=False), request.message("digest.empty_days_silent"))
    if word == "say":
        return _set_digest(replace(chat, digest_empty=True), request.message("digest.empty_days_mentioned"))
    times = parse_digest_times(request.argument, chat.digest or DEFAULT_DIGEST, request.now)
    slot, reader = next_slot(chat, times, request.now), request.reader
    following = reader.clock(instant(slot.day, slot.minute, chat.zone), request.now)
    values = {"days": days_of(times.days, reader), "times": times_of(times, reader), "zone": reader.zone_name}
    return _set_digest(replace(chat, digest=times), request.message("digest.set", next=following, **values))


def _off(request: Request) -> Message:
    message, times = request.message("digest.off"), request.chat.digest
    return with_undo(message, f"/digest {digest_text(times)}", request.reader) if times else message


def _set_digest(changed: Chat, confirmed: Message) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_digest(tx, changed.id, changed.digest, say_empty=changed.digest_empty)
        return [confirmed]

    return Answer(effect=effect)


def times_of(times: DigestHours, reader: Reader) -> str:
    """08:30, 18:00."""
    return ", ".join(reader.minute_of_day(minute) for minute in times.minutes)


def days_of(days: int, reader: Reader) -> Sentence | str:
    """Every day, weekdays, weekends, or Mon, Thu."""
    if days in _NAMED_DAYS:
        return sentence(_NAMED_DAYS[days])
    return ", ".join(reader.weekday(day) for day in range(7) if days >> day & 1)


async def _digest_now(request: Request, services: Services) -> Answer:
    """What the next digest would say by now; it comes all the same at its hour."""
    covers = await window(services.database, request.chat, request.now)
    written = await write_digests(services.database, request.chat, covers, request.now)
    # Who manages a forum from a private chat is in none of its threads, and reads those of all.
    here = [one for one in written if one.place == request.place or request.managing]
    settings = _settings(request)
    foot = Message(html=request.reader.html(settings))
    if not here:
        foot = request.message("digest.nothing_in_thread" if written else "digest.nothing_tracked", settings=settings)

    async def effect(tx: Transaction) -> Sequence[Message]:
        return [*[await one.message(tx) for one in here], foot]

    return Answer(effect=effect)


def _settings(request: Request) -> Sentence:
    times, reader = request.chat.digest, request.reader
    if times is None:
        return sentence("digest.settings_off")
    values = {"days": days_of(times.days, reader), "times": times_of(times, reader), "zone": reader.zone_name}
    return sentence("digest.settings", **values)
