"""A chat's topics, settings and feeds as TOML that people can read and change."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from handlers.sentences.reader import Reader
from newsroom.chat import EVERY_DAY, Chat, DigestHours, QuietHours
from newsroom.chat_file import ChatFile, FiledFeed, FiledTopic
from newsroom.text.controls import without_controls
from newsroom.topic import Topic, TopicMode
from newsroom.weekdays import WEEKDAYS

VERSION = 1  # of the file: a program that reads a newer one says so
OFF = "off"


def settings_of(chat: Chat) -> dict[str, str]:
    """The settings by name, each as one would write it behind its command."""
    return {
        "zone": chat.zone,
        "language": chat.language,
        "digest": digest_text(chat.digest),
        "digest_empty": "say" if chat.digest_empty else "silent",
        "quiet": quiet_text(chat.quiet),
    }


def filed_topic(topic: Topic, now: datetime) -> FiledTopic:
    """A topic as a file has it; a mute that is over is none."""
    muted = topic.muted_until if topic.muted_until and topic.muted_until > now else None
    return FiledTopic(
        query=topic.text,
        mode=topic.mode,
        min_independent=topic.min_independent,
        confirm_at=topic.confirm_at,
        thread=topic.place.thread,
        muted_until=muted.replace(microsecond=0) if muted else None,
    )


def digest_text(times: DigestHours | None) -> str:
    """When digests come, as one would write it behind /digest."""
    if times is None:
        return OFF
    minutes = " ".join(_clock(minute) for minute in times.minutes)
    return minutes if times.days == EVERY_DAY else f"{minutes} {_weekdays(times.days)}"


def quiet_text(hours: QuietHours | None) -> str:
    """The quiet hours, as one would write them behind /quiet."""
    if hours is None:
        return OFF
    parts = [f"{_clock(hours.start)}-{_clock(hours.end)}"]
    parts += [] if hours.days == EVERY_DAY else [_weekdays(hours.days)]
    parts += [f"break:{hours.break_at}"] if hours.break_at else []
    return " ".join(parts)


def _clock(minute: int) -> str:
    return "{:02}:{:02}".format(*divmod(minute % (24 * 60), 60))


def _weekdays(days: int) -> str:
    return ",".join(name for number, name in enumerate(WEEKDAYS) if days >> number & 1)


def write_chat_file(file: ChatFile, title: str, reader: Reader) -> bytes:
    """The file, with comments in the reader's language on what may be written."""
    lines = [
        *_comments(reader.say("chat_file.comment_head", chat=_plain(title))),
        f"wirewatch = {VERSION}",
        f"chat = {file.chat}",
        "",
        *_comments(reader.say("chat_file.comment_settings")),
        "[settings]",
        *(f"{name} = {_string(value)}" for name, value in file.settings.items()),
        "",
        *_comments(reader.say("chat_file.comment_topics")),
    ]
    for topic in file.topics:
        lines += _topic(topic)
    if file.feeds:
        lines += _comments(reader.say("chat_file.comment_feeds"))
    for feed in file.feeds:
        lines += _feed(feed)
    return "\n".join(lines).encode("utf-8")


def _topic(topic: FiledTopic) -> Iterator[str]:
    yield "[[topic]]"
    yield f"query = {_string(topic.query)}"
    if topic.mode is not TopicMode.ALERTS:
        yield f"mode = {_string(topic.mode)}"
    if topic.min_independent > 1:
        yield f"min = {topic.min_independent}"
    if topic.confirm_at:
        yield f"confirm = {topic.confirm_at}"
    if topic.thread:
        yield f"thread = {topic.thread}"
    if topic.muted_until:
        yield f"muted_until = {topic.muted_until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield ""


def _feed(feed: FiledFeed) -> Iterable[str]:
    return ("[[feed]]", f"url = {_string(feed.url)}", f"name = {_string(feed.name)}", "")


def _comments(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in text.split("\n")]


def _string(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own."""
    return json.dumps(_plain(text), ensure_ascii=False)


def _plain(text: str) -> str:
    """Without what TOML can't hold."""
    return without_controls(text, " ")
