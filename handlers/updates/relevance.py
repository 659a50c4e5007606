"""Which updates are for the bot, and who waits for whom: what is not for it is never stored.

A bot that is an admin of a group, or whose privacy mode is off, is sent everything that people say there.
Source: https://core.telegram.org/bots/features#privacy-mode
"""

from collections.abc import Mapping
from typing import Any

from handlers.commands.arguments import parse_command
from newsroom.chat import ChatId, Place

# The kinds of updates that Telegram is asked for.
ALLOWED = ["message", "channel_post", "callback_query", "my_chat_member", "inline_query"]
SPOKEN = ("message", "channel_post")  # the kinds in which somebody says something
_MIGRATIONS = ("migrate_to_chat_id", "migrate_from_chat_id")


def lane_of(update: Mapping[str, Any]) -> str:
    """Who speaks where, as `chat:person`; `inline:person` for inline queries, which are of no chat of ours.

    Updates of one lane are answered in order, lanes side by side.

    "" for what names no chat: one lane for all of it.
    """
    asked = update.get("inline_query")
    if isinstance(asked, dict):
        return f"inline:{_id(asked.get('from'))}"
    pressed, message = update.get("callback_query"), _message_of(update)
    if message is None:
        return ""
    chat, speaker = message.get("chat"), (pressed if isinstance(pressed, dict) else message).get("from")
    return f"{_id(chat)}:{_id(speaker)}"


def place_of(update: Mapping[str, Any]) -> Place | None:
    """Where somebody waits for an answer, as far as it can be seen without understanding the update."""
    message = _message_of(update)
    if message is None or "my_chat_member" in update or not (chat := _id(message.get("chat"))):
        return None
    thread = message.get("message_thread_id") if message.get("is_topic_message") is True else None
    return Place(chat=ChatId(chat), thread=thread if isinstance(thread, int) else 0)


def _message_of(update: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What names chat and speaker."""
    pressed = update.get("callback_query")
    message = pressed.get("message") if isinstance(pressed, dict) else None
    for kind in (*SPOKEN, "my_chat_member"):
        message = message or update.get(kind)
    return message if isinstance(message, dict) else None


def _id(found: object) -> int:
    number = found.get("id") if isinstance(found, dict) else 0
    return number if isinstance(number, int) else 0


def is_for_us(update: Mapping[str, Any], bot_name: str) -> bool:
    """Whether a raw update may be for us: buttons, inline queries, our membership, commands, replies, all in private.

    `bot_name`: without @. What is no update as Telegram describes it is kept, to be set aside with its reason, unless
    somebody may be talking in it.
    """
    message = next((update[kind] for kind in SPOKEN if kind in update), None)
    if not isinstance(message, dict) or any(key in message for key in _MIGRATIONS):
        return True
    chat, text = message.get("chat"), message.get("text")
    if "document" in message and isinstance(caption := message.get("caption"), str) and parse_command(caption):
        text = caption
    if isinstance(chat, dict) and chat.get("type") == "private":
        return True
    if not isinstance(text, str):
        return not isinstance(chat, dict)
    command = parse_command(text)
    if command is None:
        return _replies_to(message, bot_name)
    return not command.bot or command.bot.lower() == bot_name.lower()


def _replies_to(message: Mapping[str, Any], bot_name: str) -> bool:
    """Whether it replies to a message of ours; in a forum topic every message "replies" to the one that opened it."""
    replied = message.get("reply_to_message")
    if not isinstance(replied, dict) or replied.get("message_id") == message.get("message_thread_id"):
        return False
    author = replied.get("from")
    name = author.get("username") if isinstance(author, dict) and author.get("is_bot") is True else None
    return isinstance(name, str) and name.lower() == bot_name.lower()
