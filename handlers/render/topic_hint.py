"""The hint that a topic floods its chat or finds nothing: what to do about it, each by one button."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.buttons import Act, HintAct, button
from handlers.html import code, escape, fit, shortened
from handlers.messages import Button, Message
from handlers.render.button_rows import cut_to_fit
from handlers.sentences.reader import Reader
from newsroom.chat import Chat
from newsroom.desk.topic_hints import HintKind, TopicHint

_QUERY_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HintWay:
    """Another query for the topic, on a button.

    Attributes:
        label: What is other in it.
        line: The kept line that has it.
        stories: How many it leaves, or finds; None: nobody counted.
    """

    label: str
    line: int
    stories: int | None


def hint_message(
    hint: TopicHint, ways: Sequence[HintWay], chat: Chat, reader: Reader, *, missing: str = "", elsewhere: bool = False
) -> Message:
    """The message.

    `missing`: a source of the query that nobody watches; `elsewhere`: it is not read in the chat that has the topic.
    """
    lines = [f"💡 {_what(hint, reader)}"]
    if elsewhere:
        lines.append(reader.say("hint.of_chat", chat=escape(chat.title)))
    if missing:
        lines.append(reader.say("hint.no_source", name=escape(missing)))
    lines.append(_suggestion(hint, ways, missing, reader))
    return Message(html=fit("\n".join(lines)), buttons=(*_ways(hint, ways), _ends(hint, chat, reader)), silent=True)


def _what(hint: TopicHint, reader: Reader) -> str:
    query = code(shortened(hint.topic.text, _QUERY_CHARS))
    if hint.kind is HintKind.FLOODS:
        return reader.say("hint.floods", query=query, alerts=reader.say("unit.alert", count=hint.alerts))
    return reader.say("hint.silent", query=query, day=reader.day(reader.local(hint.topic.made).date()))


def _suggestion(hint: TopicHint, ways: Sequence[HintWay], missing: str, reader: Reader) -> str:
    if hint.kind is HintKind.FLOODS:
        return reader.say("hint.fewer" if ways else "hint.fewer_by_hand")
    if missing:
        return reader.say("hint.nearest" if ways else "hint.see_sources")
    return reader.say("hint.wider" if ways else "hint.nothing_wider")


def _ways(hint: TopicHint, ways: Sequence[HintWay]) -> tuple[tuple[Button, ...], ...]:
    return tuple((button(_label(way), HintAct.CHANGE, hint.topic.id, way.line),) for way in ways)


def _label(way: HintWay) -> str:
    return cut_to_fit(way.label, "" if way.stories is None else f" → {way.stories}")


def _ends(hint: TopicHint, chat: Chat, reader: Reader) -> tuple[Button, ...]:
    leave = button(reader.say("button.leave_it"), HintAct.LEAVE, hint.topic.id)
    if hint.kind is HintKind.SILENT:
        return button(reader.say("button.stop_topic"), Act.DELETE, hint.topic.id), leave
    digest = button(reader.say("button.digest_only"), Act.DIGEST_ONLY, hint.topic.id)
    return (digest, leave) if chat.digest is not None else (leave,)
