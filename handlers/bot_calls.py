"""Answers of Telegram's that can't be read: an error like its others."""

from collections.abc import Awaitable
from typing import TypeVar

from telegram.error import TelegramError

BotAnswer = TypeVar("BotAnswer")


async def readable(answer: Awaitable[BotAnswer]) -> BotAnswer:
    """The answer to a call of python-telegram-bot's.

    The library raises TypeError, KeyError, AttributeError or RecursionError (all measured) where the body is JSON, but
    no answer of Telegram's: `null`, `[]`, `{"ok":true}`, 1,000 brackets deep. One of these ended the program.

    Raises:
        TelegramError: Telegram refuses, can't be reached, or answered such a body.
    """
    try:
        return await answer
    except (TelegramError, TimeoutError):
        raise
    except Exception as error:
        raise TelegramError(f"the answer can't be read: {type(error).__name__}") from error
