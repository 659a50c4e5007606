"""Telegram's refusals: the code, the sentence, the parameters, as its server words them.

Source: tdlib/telegram-bot-api `Client::fail_query_with_error` and tdlib/td, read in November 2026.
"""

from standin.chat_state import ChatType, SimulatedChat

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)

_KIND_OF_CHAT = {
    ChatType.GROUP: "group chat",
    ChatType.SUPERGROUP: "supergroup chat",
    ChatType.CHANNEL: "channel chat",
}


class Refusal(Exception):  # noqa: N818 - an answer of Telegram's, not an error of ours
    """An answer with `ok: false`.

    Attributes:
        code: The HTTP status and `error_code`.
        description: The whole sentence with its prefix.
        parameters: `retry_after` or `migrate_to_chat_id`, where the answer has them.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(sentence: str, **parameters: int) -> Refusal:
    """400; `sentence` without its prefix."""
    return Refusal(400, f"Bad Request: {sentence}", **parameters)


def forbidden(sentence: str) -> Refusal:
    """403; `sentence` without its prefix."""
    return Refusal(403, f"Forbidden: {sentence}")


def too_many(retry_after_s: int) -> Refusal:
    """429, with the seconds to wait in words and as a parameter."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after_s}", retry_after=retry_after_s)


def migrated(new_chat_id: int) -> Refusal:
    """400 for a group that has become a supergroup; names the new id."""
    return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=new_chat_id)


def kicked(chat: SimulatedChat) -> Refusal:
    """403 for a chat that has thrown the bot out."""
    return forbidden(f"bot was kicked from the {_KIND_OF_CHAT[chat.type]}")


def not_member(chat: SimulatedChat) -> Refusal:
    """403 for a chat that the bot has left."""
    return forbidden(f"bot is not a member of the {_KIND_OF_CHAT[chat.type]}")


def no_right(chat: SimulatedChat, kind: str) -> Refusal:
    """400 where the bot may not post `kind` ("text messages", "photos", "documents")."""
    if chat.type is ChatType.CHANNEL:
        return bad_request("need administrator rights in the channel chat")
    return bad_request(f"not enough rights to send {kind} to the chat")
