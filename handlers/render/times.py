"""Times as a desk reads them, on the chat's own clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date) -> str:
    """12 Aug 2025."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """Aug 2025."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime, zone: str) -> str:
    """12 Aug 2025, 14:20."""
    here = value.astimezone(ZoneInfo(zone))
    return f"{day(here)}, {here:%H:%M}"


def clock(value: datetime, zone: str, now: datetime) -> str:
    """14:20 for today, 12 Aug 14:20 this year, else with the year."""
    here, today = value.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    if here.date() == today.date():
        return f"{here:%H:%M}"
    if here.year == today.year:
        return f"{here.day} {_MONTHS[here.month - 1]}, {here:%H:%M}"
    return moment(value, zone)


def minute(value: int) -> str:
    """A minute of the day as HH:MM."""
    return f"{value // 60:02d}:{value % 60:02d}"


def span(value: timedelta) -> str:
    """40 seconds, 25 minutes, 3 hours, 12 days: one unit, rounded down."""
    seconds = int(value.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def count(number: int, one: str, many: str | None = None) -> str:
    """1 outlet, 5 outlets."""
    return f"{number} {one if number == 1 else many or one + 's'}"
