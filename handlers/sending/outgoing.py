"""What can be sent, as values."""

from dataclasses import dataclass, replace
from typing import assert_never

from handlers.html import MESSAGE_CHARS, escape, fit, words_of
from handlers.messages import File, InlineList, Message, file_from_payload, from_payload, inline_from_payload
from newsroom.chat import Place
from storage.outbox import Delivery, DeliveryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SendText:
    """A new message; `reply_to` may be gone by then: it is sent all the same."""

    place: Place
    message: Message
    reply_to: int | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditText:
    """New words for a message of ours."""

    place: Place
    message_id: int
    message: Message
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerButton:
    """Stop a pressed button's spinner; `text` is the note over the chat, None for none."""

    place: Place
    query_id: str
    text: str | None
    alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInline:
    """What an inline query is answered with."""

    place: Place
    query_id: str
    answer: InlineList


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFile:
    """A document or a picture; `reply_to` may be gone by then, as of a text."""

    place: Place
    file: File
    reply_to: int | None = None


Outgoing = SendText | EditText | AnswerButton | AnswerInline | SendFile


def as_stored(delivery: Delivery) -> Outgoing:
    """What a delivery's payload holds, where the whole of it was made when it was queued."""
    payload, place = delivery.payload, delivery.place
    match delivery.kind:
        case DeliveryKind.ANSWER if "entries" in payload:
            return AnswerInline(place=place, query_id=payload["query_id"], answer=inline_from_payload(payload))
        case DeliveryKind.ANSWER:
            return AnswerButton(
                place=place, query_id=payload["query_id"], text=payload["text"], alert=payload.get("alert", False)
            )
        case DeliveryKind.EDIT:
            return EditText(place=place, message_id=payload["message_id"], message=from_payload(payload))
        case DeliveryKind.DOCUMENT | DeliveryKind.PHOTO:
            file = file_from_payload(payload, picture=delivery.kind is DeliveryKind.PHOTO)
            return SendFile(place=place, file=file, reply_to=payload.get("reply_to"))
        case _:
            return SendText(place=place, message=from_payload(payload), reply_to=payload.get("reply_to"))


def without_markup(thing: Outgoing) -> Outgoing:
    """The same words for a server that could not read our HTML."""
    match thing:
        case SendText() | EditText():
            return replace(thing, plain=True, message=replace(thing.message, html=words_of(thing.message.html)))
        case SendFile():
            return replace(thing, file=replace(thing.file, caption=escape(words_of(thing.file.caption))))
        case AnswerButton() | AnswerInline():
            return thing
        case _:
            assert_never(thing)


def cut_short(thing: Outgoing) -> Outgoing:
    """Half of the length that Telegram documents as its limit, for a server that counts otherwise than we do."""
    match thing:
        case SendText() | EditText():
            return replace(thing, message=replace(thing.message, html=fit(thing.message.html, MESSAGE_CHARS // 2)))
        case SendFile():
            return replace(thing, file=replace(thing.file, caption=""))
        case AnswerButton() | AnswerInline():
            return thing
        case _:
            assert_never(thing)
