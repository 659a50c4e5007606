"""Where a message may go: chats, threads and rights, with Telegram's refusals; and the methods that ask about chats."""

from standin.bot_api_objects import bot_status, wire_chat, wire_full_chat, wire_member, wire_user
from standin.calls import Call
from standin.chat_state import GENERAL_TOPIC, ChatType, Membership, SimulatedChat, SimulatedMessage
from standin.json_object import JsonObject
from standin.refusals import Refusal, bad_request, forbidden, kicked, migrated, no_right, not_member
from standin.server_state import ServerState

_WORDS_FOR_KIND = {"text": "text messages", "photo": "photos", "document": "documents"}
_OUT = (Membership.LEFT, Membership.KICKED, Membership.DELETED)


def known_chat(server: ServerState, call: Call, name: str = "chat_id") -> SimulatedChat:
    """The chat meant by an id or an @name.

    Raises:
        Refusal: There is none, or it has become a supergroup.
    """
    wanted = call.text(name).strip()
    if not wanted:
        raise bad_request("chat_id is empty")
    chat = _by_username(server, wanted) if wanted.startswith("@") else _by_id(server, wanted)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    return chat


def _by_id(server: ServerState, wanted: str) -> SimulatedChat | None:
    try:
        return server.state.chats.get(int(wanted))
    except ValueError:
        return None


def _by_username(server: ServerState, wanted: str) -> SimulatedChat | None:
    name = wanted[1:].lower()
    named = (chat for chat in server.state.chats.values() if (chat.username or "").lower() == name)
    return next((chat for chat in named if chat.type in (ChatType.SUPERGROUP, ChatType.CHANNEL)), None)


def present_chat(server: ServerState, call: Call) -> SimulatedChat:
    """A chat that the bot is in.

    Raises:
        Refusal: It is not, in the words for how it came to be outside.
    """
    chat = known_chat(server, call)
    if refusal := _outside(chat):
        raise refusal
    return chat


def _outside(chat: SimulatedChat) -> Refusal | None:
    match chat.membership:
        case Membership.DEACTIVATED:
            return forbidden("user is deactivated")
        case Membership.DELETED if chat.type is ChatType.PRIVATE:
            return bad_request("private chat not found")
        case Membership.DELETED:
            return forbidden("the group chat was deleted")
        case Membership.KICKED:
            return kicked(chat)
        case Membership.LEFT:
            return not_member(chat)
        case _:
            return None


def writable_chat(server: ServerState, call: Call, kind: str) -> SimulatedChat:
    """A chat that takes a message of this kind ("text", "photo", "document") from the bot.

    Raises:
        Refusal: It doesn't, in Telegram's words.
    """
    chat = present_chat(server, call)
    match chat.membership:
        case Membership.BLOCKED:
            raise forbidden("bot was blocked by the user")
        case Membership.UNKNOWN:
            raise forbidden("bot can't initiate conversation with a user")
        case Membership.BOT:
            raise forbidden("the bot can't send messages to the bot")
        case _:
            pass
    plain_member = chat.membership is not Membership.ADMINISTRATOR
    if kind in chat.unsendable or (chat.type is ChatType.CHANNEL and plain_member):
        raise no_right(chat, _WORDS_FOR_KIND.get(kind, "messages"))
    return chat


def thread_of(chat: SimulatedChat, call: Call) -> int | None:
    """The forum thread that the call names; None for the main one, and wherever the chat is no forum.

    Raises:
        Refusal: No such thread, or it is closed or deleted.
    """
    if not call.given("message_thread_id") or not chat.is_forum:
        return None
    thread_id = call.number("message_thread_id")
    topic = chat.topics.get(thread_id)
    if topic is None or thread_id == GENERAL_TOPIC:
        raise bad_request("message thread not found")
    require_open(chat, thread_id)
    return thread_id


def require_open(chat: SimulatedChat, thread_id: int | None) -> None:
    """Raise Telegram's refusal where the thread is closed or deleted."""
    topic = chat.topics.get(thread_id or GENERAL_TOPIC)
    if topic is not None and topic.deleted:
        raise bad_request("TOPIC_DELETED")
    if topic is not None and topic.closed:
        raise bad_request("TOPIC_CLOSED")


def present_message(chat: SimulatedChat, call: Call, purpose: str) -> SimulatedMessage:
    """The message that `message_id` names; `purpose` is the word in the refusal ("edit", "delete", "pin")."""
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad_request(f"message to {purpose} not found")
    return message


def get_chat(server: ServerState, call: Call) -> object:
    """`getChat`."""
    return wire_full_chat(server.state, present_chat(server, call))


def get_chat_member(server: ServerState, call: Call) -> object:
    """`getChatMember`; someone whom nobody here has met is no participant."""
    chat = present_chat(server, call)
    user_id = call.number("user_id")
    if user_id != server.state.bot.id and user_id not in server.state.users:
        raise bad_request("invalid user_id specified" if user_id <= 0 else "PARTICIPANT_ID_INVALID")
    return wire_member(server.state, chat, user_id)


def get_chat_member_count(server: ServerState, call: Call) -> object:
    """`getChatMemberCount`, the bot counted."""
    return len(present_chat(server, call).members) + 1


def get_chat_administrators(server: ServerState, call: Call) -> object:
    """`getChatAdministrators`: people, and the bot where it is one."""
    chat = present_chat(server, call)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    admins = [user_id for user_id, status in chat.members.items() if status in ("creator", "administrator")]
    members = [wire_member(server.state, chat, user_id) for user_id in admins]
    if chat.membership is Membership.ADMINISTRATOR:
        members.append(wire_member(server.state, chat, server.state.bot.id))
    return members


def leave_chat(server: ServerState, call: Call) -> object:
    """`leaveChat`; an update says so."""
    chat = present_chat(server, call)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("chat_id is invalid")
    change_membership(server, chat, Membership.LEFT, by=server.state.bot.id)
    return True


def change_membership(server: ServerState, chat: SimulatedChat, membership: Membership, by: int) -> None:
    """Change what the bot is in a chat, and send `my_chat_member` where Telegram would."""
    before = wire_member(server.state, chat, server.state.bot.id)
    chat.membership = membership
    after = wire_member(server.state, chat, server.state.bot.id)
    server.page_bell.ring()
    untold = (Membership.UNKNOWN, Membership.DEACTIVATED, Membership.DELETED, Membership.BOT)
    if membership in untold or before == after:
        return
    actor = server.state.bot if by == server.state.bot.id else server.state.users[by]
    change: JsonObject = {
        "chat": wire_chat(chat),
        "from": wire_user(actor),
        "date": server.now(),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    server.queue_update("my_chat_member", change)


def is_out(chat: SimulatedChat) -> bool:
    """Whether the bot hears nothing from this chat."""
    return chat.membership in _OUT or bot_status(chat.membership) == "kicked"
