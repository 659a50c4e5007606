"""Whether Telegram can be reached at all: asked once a request has failed, and then every two seconds until it can.

The back-off of a poll, and of each delivery (up to five minutes), is for trouble of their own. In an outage only the
question goes out, and its first answer wakes everybody: after 20 minutes away a command waited 26 s for its answer, and
deliveries up to five minutes for their next try.
"""

import asyncio
import contextlib
import time

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from handlers.bot_calls import readable
from newsroom.clock import Clock
from storage import outbox
from storage.database import Database
from storage.retry import retry_until

ASK_EVERY_S = 2.0
# A question that hangs is not waited for: the next goes out beside it. Five are open at most.
PATIENCE_S = 10.0
_SLOW_S = 5.0  # a first question that takes longer: an outage, or so slow that sends would time out too
_WELL_S = 1.0  # after an answer the next doubt waits so long

log = structlog.get_logger()


async def until_answered(bot: Bot) -> None:
    """Ask Telegram who the bot is, again and again, until anything of Telegram's own comes back."""
    answered = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        asked: list[asyncio.Task[None]] = []
        while not answered.is_set():
            asked = [*(task for task in asked if not task.done()), group.create_task(_ask(bot, answered))]
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ASK_EVERY_S):
                    await answered.wait()
        for task in asked:
            task.cancel()


async def _ask(bot: Bot, answered: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            await readable(bot.get_me())
    except (RetryAfter, InvalidToken, Conflict):  # these only Telegram says
        answered.set()
    except (TelegramError, TimeoutError):
        return
    else:
        answered.set()


class TelegramOutage:
    """What polls and sends know of each other: one's failure raises a doubt, and the end of an outage wakes both."""

    def __init__(self, bot: Bot, database: Database, clock: Clock) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._doubt = asyncio.Event()
        self._end = asyncio.Event()
        self._here = asyncio.Event()
        self._here.set()

    @property
    def away(self) -> bool:
        """Whether Telegram can't be reached: then nothing need be tried."""
        return not self._here.is_set()

    def doubt(self) -> None:
        """A request failed in a way that Telegram's being away would explain."""
        self._doubt.set()

    async def until_here(self) -> None:
        """Wait for the end of an outage; not at all where there is none."""
        await self._here.wait()

    async def until_next_end(self) -> None:
        """Wait for the end of an outage, be it to come or under way."""
        await self._end.wait()

    async def run(self) -> None:
        """Look into each doubt, until cancelled."""
        while True:
            await self._doubt.wait()
            if not await self._answers():
                await self._sit_out()
            self._doubt.clear()
            await asyncio.sleep(_WELL_S)

    async def _answers(self) -> bool:
        answered = asyncio.Event()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SLOW_S):
                await _ask(self._bot, answered)
        return answered.is_set()

    async def _sit_out(self) -> None:
        began_s = time.monotonic()
        self._here.clear()
        log.warning("telegram_away")
        await until_answered(self._bot)
        self._here.set()
        self._end.set()
        self._end = asyncio.Event()
        log.warning("telegram_back", away_s=round(time.monotonic() - began_s))
        await retry_until("outage", self._bring_forward, asyncio.Event())

    async def _bring_forward(self) -> None:
        async with self._database.write() as tx:
            await outbox.bring_forward(tx, self._clock.now())
