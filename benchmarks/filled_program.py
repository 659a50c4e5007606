"""A folder in which `wirewatch run` finds what a desk at work has stored: items, stories, topics, chats and sources.

The items of the last seven days go through the desk's own loop, so that stories, cards, matches and claims are what it
makes of them; older ones are written as they are. The vectors of the sentence encoder are of chance: to read the items
would take minutes, and whoever restores them only reads them back. All that was queued for the chats counts as sent.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import ScalarSelect, insert, select, update

from benchmarks import headlines
from benchmarks.loopback_feeds import address, feeds_server, turn
from config.schema import AccessSettings, Settings, SourceSettings, TelegramSettings, WatchSettings
from desk.loop import DeskLoop
from desk.sentence_encoder import text_read
from newsroom.access import AccessMode, AccessRule
from newsroom.clock import Clock
from newsroom.desk.state import AlertRules
from newsroom.item import Item, ItemId
from newsroom.matching.terms import READING
from newsroom.source import SourceId, SourceKind
from standin.control_client import StandinClient
from storage import admission, chats, embeddings, topics
from storage.database import Database, Transaction
from storage.embeddings import StoredEmbedding
from storage.key_values import note
from storage.sources import SourceSpec, sync_operator_sources
from storage.tables import cards, deliveries, items, queue, sources, stories
from tests.journeys.kills.processes import TOKEN, Wirewatch

_WINDOW = timedelta(hours=167)  # a little under the seven days after which a story is closed
_AT_ONCE = 5_000  # rows in one transaction
_NUMBERS = 512  # of a vector
_CONFIGURED = """[log]
json_lines = true
[watch]
allow_private_networks = true
poll_floor_s = 1
at_once_per_host = 8
[alerts]
burst_per_minute = 1000
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramSize:
    """How much a program has to deal with.

    Attributes:
        window: Of the stored items those of the last seven days.
        carded: Whether the topics were there as the items came, so that the chats have cards of them.
    """

    stored: int
    window: int
    sources: int
    topics: int
    chats: int
    carded: bool = False

    @property
    def words(self) -> str:
        return (
            f"{self.stored:,} items stored, {self.window:,} of them in the window, {self.sources:,} sources, "
            f"{self.topics:,} topics in {self.chats} chats"
        )


@dataclass(slots=True, kw_only=True)
class FilledProgram:
    """The folder of a program, with a server of its feeds. `next_item`: the number that the next item gets."""

    size: ProgramSize
    folder: Path
    feeds_port: int
    next_item: int

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder}/wirewatch.db"

    @property
    def database_kb_an_item(self) -> float:
        """What the file has grown to, with all that belongs to an item: words, vector, cards, claims."""
        return (self.folder / "wirewatch.db").stat().st_size / 1_000 / self.size.stored

    def wirewatch(self, api_url: str, more_sources: str = "") -> Wirewatch:
        """The program, configured but not started."""
        blocks = "".join(_source_block(self._feed(number), number) for number in range(self.size.sources))
        (self.folder / "wirewatch.toml").write_text(f"{_CONFIGURED}{blocks}{more_sources}", "utf-8")
        return Wirewatch(folder=self.folder, api_url=api_url)

    def settings(self, api_url: str) -> Settings:
        """The same as values."""
        listed = tuple(
            SourceSettings(url=self._feed(number), name=f"Sample Post {number}", family=f"post{number}")
            for number in range(self.size.sources)
        )
        return Settings(
            database_url=self.database_url,
            telegram=TelegramSettings(token=TOKEN, api_url=api_url),
            access=AccessSettings(mode=AccessMode.OPEN),
            watch=WatchSettings(allow_private_networks=True),
            sources=listed,
        )

    def specs(self) -> list[SourceSpec]:
        return [_spec(self._feed(number), number) for number in range(self.size.sources)]

    def _feed(self, number: int) -> str:
        return f"http://{address(number)}:{self.feeds_port}/feed/{number}"


@contextmanager
def empty_program(size: ProgramSize) -> Iterator[FilledProgram]:
    """The folder before it is filled, and a server of feeds that answers 304 to whoever sends a validator."""
    with feeds_server() as port, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        turn(port, "idle=1")
        yield FilledProgram(size=size, folder=Path(folder), feeds_port=port, next_item=size.stored + 1)


async def fill(program: FilledProgram) -> None:
    """Store everything, as if the newest item had come just now."""
    size, now = program.size, datetime.now(UTC)
    database = Database(program.database_url)
    await database.open()
    try:
        async with database.write() as tx:
            await sync_operator_sources(tx, program.specs(), now, 120)
            long_ago = now - timedelta(days=30)  # what they list first would be background, 30 entries of each
            await tx.execute(update(sources).values(etag='"any"', first_polled_at=long_ago, next_due_at=now))
            for chat in headlines.chats(size.chats):
                await chats.meet(tx, chat.id, chat.kind, chat.title, None, None, chat.zone, now - timedelta(days=30))
                await chats.set_digest(tx, chat.id, None, say_empty=False)  # else 300 of them would be due at once
            await admission.settle(tx, AccessRule(mode=AccessMode.OPEN), now)
        await _store_old(database, size, now)
        if size.carded:
            await _track(database, size, now)
        await _decide(database, size, now)
        await _count_as_sent(database, now)
        if not size.carded:
            await _track(database, size, now)
    finally:
        await database.close()


async def _track(database: Database, size: ProgramSize, now: datetime) -> None:
    async with database.write() as tx:
        for topic in headlines.topics(size.topics, size.chats):
            await topics.track(tx, topic.place, topic.query, 1, now - timedelta(days=30))


async def _store_old(database: Database, size: ProgramSize, now: datetime) -> None:
    """What is older than the window: items with stories of their own, and no words for the search."""
    older = size.stored - size.window
    for at in range(0, older, _AT_ONCE):
        some = [*_items(size, at, min(_AT_ONCE, older - at), now)]
        async with database.write() as tx:
            await tx.execute(insert(items), [_decided_row(item) for item in some])
            await tx.execute(insert(stories), [_story_row(item) for item in some])


async def _decide(database: Database, size: ProgramSize, now: datetime) -> None:
    """Have the desk's loop decide the items of the window, each at its time."""
    older, done = size.stored - size.window, 0
    gap = _WINDOW / size.window
    for at in range(0, size.window, _AT_ONCE):
        some = [*_items(size, older + at, min(_AT_ONCE, size.window - at), now)]
        vectors = _vectors(some)
        async with database.write() as tx:
            await queue_items(tx, some)
            await embeddings.keep(tx, vectors)
    loop = DeskLoop(database, AlertRules(), Clock(lambda: now - (size.window - done) * gap))
    while decided := await loop.turn():
        done += decided


async def _count_as_sent(database: Database, now: datetime) -> None:
    async with database.write() as tx:
        await note(tx, "words_read", {"reading": READING, "up_to": 0})  # else the program would read all items anew
        await tx.execute(
            update(deliveries)
            .values(state="sent", settled_at=now, message_id=deliveries.c.id)
            .where(deliveries.c.state == "due")
        )
        await tx.execute(update(cards).values(message_id=cards.c.id, shown_version=_version()))


def _version() -> ScalarSelect[int]:
    return select(stories.c.version).where(stories.c.id == cards.c.story_id).scalar_subquery()


async def queue_items(tx: Transaction, some: Sequence[Item]) -> None:
    """Store items that the desk is to decide."""
    await tx.execute(insert(items), [headlines.stored_row(item) for item in some])
    await tx.execute(insert(queue), [{"kind": "item", "item_id": i.id, "queued_at": i.arrived_at} for i in some])


async def open_chats(person: StandinClient, size: ProgramSize) -> None:
    """Have the stand-in know every chat of the program: what is due to one that it does not know stays due."""
    for chat in range(1, size.chats + 1):
        await person.do("create_chat", chat_id=chat, type="private", title=f"Chat {chat}", membership="member")


def next_items(program: FilledProgram, count: int) -> list[Item]:
    """Items that come now, after all that are stored."""
    first, now = program.next_item, datetime.now(UTC)
    program.next_item += count
    return [
        replace(
            item,
            source=replace(item.source, id=SourceId(1 + item.id % program.size.sources)),
            arrived_at=now,
            published=now,
        )
        for item in headlines.stream(count, first - 1)
    ]


def _items(size: ProgramSize, first: int, count: int, now: datetime) -> Iterator[Item]:
    """Items of the stream, the last of all at `now`; those of the window evenly over it, older ones a minute apart."""
    older = size.stored - size.window
    for number, item in enumerate(headlines.stream(count, first), start=first):
        before = (size.stored - 1 - number) * (_WINDOW / size.window)
        at = now - before if number >= older else now - _WINDOW - (older - number) * timedelta(minutes=1)
        source = replace(item.source, id=SourceId(1 + number % size.sources))
        yield replace(item, source=source, published=at, arrived_at=at)


def _vectors(some: Sequence[Item]) -> dict[ItemId, StoredEmbedding]:
    drawn = np.random.default_rng(some[0].id).standard_normal((len(some), _NUMBERS))
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return {
        item.id: StoredEmbedding(text_read=text_read(item), vector=vector.astype(np.float16))
        for item, vector in zip(some, drawn, strict=True)
    }


def _decided_row(item: Item) -> dict[str, object]:
    return {**headlines.stored_row(item), "decided_at": item.arrived_at, "story_id": item.id, "placement": "new"}


def _story_row(item: Item) -> dict[str, object]:
    at = item.arrived_at
    counts = {"version": 1, "outlets": 1, "independent": 1}
    return {"id": item.id, "lead_item_id": item.id, "opened_at": at, "updated_at": at, **counts}


def _spec(url: str, number: int) -> SourceSpec:
    name = f"Sample Post {number}"
    return SourceSpec(url=url, name=name, family=f"post{number}", kind=SourceKind.PRIVATE)


def _source_block(url: str, number: int) -> str:
    return f'[[sources]]\nurl = "{url}"\nname = "Sample Post {number}"\nfamily = "post{number}"\n'
