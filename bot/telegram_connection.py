"""The connection to Telegram: made at the start, however long that takes, and closed at the stop."""

import asyncio
import contextlib
from collections.abc import Iterable
from ipaddress import ip_address

import httpx
import structlog
from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import ExtBot

from handlers.bot_calls import readable
from handlers.commands.table import COMMANDS
from handlers.sentences.reader import Reader

_RETRY_S = (1, 2, 5, 15, 30)

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


async def reach_all(bots: Iterable[ExtBot[None]], stop: asyncio.Event) -> None:
    """Log each bot in, and set the menu of the first; a stop ends the waiting."""
    bots = tuple(bots)
    for bot in bots:
        await _reach(bot, stop)
    if not stop.is_set():
        await _set_menu(bots[0])


async def _reach(bot: ExtBot[None], stop: asyncio.Event) -> None:
    """Wait until Telegram answers: a start during an outage is no reason to give up."""
    tries = 0
    while not stop.is_set():
        try:
            await readable(bot.initialize())
        except TelegramError as error:
            wait_s = _RETRY_S[min(tries, len(_RETRY_S) - 1)]
            tries += 1
            log.warning(
                "telegram_unreachable", error=type(error).__name__, description=error.message, again_in_s=wait_s
            )
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait_s)
        else:
            return


async def _set_menu(bot: ExtBot[None]) -> None:
    """Telegram's own menu of commands; the bot works without it."""
    menu = [BotCommand(command.name, Reader().say(command.summary)) for command in COMMANDS]
    try:
        await readable(bot.set_my_commands(menu))
    except TelegramError as error:
        log.warning("menu_not_set", error=error.message)


async def let_go(bot: ExtBot[None]) -> None:
    """Close a bot's connections, whatever comes of it."""
    with contextlib.suppress(TelegramError):
        await readable(bot.shutdown())
