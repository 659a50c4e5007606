"""An update, understood: what is answered, where, and what is written with it."""

from dataclasses import dataclass, field, replace

from handlers.messages import Message
from handlers.requests import Answer, Effect
from handlers.sentences.reader import Reader
from newsroom.chat import Place
from newsroom.sentence import Sentence

_TOAST_CHARS = 200  # Source: telegram bot API, answerCallbackQuery.text


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodUpdate:
    """What an update comes to.

    Attributes:
        name: For the log: the command, or what happened.
        place: Where the answer goes.
        before: What is written before the answer's own effect.
        reply_to: The message that the answer replies to; None in private, where nobody else speaks.
        query_id: Of a pressed button, whose spinner is to stop, or of an inline query; None for a message.
        pressed_message: The message that has the button.
        reader: For whom the answer is written; where the chat is not admitted, the person who speaks.
        for_stranger: The answer is sent where the chat is not admitted, too.
        inline: It answers an inline query: where that fails, nothing is said in the private chat.
    """

    name: str
    place: Place
    answer: Answer
    before: tuple[Effect, ...] = ()
    reply_to: int | None = None
    query_id: str | None = None
    pressed_message: int | None = None
    reader: Reader = field(default_factory=Reader)
    for_stranger: bool = False
    inline: bool = False


def turned_down(understood: UnderstoodUpdate, why: Sentence) -> UnderstoodUpdate:
    """The same update, answered with why not alone: a message, or for a button a note that stays until it is closed."""
    reader = understood.reader
    if understood.query_id is not None:
        return replace(understood, answer=Answer(toast=reader.plain(why)[:_TOAST_CHARS], alert=True))
    return replace(understood, answer=Answer(messages=(Message(html=reader.html(why)),)))
