"""Telegram's sending rates: how long a sender that exceeds them must wait."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from standin.standin_settings import FloodLimits

OVERALL_PER_SECOND = 30
GROUP_PER_MINUTE = 20
CHAT_BURST = 5
"""Sends to one chat at once before one a second is held. Source: the Bot FAQ says "short bursts" are let through."""
MINUTE_S = 60.0


@dataclass(slots=True)
class _ChatRates:
    sent: deque[float] = field(default_factory=deque)
    closed_until: float = 0.0


@dataclass(slots=True)
class RateLimits:
    """The rates of one bot. `seconds` is a clock that never goes back; for `forgiven_s` see the settings."""

    limits: FloodLimits
    seconds: Callable[[], float]
    forgiven_s: float = 0.0
    _overall: deque[float] = field(default_factory=deque)
    _chats: dict[int, _ChatRates] = field(default_factory=dict)
    refused: int = 0

    def wait_s(self, chat_id: int, now: float, *, group: bool) -> int:
        """0 and the send counted, or the whole seconds to wait and nothing counted; `now` is when it arrived."""
        if self.limits is FloodLimits.OFF:
            return 0
        chat = self._chats.setdefault(chat_id, _ChatRates())
        _forget(chat.sent, now - MINUTE_S)
        _forget(self._overall, now - 1.0)
        wait = max(chat.closed_until - now, self._overall_wait(now), self._chat_wait(chat, now, group=group))
        if wait <= 0:
            chat.sent.append(now)
            self._overall.append(now)
            return 0
        self.refused += 1
        seconds = math.ceil(wait)
        chat.closed_until = max(chat.closed_until, now + wait)
        return seconds

    def hold(self, chat_id: int, seconds: float) -> None:
        """Refuse this chat for a while, whatever its rate."""
        self._chats.setdefault(chat_id, _ChatRates()).closed_until = self.seconds() + seconds

    def _overall_wait(self, now: float) -> float:
        return self._window_wait(self._overall, OVERALL_PER_SECOND, 1.0, now)

    def _chat_wait(self, chat: _ChatRates, now: float, *, group: bool) -> float:
        burst = 1 if self.limits is FloodLimits.STRICT else CHAT_BURST
        wait = self._window_wait(chat.sent, burst, float(burst), now)
        if group:
            wait = max(wait, self._window_wait(chat.sent, GROUP_PER_MINUTE, MINUTE_S, now))
        return wait

    def _window_wait(self, times: deque[float], most: int, window_s: float, now: float) -> float:
        """Until one more would keep to `most` in any `window_s`."""
        if len(times) < most:
            return 0.0
        return times[-most] + window_s - self.forgiven_s - now


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] < before:
        times.popleft()
