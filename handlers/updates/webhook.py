"""Telegram calls us with each update, in place of our asking: stored before it is answered, like a poll's.

Path and secret follow from the token: they are the same after every restart, and nobody who lacks the token knows them.
The path may be read in the log of a proxy; the secret is in a header, and both must fit.
"""

import asyncio
import contextlib
import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import structlog
from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from handlers.bot_calls import readable
from handlers.telegram_outage import TelegramOutage
from handlers.updates.relevance import ALLOWED, is_for_us, lane_of
from handlers.updates.sending_times import sending_times
from newsroom.clock import Clock
from storage import inbox
from storage.database import Database, StorageError

LOOK_EVERY_S = 30.0
_AFTER_FAILURE_S = 5.0
_FAILED_LATELY = timedelta(minutes=2)
_PATH_CHARS = 40  # 160 bits: nobody tries them all

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookKeys:
    """What Telegram shows to be let in."""

    path: str
    secret: str

    def fit(self, path: str, secret: str) -> bool:
        """Whether both are right; how long the answer takes says nothing of what is wrong."""
        right_path = hmac.compare_digest(_bytes(path), _bytes(self.path))
        return hmac.compare_digest(_bytes(secret), _bytes(self.secret)) and right_path


def _bytes(sent: str) -> bytes:
    """Also of what is no Unicode: so a header's bytes come that are no UTF-8."""
    return sent.encode("utf-8", "surrogatepass")


def keys_of(token: str) -> WebhookKeys:
    """The keys of a bot."""

    def derived(purpose: str) -> str:
        return hmac.new(token.encode(), f"wirewatch.webhook.{purpose}".encode(), hashlib.sha256).hexdigest()

    return WebhookKeys(path=derived("path")[:_PATH_CHARS], secret=derived("secret"))


class CallOutcome(Enum):
    """What became of a call; its value is the status that answers it."""

    STORED = 200
    REFUSED = 404  # as an address where nothing is
    AGAIN = 503  # it could not be stored: Telegram calls again


class Webhook:
    """Hearing by webhook.

    Attributes:
        last_good_s: When Telegram last said that all is well, or called, by the monotonic clock.
    """

    def __init__(
        self, database: Database, bot: Bot, clock: Clock, url: str, *, outage: TelegramOutage | None = None
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._keys = keys_of(bot.token)
        self._url = f"{url.rstrip('/')}/{self._keys.path}"
        self._outage = outage
        self.last_good_s = time.monotonic()

    def is_telegram(self, path: str, secret: str) -> bool:
        """Whether a call is Telegram's, by the last part of its path and by its secret."""
        return self._keys.fit(path, secret)

    async def take(self, body: Any) -> CallOutcome:
        """One call of Telegram's: its JSON."""
        number = body.get("update_id") if isinstance(body, dict) else None
        if not isinstance(number, int) or not 0 <= number < 2**63 - 1:
            log.error("webhook_unreadable")  # called again it would be no better
            return CallOutcome.STORED
        try:
            await inbox.receive(self._database, [body], self._clock.now(), self._is_for_us, lane_of, sending_times)
        except StorageError as error:
            log.error("inbox_waits", error=str(error))  # noqa: TRY400 - the sentence says it all
            return CallOutcome.AGAIN
        self.last_good_s = time.monotonic()
        return CallOutcome.STORED

    def _is_for_us(self, update: dict[str, Any]) -> bool:
        return is_for_us(update, self._bot.username)

    async def run(self, stop: asyncio.Event) -> None:
        """Set it, and look again and again whether it is still set and whether Telegram gets through."""
        is_set = False
        while not stop.is_set():
            wait_s = LOOK_EVERY_S
            if self._outage is not None:
                await self._outage.until_here()
            try:
                is_set = await self._look(is_set=is_set)
            except (TelegramError, TimeoutError) as error:
                wait_s = _AFTER_FAILURE_S
                log.warning("webhook_not_set", error=type(error).__name__, description=str(error), again_in_s=wait_s)
                if self._outage is not None:
                    self._outage.doubt()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await stop.wait()

    async def _look(self, *, is_set: bool) -> bool:
        info = await readable(self._bot.get_webhook_info()) if is_set else None
        if info is None or info.url != self._url:
            await readable(self._bot.set_webhook(self._url, allowed_updates=ALLOWED, secret_token=self._keys.secret))
            log.info("webhook_set", again=info is not None)
        elif failure := self._failure(info):
            log.warning("webhook_failing", description=failure, waiting=info.pending_update_count)
            return True
        self.last_good_s = time.monotonic()
        return True

    def _failure(self, info: WebhookInfo) -> str | None:
        """What keeps Telegram from calling, in its own words; None where nothing did lately."""
        failed_at: datetime | None = info.last_error_date
        if failed_at is None or not info.pending_update_count or self._clock.now() - failed_at > _FAILED_LATELY:
            return None
        return info.last_error_message or "unknown"


async def take_back(bot: Bot) -> bool:
    """Before polling: delete the webhook where it is ours; False where another program has set it."""
    info = await readable(bot.get_webhook_info())
    if info.url.rpartition("/")[2] != keys_of(bot.token).path:
        return not info.url
    await readable(bot.delete_webhook(drop_pending_updates=False))
    log.info("webhook_deleted")
    return True
