"""Asks Telegram for updates, one long poll after another, and keeps each before the offset moves.

python-telegram-bot's own updater ends for good at one 404 or 401 while it looks alive, and fetches a malformed update
for ever (both measured); so the raw answer is kept, and every failure is followed by another try.
"""

import asyncio
import time
import warnings
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.warnings import PTBUserWarning

from newsroom.clock import Clock
from storage import conditions, inbox
from storage.database import Database

POLL_S = 25
ALLOWED = ["message", "channel_post", "callback_query", "my_chat_member"]
_BACK_OFF_S = (1, 2, 4, 8, 15, 30)
_LASTING_S = 60.0  # a conflict that lasts is another program with our token; one may be our own restart
_CONFLICT = "telegram-conflict"
_TOKEN = "telegram-token"  # noqa: S105 - a condition's name, no password

log = structlog.get_logger()


class Polling:
    """The first half of listening: updates into the inbox."""

    def __init__(self, database: Database, bot: Bot, clock: Clock) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._failures = 0
        self._ill: dict[str, float] = {}
        self.last_good_s = time.monotonic()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop."""
        newest = await self._database.ask(inbox.last_update_id)
        offset = None if newest is None else newest + 1
        while not stop.is_set():
            try:
                batch = await self._ask(offset)
            except TelegramError as error:
                await self._failed(error, stop)
                continue
            await self._well()
            if batch:
                offset = await inbox.receive(self._database, batch, self._clock.now())

    async def _ask(self, offset: int | None) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {"timeout": POLL_S, "allowed_updates": ALLOWED}
        if offset is not None:
            asked["offset"] = offset
        with warnings.catch_warnings():
            # PTB would have us call its own method, which parses the batch as a whole: one bad update loses all.
            warnings.simplefilter("ignore", PTBUserWarning)
            answer: Any = await self._bot.do_api_request("getUpdates", api_kwargs=asked)
        if not isinstance(answer, list):
            raise TelegramError("the answer to getUpdates is no list")
        return [u for u in answer if isinstance(u, dict) and isinstance(u.get("update_id"), int)]

    async def _well(self) -> None:
        self.last_good_s = time.monotonic()
        self._failures = 0
        if self._ill:
            async with self._database.write() as tx:
                for name in self._ill:
                    await conditions.end(tx, name, self._clock.now())
            self._ill.clear()

    async def _failed(self, error: TelegramError, stop: asyncio.Event) -> None:
        wait_s = float(_BACK_OFF_S[min(self._failures, len(_BACK_OFF_S) - 1)])
        if isinstance(error, RetryAfter):
            after = error.retry_after
            wait_s = float(after if isinstance(after, int | float) else after.total_seconds())
        self._failures += 1
        if not isinstance(error, TimedOut):
            log.warning("poll_updates_failed", error=type(error).__name__, failures=self._failures)
        if isinstance(error, Conflict):
            said = (
                "Another program polls Telegram with this bot's token: commands reach one of the two by chance. "
                "End the other one, or give it a token of its own. Alerts go on."
            )
            await self._tell_lasting(_CONFLICT, said, "No other program polls with this bot's token any more.")
        if isinstance(error, InvalidToken):
            said = "Telegram refuses this bot's token: check WIREWATCH_TELEGRAM_TOKEN."
            await self._tell_lasting(_TOKEN, said, "Telegram takes this bot's token again.")
        try:
            await asyncio.wait_for(stop.wait(), wait_s)
        except TimeoutError:
            return

    async def _tell_lasting(self, name: str, said: str, well: str) -> None:
        since = self._ill.setdefault(name, time.monotonic())
        if time.monotonic() - since >= _LASTING_S:
            async with self._database.write() as tx:
                await conditions.begin(tx, name, said, well, self._clock.now())
