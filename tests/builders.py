"""Values for tests: everything that a test does not speak of has a plain default."""

from datetime import UTC, datetime, timedelta
from typing import Any

from newsroom.chat import Chat, ChatId, ChatKind, DigestHours, Place, QuietHours
from newsroom.clean_entry import CleanEntry, fingerprint
from newsroom.item import Item, ItemId, Paragraph
from newsroom.matching.query import parse
from newsroom.source import Source, SourceId, SourceKind
from newsroom.topic import Topic, TopicId, TopicMode
from storage.retention import Horizons
from storage.sources import SourceSpec

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
CHAT, GROUP, OTHER_GROUP = ChatId(1001), ChatId(-2002), ChatId(-1003003)
_LONG_AGO = NOW - timedelta(days=4_000)
# Nothing is old enough to be forgotten, but where a test says so.
NEVER = Horizons(
    updates=_LONG_AGO,
    deliveries=_LONG_AGO,
    items=_LONG_AGO,
    readings=_LONG_AGO,
    paragraphs=_LONG_AGO,
    closed_chats=_LONG_AGO,
    posts=_LONG_AGO,
)


def at(minutes: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=minutes)


def source(number: int = 1, name: str = "", family: str = "", kind: SourceKind = SourceKind.PRIVATE) -> Source:
    """A sample outlet; each number is a publisher of its own unless `family` says otherwise."""
    name = name or f"Sample Outlet {number}"
    url = f"https://outlet{number}.example/feed"
    return Source(id=SourceId(number), name=name, url=url, family=family or f"family-{number}", kind=kind)


def spec(number: int = 1, *, fixed_interval_s: int | None = None) -> SourceSpec:
    """What somebody asks for, to be stored as `source(number)`."""
    asked = source(number)
    return SourceSpec(
        url=asked.url, name=asked.name, family=asked.family, kind=asked.kind, fixed_interval_s=fixed_interval_s
    )


def item(
    number: int = 1,
    title: str = "Ferry stops at Lower Quay",
    text: str = "The ferry stopped at noon.",
    *,
    of: Source | None = None,
    published: datetime | None = NOW,
    arrived_at: datetime = NOW,
    version: int = 1,
) -> Item:
    """An item of one paragraph."""
    of = of or source()
    return Item(
        id=ItemId(number),
        source=of,
        url=f"https://outlet{of.id}.example/{number}",
        title=title,
        paragraphs=(Paragraph(text=text),) if text else (),
        published=published,
        arrived_at=arrived_at,
        language="en",
        version=version,
    )


def chat(
    id_: int = CHAT,
    *,
    zone: str = "UTC",
    digest_minute: int | None = 8 * 60,
    quiet: QuietHours | None = None,
    made: datetime = NOW - timedelta(days=30),
) -> Chat:
    """A private chat, or a supergroup where the id is negative."""
    digest = None if digest_minute is None else DigestHours(minutes=(digest_minute,))
    kind = ChatKind.SUPERGROUP if id_ < 0 else ChatKind.PRIVATE
    return Chat(
        id=ChatId(id_), kind=kind, title="Desk", made=made, language="en", zone=zone, digest=digest, quiet=quiet
    )


def place(chat_id: int = CHAT, thread: int = 0) -> Place:
    return Place(chat=ChatId(chat_id), thread=thread)


def topic(
    number: int = 1,
    query: str = "ferry",
    *,
    where: Place | None = None,
    mode: TopicMode = TopicMode.ALERTS,
    min_independent: int = 1,
    confirm_at: int | None = None,
) -> Topic:
    return Topic(
        id=TopicId(number),
        place=where or place(),
        query=parse(query),
        mode=mode,
        made=NOW - timedelta(days=1),
        min_independent=min_independent,
        confirm_at=confirm_at,
    )


def entry(
    key: str = "a",
    title: str = "Ferry stops at Lower Quay",
    text: str = "The ferry stopped at noon.",
    *,
    url: str | None = None,
    published: datetime | None = NOW,
    hashes: tuple[int, ...] = (),
) -> CleanEntry:
    """An entry with an address of its own, made of its key, unless `url` says otherwise."""
    return CleanEntry(
        key=key,
        url=f"https://outlet1.example/{key}" if url is None else url,
        title=title,
        paragraphs=(Paragraph(text=text),),
        published=published,
        language="en",
        credit=None,
        fingerprint=fingerprint(title, [text]),
        raw=fingerprint(title, [key, text]),
        hashes=hashes,
    )


def update(number: int, text: str = "/topics") -> dict[str, Any]:
    """An update as Telegram sends it: a private message."""
    sender = {"id": CHAT, "first_name": "Ann", "is_bot": False}
    message = {
        "message_id": number,
        "date": int(NOW.timestamp()),
        "chat": {"id": CHAT, "type": "private", "first_name": "Ann"},
        "from": sender,
        "text": text,
    }
    return {"update_id": number, "message": message}
