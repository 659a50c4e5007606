"""The chats as a reader at the page, or a test, sees them."""

import json
from collections import Counter
from dataclasses import asdict

from standin.bot_api_objects import wire_entity
from standin.chat_state import ButtonPress, SimulatedChat, SimulatedMessage
from standin.formatting import to_html
from standin.server_state import ServerState
from standin.user_actions import chat_of

Json = dict[str, object]


def chats(stage: ServerState) -> list[Json]:
    """Every chat with its last message, in the order they were made; a group that has moved is left out."""
    return [_chat(stage, chat) for chat in stage.state.chats.values() if chat.migrated_to is None]


def _chat(stage: ServerState, chat: SimulatedChat) -> Json:
    seen = [m for m in chat.messages.values() if not m.deleted]
    return {
        "id": chat.id,
        "type": chat.type.value,
        "title": chat.title,
        "username": chat.username,
        "is_forum": chat.is_forum,
        "membership": chat.membership.value,
        "pinned": chat.pinned,
        "topics": [asdict(topic) for topic in chat.topics.values() if not topic.deleted],
        "messages": sum(1 for m in seen if m.kind != "service"),
        "by_bot": sum(1 for m in seen if m.by_bot),
        "last": _message(stage, chat, seen[-1]) if seen else None,
    }


def messages(stage: ServerState, chat_id: int, last: int = 0) -> list[Json]:
    """What stands in the chat, oldest first, deleted ones included and marked; only the `last` where that isn't 0."""
    chat = chat_of(stage, chat_id)
    return [_message(stage, chat, message) for message in list(chat.messages.values())[-last:]]


def _message(stage: ServerState, chat: SimulatedChat, message: SimulatedMessage) -> Json:
    return {
        "message_id": message.message_id,
        "chat_id": chat.id,
        "thread_id": message.thread_id,
        "date": message.date,
        "edit_date": message.edit_date,
        "by_bot": message.by_bot,
        "sender_id": message.sender_id,
        "author": _author(stage, chat, message),
        "kind": message.kind,
        "text": message.text,
        "entities": [wire_entity(entity) for entity in message.entities],
        "html": to_html(message.text, message.entities),
        "keyboard": message.keyboard,
        "file": _file(stage, message),
        "reply_to": message.reply_to,
        "reactions": message.reactions,
        "silent": message.silent,
        "deleted": message.deleted,
        "service": message.service,
        "history": [
            {"at": version.at, "text": version.text, "html": to_html(version.text, version.entities)}
            for version in message.history
        ],
    }


def _author(stage: ServerState, chat: SimulatedChat, message: SimulatedMessage) -> str:
    if message.from_chat:
        return chat.title
    if message.sender_id == stage.state.bot.id:
        return stage.state.bot.first_name
    user = stage.state.users.get(message.sender_id or 0)
    return user.first_name if user else ""


def _file(stage: ServerState, message: SimulatedMessage) -> Json | None:
    if message.file_id is None:
        return None
    stored = stage.state.files[message.file_id]
    return {
        "file_id": stored.file_id,
        "name": stored.name,
        "mime_type": stored.mime_type,
        "bytes": len(stored.content),
        "width": stored.width,
        "height": stored.height,
        "url": f"/control/files/{stored.file_id}",
    }


def log(stage: ServerState, since: int = 0) -> list[Json]:
    """Sends, edits and deletions carried out, in order; those with `seq` above `since`."""
    return [asdict(entry) for entry in stage.state.log[since:]]


def sends_per_chat(stage: ServerState) -> dict[str, int]:
    """How many messages the bot sent to each chat, edits not counted."""
    counted = Counter(str(entry.chat_id) for entry in stage.state.log if entry.method.startswith("send"))
    return dict(counted)


def status(stage: ServerState) -> Json:
    """The page's top line, the bot, its menu, and how busy things are."""
    return {
        "text": stage.state.status,
        "bot": {"id": stage.state.bot.id, "username": stage.state.bot.username},
        "commands": menu(stage),
        "now": stage.now(),
        "pending_updates": len(stage.state.updates),
        "violations": len(stage.violations),
        "flood_refusals": stage.floods.refused,
        "faults_waiting": len(stage.faults.waiting),
        "faults_struck": stage.faults.struck,
        "revision": stage.page_bell.rung,
    }


def menu(stage: ServerState) -> list[Json]:
    """The bot's commands for each scope and language that they were set for."""
    set_for = [(json.loads(key), commands) for key, commands in stage.state.commands.items()]
    return [{"scope": scope, "language": language, "commands": told} for (scope, language), told in set_for]


def press_of(stage: ServerState, query_id: str) -> ButtonPress | None:
    """A pressed button; None where there is none of this id."""
    return stage.state.presses.get(query_id)
