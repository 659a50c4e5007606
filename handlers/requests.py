"""What a person asked for, where, and what comes of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from config.schema import AlertSettings, LimitSettings
from handlers.look_ups import LookUps
from handlers.messages import File, InlineList, Message
from handlers.sent_documents import SentDocument
from handlers.sentences.reader import Reader, reader_of
from newsroom.access import AccessRule, Role
from newsroom.chat import Chat, ChatId, ChatKind, Place
from newsroom.desk.receiver import PostAnswer
from newsroom.sentence import Filling, Sentence, sentence
from newsroom.starter_sets import StarterSets
from storage.database import Database, Transaction

Effect = Callable[[Transaction], Awaitable[Sequence[Message]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, and from where.

    Attributes:
        user: 0 for an anonymous admin or a channel itself.
        admin: May change what the chat tracks (always in private).
        place: Where the answer goes.
        role: What the person may do in private, and in groups besides reading; None: no role.
        name: As Telegram shows it; the chat's, where that speaks itself.
    """

    user: int
    admin: bool
    place: Place
    role: Role | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command.

    Attributes:
        chat: The chat that is spoken for: the managed channel, where a private chat manages one.
        place: Whose topics are meant; differs from `speaker.place` only when managing.
        argument: What follows the command, trimmed; "" where nothing does.
        replied: Our message that the command answers; None where it answers none.
        message_id: Of the command itself; None for a button.
        document: What was sent with it; None: nothing.
        pressed: The message that has the button; None for a command.
    """

    speaker: Speaker
    chat: Chat
    place: Place
    command: str
    argument: str
    now: datetime
    replied: int | None = None
    message_id: int | None = None
    document: SentDocument | None = None
    pressed: int | None = None

    @property
    def reader(self) -> Reader:
        """For whom the answer is written."""
        return reader_of(self.chat)

    @property
    def managing(self) -> bool:
        """Whether another chat is spoken for than the one where the answer goes."""
        return self.place.chat != self.speaker.place.chat

    @property
    def spoken_for(self) -> str | None:
        """The title of the managed chat; None where none is managed."""
        return self.chat.title if self.managing else None

    @property
    def is_confidential(self) -> bool:
        """Whether nobody but the speaker reads the answer."""
        return self.managing or self.chat.kind is ChatKind.PRIVATE

    def message(self, name: str, /, **values: Filling) -> Message:
        """A message of one sentence; what fills its gaps is escaped."""
        return Message(html=self.reader.html(sentence(name, **values)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes of a request.

    Attributes:
        messages: Sent in any case.
        effect: What changes in the database, in the same transaction as the answer; gives more messages.
        toast: For a button: the short note over the chat; None: just stop its spinner.
        alert: The toast stays until it is closed.
        replaces: The messages take the place of the one whose button was pressed.
        files: Sent after the messages, when nothing more urgent waits.
        inline: For an inline query: what may be chosen; None: it is none, or is not answered.
        spoken_for: The title of the managed chat, which stands above the messages; None: the answer's own chat.
    """

    messages: tuple[Message, ...] = ()
    effect: Effect | None = None
    toast: str | None = None
    alert: bool = False
    replaces: bool = False
    files: tuple[File, ...] = ()
    inline: InlineList | None = None
    spoken_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What commands may use.

    Attributes:
        posting: Posts a body with headers to an address that somebody gave.
        publish_url: The public address under which topics can be read; None: nowhere.
        local: Local mode, with sample wires on this machine.
        clock_speed: Gives the seconds of `Request.now` in one real second, at present.
    """

    database: Database
    access: AccessRule
    alerts: AlertSettings
    limits: LimitSettings
    zone: str
    find_feed: Callable[[str], Awaitable["FeedFound"]]
    find_channel: Callable[[str, int], Awaitable["Managed"]]
    read_document: Callable[[SentDocument], Awaitable[bytes]]
    posting: Callable[[str, bytes, Mapping[str, str]], Awaitable[PostAnswer]]
    started_at: datetime
    poll_floor_s: int
    most_items: int
    look_ups: LookUps
    publishers: Mapping[str, str] = field(default_factory=dict)
    bot_name: Callable[[], str] = field(default=lambda: "")
    admin_chat: ChatId | None = None
    publish_url: str | None = None
    local: bool = False
    clock_speed: Callable[[], float] = field(default=lambda: 1.0)
    starters: StarterSets = field(default_factory=StarterSets)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFound:
    """A feed at an address; `problem` says why, and url is "", where none was found."""

    url: str
    title: str
    items: int
    family: str = ""
    problem: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """A channel or group that a person may manage; `problem` says why not, where not."""

    chat: ChatId | None
    kind: str = ""
    title: str = ""
    username: str | None = None
    problem: Sentence | None = None
