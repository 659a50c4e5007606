"""The importance of dates: those matter most that many documents name, and name again when their news is over.

The values hold on topics that they were not chosen on: each of the ten topics (Timeline17's four, the six Entities)
ranked with the values that are best on the other nine gives a mean date F1 of .728 on Timeline17 and .292 on Entities
(benchmarks/left_out_topics.py); documents per date give .668 and .267, days of publication .579 and .210. What only one
topic rewards was left out: a bonus that grows with the logarithm of the days since, and half as much again for a day of
the month written out, gave .752 on Timeline17 by one trial of 38 days, and .156 on Entities, where it lifts what was
said of the day before.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from newsroom.dates import Precision
from newsroom.timelines.event_mentions import EventMention
from newsroom.timelines.term_vectors import RootsOf, roots

# Mean date F1 of Timeline17 and of Entities, number of days and span given: .732 and .329 as it is.
# What a day gains in a document that names it weeks later: all of it after so many days, a part before, so that the
# reports of the days right after it count as what they are.
RECALL = 1.0  # at 0: .70 and .33, at 1.5: .740 and .320, at 2: .736 and .295
RECALL_DAYS = 30  # at 7: .723 and .289, at 14: .736 and .303, at 60: .732 and .329
# What a sentence counts that holds none of the words that the items are about: it dates something else.
OFF_TOPIC = 0.35  # at .2: .732 and .329, at .5: .740 and .322, at 1: .723 and .290
# A day on which much is published is named much.
COVERAGE_POWER = 0.25  # at 0: .721 and .329, at .125: .731 and .329
COVERAGE_DAYS = 5  # standard deviation of the average over days; at 3: .736 and .329, at 8: .732 and .329
# A date ahead of the document.
AHEAD = 0.5  # at 0: .728 and .323, at 1: .732 and .315
# The day of a document that dates nothing.
UNDATED = 0.5  # at .25: .732 and .301, at .75: .732 and .336, at 1: .728 and .308
# A month or a year is named for much that is no event.
_BY_PRECISION = {Precision.DAY: 1.0, Precision.PUBLICATION: 1.0}
_VAGUE = 0.1  # a guess: a month or a year says little of a day; what only they name comes last


def date_importance(
    mentions: Iterable[EventMention], topic: frozenset[str] = frozenset(), roots_of: RootsOf = roots
) -> dict[str, float]:
    """How much each date matters, by its value.

    Args:
        mentions: Of all dates.
        topic: Roots of what the items are about; where there are none, every sentence counts in full.
        roots_of: Gives the roots of a sentence.
    """
    weights: dict[str, dict[int, float]] = defaultdict(dict)  # of each value's documents
    first: dict[str, EventMention] = {}
    published: dict[int, date] = {}
    for mention in mentions:
        value, item = mention.when.value, mention.item
        if value is None:
            continue
        first.setdefault(value, mention)
        published[item.id] = item.time.date()
        weights[value][item.id] = max(weights[value].get(item.id, 0.0), _weight(mention, topic, roots_of))
    coverage = _smooth(Counter(published.values()))
    return {value: _scaled(first[value], sum(found.values()), coverage) for value, found in weights.items()}


def _weight(mention: EventMention, topic: frozenset[str], roots_of: RootsOf) -> float:
    """What one document adds to a date by its best mention."""
    off_topic = topic and topic.isdisjoint(roots_of(mention.sentence, mention.item.language))
    return _time_weight(mention) * (OFF_TOPIC if off_topic else 1.0)


def _time_weight(mention: EventMention) -> float:
    if not mention.dated:
        return UNDATED
    published = mention.item.time.date()
    lag = (published - (mention.when.last or published)).days
    return AHEAD if lag < 0 else 1 + RECALL * min(1.0, lag / RECALL_DAYS)


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
