"""What a stand-in remembers: people, chats, messages, files. Plain values, so that they can be kept in a file."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict

from standin.json_object import JsonObject

_BYTES_IN_JSON = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

GENERAL_TOPIC = 1
"""The topic every forum has; Telegram wants no thread id for it."""


class ChatType(StrEnum):
    """Telegram's four kinds."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Membership(StrEnum):
    """What the bot is in a chat.

    Private: UNKNOWN has never started the bot, MEMBER has, BLOCKED and DEACTIVATED refuse it, BOT is another bot.
    Others: MEMBER and ADMINISTRATOR are in, LEFT and KICKED are out, DELETED has no chat any more.
    """

    UNKNOWN = "unknown"
    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    BOT = "bot"
    LEFT = "left"
    KICKED = "kicked"
    DELETED = "deleted"


@dataclass(slots=True, kw_only=True)
class User:
    """A person, or the bot itself."""

    id: int
    first_name: str
    username: str | None = None
    is_bot: bool = False
    language_code: str = "en"


@dataclass(slots=True, kw_only=True)
class ForumTopic:
    """A thread of a forum; `thread_id` is the message that opened it."""

    thread_id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A formatted stretch of text; `offset` and `length` in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        """The first unit after it."""
        return self.offset + self.length


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """A document or a picture; `width` and `height` are 0 for documents."""

    __pydantic_config__: ClassVar[ConfigDict] = _BYTES_IN_JSON

    file_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageVersion:
    """What a message said before an edit; `at` is when it began to say so, unix seconds."""

    at: int
    text: str
    entities: list[Entity]
    keyboard: list[list[JsonObject]] | None


@dataclass(slots=True, kw_only=True)
class SimulatedMessage:
    """One message.

    Attributes:
        sender_id: None for posts of a channel and for anonymous admins (then `from_chat`).
        from_chat: Sent in the chat's own name.
        by_bot: Sent by the bot; in a channel there is no other sign of that.
        text: The caption, where there is a file.
        kind: "text", "photo", "document" or "service".
        service: The content of a service message, as Telegram's JSON.
        history: Earlier versions, oldest first.
        via_bot: A person sent it, and the bot had offered it by an inline query.
        preview: The address of which Telegram would show a preview below the text; "": none.
    """

    message_id: int
    chat_id: int
    date: int
    sender_id: int | None
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    kind: str = "text"
    from_chat: bool = False
    by_bot: bool = False
    file_id: str | None = None
    keyboard: list[list[JsonObject]] | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    edit_date: int | None = None
    service: JsonObject = field(default_factory=dict)
    history: list[MessageVersion] = field(default_factory=list)
    reactions: list[str] = field(default_factory=list)
    silent: bool = False
    deleted: bool = False
    via_bot: bool = False
    preview: str = ""


@dataclass(slots=True, kw_only=True)
class SimulatedChat:
    """A chat as the bot meets it.

    Attributes:
        members: User id to "creator", "administrator" or "member".
        unsendable: Kinds of message the bot may not post: "text", "photo", "document".
        migrated_to: The supergroup this group has become.
    """

    id: int
    type: ChatType
    title: str
    username: str | None = None
    is_forum: bool = False
    membership: Membership = Membership.MEMBER
    members: dict[int, str] = field(default_factory=dict)
    unsendable: list[str] = field(default_factory=list)
    migrated_to: int | None = None
    topics: dict[int, ForumTopic] = field(default_factory=dict)
    messages: dict[int, SimulatedMessage] = field(default_factory=dict)
    last_message_id: int = 0
    pinned: int | None = None


@dataclass(slots=True, kw_only=True)
class ButtonPress:
    """A button pressed, and what the bot answered; `answer` is None until it has."""

    query_id: str
    chat_id: int
    message_id: int
    user_id: int
    data: str
    answer: str | None = None
    alert: bool = False
    expired: bool = False


@dataclass(slots=True, kw_only=True)
class InlineAsking:
    """Somebody typed @bot and words in some chat; `results` is None until the bot has answered.

    Attributes:
        button: What the button above the results says, and with which word after /start it opens the private chat.
    """

    query_id: str
    user_id: int
    text: str
    results: list[JsonObject] | None = None
    button: JsonObject = field(default_factory=dict)
    cache_time: int = 300
    is_personal: bool = False
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One send, edit or deletion that the stand-in carried out.

    Attributes:
        seq: Counts up from 1 over all chats.
        at: The date it bears (the sample clock), unix seconds.
        wall_s: When it was carried out by the machine's clock, unix seconds.
    """

    seq: int
    method: str
    chat_id: int
    message_id: int
    thread_id: int | None
    text: str
    at: int
    wall_s: float


@dataclass(slots=True, kw_only=True)
class State:
    """Everything above, with the bot's own settings and the updates it has not yet confirmed.

    Attributes:
        ended: Written at an orderly end; without it what happened last may be missing.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _BYTES_IN_JSON

    bot: User
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, SimulatedChat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    presses: dict[str, ButtonPress] = field(default_factory=dict)
    inline: dict[str, InlineAsking] = field(default_factory=dict)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    updates: list[JsonObject] = field(default_factory=list)
    last_update_id: int = 700_000_000
    last_private_message_id: int = 0
    webhook_url: str = ""
    webhook_secret: str = ""
    log: list[Accepted] = field(default_factory=list)
    status: str = ""
    ended: bool = False
