"""How much one person may ask for in a minute: over that comes one sentence, then silence until they slow down."""

from collections import deque
from datetime import datetime, timedelta
from enum import Enum, auto

_MINUTE = timedelta(minutes=1)
_MOST_PEOPLE = 10_000  # remembered; who has been quiet for a minute is forgotten then


class FloodVerdict(Enum):
    """What becomes of a command or a pressed button."""

    ANSWER = auto()
    WARN = auto()
    IGNORE = auto()


class FloodControl:
    """Counts what each person sends, what is ignored too: who goes on at the same pace stays unanswered."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._sent: dict[int, deque[datetime]] = {}
        self._warned: set[int] = set()

    def judge(self, person: int, at: datetime) -> FloodVerdict:
        """One more of that person's, sent at that time."""
        if person not in self._sent:
            self._forget_the_quiet(at)
        times = self._sent.setdefault(person, deque(maxlen=self._per_minute))
        # Of what has waited in two chats the later may come first.
        over = len(times) == self._per_minute and abs(at - times[0]) < _MINUTE
        times.append(at)
        if not over:
            self._warned.discard(person)
            return FloodVerdict.ANSWER
        if person in self._warned:
            return FloodVerdict.IGNORE
        self._warned.add(person)
        return FloodVerdict.WARN

    def _forget_the_quiet(self, now: datetime) -> None:
        if len(self._sent) < _MOST_PEOPLE:
            return
        self._sent = {person: times for person, times in self._sent.items() if now - times[-1] < _MINUTE}
        self._warned &= self._sent.keys()
