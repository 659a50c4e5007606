"""What goes to Telegram, as values: a text with buttons, and where it goes."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message: `data` (1-64 bytes) comes back to us, `url` opens, `line` is run. One of the three.

    Attributes:
        line: A command as one would type it; it is kept when the message is queued, and `data` names it from then on.
        turns: What the line answers takes the place of the message that has the button.
    """

    text: str
    data: str | None = None
    url: str | None = None
    line: str | None = None
    turns: bool = False


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text for a chat.

    Attributes:
        html: As Telegram reads it, escaped already.
        silent: Delivered without a sound.
        secret: Not kept once it was sent.
        asks: The next words of whoever it replies to are the answer: Telegram opens its field for a reply.
        picture: The address of a picture that Telegram is to show below it; "": none. Not kept in the outbox.
    """

    html: str
    buttons: Rows = ()
    silent: bool = False
    secret: bool = False
    asks: bool = False
    picture: str = ""


START_PARAMETER = "inline"  # who comes from an inline query begins with /start and this; no invite is so short


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineEntry:
    """One thing that a person may choose and send to the chat where they write.

    Attributes:
        id: Unlike those of the other entries.
        title: What the entry is called; `description`: a line below it; both plain text.
        html: What is sent.
        url: Where the entry itself leads; "" where nowhere.
    """

    id: str
    title: str
    description: str
    html: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineList:
    """What an inline query is answered with.

    Attributes:
        start: What the button above the entries says, which opens the private chat; "": there is none.
    """

    entries: tuple[InlineEntry, ...] = ()
    start: str = ""


def inline_payload(query_id: str, answer: InlineList) -> dict[str, Any]:
    """JSON for the outbox; not kept once it was sent: the next letter asks anew."""
    entries = [asdict(entry) for entry in answer.entries]
    return {"query_id": query_id, "entries": entries, "start": answer.start, "secret": True}


def inline_from_payload(payload: Mapping[str, Any]) -> InlineList:
    """The answer that `inline_payload` stored."""
    return InlineList(entries=tuple(InlineEntry(**entry) for entry in payload["entries"]), start=payload["start"])


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A document for a chat.

    Attributes:
        caption: As Telegram reads it, escaped already; at most 1024 characters are shown.
        picture: Shown as a picture instead.
        silent: Delivered without a sound.
    """

    name: str
    content: bytes
    caption: str
    picture: bool = False
    silent: bool = False


def file_payload(file: File, *, reply_to: int | None = None) -> dict[str, Any]:
    """JSON for the outbox; the content in base64."""
    content = base64.b64encode(file.content).decode("ascii")
    payload: dict[str, Any] = {"name": file.name, "content": content, "caption": file.caption, "silent": file.silent}
    return payload | ({} if reply_to is None else {"reply_to": reply_to})


def to_payload(message: Message, *, reply_to: int | None = None, message_id: int | None = None) -> dict[str, Any]:
    """JSON for the outbox: `reply_to` is the message it answers, `message_id` the one that it replaces."""
    rows = [[[b.text, b.data, b.url] for b in row] for row in message.buttons]
    payload: dict[str, Any] = {"html": message.html, "buttons": rows, "silent": message.silent}
    if message.secret:
        payload["secret"] = True
    if message.asks:
        payload["asks"] = True
    if reply_to is not None:
        payload["reply_to"] = reply_to
    if message_id is not None:
        payload["message_id"] = message_id
    return payload


def file_from_payload(payload: Mapping[str, Any], *, picture: bool) -> File:
    """The file that `file_payload` stored."""
    return File(
        name=payload["name"],
        content=base64.b64decode(payload["content"]),
        caption=payload["caption"],
        picture=picture,
        silent=payload.get("silent", False),
    )


def from_payload(payload: Mapping[str, Any]) -> Message:
    """The message that `to_payload` stored."""
    stored: Sequence[Sequence[Sequence[str | None]]] = payload["buttons"]
    rows = tuple(tuple(Button(text=text or "", data=data, url=url) for text, data, url in row) for row in stored)
    asks = payload.get("asks", False)
    return Message(html=payload["html"], buttons=rows, silent=payload["silent"], asks=asks)
