"""Coverage as bars: a bar for each day, or for each week or month where days would be too many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from handlers.render.timeline_document import CoveredDay
from handlers.sentences.reader import Reader

MOST_BARS = 62  # two months of days; more than that is thinner than a finger's width on a phone
_WEEK_DAYS = 7
_MOST_LABELS = 5


class Step(StrEnum):
    """The stretch of time that one bar covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Documents of a stretch, and how many outlets they are of."""

    first: date
    last: date
    documents: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageBars:
    """Bars side by side, those without documents too.

    Attributes:
        labels: (number of the bar, words) for the place under the axis, never more than five.
    """

    step: Step
    bars: tuple[Bar, ...]
    labels: tuple[tuple[int, str], ...]

    @property
    def most(self) -> int:
        """Documents of the highest bar, at least 1."""
        return max((bar.documents for bar in self.bars), default=0) or 1

    def place(self, value: date) -> int | None:
        """The number of the bar that a day falls on; None where it lies outside."""
        return next((at for at, bar in enumerate(self.bars) if bar.first <= value <= bar.last), None)


def bars(coverage: Sequence[CoveredDay], reader: Reader) -> CoverageBars:
    """The bars from the first day covered to the last; none for no coverage."""
    if not coverage:
        return CoverageBars(step=Step.DAY, bars=(), labels=())
    ends = coverage[0].day, coverage[-1].day
    step = _step(*ends)
    found: list[Bar] = []
    days = iter(coverage)
    covered = next(days, None)
    first = _floor(ends[0], step)
    while first <= ends[1]:
        last = _last(first, step)
        documents, outlets = 0, set[str]()
        while covered is not None and covered.day <= last:
            documents += covered.documents
            outlets |= covered.outlets
            covered = next(days, None)
        found.append(Bar(first=first, last=last, documents=documents, outlets=len(outlets)))
        if last >= date.max - timedelta(days=1):
            break
        first = last + timedelta(days=1)
    return CoverageBars(step=step, bars=tuple(found), labels=_labels(found, step, reader))


def _step(first: date, last: date) -> Step:
    days = (last - first).days + 1
    if days <= MOST_BARS:
        return Step.DAY
    return Step.WEEK if days <= MOST_BARS * _WEEK_DAYS else Step.MONTH


def _floor(value: date, step: Step) -> date:
    match step:
        case Step.DAY:
            return value
        case Step.WEEK:
            return value - timedelta(days=min(value.weekday(), (value - date.min).days))
        case Step.MONTH:
            return value.replace(day=1)


def _last(first: date, step: Step) -> date:
    match step:
        case Step.DAY:
            return first
        case Step.WEEK:
            return first + timedelta(days=min(_WEEK_DAYS - 1 - first.weekday(), (date.max - first).days))
        case Step.MONTH:
            following = first.replace(day=28) + timedelta(days=4) if first < date(9999, 12, 1) else date.max
            return following.replace(day=1) - timedelta(days=1) if following < date.max else date.max


def _labels(found: Sequence[Bar], step: Step, reader: Reader) -> tuple[tuple[int, str], ...]:
    """The first bar and the last, and some between at even distances."""
    last = len(found) - 1
    parts = min(_MOST_LABELS - 1, last) or 1
    places = sorted({round(last * part / parts) for part in range(parts + 1)})
    years = found[0].first.year != found[-1].last.year
    return tuple((at, _label(found[at].first, step, reader, with_year=years or at == 0)) for at in places)


def _label(value: date, step: Step, reader: Reader, *, with_year: bool) -> str:
    if step is Step.MONTH:
        return reader.month(value) if with_year else reader.month_of_year(value)
    return reader.day(value) if with_year else reader.day_of_year(value)
