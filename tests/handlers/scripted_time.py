"""A loop whose time jumps to the next moment that anything waits for, and a Telegram that answers by that time."""

import asyncio
import json
import selectors
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from telegram.error import NetworkError
from telegram.request import BaseRequest

Value = TypeVar("Value")
_ME = {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Wirewatch", "username": "wirewatch_bot"}}


class _JumpingSelector(selectors.DefaultSelector):
    """Waits for no time: what would have been waited is added to `now_s`."""

    now_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout:
            self.now_s += timeout
        return ready


class JumpingLoop(asyncio.SelectorEventLoop):
    """Hours pass in no time, and each wait takes just as long as it says."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s


def in_no_time(work: Coroutine[Any, Any, Value]) -> Value:
    """Run it on a loop of its own, whose time jumps."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(work)


class ScriptedTelegram(BaseRequest):
    """Answers `getMe`, and notes when it was asked.

    `up_from_s`: before then it resets every connection. `takes_s`: so long each answer takes.
    """

    def __init__(self) -> None:
        self.asked_s: list[float] = []
        self.given_up_s: list[float] = []
        self.up_from_s = 0.0
        self.takes_s = 0.0

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(self, *_asked: object, **_waits: object) -> tuple[int, bytes]:
        clock = asyncio.get_running_loop()
        self.asked_s.append(clock.time())
        with self._noted():
            await asyncio.sleep(self.takes_s)
        if clock.time() < self.up_from_s:
            raise NetworkError("reset")
        return 200, json.dumps(_ME).encode()

    @contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            yield
        except asyncio.CancelledError:
            self.given_up_s.append(asyncio.get_running_loop().time())
            raise
