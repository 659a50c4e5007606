"""Chats, people and messages as the Bot API writes them in JSON."""

from standin.chat_state import ChatType, Entity, Membership, SimulatedChat, SimulatedMessage, State, StoredFile, User
from standin.json_object import JsonObject

ANONYMOUS_ADMIN = User(id=1087968824, first_name="Group", username="GroupAnonymousBot", is_bot=True)
"""Whom Telegram names in `from` for an anonymous admin's message."""

_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
_GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")


def wire_user(user: User) -> JsonObject:
    """`User`."""
    fields: JsonObject = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.username:
        fields["username"] = user.username
    if not user.is_bot:
        fields["language_code"] = user.language_code
    return fields


def wire_bot(user: User) -> JsonObject:
    """`User` as getMe answers it."""
    return wire_user(user) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def wire_chat(chat: SimulatedChat) -> JsonObject:
    """`Chat`."""
    fields: JsonObject = {"id": chat.id, "type": chat.type.value}
    fields["first_name" if chat.type is ChatType.PRIVATE else "title"] = chat.title
    if chat.username:
        fields["username"] = chat.username
    if chat.is_forum:
        fields["is_forum"] = True
    return fields


def wire_full_chat(state: State, chat: SimulatedChat) -> JsonObject:
    """`ChatFullInfo`."""
    fields = wire_chat(chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.pinned is not None and chat.pinned in chat.messages:
        fields["pinned_message"] = wire_message(state, chat.messages[chat.pinned])
    return fields


def wire_entity(entity: Entity) -> JsonObject:
    """`MessageEntity`."""
    fields: JsonObject = {"offset": entity.offset, "length": entity.length, "type": entity.type}
    optional = {"url": entity.url, "language": entity.language, "custom_emoji_id": entity.custom_emoji_id}
    return fields | {name: value for name, value in optional.items() if value}


def wire_member(state: State, chat: SimulatedChat, user_id: int) -> JsonObject:
    """`ChatMember` of one of its kinds."""
    is_bot = user_id == state.bot.id
    user = wire_user(state.bot if is_bot else state.users[user_id])
    status = bot_status(chat.membership) if is_bot else chat.members.get(user_id, "left")
    fields: JsonObject = {"user": user, "status": status}
    if status == "creator":
        fields["is_anonymous"] = False
    if status == "kicked":
        fields["until_date"] = 0
    if status == "administrator":
        rights = _ADMIN_RIGHTS + (_CHANNEL_RIGHTS if chat.type is ChatType.CHANNEL else _GROUP_RIGHTS)
        fields |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(rights, True)
    return fields


def bot_status(membership: Membership) -> str:
    """A membership as a `ChatMember` status."""
    match membership:
        case Membership.ADMINISTRATOR | Membership.LEFT | Membership.KICKED:
            return membership.value
        case Membership.MEMBER | Membership.BOT:
            return "member"
        case Membership.BLOCKED | Membership.DEACTIVATED:
            return "kicked"
        case Membership.UNKNOWN | Membership.DELETED:
            return "left"


def wire_message(state: State, message: SimulatedMessage, *, with_reply: bool = True) -> JsonObject:
    """`Message`; a message replied to is inside, without its own reply, as Telegram cuts it."""
    chat = state.chats[message.chat_id]
    fields: JsonObject = {"message_id": message.message_id, "date": message.date, "chat": wire_chat(chat)}
    fields |= _sender(state, chat, message) | _place(message)
    if message.via_bot:
        fields["via_bot"] = wire_user(state.bot)
    if with_reply and (replied := _replied(chat, message)):
        fields["reply_to_message"] = wire_message(state, replied, with_reply=False)
    if message.edit_date is not None:
        fields["edit_date"] = message.edit_date
    fields |= _content(state, message) | message.service
    if message.keyboard:
        fields["reply_markup"] = {"inline_keyboard": message.keyboard}
    return fields


def _sender(state: State, chat: SimulatedChat, message: SimulatedMessage) -> JsonObject:
    if message.from_chat:
        fields: JsonObject = {"sender_chat": wire_chat(chat)}
        return fields if chat.type is ChatType.CHANNEL else fields | {"from": wire_user(ANONYMOUS_ADMIN)}
    if message.sender_id is None:
        return {}
    user = state.bot if message.sender_id == state.bot.id else state.users[message.sender_id]
    return {"from": wire_user(user)}


def _place(message: SimulatedMessage) -> JsonObject:
    if message.thread_id is None:
        return {}
    return {"message_thread_id": message.thread_id, "is_topic_message": True}


def _replied(chat: SimulatedChat, message: SimulatedMessage) -> SimulatedMessage | None:
    """What it answers; in a forum's thread that is at least the message that opened the thread."""
    target = message.reply_to if message.reply_to is not None else message.thread_id
    if target is None or target == message.message_id:
        return None
    return chat.messages.get(target)


def _content(state: State, message: SimulatedMessage) -> JsonObject:
    entities = [wire_entity(entity) for entity in message.entities]
    if message.kind == "text":
        return {"text": message.text} | ({"entities": entities} if entities else {})
    fields: JsonObject = {}
    if message.file_id is not None:
        fields[message.kind] = _file(message.kind, state.files[message.file_id])
    if message.text:
        fields["caption"] = message.text
    if entities:
        fields["caption_entities"] = entities
    return fields


def _file(kind: str, stored: StoredFile) -> object:
    fields: JsonObject = {
        "file_id": stored.file_id,
        "file_unique_id": f"u{stored.file_id}",
        "file_size": len(stored.content),
    }
    if kind == "photo":
        return [fields | {"width": stored.width, "height": stored.height}]
    return fields | {"file_name": stored.name, "mime_type": stored.mime_type}
