"""Silence is news: a source that normally publishes has stopped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

LEARNED_OVER = timedelta(days=14)  # two weekends, so that a source that rests on Sundays is not called silent
# Guesses: with fewer arrivals or days the longest pause is not known yet, and a lull would alarm; with more, a small
# or new source would not be watched.
_FEWEST_ARRIVALS = 20
_FEWEST_DAYS = 3
# A guess: less alarms at each pause that is the longest yet, more comes late. A night is part of the longest pause.
_TIMES_LONGEST_PAUSE = 2
_SHORTEST_SILENCE = timedelta(hours=6)  # a guess: less would alarm at the late start of a day


def silent_since(arrivals: Sequence[datetime], last_read: datetime) -> datetime | None:
    """Since when a source is silent; None where it is not, or where its rhythm is not known.

    Args:
        arrivals: When something new arrived from it during `LEARNED_OVER`, oldest first; no first poll's items.
        last_read: When its document was last read: time in which nobody looked is no silence.
    """
    if len(arrivals) < _FEWEST_ARRIVALS or arrivals[-1] - arrivals[0] < timedelta(days=_FEWEST_DAYS):
        return None
    longest = max(later - earlier for earlier, later in pairwise(arrivals))
    wanted = max(longest * _TIMES_LONGEST_PAUSE, _SHORTEST_SILENCE)
    return arrivals[-1] if last_read - arrivals[-1] > wanted else None
