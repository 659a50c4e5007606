"""A chat's own clock and its quiet hours, correct across every change of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from newsroom.chat import Chat, QuietHours

_DAY = 24 * 60  # minutes
MORNING_H, _EVENING_H = 8, 18  # guesses: when an office day begins and ends; `/quiet until 6:00` says it otherwise


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
    end = instant(ends, quiet.end, chat.zone)
    # Clocks set back show the end twice: after the first it is quiet until the second.
    return end if end > now else instant(ends, quiet.end, chat.zone, fold=1)


def morning(chat: Chat, now: datetime) -> datetime:
    """Until when it is quiet for whoever goes to bed now; by day, the eight hours that a night would take."""
    here = local(chat, now)
    if MORNING_H <= here.hour < _EVENING_H:
        return now + timedelta(hours=8)
    day = here.date() + timedelta(days=int(here.hour >= _EVENING_H))
    return instant(day, MORNING_H * 60, chat.zone)


def in_office_hours(chat: Chat, now: datetime) -> bool:
    """Whether the chat's clock shows an hour at which people are at work."""
    return MORNING_H <= local(chat, now).hour < _EVENING_H


def _on(quiet: QuietHours, day: date) -> bool:
    return bool(quiet.days >> day.weekday() & 1)


def instant(day: date, minute: int, zone: str, fold: int = 0) -> datetime:
    """The minute of a local day as UTC; one that the clocks skip is taken as if they had not moved yet.

    `fold`: 1 for the second of two that the clocks show alike.
    """
    wall = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(minutes=minute % _DAY)
    return wall.replace(fold=fold).astimezone(UTC)
