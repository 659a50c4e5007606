"""Asks Telegram for updates, one long poll after another, and keeps each before the offset moves.

python-telegram-bot's own updater ends for good at one 404 or 401 while it looks alive, and fetches a malformed update
for ever (both measured); so the raw answer is kept, and every failure is followed by another try.
"""

import asyncio
import contextlib
import time
import warnings
from collections import deque
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from handlers.bot_calls import readable
from handlers.telegram_outage import TelegramOutage
from handlers.updates.relevance import ALLOWED, is_for_us, lane_of
from handlers.updates.sending_times import sending_times
from handlers.updates.webhook import take_back
from newsroom.clock import Clock
from storage import inbox, incidents
from storage.database import Database
from storage.incidents import IncidentKind
from storage.retry import run_forever

POLL_S = 25
_BACK_OFF_S = (1.0, 2.0, 3.0)
# What another try a second later would only make worse: a wrong token, another program with ours.
_REFUSED_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
# A poll that lasted so long was listening, and its end has cost that time already: whoever waits on top of it is deaf.
_LISTENED_S = 5.0
_LISTEN_ON_S = (0.0, 1.0, 2.0)
LASTING_S = 60.0  # a conflict that lasts is another program with our token; one may be our own restart
_CONFLICTS_OVER = 5  # so many times as long conflicts are remembered

_WEBHOOK = "webhook"  # in the words of the 409 that says that one is set; tdlib/telegram-bot-api, Client.cpp
_TELEGRAMS_WORD = (Conflict, InvalidToken, RetryAfter)

log = structlog.get_logger()


class Polling:
    """The first half of listening: updates into the inbox."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        clock: Clock,
        *,
        watchdog_s: float = POLL_S + 30.0,
        lasting_s: float = LASTING_S,
        poll_s: int = POLL_S,
        outage: TelegramOutage | None = None,
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._watchdog_s = watchdog_s
        self._lasting_s = lasting_s
        self._poll_s = poll_s
        self._outage = outage
        self._failures = 0
        self._conflicts: deque[float] = deque()
        self._token_since_s: float | None = None
        # Perhaps begun by the process before.
        self._begun = {IncidentKind.TELEGRAM_CONFLICT, IncidentKind.TELEGRAM_TOKEN}
        self.last_good_s = time.monotonic()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop."""
        await run_forever("polling", lambda: self._turn(stop), stop)

    async def _turn(self, stop: asyncio.Event) -> None:
        """One long poll. The offset comes from what is kept: what could not be kept is asked for again."""
        if self._outage is not None:
            await self._outage.until_here()
        offset = await self._database.ask(inbox.next_offset)
        asked_s = time.monotonic()
        try:
            async with asyncio.timeout(self._watchdog_s):
                batch = await self._ask_anew_after_an_outage(offset)
        except TelegramError as error:
            await self._failed(error, time.monotonic() - asked_s, stop)
        except TimeoutError:
            await self._restart()
        else:
            if batch is None:
                return
            await self._well()
            if batch:
                await inbox.receive(self._database, batch, self._clock.now(), self._is_for_us, lane_of, sending_times)

    def _is_for_us(self, update: dict[str, Any]) -> bool:
        return is_for_us(update, self._bot.username)  # known: Telegram was reached before the first poll

    async def _restart(self) -> None:
        """A connection that neither answers nor breaks: begin anew with fresh ones."""
        self._failures += 1
        self._raise_doubt()
        silent_s = round(time.monotonic() - self.last_good_s)
        log.warning("polling_restarted", last_good_s=silent_s, failures=self._failures)
        try:
            async with asyncio.timeout(self._watchdog_s):
                await readable(self._bot.shutdown())
                await readable(self._bot.initialize())
        except (TelegramError, TimeoutError) as error:  # the next poll says whether it matters
            log.warning("polling_restart_failed", error=type(error).__name__)

    async def _ask_anew_after_an_outage(self, offset: int | None) -> list[dict[str, Any]] | None:
        """One poll; None where an outage ended meanwhile: the poll may hang in a connection that died with it."""
        if self._outage is None:
            return await self._ask(offset)
        poll = asyncio.ensure_future(self._ask(offset))
        end = asyncio.ensure_future(self._outage.until_next_end())
        try:
            await asyncio.wait({poll, end}, return_when=asyncio.FIRST_COMPLETED)
            return poll.result() if poll.done() else None
        finally:
            end.cancel()
            poll.cancel()
            await asyncio.gather(poll, end, return_exceptions=True)

    def _raise_doubt(self) -> None:
        if self._outage is not None:
            self._outage.doubt()

    async def _ask(self, offset: int | None) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {"timeout": self._poll_s, "allowed_updates": ALLOWED}
        if offset is not None:
            asked["offset"] = offset
        with warnings.catch_warnings():
            # PTB would have us call its own method, which parses the batch as a whole: one bad update loses all.
            warnings.simplefilter("ignore", PTBUserWarning)
            answer: Any = await readable(self._bot.do_api_request("getUpdates", api_kwargs=asked))
        if not isinstance(answer, list):
            raise TelegramError("the answer to getUpdates is no list")
        batch = [u for u in answer if isinstance(u, dict) and _is_id(u.get("update_id"))]
        if answer and not batch:
            raise TelegramError("the updates have no ids")
        return batch

    async def _well(self) -> None:
        self.last_good_s = now_s = time.monotonic()
        self._failures = 0
        self._token_since_s = None
        over = {IncidentKind.TELEGRAM_TOKEN}
        # Two pollers take turns: a good answer between two conflicts is no end of them.
        if not self._conflicts or now_s - self._conflicts[-1] > self._lasting_s:
            self._conflicts.clear()
            over.add(IncidentKind.TELEGRAM_CONFLICT)
        if ended := self._begun & over:
            async with self._database.write() as tx:
                for kind in ended:
                    await incidents.end(tx, kind, self._clock.now())
            self._begun -= ended

    async def _failed(self, error: TelegramError, lasted_s: float, stop: asyncio.Event) -> None:
        wait_s = pause_s(error, self._failures, lasted_s)
        self._failures += 1
        log.warning(
            "poll_updates_failed",
            error=type(error).__name__,
            cause=type(error.__cause__).__name__ if error.__cause__ else None,
            failures=self._failures,
            duration_ms=round(lasted_s * 1000),
            again_in_s=wait_s,
        )
        if isinstance(error, Conflict) and _WEBHOOK in error.message:
            await self._take_webhook_back()
        await self._note_lasting(error)
        if not isinstance(error, _TELEGRAMS_WORD):
            self._raise_doubt()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await stop.wait()

    async def _take_webhook_back(self) -> None:
        """We called for a webhook once, and poll again: it is deleted. Another program's stays, and is a conflict."""
        try:
            if not await take_back(self._bot):
                log.warning("webhook_of_another")
        except (TelegramError, TimeoutError) as error:  # the next poll meets it again
            log.warning("webhook_not_deleted", error=type(error).__name__)

    async def _note_lasting(self, error: TelegramError) -> None:
        now_s = time.monotonic()
        if isinstance(error, Conflict):
            self._conflicts.append(now_s)
            while self._conflicts[0] < now_s - _CONFLICTS_OVER * self._lasting_s:
                self._conflicts.popleft()
            if now_s - self._conflicts[0] >= self._lasting_s:
                await self._begin(IncidentKind.TELEGRAM_CONFLICT)
        if isinstance(error, InvalidToken):
            self._token_since_s = self._token_since_s or now_s
            if now_s - self._token_since_s >= self._lasting_s:
                await self._begin(IncidentKind.TELEGRAM_TOKEN)

    async def _begin(self, kind: IncidentKind) -> None:
        async with self._database.write() as tx:
            await incidents.begin(tx, kind, self._clock.now())
        self._begun.add(kind)


def pause_s(error: TelegramError, failures: int, lasted_s: float) -> float:
    """Seconds until the next poll, after one that failed; `failures`: how many in a row did before it.

    Whoever cuts a long poll (a time-out, a router that forgets connections, a proxy that allows 20 s) cuts the next one
    too: it is asked again at once. An outage has questions of its own (`handlers.telegram_outage`).
    """
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return float(after if isinstance(after, int | float) else after.total_seconds())
    steps_s: tuple[float, ...] = _BACK_OFF_S
    if isinstance(error, _TELEGRAMS_WORD):
        steps_s = _REFUSED_S
    elif isinstance(error, NetworkError) and lasted_s >= _LISTENED_S:
        steps_s = _LISTEN_ON_S
    return steps_s[min(failures, len(steps_s) - 1)]


def _is_id(found: object) -> bool:
    """Whether it can be kept at all: SQLite's integers have 64 bits."""
    return isinstance(found, int) and 0 <= found < 2**63 - 1
