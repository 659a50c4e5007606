"""Coverage by the hour: for each topic a row of bars, all on one axis and one scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.render.drawing.bars import MOST_BARS
from handlers.sentences.reader import Reader

MOST_ROWS = 8  # a guess: as many rows are told apart on a phone without scrolling
_HOUR = timedelta(hours=1)
_STEPS_H = (1, 2, 3, 6, 12, 24)  # a bar's hours: each divides a day, so that bars begin at the same hours every day
_MOST_LABELS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic's items, bar by bar."""

    title: str
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HourBars:
    """The rows of topics that have items, the fullest first.

    Attributes:
        step_h: The hours of one bar.
        rows: At most MOST_ROWS.
        left_out: How many topics more have items.
        labels: (number of the bar, words) for the place under the axis.
    """

    step_h: int
    rows: tuple[TopicRow, ...]
    left_out: int
    labels: tuple[tuple[int, str], ...]

    @property
    def most(self) -> int:
        """Items of the highest bar, at least 1."""
        return max((number for row in self.rows for number in row.items), default=0) or 1


def hour_bars(arrivals: Mapping[str, Sequence[datetime]], since: datetime, until: datetime, reader: Reader) -> HourBars:
    """The bars from one moment to another of what came in for each topic, by its words."""
    step_h = next((step for step in _STEPS_H if (until - since) / (step * _HOUR) <= MOST_BARS - 1), _STEPS_H[-1])
    step = step_h * _HOUR
    here = reader.local(since)
    first = since - timedelta(hours=here.hour % step_h, minutes=here.minute, seconds=here.second)
    bars = max(1, -(-(until - first) // step))
    rows = [TopicRow(title=title, items=_counted(times, first, step, bars)) for title, times in arrivals.items()]
    full = sorted((row for row in rows if any(row.items)), key=lambda row: -sum(row.items))
    return HourBars(
        step_h=step_h,
        rows=tuple(full[:MOST_ROWS]),
        left_out=max(0, len(full) - MOST_ROWS),
        labels=_labels(first, step, bars, reader),
    )


def _counted(times: Sequence[datetime], first: datetime, step: timedelta, bars: int) -> tuple[int, ...]:
    found = [0] * bars
    for moment in times:
        at = (moment - first) // step
        if 0 <= at < bars:
            found[at] += 1
    return tuple(found)


def _labels(first: datetime, step: timedelta, bars: int, reader: Reader) -> tuple[tuple[int, str], ...]:
    """The first bar and the last, and some between at even distances: the hour, or the day where bars are days."""
    parts = min(_MOST_LABELS - 1, bars - 1) or 1
    places = sorted({round((bars - 1) * part / parts) for part in range(parts + 1)})
    moments = [(at, reader.local(first + at * step)) for at in places]
    if step * bars <= timedelta(days=1):
        return tuple((at, reader.clock(moment, moment)) for at, moment in moments)
    return tuple((at, reader.day_of_year(moment.date()) + _hour(moment, step, reader)) for at, moment in moments)


def _hour(moment: datetime, step: timedelta, reader: Reader) -> str:
    return "" if step >= timedelta(days=1) else f", {reader.clock(moment, moment)}"
