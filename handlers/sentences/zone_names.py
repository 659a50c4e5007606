"""What a time zone is called where people read it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_FIXED = "Etc/GMT"
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # of a zone that has no summer time


def zone_name(zone: str) -> str:
    """The zone's name; UTC+3 for Etc/GMT-3, whose sign means the reverse of what people read."""
    if not zone.startswith(_FIXED):
        return zone
    hours = (_ANY_DAY.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()) // timedelta(hours=1)
    return f"UTC{hours:+d}" if hours else "UTC"
