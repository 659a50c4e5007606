"""Topics read by their private addresses: the stories that their chats may see, as Atom."""

import asyncio
import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import structlog

from handlers.render.export.atom import TopicPage, render_atom
from handlers.sending.readers import reader_in
from newsroom.clock import Clock
from newsroom.desk.digest import since_moment
from newsroom.item import ItemId
from newsroom.topic import Topic, TopicId
from storage import search, stories, topic_addresses
from storage.database import Connection, Database

ENDING = ".atom"
_DAYS = timedelta(days=30)
_STORIES = 50  # a guess: feed readers ask at least daily, and a topic of more alerts a day floods
_FRESH_S = 60.0  # readers ask every quarter of an hour or so: a page that is a minute old is new
_MOST_PAGES = 256  # of some 30 kB each
_AT_ONCE = 2  # of eight connections that read: people's answers need the others
# Feed readers of a town may all ask at the full hour: hundreds are answered within a second; who floods gets no answer.
_MOST_WAITING = 200
# 32 bytes, as `/rss` makes them: nothing else needs a look into the database.
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage:
    """What an address answers; `tag`: the same as long as the body is."""

    body: bytes
    tag: str
    changed: datetime


class TooManyReadersError(Exception):
    """So many ask at once that this one is to come again later."""


def topic_address(public_url: str, secret: str) -> str:
    """The address by which a topic is read."""
    return f"{public_url.rstrip('/')}/topics/{secret}{ENDING}"


class TopicReading:
    """Finds the topic behind an address, and what there is of it. A page is kept for a minute, whoever asks."""

    def __init__(self, database: Database, clock: Clock, public_url: str) -> None:
        self._database = database
        self._clock = clock
        self._site = public_url.rstrip("/")
        self._pages: OrderedDict[TopicId, tuple[float, ServedPage]] = OrderedDict()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def page(self, path: str) -> ServedPage | None:
        """What the last part of a path leads to; None where that is nothing (any more).

        Raises:
            TooManyReadersError: Too many wait for theirs.
        """
        secret = path.rpartition("/")[2].removesuffix(ENDING)
        if not _SECRET.fullmatch(secret):
            return None
        if self._waiting >= _MOST_WAITING:
            raise TooManyReadersError
        self._waiting += 1
        try:
            async with self._turns, self._database.read() as connection:
                return await self._behind(connection, secret)
        finally:
            self._waiting -= 1

    async def _behind(self, connection: Connection, secret: str) -> ServedPage | None:
        topic = await topic_addresses.topic_behind(connection, secret)
        if topic is None:
            return None
        made_s, page = self._pages.get(topic.id, (0.0, None))
        if page is None or time.monotonic() - made_s > _FRESH_S:
            page = await self._made(connection, topic)
            self._keep(topic.id, page)
        log.info("topic_read", topic=topic.id)
        return page

    def _keep(self, topic: TopicId, page: ServedPage) -> None:
        self._pages[topic] = (time.monotonic(), page)
        self._pages.move_to_end(topic)
        if len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)

    async def _made(self, connection: Connection, topic: Topic) -> ServedPage:
        chat = topic.place.chat
        window = since_moment(self._clock.now() - _DAYS, ItemId(await search.last_decided(connection)))
        found = await stories.matched_stories(connection, topic.place, [topic.id], window)
        views = await stories.stories_by_id(connection, found[:_STORIES], chat)
        page = TopicPage(
            topic=topic,
            views=sorted(views, key=lambda view: (view.updated, view.id), reverse=True),
            site=self._site,
            reader=await reader_in(connection, chat),
        )
        body = render_atom(page)
        return ServedPage(body=body, tag=f'"{sha256(body).hexdigest()[:32]}"', changed=page.changed)
