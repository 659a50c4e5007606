"""Loops that outlast their database: a full disk or a lock is waited for, and nothing is lost meanwhile."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from storage.database import StorageError

_WAITS_S = (1.0, 2.0, 5.0, 15.0)

log = structlog.get_logger()


async def run_forever(name: str, turn: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
    """One turn after another until told to stop; where the database can't be used, the same turn again later."""
    while not stop.is_set():
        await retry_until(name, turn, stop)


async def retry_until(name: str, work: Callable[[], Awaitable[object]], stop: asyncio.Event) -> bool:
    """Work until it succeeds; False where a stop came first. `work` is written so that it can be done again."""
    tries = 0
    while True:
        try:
            await work()
        except StorageError as error:
            wait_s = _WAITS_S[min(tries, len(_WAITS_S) - 1)]
            tries += 1
            log.error("database_waits", loop=name, error=str(error), again_in_s=wait_s)  # noqa: TRY400 - the sentence says it all
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await stop.wait()
            if stop.is_set():
                return False
        else:
            if tries:
                log.info("database_well", loop=name, tries=tries)
            return True
