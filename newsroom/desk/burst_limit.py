"""How many alerts each place had in the last minute: more are told together, in one list."""

from collections import deque
from datetime import datetime, timedelta

from newsroom.chat import Place

BURST_WITHIN = timedelta(minutes=1)


class BurstLimit:
    """The alerts of the last minute. Forgets by itself, also what a clock that was set back has yet to reach."""

    def __init__(self) -> None:
        self._told: dict[Place, deque[datetime]] = {}

    def note(self, place: Place, at: datetime) -> None:
        """The place is alerted; in order of time."""
        self._lately(place, at)
        self._told.setdefault(place, deque()).append(at)

    def full(self, place: Place, most: int | None, now: datetime) -> bool:
        """Whether one more alert would be more than `most` within the minute; None: any number may come."""
        return most is not None and 0 < len(self._lately(place, now)) >= most

    def _lately(self, place: Place, now: datetime) -> deque[datetime]:
        """The alerts within the minute; a place without any is forgotten."""
        told = self._told.get(place, deque())
        while told and told[0] <= now - BURST_WITHIN:
            told.popleft()
        while told and told[-1] > now:
            told.pop()
        if not told:
            self._told.pop(place, None)
        return told
