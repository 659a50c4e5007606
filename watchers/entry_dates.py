"""An entry's dates, of all the fields that may have one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from watchers.feed_date_order import DatePlace
from watchers.feed_dates import feed_date


@dataclass(frozen=True, slots=True)
class EntryDates:
    """As in `FeedEntry`."""

    published: datetime | None
    published_day: date | None
    updated: datetime | None


def entry_dates(published: Sequence[object], updated: object, place: DatePlace) -> EntryDates:
    """The first date that has a moment, else the first that has a day.

    Args:
        published: What the fields of an entry's publication say, the one that counts most first.
        updated: What the field of its last edit says.
        place: Where the feed is from.
    """
    found = [read for raw in published if raw and (read := feed_date(raw, place)) is not None]
    edited = feed_date(updated, place)
    moment = next((one.moment for one in found if one.moment is not None), None)
    days = [*found, *([edited] if edited is not None and edited.moment is None else [])]
    return EntryDates(
        published=moment,
        published_day=days[0].day if moment is None and days else None,
        updated=None if edited is None else edited.moment,
    )
