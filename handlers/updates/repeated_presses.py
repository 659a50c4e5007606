"""Several taps on one button: the first is answered, and those right after it need no second copy of the answer."""

from collections.abc import Callable
from datetime import datetime, timedelta

from handlers.buttons import Act, AnyAct, HandOverAct, Press, TimelineAct
from newsroom.chat import ChatKind

# Guesses: in a group one taps again once it has scrolled on; in a channel the answer stands for its many readers.
_AGAIN_AFTER, _AGAIN_IN_CHANNELS = timedelta(minutes=1), timedelta(hours=1)
_MOST = 10_000  # remembered; what may be asked again is forgotten then

ANSWERED_BELOW: frozenset[AnyAct] = frozenset(
    {
        *(Act.TIMELINE, Act.MORE_TIMELINE, Act.SOURCES, Act.WHY, Act.STORY),
        *(HandOverAct.PLOT, *TimelineAct),
    }
)
"""What reads only, and answers with a message that stands below the button for everybody."""


class RepeatedPresses:
    """Remembers which buttons were answered of late, whoever pressed them.

    Ten taps of two people made ten equal timelines in a group, which takes twenty messages a minute: its alerts waited.
    """

    def __init__(self, speed: Callable[[], float]) -> None:
        """`speed`: the seconds of the program's clock in one real second."""
        self._speed = speed
        self._answered: dict[tuple[int, int, str], tuple[str, datetime]] = {}

    def is_first(self, button: tuple[int, int, str], query_id: str, kind: ChatKind, at: datetime) -> bool:
        """Whether the button (of a chat, a message, its data) was not pressed just before; it is now.

        The same press once more is no second one: what failed is tried again.
        """
        again = (_AGAIN_IN_CHANNELS if kind is ChatKind.CHANNEL else _AGAIN_AFTER) * self._speed()
        before = self._answered.get(button)
        if before is not None and before[0] != query_id and abs(at - before[1]) < again:
            return False
        if len(self._answered) >= _MOST:
            longest = _AGAIN_IN_CHANNELS * self._speed()
            self._answered = {one: last for one, last in self._answered.items() if abs(at - last[1]) < longest}
        self._answered[button] = (query_id, at)
        return True

    def forget(self, button: tuple[int, int, str]) -> None:
        """It was not answered: the next press is the first."""
        self._answered.pop(button, None)


def answered_below(press: Press | None) -> bool:
    """Whether a press is answered by a message of its own that another press would only repeat."""
    return press is not None and press.act in ANSWERED_BELOW
