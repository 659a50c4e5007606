"""Which dates matter most: those that many documents name, and go on naming."""

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
# weighing a sentence by its likeness to the whole topic were all worse (.64 to .72).
RECALL = 2.0
AHEAD = 0.5
WRITTEN_OUT = 1.5
UNDATED = 0.25
COVERAGE_POWER = 0.25
COVERAGE_DAYS = 5
# A month or a year is named for much that is no event, and takes the place of a day: weighed .2 .746, .1 and .05 .751,
# .02 .749.
_VAGUER = {Precision.DAY: 1.0, Precision.PUBLICATION: 1.0}
_VAGUE = 0.1


def date_importance(tellings: Iterable[EventMention]) -> dict[str, float]:
    """How much each date matters, by its value."""
    best: dict[str, dict[int, float]] = defaultdict(dict)
    times: dict[str, EventMention] = {}
    published: dict[int, date] = {}
    for telling in tellings:
        value = telling.when.value
        if value is None:
            continue
        times.setdefault(value, telling)
        published[telling.item.id] = telling.item.time.date()
        held = best[value]
        held[telling.item.id] = max(held.get(telling.item.id, 0.0), _weight(telling))
    coverage = _smooth(Counter(published.values()))
    return {value: _scaled(times[value], sum(held.values()), coverage) for value, held in best.items()}


def _weight(telling: EventMention) -> float:
    if not telling.dated:
        return UNDATED
    when = telling.when.last or telling.item.time.date()
    lag = (telling.item.time.date() - when).days
    recalled: float = AHEAD if lag < 0 else 1 + RECALL * math.log2(1 + lag)
    if telling.when.kind in {Derivation.EXPLICIT, Derivation.INFERRED}:
        return recalled * WRITTEN_OUT
    return recalled


def _scaled(telling: EventMention, weight: float, coverage: Mapping[date, float]) -> float:
    day = telling.when.last or telling.item.time.date()
    damping: float = (1 + coverage.get(day, 0.0)) ** COVERAGE_POWER
    return weight * _VAGUER.get(telling.when.precision, _VAGUE) / damping


def _smooth(published: Mapping[date, int]) -> dict[date, float]:
    """Documents a day, averaged over the days around it."""
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
