"""Telegram's limits as sliding windows: who may be written to now, and when the next may. Pure but for its memory.

python-telegram-bot's own limiter lets 59 messages through in the first second and 39 to a group in the first minute
(measured), keeps no order of importance and forgets everything on a restart; so we pace ourselves.
"""

from collections import deque
from dataclasses import dataclass, field

# Source: Telegram's bot FAQ, as quoted by grammY and PTB: about 30 a second overall, 1 a second to one chat,
# 20 a minute to one group or channel. Edits count.
OVERALL = 30
OVERALL_WINDOW_S = 1.0
CHAT_WINDOW_S = 1.0
GROUP = 20
GROUP_WINDOW_S = 60.0
# Requests bunch up on the way: at exactly 30 a second one of three runs drew 13 refusals from a strict server. Sent
# evenly and 3.5 % slower, 5,000 still drew one on a busy machine: so what took long to be answered counts as late.
# Since it does, the window of 1.02 s alone keeps the limit; evenness is for bunches that no answer has shown yet.
_EVENLY_SHARE = 0.025
_MARGIN_SHARE = 0.02
# The first so many of a second go as they come: that many may bunch up on the way and fill a third of it.
_AT_ONCE_SHARE = 1 / 3
# A longer wait for an answer is Telegram's own. At 0.15 what a busy machine delayed for longer drew a 429 (1 of 5,000);
# beside three busy processes 0.4 costs a hundredth of the rate (95.1 to 96.0 % used against 96.0 to 96.3).
_MOST_LATE_S = 0.4
_FORGETTING = 1.002  # a quickest answer that no other comes near any more is forgotten within a minute
_CATCH_UP_S = 0.3  # a machine that is busy elsewhere for longer has lost that time
# To one chat lateness costs nothing overall: a server that counts from arrival to arrival sees them further apart.
_CHAT_MARGIN_S = 0.15
# A wait so long is asked of the whole bot (met with 43,837 s); a group's own minute is no longer than this. Shorter
# ones are the chat's, unless another chat was asked for a long one lately, too.
_EVERYWHERE_S = 120.0
_LONG_S = 30.0


@dataclass(slots=True)
class _SendWindow:
    """So many in any stretch of `length_s`, margin included."""

    size: int
    length_s: float
    times: deque[float] = field(default_factory=deque)

    def shift(self, time_s: float, late_s: float) -> None:
        """What was noted for then came later."""
        if late_s > 0 and time_s in self.times:
            self.times.remove(time_s)
            self.times = deque(sorted([*self.times, time_s + late_s]))

    def free_at(self, now_s: float) -> float:
        # The same sum in both lines: where rounding made them differ, a full window said "now" and let any number in.
        return now_s if self.within(now_s) < self.size else self.times[0] + self.length_s

    def within(self, now_s: float) -> int:
        """How many went out in the stretch that ends now."""
        while self.times and self.times[0] + self.length_s <= now_s:
            self.times.popleft()
        return len(self.times)


class Pacing:
    """The sends of the last minute. Times are seconds of one monotonic clock."""

    def __init__(self, overall: int = OVERALL) -> None:
        self._overall = _SendWindow(overall, OVERALL_WINDOW_S * (1 + _MARGIN_SHARE))
        self._gap_s = OVERALL_WINDOW_S * (1 + _EVENLY_SHARE) / overall
        self._quickest_s = float("inf")
        self._last_slot_s = self._last_go_s = float("-inf")
        self._chats: dict[int, tuple[_SendWindow, ...]] = {}
        self._silent_until_s = 0.0
        self._slowed: dict[int, float] = {}  # chats that were to wait long, and until when

    def free_at(self, chat_id: int, now_s: float) -> float:
        """When that chat may be written to, as far as this chat's own limits go; `now_s` where it may at once."""
        return max(window.free_at(now_s) for window in self._windows(chat_id))

    def open_at(self, now_s: float) -> float:
        """When anything may be sent at all."""
        return max(self._overall.free_at(now_s), self._silent_until_s)

    def note(self, chat_id: int, now_s: float) -> None:
        """A request that counts goes out now."""
        for window in (self._overall, *self._windows(chat_id)):
            window.times.append(now_s)

    def slot(self, chat_id: int, now_s: float) -> float:
        """The next moment at which a request to that chat may go out: few at once, more evenly one after another."""
        free_s = max(self.open_at(now_s), self.free_at(chat_id, now_s))
        if self._overall.within(now_s) < self._overall.size * _AT_ONCE_SHARE:
            return free_s
        return max(free_s, self._last_slot_s + self._gap_s, self._last_go_s + self._gap_s / 2)

    def go(self, chat_id: int, now_s: float) -> None:
        """A request goes out now; those behind one that is late make up for it, as far as the full second lets them."""
        self._last_slot_s = max(self._last_slot_s + self._gap_s, now_s - _CATCH_UP_S)
        self._last_go_s = now_s
        self.note(chat_id, now_s)

    def answered(self, went_s: float, now_s: float) -> None:
        """What went out then is answered now.

        By as much as that took longer than the quickest answer it may have arrived later, nearer to those behind it.
        """
        took_s = now_s - went_s
        self._quickest_s = min(took_s, self._quickest_s * _FORGETTING)
        self._overall.shift(went_s, min(took_s - self._quickest_s, _MOST_LATE_S))

    def blocked(self, now_s: float) -> dict[int, float]:
        """The chats that may not be written to now by their own limits, and when each may again."""
        free = {chat_id: self.free_at(chat_id, now_s) for chat_id in self._chats}
        return {chat_id: at_s for chat_id, at_s in free.items() if at_s > now_s}

    def asked_of_all(self, chat_id: int, seconds: float, now_s: float) -> bool:
        """Whether Telegram means the whole bot by a wait that it asked for over a message to one chat."""
        self._slowed = {one: until_s for one, until_s in self._slowed.items() if until_s > now_s}
        others = self._slowed.keys() - {chat_id}
        if seconds >= _LONG_S:
            self._slowed[chat_id] = now_s + seconds
        return seconds >= _EVERYWHERE_S or (seconds >= _LONG_S and bool(others))

    def hold_all(self, until_s: float) -> None:
        """Telegram asks us to send nothing at all until then."""
        self._silent_until_s = max(self._silent_until_s, until_s)

    def forget_idle(self, now_s: float) -> None:
        """Drop the windows of chats that nothing was sent to for a minute."""
        for chat_id in [c for c, ws in self._chats.items() if all(not w.times or w.times[-1] < now_s - 60 for w in ws)]:
            del self._chats[chat_id]

    def _windows(self, chat_id: int) -> tuple[_SendWindow, ...]:
        if chat_id not in self._chats:
            # Negative ids are groups, supergroups and channels. Source: Telegram bot API, Chat.id.
            group = (_SendWindow(GROUP, GROUP_WINDOW_S + _CHAT_MARGIN_S),) if chat_id < 0 else ()
            self._chats[chat_id] = (_SendWindow(1, CHAT_WINDOW_S + _CHAT_MARGIN_S), *group)
        return self._chats[chat_id]
