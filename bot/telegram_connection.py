"""The connection to Telegram: made at the start, however long that takes, and closed at the stop."""

import asyncio
import contextlib
import ssl
from collections.abc import Iterable
from functools import cache
from ipaddress import ip_address

import httpx
import structlog
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from handlers.bot_calls import readable

_RETRY_S = (1, 2, 3)
_REFUSED_S = (1, 2, 5, 15, 30)  # a wrong token does not mend itself
_PATIENCE_S = 10.0  # a server that does not answer is asked anew

log = structlog.get_logger()


def trusts_environment(api_url: str) -> bool:
    """Whether HTTP_PROXY, HTTPS_PROXY and their like are obeyed on the way to this Bot API server.

    A server on this machine is asked directly: a proxy would look for it on the proxy's machine.
    """
    host = httpx.URL(api_url).host
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


@cache
def tls(*, trust_env: bool) -> ssl.SSLContext:
    """By what a server is known; one for all connections, since each reading of the certificates takes 30 ms.

    Args:
        trust_env: Whether SSL_CERT_FILE and SSL_CERT_DIR are obeyed.
    """
    return httpx.create_ssl_context(trust_env=trust_env)


async def reach_all(bots: Iterable[ExtBot[None]], stop: asyncio.Event) -> None:
    """Log each bot in; a stop ends the waiting."""
    for bot in bots:
        await _reach(bot, stop)


async def _reach(bot: ExtBot[None], stop: asyncio.Event) -> None:
    """Wait until Telegram answers: a start during an outage is no reason to give up."""
    tries = 0
    while not stop.is_set():
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await readable(bot.initialize())
        except (TelegramError, TimeoutError) as error:
            steps_s = _REFUSED_S if isinstance(error, InvalidToken) else _RETRY_S
            wait_s = steps_s[min(tries, len(steps_s) - 1)]
            tries += 1
            kind = type(error).__name__
            log.warning("telegram_unreachable", error=kind, description=f"{error}", again_in_s=wait_s)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await stop.wait()
        else:
            return


async def let_go(bot: ExtBot[None]) -> None:
    """Close a bot's connections, whatever comes of it."""
    with contextlib.suppress(TelegramError):
        await readable(bot.shutdown())
