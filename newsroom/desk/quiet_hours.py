"""A chat's own clock: its quiet hours and the hour of its digest, correct across every change of the clocks."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from newsroom.chat import Chat, QuietHours

_DAY = 24 * 60  # minutes
_MORNING_H, _EVENING_H = 8, 18  # guesses: when an office day begins and ends; `/quiet until 6:00` says it otherwise
DIGEST_LATE = timedelta(hours=3)  # so long after midnight an evening's digest is still sent: a restart takes minutes


def local(chat: Chat, now: datetime) -> datetime:
    """The chat's wall clock."""
    return now.astimezone(ZoneInfo(chat.zone))


def quiet_until(chat: Chat, now: datetime) -> datetime | None:
    """When it is no longer quiet, UTC: a snooze that ends within quiet hours leads into them; None: it is not now."""
    by_hours = _hours_until(chat, now)
    if chat.snoozed_until is None or chat.snoozed_until <= now:
        return by_hours
    if by_hours is not None and by_hours >= chat.snoozed_until:
        return by_hours
    return _hours_until(chat, chat.snoozed_until) or chat.snoozed_until


def _hours_until(chat: Chat, now: datetime) -> datetime | None:
    """When the quiet hours end."""
    if chat.quiet is None:
        return None
    here = local(chat, now)
    minute = here.hour * 60 + here.minute
    quiet = chat.quiet
    spans_midnight = quiet.end <= quiet.start
    if minute >= quiet.start and (spans_midnight or minute < quiet.end):
        began, ends = here.date(), here.date() + timedelta(days=int(spans_midnight))
    elif spans_midnight and minute < quiet.end:
        began, ends = here.date() - timedelta(days=1), here.date()
    else:
        return None
    if not _on(quiet, began):
        return None
    end = _instant(ends, quiet.end, chat.zone)
    # Clocks set back show the end twice: after the first it is quiet until the second.
    return end if end > now else _instant(ends, quiet.end, chat.zone, fold=1)


def morning(chat: Chat, now: datetime) -> datetime:
    """Until when it is quiet for whoever goes to bed now; by day, the eight hours that a night would take."""
    here = local(chat, now)
    if _MORNING_H <= here.hour < _EVENING_H:
        return now + timedelta(hours=8)
    day = here.date() + timedelta(days=int(here.hour >= _EVENING_H))
    return _instant(day, _MORNING_H * 60, chat.zone)


def last_marked(chat: Chat, now: datetime, dates: Iterable[date]) -> date | None:
    """The newest of the dates that had their digest; one after tomorrow does not count.

    A clock that was ahead for a moment took it: it must not keep the digests of all the dates until then. Tomorrow's
    does count: a clock set back over midnight, or a chat that moved west, brings nothing twice.
    """
    tomorrow = local(chat, now).date() + timedelta(days=1)
    return max((day for day in dates if day <= tomorrow), default=None)


def digest_due(chat: Chat, now: datetime, last: date | None) -> date | None:
    """The local date whose digest is due now; None where none is.

    A date has one digest, however often its hour comes; an hour that the clocks skip is past as soon as the clock
    shows a later one; a late tick still counts, also a little after midnight; a clock set back brings nothing twice.
    """
    if chat.digest_minute is None:
        return None
    here = local(chat, now)
    today = here.date()
    if here.hour * 60 + here.minute >= chat.digest_minute:
        day = today
    else:
        day = today - timedelta(days=1)
        if now - _instant(day, chat.digest_minute, chat.zone) > DIGEST_LATE:
            return None
    if last is not None and day <= last:
        return None
    # A chat that began after the day's hour waits for the next.
    return None if _instant(day, chat.digest_minute, chat.zone) < chat.made else day


def _on(quiet: QuietHours, day: date) -> bool:
    return bool(quiet.days >> day.weekday() & 1)


def _instant(day: date, minute: int, zone: str, fold: int = 0) -> datetime:
    """The minute of a local day as UTC; one that the clocks skip is taken as if they had not moved yet.

    `fold`: 1 for the second of two that the clocks show alike.
    """
    wall = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(minutes=minute % _DAY)
    return wall.replace(fold=fold).astimezone(UTC)
