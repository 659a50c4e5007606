"""How alike two groups are, measured by how alike each of them is within.

One bar for all likenesses fails both ways: in a crowded week the day-old step of a saga is as like today's as two
reports of a quiet week's one event are like each other. So a likeness is divided by what the items have with their own
neighbours; what is nearest to each other joins, what has nearer neighbours elsewhere does not.
"""

import heapq
import math
from collections.abc import Iterable

from newsroom.stories.thresholds import LEAST_COHESION, NEIGHBOURS, PRIOR_PAIRS


def neighbourhood(likenesses: Iterable[float]) -> float:
    """How alike an item is to its three nearest, on average; missing ones count as 0."""
    return math.fsum(heapq.nlargest(NEIGHBOURS, likenesses)) / NEIGHBOURS


def cohesion(size: int, inner: float, neighbourhoods: float) -> float:
    """How alike the items of a group are to each other.

    Args:
        size: How many items it has.
        inner: The sum of the likenesses of its pairs.
        neighbourhoods: The sum of its items' neighbourhoods: what stands in for pairs while there are few.
    """
    pairs = size * (size - 1) / 2
    return (inner + PRIOR_PAIRS * neighbourhoods / size) / (pairs + PRIOR_PAIRS)


def relative(likeness: float, one: float, other: float) -> float:
    """Two groups' mean likeness against the cohesion of each: about 1 where they are as alike as they are within."""
    return likeness / max(LEAST_COHESION, math.sqrt(one * other))
