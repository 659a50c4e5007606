"""Sending, editing and deleting messages."""

from dataclasses import replace
from typing import cast

from standin.bot_api_objects import wire_message
from standin.calls import Call
from standin.chat_state import ChatType, Entity, Membership, MessageVersion, SimulatedChat, SimulatedMessage
from standin.formatting import Formatted, settle
from standin.json_object import JsonObject
from standin.keyboards import Keyboard, read_keyboard
from standin.methods.chats import present_chat, present_message, require_open, thread_of, writable_chat
from standin.refusals import NOT_MODIFIED, bad_request, too_many
from standin.server_state import ServerState
from standin.telegram_html import parse_html

TEXT_MAX = 4096
CAPTION_MAX = 1024
RAW_TEXT_BYTES_MAX = 32_768
DELETABLE_S = 48 * 3600


def formatted(call: Call, name: str, entities_name: str) -> Formatted:
    """The text or caption with its entities, out of markup or as given beside it.

    Raises:
        Refusal: Too long to be read at all, another parse mode than HTML, or markup that can't be read.
    """
    text = call.text(name)
    if len(text.encode()) > RAW_TEXT_BYTES_MAX:
        raise bad_request("text is too long")
    match call.text("parse_mode").lower():
        case "html":
            return parse_html(text)
        case "" | "none":
            return settle(text, _given_entities(call, entities_name))
        case _:  # the real server reads Markdown too; we send none, and here it would go unread
            raise bad_request("unsupported parse_mode")


def _given_entities(call: Call, name: str) -> list[Entity]:
    given = call.decoded(name, "message entities")
    if not isinstance(given, list):
        return []
    known = ("url", "language", "custom_emoji_id")
    entities: list[Entity] = []
    for entity in cast("list[JsonObject]", given):
        optional = {field: str(entity[field]) for field in known if entity.get(field)}
        offset, length = int(str(entity["offset"])), int(str(entity["length"]))
        entities.append(Entity(type=str(entity["type"]), offset=offset, length=length, **optional))
    return entities


def _text(call: Call) -> Formatted:
    if not call.text("text"):
        raise bad_request("message text is empty")
    content = formatted(call, "text", "entities")
    if not content.text:
        raise bad_request("text must be non-empty")
    return content


def pace(server: ServerState, chat: SimulatedChat, call: Call) -> None:
    """Count a send or an edit against Telegram's rates; raise its 429 where they are exceeded."""
    group = chat.type is not ChatType.PRIVATE
    if wait_s := server.floods.wait_s(chat.id, call.arrived_s, group=group):
        raise too_many(wait_s)


def reply_target(chat: SimulatedChat, call: Call) -> int | None:
    """The message answered, out of `reply_parameters`; None where none is, or where it may be missing and is."""
    given = call.decoded("reply_parameters", "reply parameters")
    if not isinstance(given, dict):
        return None
    parameters = cast("JsonObject", given)
    target = chat.messages.get(int(str(parameters.get("message_id", 0))))
    if target is not None and not target.deleted:
        return target.message_id
    if parameters.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def send_message(server: ServerState, call: Call) -> object:
    """`sendMessage`."""
    content = _text(call)
    keyboard = read_keyboard(call)
    chat = writable_chat(server, call, "text")
    reply_to = reply_target(chat, call)
    thread_id = thread_for(chat, call, reply_to)
    if len(content.text) > TEXT_MAX:
        raise bad_request("message is too long")
    pace(server, chat, call)
    message = server.place(
        chat,
        **own_fields(server, chat, call),
        text=content.text,
        entities=content.entities,
        keyboard=keyboard,
        reply_to=reply_to,
        thread_id=thread_id,
        preview=_preview(call),
    )
    server.record("sendMessage", message)
    return wire_message(server.state, message)


def _preview(call: Call) -> str:
    """The address that `link_preview_options` names; of none the real server takes the first of the text."""
    given = call.decoded("link_preview_options", "link preview options")
    if not isinstance(given, dict):
        return ""
    options = cast("JsonObject", given)
    return "" if options.get("is_disabled") else str(options.get("url", ""))


def thread_for(chat: SimulatedChat, call: Call, reply_to: int | None) -> int | None:
    """The thread a message goes to: the one named, else that of the message it answers."""
    thread_id = thread_of(chat, call)
    if thread_id is None and reply_to is not None:
        thread_id = chat.messages[reply_to].thread_id
    require_open(chat, thread_id)
    return thread_id


def own_fields(server: ServerState, chat: SimulatedChat, call: Call) -> JsonObject:
    """Who sends, as far as the chat shows it."""
    in_channel = chat.type is ChatType.CHANNEL
    return {
        "sender_id": None if in_channel else server.state.bot.id,
        "from_chat": in_channel,
        "by_bot": True,
        "silent": call.flag("disable_notification"),
    }


def edit_message_text(server: ServerState, call: Call) -> object:
    """`editMessageText`; without `reply_markup` the buttons go."""
    content = _text(call)
    keyboard = read_keyboard(call)
    chat, message = _editable(server, call)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    if len(content.text) > TEXT_MAX:
        raise bad_request("message is too long")
    return _change(server, call, "editMessageText", chat, message, content, keyboard)


def edit_message_caption(server: ServerState, call: Call) -> object:
    """`editMessageCaption`."""
    content = formatted(call, "caption", "caption_entities")
    keyboard = read_keyboard(call)
    chat, message = _editable(server, call)
    if message.kind == "text":
        raise bad_request("there is no caption in the message to edit")
    if len(content.text) > CAPTION_MAX:
        raise bad_request("message caption is too long")
    return _change(server, call, "editMessageCaption", chat, message, content, keyboard)


def edit_message_reply_markup(server: ServerState, call: Call) -> object:
    """`editMessageReplyMarkup`."""
    keyboard = read_keyboard(call)
    chat, message = _editable(server, call)
    content = Formatted(message.text, message.entities)
    return _change(server, call, "editMessageReplyMarkup", chat, message, content, keyboard)


def _editable(server: ServerState, call: Call) -> tuple[SimulatedChat, SimulatedMessage]:
    if not call.given("chat_id") and not call.given("inline_message_id"):
        raise bad_request("message identifier is not specified")
    chat = writable_chat(server, call, "edit")
    message = present_message(chat, call, "edit")
    if not (message.by_bot or chat.type is ChatType.CHANNEL) or message.kind == "service":
        raise bad_request("message can't be edited")
    return chat, message


def _change(
    server: ServerState,
    call: Call,
    method: str,
    chat: SimulatedChat,
    message: SimulatedMessage,
    content: Formatted,
    keyboard: Keyboard | None,
) -> object:
    preview = _preview(call) if method == "editMessageText" else message.preview
    was = (message.text, message.entities, message.keyboard, message.preview)
    if was == (content.text, content.entities, keyboard, preview):
        raise bad_request(NOT_MODIFIED)
    pace(server, chat, call)
    keep_version(message)
    message.text, message.entities, message.keyboard = content.text, content.entities, keyboard
    message.preview = preview
    message.edit_date = server.now()
    server.record(method, message)
    return wire_message(server.state, message)


def keep_version(message: SimulatedMessage) -> None:
    """Remember what the message says, before it says something else."""
    at = message.edit_date if message.edit_date is not None else message.date
    message.history.append(
        MessageVersion(at=at, text=message.text, entities=message.entities, keyboard=message.keyboard)
    )


def delete_message(server: ServerState, call: Call) -> object:
    """`deleteMessage`: its own for 48 hours, others' in private chats and where it is an administrator."""
    chat = present_chat(server, call)
    message = present_message(chat, call, "delete")
    allowed = message.by_bot or chat.type is ChatType.PRIVATE or chat.membership is Membership.ADMINISTRATOR
    too_old = server.now() - message.date > DELETABLE_S and chat.membership is not Membership.ADMINISTRATOR
    if not allowed or too_old:
        raise bad_request("message can't be deleted")
    message.deleted = True
    server.record("deleteMessage", replace(message))
    return True


def pin_chat_message(server: ServerState, call: Call) -> object:
    """`pinChatMessage`; in groups and channels an administrator's right."""
    chat = present_chat(server, call)
    message = present_message(chat, call, "pin")
    if chat.type is not ChatType.PRIVATE and chat.membership is not Membership.ADMINISTRATOR:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned = message.message_id
    server.page_bell.ring()
    return True


def unpin_chat_message(server: ServerState, call: Call) -> object:
    """`unpinChatMessage`."""
    present_chat(server, call).pinned = None
    server.page_bell.ring()
    return True


def set_message_reaction(server: ServerState, call: Call) -> object:
    """`setMessageReaction`: emoji only."""
    chat = present_chat(server, call)
    message = present_message(chat, call, "react")
    given = call.decoded("reaction", "reaction types")
    reactions = cast("list[JsonObject]", given) if isinstance(given, list) else []
    message.reactions = [str(reaction["emoji"]) for reaction in reactions if reaction.get("type") == "emoji"]
    server.page_bell.ring()
    return True
