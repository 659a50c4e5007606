"""Which dates a timeline of so many lines shows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from newsroom.dates import Precision
from newsroom.timelines.event_mentions import EventMention, When

_A_DAY = {Precision.DAY, Precision.PUBLICATION}


def chosen_dates(
    mentions: Iterable[EventMention], weights: Mapping[str, float], entries: int | None, old_before: date
) -> set[str]:
    """The values of the `entries` most important days, and of as many before `old_before`.

    A week, a month or a year takes no day's place. It comes on top where it ranks among them and none of the days
    chosen is in it.

    Args:
        mentions: What names the dates.
        weights: The importance of each value.
        entries: So many days; None for every date.
        old_before: The days before are counted apart.
    """
    if entries is None:
        return set(weights)
    times = {mention.when.value: mention.when for mention in mentions}
    ranked = sorted(weights, key=lambda value: (-weights[value], value))
    fresh = [times[value] for value in ranked if (times[value].last or date.max) >= old_before]
    old = [times[value] for value in ranked if (times[value].last or date.max) < old_before]
    return {when.value for part in (fresh, old) for when in _chosen(part, entries) if when.value is not None}


def _chosen(ranked: Sequence[When], entries: int) -> list[When]:
    days = [when for when in ranked if when.precision in _A_DAY][:entries]
    vague = [when for when in ranked[:entries] if when.precision not in _A_DAY]
    return days + [when for when in vague if not any(_is_within(day, when) for day in days)]


def _is_within(day: When, vague: When) -> bool:
    """Whether the vague time holds the day; what is only bounded ("by June 28") holds its bound alone."""
    if day.last is None or vague.last is None:
        raise AssertionError("a time without an end has no value to be chosen by")
    return (vague.first or vague.last) <= day.last <= vague.last
