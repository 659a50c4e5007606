"""The importance of dates: those matter most that many documents name, and name again weeks later."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from newsroom.dates import Derivation, Precision
from newsroom.timelines.event_mentions import EventMention

# What one document adds to a date. Mean date F1 over the seven timelines of Timeline17 (mj, haiti, h1n1, libya), number
# of days and span given: a document counts 1 .661; times 1 + 2 log2(1 + days since) .728, for what is recalled weeks
# later mattered; half as much again where a day of the month is written out, not a weekday .735; over the quarter power
# of the coverage of those days .749. Counting headlines or first sentences more, sentences instead of documents, or
# weighing a sentence by its likeness to the whole topic were all worse (.64 to .72). As it is, .754; other values:
RECALL = 2.0  # at 1: .747, at 4: .738
WRITTEN_OUT = 1.5  # at 1.25: .751, at 2: .741
COVERAGE_POWER = 0.25  # at .125: .745, at .5: .736
COVERAGE_DAYS = 5  # standard deviation of the average over days; at 2 and 3: .745, at 8: .754, at 10: .745
# A date ahead of the document, and the day of a document that dates nothing. Guesses: no figure moves from .25 to 1 and
# from 0 to 1, as the span of those timelines is given; higher ones fill an open timeline with plans and days of print.
AHEAD = 0.5
UNDATED = 0.25
# A month or a year is named for much that is no event, and takes the place of a day: weighed .2 .746, .1 and .05 .751,
# .02 .749.
_BY_PRECISION = {Precision.DAY: 1.0, Precision.PUBLICATION: 1.0}
_VAGUE = 0.1  # a guess: a month or a year says little of a day; what only they name comes last


def date_importance(mentions: Iterable[EventMention]) -> dict[str, float]:
    """How much each date matters, by its value."""
    weights: dict[str, dict[int, float]] = defaultdict(dict)  # of each value's documents
    first: dict[str, EventMention] = {}
    published: dict[int, date] = {}
    for mention in mentions:
        value, item = mention.when.value, mention.item
        if value is None:
            continue
        first.setdefault(value, mention)
        published[item.id] = item.time.date()
        weights[value][item.id] = max(weights[value].get(item.id, 0.0), _weight(mention))
    coverage = _smooth(Counter(published.values()))
    return {value: _scaled(first[value], sum(found.values()), coverage) for value, found in weights.items()}


def _weight(mention: EventMention) -> float:
    """What one document adds to a date by its best mention."""
    if not mention.dated:
        return UNDATED
    published = mention.item.time.date()
    lag = (published - (mention.when.last or published)).days
    recalled: float = AHEAD if lag < 0 else 1 + RECALL * math.log2(1 + lag)
    if mention.when.kind in {Derivation.EXPLICIT, Derivation.INFERRED}:
        return recalled * WRITTEN_OUT
    return recalled


def _scaled(mention: EventMention, weight: float, coverage: Mapping[date, float]) -> float:
    """The weight divided by how much was published around that day, and cut for a month or a year."""
    day = mention.when.last or mention.item.time.date()
    damping: float = (1 + coverage.get(day, 0.0)) ** COVERAGE_POWER
    return weight * _BY_PRECISION.get(mention.when.precision, _VAGUE) / damping


def _smooth(published: Mapping[date, int]) -> dict[date, float]:
    """Documents published a day, averaged over the days around it (a Gaussian)."""
    reach = range(-3 * COVERAGE_DAYS, 3 * COVERAGE_DAYS + 1)
    weights = {step: math.exp(-0.5 * (step / COVERAGE_DAYS) ** 2) for step in reach}
    total = sum(weights.values())
    found: defaultdict[date, float] = defaultdict(float)
    for day, count in published.items():
        for step, weight in weights.items():
            near = _shifted(day, step)
            if near is not None:
                found[near] += weight * count / total
    return dict(found)


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
