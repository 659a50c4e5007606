"""How often to visit a source: its own rhythm, within bounds, and gently when it is ill.

The rhythm is learned from one question per visit, was there anything new. Something new shortens the interval, nothing
lengthens it, so that it settles where about one visit in four brings news. A visit that brings nothing but news means
that the document may have turned over faster than it was read: the interval falls at once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsroom.source import SourceId

# Simulated over 14 days of outlets that publish by day and hardly by night, interval 1 to 30 minutes
# (tests/newsroom/test_cadence.py): mean wait of an item in minutes / visits a day, at 200, 40 and 8 items a day.
#   faster, slower    200           40            8
#   x0.50, x1.25      1.8 / 537     6.2 / 149    14.7 / 58
#   x0.50, x1.50      2.7 / 352     8.6 /  97    15.0 / 54
#   x0.70, x1.10      1.3 / 678     5.1 / 170    14.6 / 57
#   x0.33, x1.25      1.4 / 620     4.8 / 214    12.8 / 69
FASTER = 0.5
SLOWER = 1.25
_OVERRUN = 0.125
_OVERRUN_ENTRIES = 5  # a feed of one or two entries is new as a whole whenever it is new at all

JITTER_PCT = 10  # of the wait; a guess: it spreads sources that were added together and makes no visit late
# After the first failure visits follow at 1.5, 4.5, 10.5 and 22.5 minutes: five tries tell an outage from a hiccup,
# and with half an hour's interval before it, and visits that hang, a death is known within an hour.
FIRST_RETRY_S = 90.0
RETRY_GROWTH = 2.0
LONGEST_RETRY_S = 6 * 3600.0
# While nobody answers a visit reaches nobody, and burdens nobody. After an hour without a network the doubled waits are
# at 48 minutes: what came meanwhile would be read half an hour after its return.
NETWORK_AWAY_RETRY_S = 300.0
DEAD_AFTER_FAILURES = 5
DEAD_AFTER = timedelta(minutes=18)
REPORT_WITHIN = timedelta(hours=1)
NEVER_READ_FAILURES = 2  # a guess: a minute and a half after it was added; one alone may be a hiccup
_MIX = 2_654_435_761  # Knuth's multiplier: spreads ids that follow one another over the whole range


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of a source's interval.

    Attributes:
        floor_s: Shortest.
        ceiling_s: Longest, also for what the publisher wishes (`ttl`, `max-age`). With more than half an hour
            a death may take longer than an hour to be reported.
    """

    floor_s: float = 60.0
    ceiling_s: float = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """What is known of a source's rhythm and health; kept beside the source.

    Attributes:
        interval_s: Between visits while all is well.
        failures: In a row; 0 while all is well.
        first_failure_at: Of the present row; None while all is well.
    """

    interval_s: float = 300.0
    failures: int = 0
    first_failure_at: datetime | None = None


def after_answer(cadence: Cadence, *, new: int, entries: int, bounds: Bounds) -> Cadence:
    """The cadence after a visit that was answered, with or without a document.

    Args:
        cadence: Before the visit.
        new: Items never seen before; 0 for an answer of "not modified", and for a first visit, which shows no rhythm.
        entries: In the document; 0 where there was none.
        bounds: Of the source.
    """
    if not new:
        factor = SLOWER
    elif new >= entries >= _OVERRUN_ENTRIES:
        factor = _OVERRUN
    else:
        factor = FASTER
    interval_s = min(max(cadence.interval_s * factor, bounds.floor_s), bounds.ceiling_s)
    return Cadence(interval_s=interval_s)


def after_failure(cadence: Cadence, now: datetime) -> Cadence:
    """The cadence after a visit that failed: the rhythm is kept for better days."""
    return replace(cadence, failures=cadence.failures + 1, first_failure_at=cadence.first_failure_at or now)


def next_due(
    now: datetime,
    cadence: Cadence,
    *,
    source: SourceId,
    bounds: Bounds,
    fresh_for_s: float | None = None,
    retry_after: timedelta | None = None,
    network_away: bool = False,
) -> datetime:
    """When to visit next; always later than `now`.

    Args:
        now: End of the visit.
        cadence: After the visit.
        source: Sets the visit a little off, always alike, so that sources added together don't stay together.
        bounds: Of the source.
        fresh_for_s: The longest of what the publisher and the server call the document fresh for; obeyed up to the
            ceiling. None where neither says.
        retry_after: As the server asks; obeyed up to six hours. None where it does not ask.
        network_away: Nobody answers: the source is as well as it was.
    """
    if cadence.failures:
        longest_s = NETWORK_AWAY_RETRY_S if network_away else LONGEST_RETRY_S
        wait_s = min(_retry_s(cadence), longest_s) * (1 - _spread(source) * JITTER_PCT / 100)
    else:
        wished_s = max(cadence.interval_s, min(fresh_for_s or 0.0, bounds.ceiling_s))
        wait_s = wished_s * (1 + (2 * _spread(source) - 1) * JITTER_PCT / 100)
    if retry_after is not None:
        wait_s = max(wait_s, min(retry_after.total_seconds(), LONGEST_RETRY_S))
    return now + timedelta(seconds=max(wait_s, 1.0))


def is_dead(
    first_failure_at: datetime | None, now: datetime, failures: int, next_visit: datetime | None = None
) -> bool:
    """Whether the admins should be told now that a source is down.

    Args:
        first_failure_at: Of the present row of failures; None while there is none.
        now: After the last of them.
        failures: In that row.
        next_visit: When it is tried again: where the server asked for a rest beyond the hour, waiting for more
            failures would tell too late. None where not known.
    """
    if first_failure_at is None or not failures:
        return False
    if next_visit is not None and next_visit - first_failure_at > REPORT_WITHIN:
        return True
    return failures >= DEAD_AFTER_FAILURES and now - first_failure_at >= DEAD_AFTER


def _retry_s(cadence: Cadence) -> float:
    # The exponent is held down, for a source that fails for years.
    return min(min(FIRST_RETRY_S, cadence.interval_s) * RETRY_GROWTH ** min(cadence.failures - 1, 20), LONGEST_RETRY_S)


def _spread(source: SourceId) -> float:
    """A number from 0 to 1, always the same for one source."""
    return (source * _MIX % 2**32) / 2**32
