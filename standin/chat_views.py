"""The chats as a reader at the page, or a test, sees them."""

import json
from collections import Counter
from dataclasses import asdict

from standin.bot_api_objects import wire_entity
from standin.chat_state import ButtonPress, ChatType, InlineAsking, SimulatedChat, SimulatedMessage
from standin.formatting import to_html
from standin.json_object import JsonObject
from standin.server_state import ServerState
from standin.user_actions import chat_of


def chats(server: ServerState) -> list[JsonObject]:
    """Every chat with its last message, in the order they were made; a group that has moved is left out."""
    return [_chat(server, chat) for chat in server.state.chats.values() if chat.migrated_to is None]


def _chat(server: ServerState, chat: SimulatedChat) -> JsonObject:
    visible = [m for m in chat.messages.values() if not m.deleted]
    return {
        "id": chat.id,
        "type": chat.type.value,
        "title": chat.title,
        "username": chat.username,
        "is_forum": chat.is_forum,
        "membership": chat.membership.value,
        "pinned": chat.pinned,
        "people": [_person(server, user_id) for user_id in _people(chat)],
        "topics": [asdict(topic) for topic in chat.topics.values() if not topic.deleted],
        "messages": sum(1 for m in visible if m.kind != "service"),
        "by_bot": sum(1 for m in visible if m.by_bot),
        "last": _message(server, chat, visible[-1]) if visible else None,
    }


def _people(chat: SimulatedChat) -> list[int]:
    """Who can speak there; the bot is none of them."""
    return [chat.id] if chat.type is ChatType.PRIVATE else list(chat.members)


def _person(server: ServerState, user_id: int) -> JsonObject:
    user = server.state.users.get(user_id)
    return {"id": user_id, "name": user.first_name if user else str(user_id)}


def messages(server: ServerState, chat_id: int, last: int = 0) -> list[JsonObject]:
    """The messages of the chat, oldest first, deleted ones included and marked; only the `last` where that isn't 0."""
    chat = chat_of(server, chat_id)
    return [_message(server, chat, message) for message in list(chat.messages.values())[-last:]]


def _message(server: ServerState, chat: SimulatedChat, message: SimulatedMessage) -> JsonObject:
    return {
        "message_id": message.message_id,
        "chat_id": chat.id,
        "thread_id": message.thread_id,
        "date": message.date,
        "edit_date": message.edit_date,
        "by_bot": message.by_bot,
        "sender_id": message.sender_id,
        "author": _author(server, chat, message),
        "kind": message.kind,
        "text": message.text,
        "entities": [wire_entity(entity) for entity in message.entities],
        "html": to_html(message.text, message.entities),
        "keyboard": message.keyboard,
        "file": _file(server, message),
        "reply_to": message.reply_to,
        "reactions": message.reactions,
        "silent": message.silent,
        "preview": message.preview,
        "deleted": message.deleted,
        "service": message.service,
        "history": [
            {"at": version.at, "text": version.text, "html": to_html(version.text, version.entities)}
            for version in message.history
        ],
    }


def _author(server: ServerState, chat: SimulatedChat, message: SimulatedMessage) -> str:
    if message.from_chat:
        return chat.title
    if message.sender_id == server.state.bot.id:
        return server.state.bot.first_name
    user = server.state.users.get(message.sender_id or 0)
    return user.first_name if user else ""


def _file(server: ServerState, message: SimulatedMessage) -> JsonObject | None:
    if message.file_id is None:
        return None
    stored = server.state.files[message.file_id]
    return {
        "file_id": stored.file_id,
        "name": stored.name,
        "mime_type": stored.mime_type,
        "bytes": len(stored.content),
        "width": stored.width,
        "height": stored.height,
        "url": f"/control/files/{stored.file_id}",
    }


def log(server: ServerState, since: int = 0) -> list[JsonObject]:
    """Sends, edits and deletions carried out, in order; those with `seq` above `since`."""
    return [asdict(entry) for entry in server.state.log[since:]]


def sends_per_chat(server: ServerState) -> dict[str, int]:
    """How many messages the bot sent to each chat, edits not counted."""
    counted = Counter(str(entry.chat_id) for entry in server.state.log if entry.method.startswith("send"))
    return dict(counted)


def status(server: ServerState) -> JsonObject:
    """The page's top line, the bot, its menu, and how busy things are."""
    return {
        "text": server.state.status,
        "run": server.run,
        "can_begin_anew": server.settings.begin_anew is not None,
        "bot": {"id": server.state.bot.id, "username": server.state.bot.username},
        "commands": menu(server),
        "now": server.now(),
        "pending_updates": len(server.state.updates),
        "violations": len(server.violations),
        "flood_refusals": server.floods.refused,
        "faults_waiting": len(server.faults.waiting),
        "faults_struck": server.faults.struck,
        "revision": server.page_bell.rung,
    }


def menu(server: ServerState) -> list[JsonObject]:
    """The bot's commands for each scope and language that they were set for."""
    set_for = [(json.loads(key), commands) for key, commands in server.state.commands.items()]
    return [{"scope": scope, "language": language, "commands": commands} for (scope, language), commands in set_for]


def inline_of(server: ServerState, query_id: str) -> InlineAsking | None:
    """An inline query with what was answered; None where there is none of this id."""
    return server.state.inline.get(query_id)


def press_of(server: ServerState, query_id: str) -> ButtonPress | None:
    """A pressed button; None where there is none of this id."""
    return server.state.presses.get(query_id)
