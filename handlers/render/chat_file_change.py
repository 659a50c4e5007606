"""What a file would change in a chat, and what it has changed, as messages."""

from collections.abc import Iterable, Sequence

from handlers.html import bold, code, escape, fit
from handlers.messages import Message
from handlers.sentences.reader import Reader
from newsroom.chat_file import ChatFileChange, FiledFeed, FiledTopic
from newsroom.text.masked_address import masked_address
from newsroom.topic import TopicMode

_MOST_LINES = 20  # of one kind: the file itself has all of them
MODE_MARKS = {TopicMode.ALERTS: "🔔", TopicMode.DIGEST: "🗞", TopicMode.PAUSED: "⏸"}  # of topics in every list


def change_shown(change: ChatFileChange, name: str, reader: Reader) -> Message:
    """The difference: what comes, what changes, what stays."""
    lines = [bold(reader.say("chat_file.heading", name=name)), *_lines(change, reader)]
    if change.same:
        lines.append(reader.say("chat_file.same", topics=reader.say("unit.topic", count=change.same)))
    if change.others:
        lines.append(reader.say("chat_file.others", topics=reader.say("unit.topic", count=len(change.others))))
        lines += _listed("•", change.others, reader)
    lines.append(reader.say("chat_file.not_yet"))
    return Message(html=fit("\n".join(lines)))


def taken_over(change: ChatFileChange, feeds_without_room: int, topics_without_room: int, reader: Reader) -> Message:
    """What a file has changed; `change`: `others` are the topics that were stopped."""
    lines = [bold(reader.say("chat_file.taken_over")), *_lines(change, reader), *_listed("−", change.others, reader)]
    if topics_without_room:
        lines.append(reader.say("chat_file.no_room", topics=reader.say("unit.topic", count=topics_without_room)))
    if feeds_without_room:
        lines.append(reader.say("opml.no_room", feeds=reader.say("unit.feed", count=feeds_without_room)))
    return Message(html=fit("\n".join(lines)))


def _lines(change: ChatFileChange, reader: Reader) -> list[str]:
    changed = [f"± {_topic(before)} → {_topic(after)}" for before, after in change.changed]
    settings = [
        f"± {reader.labelled(reader.say(f'chat_file.of_{name}'), f'{code(before)} → {code(after)}')}"
        for name, (before, after) in change.settings.items()
    ]
    feeds = [f"+ 📡 {_feed(feed)}" for feed in change.feeds]
    return [
        *_cut(settings, reader),
        *_listed("+", change.added, reader),
        *_cut(changed, reader),
        *_cut(feeds, reader),
    ]


def _listed(mark: str, topics: Iterable[FiledTopic], reader: Reader) -> list[str]:
    return _cut([f"{mark} {_topic(topic)}" for topic in topics], reader)


def _cut(lines: Sequence[str], reader: Reader) -> list[str]:
    """So many as one reads; how many more there are."""
    left_out = len(lines) - _MOST_LINES
    more = [reader.say("chat_file.more", count=left_out)] if left_out > 0 else []
    return [*lines[:_MOST_LINES], *more]


def _topic(topic: FiledTopic) -> str:
    least = f" min:{topic.min_independent}" if topic.min_independent > 1 else ""
    confirm = f" confirm:{topic.confirm_at}" if topic.confirm_at else ""
    muted = " 🔕" if topic.muted_until else ""
    return f"{MODE_MARKS[topic.mode]} {code(topic.query)}{least}{confirm}{muted}"


def _feed(feed: FiledFeed) -> str:
    return escape(feed.name or masked_address(feed.url))
