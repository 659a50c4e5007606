"""When a chat's digests are due: each time of each date once, whatever happens to clocks and settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from newsroom.chat import Chat, DigestHours
from newsroom.desk.quiet_hours import instant, local

_WEEK = 7  # days
_DAY = 24 * 60  # minutes
LATE = timedelta(hours=3)  # so long after midnight an evening's digest is still sent: a restart takes minutes


@dataclass(frozen=True, slots=True, order=True)
class DigestSlot:
    """A local date and the minute of it at which a digest comes; slots are ordered as they come."""

    day: date
    minute: int


def last_marked(chat: Chat, now: datetime, slots: Iterable[DigestSlot]) -> DigestSlot | None:
    """The newest of the slots that had their digest; one after tomorrow does not count.

    A clock that was ahead for a moment took it: it must not keep the digests of all the dates until then. Tomorrow's
    does count: a clock set back over midnight, or a chat that moved west, brings nothing twice.
    """
    tomorrow = local(chat, now).date() + timedelta(days=1)
    return max((slot for slot in slots if slot.day <= tomorrow), default=None)


def digest_due(chat: Chat, now: datetime, last: DigestSlot | None) -> DigestSlot | None:
    """The slot whose digest is due now; None where none is.

    A slot has one digest, however often its minute comes; one that the clocks skip is past as soon as the clock shows a
    later one; a late tick still counts, also a little after midnight, and of several that were missed the last has all;
    a clock set back brings nothing twice.
    """
    slot = None if chat.digest is None else _newest(chat, chat.digest, now)
    if chat.digest is None or slot is None or (last is not None and slot <= last):
        return None
    # What was over when the chat began, or when its times were set, waits for the next.
    began = max(filter(None, (chat.made, chat.digest.since)))
    return None if instant(slot.day, slot.minute, chat.zone) < began else slot


def _newest(chat: Chat, times: DigestHours, now: datetime) -> DigestSlot | None:
    """The last slot that the chat's clock has passed: today's, or a little after midnight yesterday's."""
    here = local(chat, now)
    today, minute = here.date(), here.hour * 60 + here.minute
    past = [one for one in times.minutes if one <= minute]
    if past and on(times, today):
        return DigestSlot(today, max(past))
    yesterday = DigestSlot(today - timedelta(days=1), max(times.minutes))
    fresh = now - instant(yesterday.day, yesterday.minute, chat.zone) <= LATE
    return yesterday if fresh and on(times, yesterday.day) else None


def next_slot(chat: Chat, times: DigestHours, now: datetime) -> DigestSlot:
    """When the next digest comes."""
    here = local(chat, now)
    today, minute = here.date(), here.hour * 60 + here.minute
    later = [DigestSlot(today, one) for one in sorted(times.minutes) if one > minute and on(times, today)]
    days = (today + timedelta(days=ahead) for ahead in range(1, _WEEK + 1))
    return later[0] if later else next(DigestSlot(day, min(times.minutes)) for day in days if on(times, day))


def longest_gap(times: DigestHours) -> timedelta:
    """The longest time between two digests: what a first one, or one after a pause, has to cover."""
    slots = [day * _DAY + minute for day in range(_WEEK) if times.days >> day & 1 for minute in sorted(times.minutes)]
    gaps = [later - earlier for earlier, later in pairwise([*slots, slots[0] + _WEEK * _DAY])]
    return timedelta(minutes=max(gaps))


def on(times: DigestHours, day: date) -> bool:
    """Whether digests come on that day of the week."""
    return bool(times.days >> day.weekday() & 1)
