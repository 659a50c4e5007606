"""Which updates are for the bot: all others are never stored.

A bot that is an admin of a group, or whose privacy mode is off, is sent everything that people say there.
Source: https://core.telegram.org/bots/features#privacy-mode
"""

from collections.abc import Mapping
from typing import Any

from handlers.commands.arguments import spoken

_SPOKEN = ("message", "channel_post")
_MIGRATIONS = ("migrate_to_chat_id", "migrate_from_chat_id")


def is_for_us(update: Mapping[str, Any], bot_name: str) -> bool:
    """Whether a raw update may be for us: pressed buttons, our membership, a command, anything said in private.

    `bot_name`: without @. What is no update as Telegram describes it is kept, to be set aside with its reason, unless
    somebody may be talking in it.
    """
    message = next((update[kind] for kind in _SPOKEN if kind in update), None)
    if not isinstance(message, dict) or any(key in message for key in _MIGRATIONS):
        return True
    chat, text = message.get("chat"), message.get("text")
    if isinstance(chat, dict) and chat.get("type") == "private":
        return True
    if not isinstance(text, str):
        return not isinstance(chat, dict)
    command = spoken(text)
    if command is None:
        return False
    return not command.bot or command.bot.lower() == bot_name.lower()
