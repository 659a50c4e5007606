"""What people do in the chats, and the updates that the bot gets."""

from typing import cast

from standin.bot_api_objects import wire_message, wire_user
from standin.calls import Upload
from standin.chat_state import (
    ButtonPress,
    ChatType,
    Entity,
    InlineAsking,
    Membership,
    SimulatedChat,
    SimulatedMessage,
)
from standin.formatting import commands_in
from standin.json_object import JsonObject
from standin.methods.chats import change_membership, is_out
from standin.methods.documents import keep_file
from standin.methods.inline import chosen_text
from standin.methods.messages import keep_version
from standin.server_state import ServerState


class NoSuchThing(LookupError):  # noqa: N818 - says what it is
    """A test or the page names a chat, message or button that is not there."""


def chat_of(server: ServerState, chat_id: int) -> SimulatedChat:
    """The chat by its id; raises `NoSuchThing`."""
    if chat_id not in server.state.chats:
        raise NoSuchThing(f"no chat {chat_id}: make it with /control/chats, or name one of {list(server.state.chats)}")
    return server.state.chats[chat_id]


def message_of(chat: SimulatedChat, message_id: int) -> SimulatedMessage:
    """The message by its id; raises `NoSuchThing`."""
    if message_id not in chat.messages:
        raise NoSuchThing(f"no message {message_id} in chat {chat.id}")
    return chat.messages[message_id]


def _author(chat: SimulatedChat, user_id: int | None) -> int:
    """Who speaks where nobody is named: the person of a private chat, the first member elsewhere."""
    if user_id is not None:
        return user_id
    return chat.id if chat.type is ChatType.PRIVATE else next(iter(chat.members))


def say(
    server: ServerState,
    chat_id: int,
    text: str,
    *,
    user_id: int | None = None,
    thread_id: int | None = None,
    reply_to: int | None = None,
    anonymous: bool = False,
) -> SimulatedMessage:
    """Someone sends a text; in a channel it is a post. An anonymous admin speaks in the group's own name."""
    chat = chat_of(server, chat_id)
    fields = _authored(chat, user_id, anonymous=anonymous)
    entities = commands_in(text)
    message = server.place(chat, **fields, text=text, entities=entities, thread_id=thread_id, reply_to=reply_to)
    _start(server, chat)
    _deliver(server, chat, message)
    return message


def _authored(chat: SimulatedChat, user_id: int | None, *, anonymous: bool) -> JsonObject:
    own_name = anonymous or chat.type is ChatType.CHANNEL
    return {"sender_id": None if own_name else _author(chat, user_id), "from_chat": own_name}


def _start(server: ServerState, chat: SimulatedChat) -> None:
    """Who speaks to the bot has started it; it gets an update only where that ends a block."""
    if chat.type is not ChatType.PRIVATE:
        return
    if chat.membership is Membership.BLOCKED:
        change_membership(server, chat, Membership.MEMBER, by=chat.id)
    elif chat.membership is Membership.UNKNOWN:
        chat.membership = Membership.MEMBER


def upload(
    server: ServerState,
    chat_id: int,
    file: Upload,
    *,
    caption: str = "",
    user_id: int | None = None,
    thread_id: int | None = None,
) -> SimulatedMessage:
    """Someone sends a document."""
    chat = chat_of(server, chat_id)
    stored = keep_file(server, file, "document")
    fields = _authored(chat, user_id, anonymous=False)
    entities = commands_in(caption)
    message = server.place(
        chat, **fields, kind="document", file_id=stored.file_id, text=caption, entities=entities, thread_id=thread_id
    )
    _start(server, chat)
    _deliver(server, chat, message)
    return message


def edit(server: ServerState, chat_id: int, message_id: int, text: str) -> SimulatedMessage:
    """Someone edits what they sent."""
    chat = chat_of(server, chat_id)
    message = message_of(chat, message_id)
    keep_version(message)
    message.text, message.entities, message.edit_date = text, commands_in(text), server.now()
    server.page_bell.ring()
    _deliver(server, chat, message)
    return message


def _deliver(server: ServerState, chat: SimulatedChat, message: SimulatedMessage) -> None:
    if is_out(chat) or not _heard(server, chat, message):
        return
    kind = "channel_post" if chat.type is ChatType.CHANNEL else "message"
    if message.edit_date is not None:
        kind = f"edited_{kind}"
    server.queue_update(kind, wire_message(server.state, message))


def _heard(server: ServerState, chat: SimulatedChat, message: SimulatedMessage) -> bool:
    """Telegram's privacy mode: in groups a bot that is no administrator hears only what is meant for it."""
    if chat.type in (ChatType.PRIVATE, ChatType.CHANNEL) or chat.membership is Membership.ADMINISTRATOR:
        return True
    name = f"@{server.state.bot.username}".lower()
    replied = chat.messages.get(message.reply_to or 0)
    to_bot = replied is not None and replied.by_bot
    addressed = [_stretch(message.text, e).lower() for e in message.entities if e.type in ("bot_command", "mention")]
    named = any(word == name or (word[0] == "/" and ("@" not in word or word.endswith(name))) for word in addressed)
    return to_bot or named or message.kind == "service"


def _stretch(text: str, entity: Entity) -> str:
    units = text.encode("utf-16-le", "surrogatepass")[entity.offset * 2 : entity.end * 2]
    return units.decode("utf-16-le", "surrogatepass")


def press(
    server: ServerState,
    chat_id: int,
    message_id: int,
    button: str,
    *,
    user_id: int | None = None,
) -> ButtonPress:
    """Someone presses a button, named by its label or its callback data."""
    chat = chat_of(server, chat_id)
    message = message_of(chat, message_id)
    buttons = [b for row in message.keyboard or () for b in row if "callback_data" in b]
    found = next((b for b in buttons if button in (b["callback_data"], b["text"])), None)
    if found is None:
        raise NoSuchThing(f"no button {button!r} under message {message_id}: {[b['text'] for b in buttons]}")
    pressed = ButtonPress(
        query_id=str(9_000_000_000 + len(server.state.presses)),
        chat_id=chat_id,
        message_id=message_id,
        user_id=_author(chat, user_id),
        data=str(found["callback_data"]),
    )
    server.state.presses[pressed.query_id] = pressed
    if not is_out(chat):
        server.queue_update("callback_query", _wire_press(server, pressed, message))
    return pressed


def _wire_press(server: ServerState, pressed: ButtonPress, message: SimulatedMessage) -> JsonObject:
    fields = {
        "id": pressed.query_id,
        "from": wire_user(server.state.users[pressed.user_id]),
        "message": wire_message(server.state, message),
        "chat_instance": str(pressed.chat_id * 7919),
        "data": pressed.data,
    }
    return cast("JsonObject", fields)


def ask_inline(server: ServerState, user_id: int, text: str) -> InlineAsking:
    """Someone types @bot and words, in whatever chat."""
    if user_id not in server.state.users:
        raise NoSuchThing(f"no person {user_id}")
    asking = InlineAsking(query_id=str(8_000_000_000 + len(server.state.inline)), user_id=user_id, text=text)
    server.state.inline[asking.query_id] = asking
    person = wire_user(server.state.users[user_id])
    fields = {"id": asking.query_id, "from": person, "query": text, "offset": "", "chat_type": "supergroup"}
    server.queue_update("inline_query", cast("JsonObject", fields))
    return asking


def choose_inline(server: ServerState, query_id: str, result_id: str, chat_id: int) -> SimulatedMessage:
    """Someone sends one of the results of an inline query to a chat; the bot need not be in it."""
    asking = server.state.inline.get(query_id)
    found = next((one for one in (asking.results or ()) if one.get("id") == result_id), None) if asking else None
    if asking is None or found is None:
        raise NoSuchThing(f"no result {result_id!r} of inline query {query_id}")
    content = chosen_text(found)
    chat = chat_of(server, chat_id)
    author = {"sender_id": asking.user_id, "from_chat": False}
    return server.place(chat, **author, text=content.text, entities=content.entities, via_bot=True)


def set_membership(server: ServerState, chat_id: int, membership: Membership, *, user_id: int | None = None) -> None:
    """Someone adds, removes, promotes, blocks or unblocks the bot."""
    chat = chat_of(server, chat_id)
    change_membership(server, chat, membership, by=_author(chat, user_id))
