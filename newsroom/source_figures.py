"""What a source brings: how much, how late, and how much of it others had before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from newsroom.stories.independence import BELIEVED

COUNTED_OVER = timedelta(days=7)  # a week has all its days: outlets publish less on Sundays
_FEWEST = 5  # a guess: of fewer items a share or a median says nothing
_DAY = timedelta(days=1)  # of a rate


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadItem:
    """An item of a source, as far as figures need it.

    Attributes:
        published: As the feed says; None: it does not.
        repeats: When another publisher's item, whose text this one has, was published or read; None: it has its own.
    """

    published: datetime | None
    arrived_at: datetime
    repeats: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFigures:
    """What a source brought of late.

    Attributes:
        over: The time that was counted; less than `COUNTED_OVER` for a source that is new.
        items: How many new items it brought meanwhile.
        a_day: How many that is a day; None where it was not read for a day yet.
        delay: Half of its items were here so soon after the date that they bear; None: too few bear one.
        reprint_pct: How many in a hundred repeat what another publisher had before; None: too few items.
        dated: Whether its items bear dates at all.
    """

    over: timedelta
    items: int
    a_day: float | None
    delay: timedelta | None
    reprint_pct: int | None
    dated: bool


def source_figures(items: int, newest: Sequence[ReadItem], since: datetime, now: datetime) -> SourceFigures:
    """The figures of a source.

    Args:
        items: How many new items it brought since then.
        newest: The newest of them.
        since: From when on is counted.
        now: Until when.
    """
    over = max(now - since, timedelta())
    delays = [item.arrived_at - item.published for item in newest if _believed(item) and item.published is not None]
    repeated = sum(item.repeats is not None and _published(item) >= item.repeats for item in newest)
    return SourceFigures(
        over=over,
        items=items,
        a_day=items / (over / _DAY) if over >= _DAY else None,
        delay=timedelta(seconds=median(one.total_seconds() for one in delays)) if len(delays) >= _FEWEST else None,
        reprint_pct=round(100 * repeated / len(newest)) if len(newest) >= _FEWEST else None,
        dated=bool(delays) or not newest,
    )


def _believed(item: ReadItem) -> bool:
    """An old text that is sent again says nothing of how soon a new one comes."""
    return item.published is not None and item.published >= item.arrived_at - BELIEVED


def _published(item: ReadItem) -> datetime:
    return min(item.published, item.arrived_at) if item.published and _believed(item) else item.arrived_at
