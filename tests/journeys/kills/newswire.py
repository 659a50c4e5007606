"""Outlets on loopback that publish as long as they are told to: every item is one of a kind and names one chat's topic."""

import html
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from aiohttp import web

from newsroom.text.words import stem

_KEPT = 150  # entries in a document: more than any outlet publishes while the bot is down
_EDITED_SHARE = 0.2
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or", "ik")]


@dataclass(slots=True)
class Made:
    """An item as it stands now.

    Attributes:
        marker: A word of its title that no other item holds.
        topic: The word that one chat tracks.
        newest: A word that its newest version alone holds; the marker where it was never edited.
    """

    marker: str
    topic: str
    title: str
    text: str
    newest: str
    at: datetime


class Newswire:
    """Some outlets. Each visit finds what was published since; `producing` False keeps them as they are.

    `away`: whoever visits them gets no answer, but a reset or HTTP 503.
    """

    def __init__(self, seed: int, topics: list[str], outlets: int, per_visit: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a load that can be had again, no secret
        self._topics = topics
        self._per_visit = per_visit
        self._words = self._all_words()
        self.outlets: list[list[Made]] = [[] for _ in range(outlets)]
        self.producing = False
        self.away = False
        self.url = ""
        for outlet in self.outlets:
            outlet.append(self._make("background"))

    @property
    def items(self) -> list[Made]:
        """Everything that was published for a chat."""
        return [made for outlet in self.outlets for made in outlet if made.topic != "background"]

    def _all_words(self) -> Iterator[str]:
        # Words that begin alike are one word to the stories: two items that shared six letters became one story, and the
        # second had no alert of its own.
        used: set[str] = set()
        while True:
            word = "".join(self._random.choice(_SYLLABLES) for _ in range(4))
            if stem(word) not in used:
                used.add(stem(word))
                yield word

    def _make(self, topic: str) -> Made:
        words = [next(self._words) for _ in range(44)]
        marker = words[0]
        title = f"{topic.capitalize()} {words[1]} {marker} {' '.join(words[2:5])}"
        sentences = (words[at : at + 13] for at in (5, 18, 31))
        text = " ".join(f"{' '.join(sentence).capitalize()}." for sentence in sentences)
        return Made(marker=marker, topic=topic, title=title, text=text, newest=marker, at=datetime.now(UTC))

    def add(self, outlet: int, topic: str) -> Made:
        """Publish one item now."""
        made = self._make(topic)
        self.outlets[outlet].append(made)
        return made

    def _publish(self, outlet: list[Made]) -> None:
        more = self._random.randint(0, 2 * self._per_visit)
        outlet.extend([self._make(self._random.choice(self._topics)) for _ in range(more)])
        for made in outlet[-20:]:
            if made.topic != "background" and self._random.random() < _EDITED_SHARE / 5:
                # Three words of six: with the last alone one edit in 140 is a trivial one, which no card shows.
                *others, made.newest = [next(self._words) for _ in range(3)]
                made.title = " ".join([*made.title.split()[:3], *others, made.newest])

    async def feed(self, request: web.Request) -> web.Response:
        """One outlet's document."""
        if self.away:
            if request.transport is not None and self._random.random() < 0.5:
                request.transport.abort()
            return web.Response(status=503)
        outlet = self.outlets[int(request.match_info["number"])]
        if self.producing:
            self._publish(outlet)
        entries = "".join(_entry(made, request) for made in outlet[-_KEPT:])
        return web.Response(
            text=f'<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>{entries}</channel></rss>',
            content_type="application/rss+xml",
        )


def _entry(made: Made, request: web.Request) -> str:
    address = f"http://{request.host}/item/{made.marker}"
    return (
        f"<item><guid>{made.marker}</guid><link>{address}</link><title>{html.escape(made.title)}</title>"
        f"<description>{html.escape(made.text)}</description><pubDate>{format_datetime(made.at)}</pubDate></item>"
    )


@asynccontextmanager
async def publishing(wire: Newswire) -> AsyncIterator[Newswire]:
    """Serve the outlets at `wire.url`/feed/<number>."""
    app = web.Application()
    app.router.add_get("/feed/{number}", wire.feed)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        wire.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield wire
    finally:
        await runner.cleanup()
