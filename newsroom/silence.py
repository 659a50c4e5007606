"""Silence is news: a source that normally publishes and has stopped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

LEARNED_OVER = timedelta(days=14)
_FEWEST_ARRIVALS = 20
_FEWEST_DAYS = 3
# Twice its own longest pause of the last two weeks: those hold two weekends, and a night is no silence.
_TIMES_LONGEST_PAUSE = 2
_SHORTEST_SILENCE = timedelta(hours=6)


def silent_since(arrivals: Sequence[datetime], last_read: datetime) -> datetime | None:
    """Since when a source is silent; None where it is not, or where its rhythm is not known.

    Args:
        arrivals: When something new was seen in it during `LEARNED_OVER`, oldest first; no first poll's items.
        last_read: When its document was last read: time in which nobody looked is no silence.
    """
    if len(arrivals) < _FEWEST_ARRIVALS or arrivals[-1] - arrivals[0] < timedelta(days=_FEWEST_DAYS):
        return None
    longest = max(later - earlier for earlier, later in pairwise(arrivals))
    wanted = max(longest * _TIMES_LONGEST_PAUSE, _SHORTEST_SILENCE)
    return arrivals[-1] if last_read - arrivals[-1] > wanted else None
