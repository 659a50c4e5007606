"""How often addresses are looked at for a chat: each costs up to a minute and a half of somebody else's server."""

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence

_HOUR = timedelta(hours=1)
# What is read of a source promises another visit, which comes to no address that somebody had looked at in vain.
_OF_ONE_LOOK = {
    "problem.broken_transfer": "look.broken_transfer",
    "problem.empty": "look.empty",
    "problem.malformed": "look.malformed",
    "problem.parse_timeout": "look.parse_timeout",
    "problem.rate_limited": "look.rate_limited",
    "problem.refused": "look.refused",
    "problem.server_error": "look.server_error",
    "problem.timeout": "look.timeout",
}


def of_one_look(problem: Sentence) -> Sentence:
    """What is wrong at an address, for who asked to have it looked at once."""
    return Sentence(_OF_ONE_LOOK.get(problem.name, problem.name), problem.values)


class LookUps:
    """So many an hour for each chat, and one at a time for each person, in whatever chats they ask."""

    def __init__(self, per_hour: int) -> None:
        self._per_hour = per_hour
        self._begun: defaultdict[int, deque[datetime]] = defaultdict(deque)
        self._waiting: set[int] = set()

    @contextmanager
    def one(self, chat: int, person: int, now: datetime) -> Iterator[None]:
        """A look at an address, for as long as the block lasts.

        Raises:
            UserError: the chat has had its share of this hour, or the person's last one is still under way.
        """
        self._forget(now)
        if person in self._waiting:
            raise UserError(sentence("addfeed.still_looking"))
        if len(self._begun[chat]) >= self._per_hour:
            raise UserError(sentence("addfeed.too_many_looks", most=self._per_hour))
        self._begun[chat].append(now)
        self._waiting.add(person)
        try:
            yield
        finally:
            self._waiting.discard(person)

    def _forget(self, now: datetime) -> None:
        for chat, times in list(self._begun.items()):
            while times and now - times[0] >= _HOUR:
                times.popleft()
            if not times:
                del self._begun[chat]
