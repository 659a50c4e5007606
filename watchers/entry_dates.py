"""An entry's dates, of all the fields that may have one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from watchers.feed_date_order import DatePlace
from watchers.feed_dates import FeedDate, feed_date, stated_east


@dataclass(frozen=True, slots=True)
class EntryDates:
    """As in `FeedEntry`."""

    published: datetime | None
    published_day: date | None
    updated: datetime | None
    zoneless: bool = False


def entry_dates(published: Sequence[object], updated: object, place: DatePlace) -> EntryDates:
    """The first date that has a moment, else the first that has a day.

    Args:
        published: What the fields of an entry's publication say, the one that counts most first.
        updated: What the field of its last edit says.
        place: Where the feed is from.
    """
    found, edited = _read(published, updated, place)
    if any(one.zoneless for one in found) and (east := stated_east([*found, *([edited] if edited else [])])):
        found, edited = _read(published, updated, replace(place, clock_east=east))
    first = next((one for one in found if one.moment is not None), None)
    days = [*found, *([edited] if edited is not None and edited.moment is None else [])]
    return EntryDates(
        published=None if first is None else first.moment,
        published_day=days[0].day if first is None and days else None,
        updated=None if edited is None else edited.moment,
        zoneless=first is not None and first.zoneless,
    )


def _read(published: Sequence[object], updated: object, place: DatePlace) -> tuple[list[FeedDate], FeedDate | None]:
    found = (feed_date(raw, place) for raw in published if raw)
    return [one for one in found if one is not None], feed_date(updated, place)
