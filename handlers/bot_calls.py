"""Answers of Telegram's that can't be read, as errors like its others."""

from collections.abc import Awaitable
from typing import TypeVar

from telegram.error import TelegramError

BotAnswer = TypeVar("BotAnswer")


async def readable(answer: Awaitable[BotAnswer]) -> BotAnswer:
    """An answer to a request of python-telegram-bot's, under way or about to go.

    A body that is JSON and no answer of Telegram's (`null`, `[]`, `{"ok":true}`, 1,000 brackets deep) has the library
    raise whatever its parsing meets: TypeError, KeyError, AttributeError, RecursionError (all met). One of these ended
    the program.

    Raises:
        TelegramError: as the library has it, or for such a body.
    """
    try:
        return await answer
    except (TelegramError, TimeoutError):
        raise
    except Exception as error:
        raise TelegramError(f"the answer can't be read: {type(error).__name__}") from error
