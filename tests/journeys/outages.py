"""Telegram away, feeds away, the process itself stopped for a while: a bot in a process of its own, watched from outside."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from standin import Running, StandinSettings, standin, test_controls, user_actions
from standin.chat_state import ChatType
from standin.faults import Fault, FaultKind
from tests.journeys.kills.newswire import Made, Newswire, publishing
from tests.journeys.kills.processes import Wirewatch

TOPICS = {"babakanal": 5001, "badakanal": 5002, "bafakanal": 5003}
OUTLETS = 2
ANSWERED_S = 5.0
DELIVERED_S = 60.0  # and the limits' own time on top: a message a second to each chat
# A server that forgets a request is the worst: nobody learns of its return by the requests that hang.
RESET = Fault(kind=FaultKind.RESET, times=-1)
BAD_GATEWAY = Fault(kind=FaultKind.STATUS, status=502, description="Bad Gateway", times=-1)
HANG = Fault(kind=FaultKind.HANG, times=-1)
_LOOK_S = 0.02


@dataclass(slots=True)
class Newsroom:
    """Three chats that track a topic each, two outlets, and the bot between them."""

    telegram: Running
    wire: Newswire
    bot: Wirewatch
    published: list[Made] = field(default_factory=list)

    def publish(self, of_each: int) -> list[Made]:
        """So many items for each chat, from alternate outlets."""
        made = [self.wire.add(n % OUTLETS, topic) for topic in TOPICS for n in range(of_each)]
        self.published += made
        return made

    def suffer(self, fault: Fault | None) -> None:
        """From now on every call meets this, and no other; None: all is well."""
        self.telegram.server.faults.waiting[:] = [fault] if fault else []

    def texts(self, chat: int) -> list[str]:
        """What the bot has sent there."""
        bot = self.telegram.server.state.bot.id
        return [m.text for m in self.telegram.server.state.chats[chat].messages.values() if m.sender_id == bot]

    def arrived(self) -> Counter[str]:
        """How often each item was sent to its chat, by its marker."""
        texts = {chat: self.texts(chat) for chat in TOPICS.values()}
        return Counter({m.marker: sum(m.marker in text for text in texts[TOPICS[m.topic]]) for m in self.published})

    def lacking(self) -> list[str]:
        """Items that have not arrived."""
        return [marker for marker, times in self.arrived().items() if not times]

    def repeated(self) -> list[str]:
        """Items that came more than once."""
        return [marker for marker, times in self.arrived().items() if times > 1]

    async def answer_s(self, chat: int, command: str, sign: str, timeout_s: float = 60.0) -> float:
        """Say it; give the seconds until an answer with that sign is there."""
        before = sum(sign in text for text in self.texts(chat))
        user_actions.say(self.telegram.server, chat, command)
        started = time.monotonic()
        await self.until(lambda: sum(sign in text for text in self.texts(chat)) > before, timeout_s, command)
        return time.monotonic() - started

    async def all_arrived_s(self, timeout_s: float = 60.0) -> float:
        """Wait for every item; give the seconds that took."""
        started = time.monotonic()
        await self.until(lambda: not self.lacking(), timeout_s, "items")
        return time.monotonic() - started

    async def until(self, holds: Callable[[], bool], timeout_s: float, what: str) -> None:
        """Wait until it is so."""
        deadline = time.monotonic() + timeout_s
        while not holds():
            ended = self.bot.process is not None and self.bot.process.returncode is not None
            if ended or time.monotonic() > deadline:
                raise AssertionError(f"{what}: not in {timeout_s} s\n{self.bot.log.read_text()[-3000:]}")
            await asyncio.sleep(_LOOK_S)

    async def stop_for(self, seconds: float) -> None:
        """SIGSTOP and SIGCONT: a suspended machine, a debugger, a host out of breath."""
        assert self.bot.process is not None
        os.kill(self.bot.process.pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(self.bot.process.pid, signal.SIGCONT)


@asynccontextmanager
async def newsroom(folder: Path) -> AsyncIterator[Newsroom]:
    """The bot runs, and each chat has had an alert."""
    wire = Newswire(20261129, list(TOPICS), OUTLETS, 1)
    async with standin(StandinSettings()) as telegram, publishing(wire):
        bot = Wirewatch(folder, telegram.url)
        bot.configure([f"{wire.url}/feed/{n}" for n in range(OUTLETS)])
        here = Newsroom(telegram, wire, bot)
        for topic, chat in TOPICS.items():
            test_controls.create_chat(telegram.server, chat, ChatType.PRIVATE, topic)
            user_actions.say(telegram.server, chat, f"/track {topic}")
        await bot.start()
        try:
            await here.until(lambda: all(here.texts(chat) for chat in TOPICS.values()), 60, "/track")
            await here.until(lambda: len(bot.events("polled")) >= OUTLETS, 60, "the first polls")
            here.publish(1)
            await here.all_arrived_s()
            yield here
        finally:
            await bot.kill()
