"""A chat's file to values: whatever can't be taken is refused with the line that it is in, and the mend. Pure."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from handlers.commands.arguments import short_enough
from handlers.commands.digest_words import parse_digest_times
from handlers.commands.quiet_words import parse_quiet_hours
from handlers.commands.spoken_language import parse_language
from handlers.commands.time_zones import parse_zone
from handlers.render.export.chat_toml import OFF, VERSION, digest_text, quiet_text
from newsroom.chat import DEFAULT_DIGEST, DigestHours, QuietHours
from newsroom.chat_file import ChatFile, FiledFeed, FiledTopic
from newsroom.errors import UserError
from newsroom.matching.query import str_query
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import Sentence, sentence
from newsroom.text.telegram_channel import watched_address
from newsroom.text.url import is_feed_address
from newsroom.topic import TopicMode

MOST_TOPICS = 1_000  # ten times what a chat may track unless the operator allows more
_TOP = {"wirewatch", "chat", "settings", "topic", "feed"}
_SETTINGS = {"zone", "language", "digest", "digest_empty", "quiet"}
_TOPIC = {"query", "mode", "min", "confirm", "thread", "muted_until"}
_FEED = {"url", "name"}
_EMPTY = ("say", "silent")
_QUOTED_CHARS = 60
_HEADING = re.compile(r"\s*\[{1,2}\s*([\w-]+)\s*\]{1,2}")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_LINE = re.compile(r"line (\d+)")
# Within a line: over lines the time is the square of a file of empty ones (20,000 took 10 s).
_OURS = re.compile(rb"^[ \t]*(wirewatch[ \t]*=|\[\[[ \t]*topic[ \t]*\]\])", re.MULTILINE)
# The parser's time is the square of a key's parts. An address of 2,000 characters has no more dots, a query of 500 may.
_MOST_DOTS, _LONGEST_LINE = 60, 4_000


class ChatFileError(UserError):
    """A file that can't be taken: its sentence names the line."""


@dataclass(frozen=True, slots=True)
class _FileBlock:
    """A block of the file, the how manieth of its name, and how to find its lines."""

    block: str
    number: int
    lines: Mapping[tuple[str, int, str], int]

    def wrong(self, key: str, problem: Sentence) -> ChatFileError:
        """What is wrong with a key of the block, with its line."""
        line = self.lines.get((self.block, self.number, key)) or self.lines.get((self.block, self.number, ""), 1)
        return ChatFileError(sentence("chat_file.line", line=line, problem=problem))


def is_chat_file(content: bytes) -> bool:
    """Whether a document is meant to be one: it has the mark of ours, or a topic."""
    return _OURS.search(content) is not None


def read_chat_file(content: bytes, now: datetime) -> ChatFile:
    """What the file has; a megabyte made for it takes two seconds of a processor, so ask beside the loop.

    Raises:
        ChatFileError: something in it can't be read.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ChatFileError(sentence("chat_file.no_utf8")) from None
    for number, row in enumerate(text.split("\n"), start=1):
        if len(row) > _LONGEST_LINE or row.count(".") > _MOST_DOTS:
            raise ChatFileError(sentence("chat_file.no_toml", line=number))
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: of a number of thousands of digits, too
        named = _LINE.search(str(error))
        line = int(named[1]) if named else len(text.splitlines())
        raise ChatFileError(sentence("chat_file.no_toml", line=line)) from None
    lines = _lines(text)
    top = _FileBlock("", 0, lines)
    _only(found, _TOP, top)
    if _whole(found, "wirewatch", top, VERSION) > VERSION:
        raise top.wrong("wirewatch", sentence("chat_file.newer"))
    topics = _blocks(found, "topic", lines, top)
    if len(topics) > MOST_TOPICS:
        raise ChatFileError(sentence("chat_file.too_many", most=MOST_TOPICS))
    settings = found.get("settings", {})
    if not isinstance(settings, dict):
        raise top.wrong("settings", sentence("chat_file.no_block", name="settings"))
    filed = [_topic(block, place, now) for block, place in topics]
    feeds = [_feed(block, place) for block, place in _blocks(found, "feed", lines, top)]
    return ChatFile(
        chat=_whole(found, "chat", top, 0, least=None),
        settings=_settings(settings, _FileBlock("settings", 0, lines), now),
        topics=tuple({topic.key: topic for topic in filed}.values()),
        feeds=tuple({feed.url: feed for feed in feeds}.values()),
    )


def _lines(text: str) -> Mapping[tuple[str, int, str], int]:
    """By block, the how manieth of its name, and key the line; by "" as the key that of the block's heading."""
    found: dict[tuple[str, int, str], int] = {}
    block, counts = "", {"": 0}
    for number, line in enumerate(text.split("\n"), start=1):
        if heading := _HEADING.match(line):
            block = heading[1]
            counts[block] = counts.get(block, -1) + 1
            found[block, counts[block], ""] = number
        elif key := _KEY.match(line):
            found.setdefault((block, counts[block], key[1]), number)
    return found


def _blocks(
    found: Mapping[str, Any], name: str, lines: Mapping[tuple[str, int, str], int], top: _FileBlock
) -> list[tuple[Mapping[str, Any], _FileBlock]]:
    blocks = found.get(name, [])
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise top.wrong(name, sentence("chat_file.no_blocks", name=name))
    return [(block, _FileBlock(name, number, lines)) for number, block in enumerate(blocks)]


def _only(block: Mapping[str, Any], known: Iterable[str], place: _FileBlock) -> None:
    for key in block:
        if key not in known:
            near = get_close_matches(key, list(known), n=1)
            shown = key[:_QUOTED_CHARS]
            if near:
                raise place.wrong(key, sentence("chat_file.unknown_near", name=shown, near=near[0]))
            raise place.wrong(key, sentence("chat_file.unknown", name=shown, known=", ".join(sorted(known))))


def _text(block: Mapping[str, Any], key: str, place: _FileBlock, default: str | None = None) -> str:
    value = block.get(key, default)
    if value is None:
        raise place.wrong(key, sentence("chat_file.lacks", name=key))
    if not isinstance(value, str):
        raise place.wrong(key, sentence("chat_file.no_text", name=key))
    return value


def _whole(
    block: Mapping[str, Any],
    key: str,
    place: _FileBlock,
    default: int,
    *,
    least: int | None = 1,
    most: int | None = None,
) -> int:
    value = block.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise place.wrong(key, sentence("chat_file.no_number", name=key))
    if least is not None and key in block and (value < least or (most is not None and value > most)):
        raise place.wrong(key, sentence("chat_file.bounds", name=key, least=least, most=most or 2**31))
    return value


def _read(place: _FileBlock, key: str, read: Callable[[], Any]) -> Any:
    """What `read` gives; what it complains of, with the line."""
    try:
        return read()
    except UserError as error:
        raise place.wrong(key, error.sentence) from None


def _topic(block: Mapping[str, Any], place: _FileBlock, now: datetime) -> FiledTopic:
    _only(block, _TOPIC, place)
    typed = _text(block, "query", place)
    query: str = _read(place, "query", lambda: str_query(parse_typed(short_enough(typed))))
    mode = _text(block, "mode", place, TopicMode.ALERTS.value)
    if mode not in list(TopicMode):
        raise place.wrong("mode", sentence("chat_file.one_of", name="mode", known=", ".join(TopicMode)))
    muted = block.get("muted_until")
    if muted is not None and not isinstance(muted, datetime):
        raise place.wrong("muted_until", sentence("chat_file.no_time", name="muted_until"))
    try:
        until = None if muted is None else muted.replace(tzinfo=muted.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        raise place.wrong("muted_until", sentence("chat_file.no_time", name="muted_until")) from None
    return FiledTopic(
        query=query,
        mode=TopicMode(mode),
        min_independent=_whole(block, "min", place, 1, most=9),
        confirm_at=_whole(block, "confirm", place, 0, most=9) or None,
        thread=_whole(block, "thread", place, 0, least=0, most=2**31),
        muted_until=until.replace(microsecond=0) if until and until > now else None,
    )


def _feed(block: Mapping[str, Any], place: _FileBlock) -> FiledFeed:
    _only(block, _FEED, place)
    url = _text(block, "url", place).strip()
    if not is_feed_address(url):
        raise place.wrong("url", sentence("chat_file.no_address"))
    return FiledFeed(url=watched_address(url), name=_text(block, "name", place, ""))


def _settings(block: Mapping[str, Any], place: _FileBlock, now: datetime) -> dict[str, str]:
    _only(block, _SETTINGS, place)
    given = {key: _setting(key, _text(block, key, place).strip(), place, now) for key in block}
    if given.get("digest_empty", "say") not in _EMPTY:
        raise place.wrong("digest_empty", sentence("chat_file.one_of", name="digest_empty", known=", ".join(_EMPTY)))
    return given


def _setting(key: str, text: str, place: _FileBlock, now: datetime) -> str:
    """A setting in the form that the file of a chat with it would have."""
    return str(_read(place, key, lambda: _FORMS[key](text, now)))


def digest_of(text: str, now: datetime) -> DigestHours | None:
    """When digests come, as a file says it; None: no digest.

    Raises:
        UserError: it can't be read.
    """
    return None if text.lower() == OFF else parse_digest_times(text.lower(), DEFAULT_DIGEST, now)


def quiet_of(text: str) -> QuietHours | None:
    """The quiet hours, as a file says them; None: none.

    Raises:
        UserError: they can't be read.
    """
    return None if text.lower() == OFF else parse_quiet_hours(text)


_FORMS: Mapping[str, Callable[[str, datetime], str]] = {
    "zone": lambda text, _: parse_zone(text),
    "language": lambda text, _: parse_language(text),
    "digest": lambda text, now: digest_text(digest_of(text, now)),
    "digest_empty": lambda text, _: text.lower(),
    "quiet": lambda text, _: quiet_text(quiet_of(text)),
}
