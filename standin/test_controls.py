"""What a test or a rehearsal arranges: chats made and moved, topics opened and shut, messages taken away."""

import base64
import binascii
from dataclasses import replace

from standin.bot_api_objects import wire_message
from standin.calls import Upload
from standin.chat_state import ButtonPress, ChatType, ForumTopic, Membership, SimulatedChat, SimulatedMessage, User
from standin.faults import Fault
from standin.json_object import JsonObject
from standin.methods.chats import change_membership
from standin.server_state import ServerState
from standin.standin_settings import FloodLimits
from standin.user_actions import NoSuchThing, chat_of, message_of, upload


def create_chat(
    server: ServerState,
    chat_id: int,
    type: ChatType,  # noqa: A002 - Telegram's own name for it
    title: str,
    *,
    username: str | None = None,
    is_forum: bool = False,
    membership: Membership = Membership.MEMBER,
    members: dict[int, str] | None = None,
) -> SimulatedChat:
    """Make a chat; people named by id who aren't known yet come into being."""
    people = {chat_id: "member"} if type is ChatType.PRIVATE else (members or {1001: "creator"})
    for user_id in people:
        name = title if type is ChatType.PRIVATE else f"Person {user_id}"
        server.state.users.setdefault(user_id, User(id=user_id, first_name=name))
    chat = SimulatedChat(
        id=chat_id, type=type, title=title, username=username, is_forum=is_forum, membership=membership
    )
    if type is not ChatType.PRIVATE:
        chat.members = dict(people)
    server.state.chats[chat_id] = chat
    server.page_bell.ring()
    return chat


def set_member(server: ServerState, chat_id: int, user_id: int, status: str) -> None:
    """Make someone "creator", "administrator", "member" or "left" in a chat."""
    server.state.users.setdefault(user_id, User(id=user_id, first_name=f"Person {user_id}"))
    chat_of(server, chat_id).members[user_id] = status


def forbid(server: ServerState, chat_id: int, kinds: list[str]) -> None:
    """Let the bot post no "text", "photo" or "document" here; an empty list gives all back."""
    chat_of(server, chat_id).unsendable = kinds


def migrate(server: ServerState, chat_id: int, new_chat_id: int) -> SimulatedChat:
    """Turn a group into a supergroup of another id; both get a service message."""
    old = chat_of(server, chat_id)
    new = replace(old, id=new_chat_id, type=ChatType.SUPERGROUP, messages={}, topics={}, members=dict(old.members))
    new.last_message_id = 0
    server.state.chats[new_chat_id] = new
    _service(server, old, {"migrate_to_chat_id": new_chat_id})
    _service(server, new, {"migrate_from_chat_id": chat_id})
    old.migrated_to = new_chat_id
    return new


def _service(
    server: ServerState, chat: SimulatedChat, fields: JsonObject, thread_id: int | None = None
) -> SimulatedMessage:
    author = next(iter(chat.members))
    message = server.place(chat, sender_id=author, kind="service", service=fields, thread_id=thread_id)
    server.queue_update("message", wire_message(server.state, message))
    return message


def open_topic(server: ServerState, chat_id: int, name: str) -> ForumTopic:
    """Open a thread in a forum; its id is that of the message that opens it."""
    chat = chat_of(server, chat_id)
    thread_id = chat.last_message_id + 1
    topic = ForumTopic(thread_id=thread_id, name=name)
    chat.topics[thread_id] = topic
    _service(server, chat, {"forum_topic_created": {"name": name, "icon_color": 7322096}}, thread_id)
    return topic


def set_topic(
    server: ServerState, chat_id: int, thread_id: int, *, closed: bool = False, deleted: bool = False
) -> None:
    """Close, reopen or delete a thread; 1 is the General topic."""
    chat = chat_of(server, chat_id)
    topic = chat.topics.setdefault(thread_id, ForumTopic(thread_id=thread_id, name="General"))
    topic.closed, topic.deleted = closed, deleted
    server.page_bell.ring()


def remove_message(server: ServerState, chat_id: int, message_id: int) -> None:
    """Someone deletes a message; the bot gets no update."""
    message_of(chat_of(server, chat_id), message_id).deleted = True
    server.page_bell.ring()


def upload_base64(
    server: ServerState,
    chat_id: int,
    name: str,
    content_base64: str,
    *,
    mime_type: str = "application/octet-stream",
    caption: str = "",
    user_id: int | None = None,
    thread_id: int | None = None,
) -> SimulatedMessage:
    """Someone sends a document whose bytes came as base64."""
    try:
        content = base64.b64decode(content_base64, validate=True)
    except binascii.Error as error:
        raise NoSuchThing(f"content_base64 holds no base64: {error}") from error
    file = Upload(name=name, mime_type=mime_type, content=content)
    return upload(server, chat_id, file, caption=caption, user_id=user_id, thread_id=thread_id)


def expire_press(server: ServerState, query_id: str) -> ButtonPress:
    """Let a pressed button grow too old to be answered."""
    if query_id not in server.state.presses:
        raise NoSuchThing(f"no press {query_id}")
    server.state.presses[query_id].expired = True
    return server.state.presses[query_id]


def queue_raw_update(server: ServerState, update: JsonObject) -> int:
    """Queue an update unchanged, with the next `update_id`: malformed ones included."""
    server.state.last_update_id += 1
    server.state.updates.append({"update_id": server.state.last_update_id} | update)
    server.updates_bell.ring()
    return server.state.last_update_id


def add_fault(server: ServerState, fault: Fault) -> None:
    """Let a fault wait for its call."""
    server.faults.add(fault)


def clear_faults(server: ServerState) -> None:
    """Let all be well again."""
    server.faults.clear()


def hold_chat(server: ServerState, chat_id: int, seconds: float) -> None:
    """Answer 429 to sends to this chat for a while."""
    server.floods.hold(chat_id, seconds)


def configure(server: ServerState, *, latency_ms: int | None = None, limits: FloodLimits | None = None) -> None:
    """Change the latency or the limits of the running stand-in."""
    if latency_ms is not None:
        server.latency_ms = latency_ms
    if limits is not None:
        server.floods.limits = limits


def set_status(server: ServerState, text: str) -> None:
    """The line at the top of the chat page; alone it makes the page read nothing else again."""
    server.state.status = text
    server.page_bell.nudge()


def begin_anew(server: ServerState) -> None:
    """Forget all chats and what the program knows of them, and begin as at the first start."""
    if server.settings.begin_anew is None:
        raise NoSuchThing("nobody here can begin anew: start this stand-in again, with no file of chats")
    server.settings.begin_anew()


def delete_chat(server: ServerState, chat_id: int) -> None:
    """Let the chat be gone."""
    change_membership(server, chat_of(server, chat_id), Membership.DELETED, by=server.state.bot.id)
