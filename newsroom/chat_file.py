"""A chat's topics, settings and own feeds as a file has them, and how two such states differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from newsroom.topic import TopicMode

# A topic is known by its thread and its query: these are what a chat tracks twice in no case.
TopicKey: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledTopic:
    """A topic as a file has it.

    Attributes:
        query: In canonical form.
        thread: The forum thread; 0 for the chat's main one.
        muted_until: As in `Topic`; None: it is not muted.
    """

    query: str
    mode: TopicMode = TopicMode.ALERTS
    min_independent: int = 1
    confirm_at: int | None = None
    thread: int = 0
    muted_until: datetime | None = None

    @property
    def key(self) -> TopicKey:
        """By what it is known in its chat."""
        return self.thread, self.query


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledFeed:
    """A feed of a chat's own, as a file has it; `name`: "" where it has none."""

    url: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFile:
    """What a file has, or a chat.

    Attributes:
        chat: Whose threads the topics' are; 0: unknown.
        settings: By name, as one would write them behind the command: zone, language, digest, digest_empty, quiet.
            A file may leave some out.
    """

    chat: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[FiledTopic, ...] = ()
    feeds: tuple[FiledFeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFileChange:
    """What a file would change in a chat.

    Attributes:
        added: Topics that the chat does not track yet.
        changed: Topics that it tracks otherwise: as they are, and as the file has them.
        same: How many it tracks as the file has them.
        others: Topics that it tracks and the file lacks.
        settings: By name as it is, and as the file has it.
        feeds: Those that it does not have yet.
    """

    added: tuple[FiledTopic, ...] = ()
    changed: tuple[tuple[FiledTopic, FiledTopic], ...] = ()
    same: int = 0
    others: tuple[FiledTopic, ...] = ()
    settings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    feeds: tuple[FiledFeed, ...] = ()

    @property
    def nothing(self) -> bool:
        """The chat has all that the file has already."""
        return not (self.added or self.changed or self.settings or self.feeds)


def difference(before: ChatFile, after: ChatFile) -> ChatFileChange:
    """What would have to change in `before` so that it has all that `after` has."""
    known = {topic.key: topic for topic in before.topics}
    wanted = {topic.key: topic for topic in after.topics}
    feeds = {feed.url for feed in before.feeds}
    return ChatFileChange(
        added=tuple(topic for key, topic in wanted.items() if key not in known),
        changed=tuple((known[key], topic) for key, topic in wanted.items() if known.get(key, topic) != topic),
        same=sum(known.get(key) == topic for key, topic in wanted.items()),
        others=tuple(topic for key, topic in known.items() if key not in wanted),
        settings={
            name: (before.settings[name], value)
            for name, value in after.settings.items()
            if name in before.settings and before.settings[name] != value
        },
        feeds=tuple(feed for feed in after.feeds if feed.url not in feeds),
    )
