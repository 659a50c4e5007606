"""How many alerts each place had in the last minute: more come together, in one list."""

from collections import deque
from datetime import datetime, timedelta

from newsroom.chat import Place

BURST_WITHIN = timedelta(minutes=1)  # the unit of the setting alerts.burst_per_minute


class BurstLimit:
    """The alerts of the last minute. Forgets older ones by itself, and later ones where the clock was set back."""

    def __init__(self) -> None:
        self._alerts: dict[Place, deque[datetime]] = {}

    def note(self, place: Place, at: datetime) -> None:
        """The place is alerted; in order of time."""
        self._recent(place, at)
        self._alerts.setdefault(place, deque()).append(at)

    def full(self, place: Place, most: int | None, now: datetime) -> bool:
        """Whether one more alert would be more than `most` within the minute; None: any number may come."""
        return most is not None and 0 < len(self._recent(place, now)) >= most

    def _recent(self, place: Place, now: datetime) -> deque[datetime]:
        """The alerts within the minute; a place without any is forgotten."""
        recent = self._alerts.get(place, deque())
        while recent and recent[0] <= now - BURST_WITHIN:
            recent.popleft()
        while recent and recent[-1] > now:
            recent.pop()
        if not recent:
            self._alerts.pop(place, None)
        return recent
