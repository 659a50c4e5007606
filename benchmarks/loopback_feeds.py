"""A server of feeds on loopback, for benchmarks; a process of its own, so that what it costs is not counted.

    python -m benchmarks.loopback_feeds NUMBER_OF_ENTRIES    prints its port

Feed N lies at `http://127.x.y.z:PORT/feed/N`, each at an address of its own, as feeds have hosts of their own. All are
alike: a channel and the newest entries first, each a headline, a teaser of some 40 words, and what feeds commonly have
besides. `/turn?new=1` gives every feed one entry more; `/turn?etags=0` leaves out and ignores validators;
`/turn?idle=1` answers 304 to whoever sends a validator.
"""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

_BEGAN = datetime(2026, 11, 1, 6, tzinfo=UTC)
_TITLE_WORDS, _TEASER_WORDS = 9, 40
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def address(number: int) -> str:
    """The host of a feed."""
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


@contextmanager
def feeds_server(entries: int = 30) -> Iterator[int]:
    """The server as a process of its own; gives its port."""
    command = [sys.executable, "-m", "benchmarks.loopback_feeds", str(entries)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - Python itself, and a program of ours
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.kill()


def turn(port: int, wish: str) -> None:
    """Have the server answer differently from now on, as `/turn?` says above."""
    urlopen(f"http://127.0.0.1:{port}/turn?{wish}").read()


class LoopbackFeeds:
    """What the server answers at present."""

    def __init__(self, entries: int) -> None:
        self._entries = entries
        self._more = 0
        self._etags = True
        self._idle = False
        chance = random.Random(1)  # noqa: S311 - a benchmark wants the same words each time
        letters = "aeioubcdfglmnprstvz"
        self._words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(8_000)]

    def turn(self, wish: dict[str, list[str]]) -> bytes:
        self._more += int(wish.get("new", ["0"])[0])
        self._etags = wish.get("etags", [str(int(self._etags))])[0] == "1"
        self._idle = wish.get("idle", ["0"])[0] == "1"
        return _response("200 OK", b"done")

    def answer(self, path: str, head: bytes) -> bytes:
        number = int(path.rpartition("/")[2])
        etag = f'"{number}-{self._more}"'
        if (self._etags and etag.encode() in head) or (self._idle and b"If-None-Match" in head):
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag.encode() + b"\r\n\r\n"
        body = self._document(number, self._more)
        validators = f"ETag: {etag}\r\n" if self._etags else ""
        return _response("200 OK", body, f"Content-Type: application/rss+xml\r\n{validators}")

    @lru_cache(maxsize=4_096)  # noqa: B019 - one server a process
    def _document(self, number: int, more: int) -> bytes:
        newest = self._entries + more
        entries = "".join(self._entry(number, at) for at in range(newest, newest - self._entries, -1))
        built = format_datetime(_BEGAN + timedelta(minutes=newest), usegmt=True)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
            f"<title>Sample Post {number}</title>\n<link>https://post{number}.example/</link>\n"
            f'<atom:link href="https://post{number}.example/feed" rel="self" type="application/rss+xml" />\n'
            f"<description>News of town {number}</description>\n<language>en-GB</language>\n"
            f"<lastBuildDate>{built}</lastBuildDate>\n{entries}</channel>\n</rss>\n"
        ).encode()

    def _entry(self, number: int, at: int) -> str:
        chance = random.Random(number * 100_003 + at)  # noqa: S311 - made-up news, the same in each run
        title = " ".join(chance.choices(self._words, k=_TITLE_WORDS)).capitalize()
        words = chance.choices(self._words, k=_TEASER_WORDS)
        teaser = f"{' '.join(words[:20]).capitalize()}. {' '.join(words[20:]).capitalize()}."
        url = f"https://post{number}.example/news/{at}"
        return (
            f"<item>\n<title>{title}</title>\n<link>{url}</link>\n<dc:creator><![CDATA[A. Writer]]></dc:creator>\n"
            f"<pubDate>{format_datetime(_BEGAN + timedelta(minutes=at), usegmt=True)}</pubDate>\n"
            f'<category><![CDATA[Town]]></category>\n<guid isPermaLink="false">post{number}-{at}</guid>\n'
            f"<description><![CDATA[<p>{teaser}</p>]]></description>\n</item>\n"
        )


class _Visitor(asyncio.Protocol):
    """One connection; requests without a body, one after the other."""

    def __init__(self, feeds: LoopbackFeeds) -> None:
        self._feeds = feeds
        self._waiting = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting and self._transport is not None:
            head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head))

    def _answer(self, head: bytes) -> bytes:
        asked = urlsplit(head.split(b" ", 2)[1].decode())
        if asked.path == "/turn":
            return self._feeds.turn(parse_qs(asked.query))
        return self._feeds.answer(asked.path, head) if asked.path.startswith("/feed/") else _NOT_FOUND


def _response(status: str, body: bytes, headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


async def main(entries: int) -> None:
    feeds = LoopbackFeeds(entries)
    # Of all addresses of 127/8 only a server of all addresses can answer.
    server = await asyncio.get_running_loop().create_server(lambda: _Visitor(feeds), "0.0.0.0", 0, backlog=4_096)  # noqa: S104 - on each of this machine's addresses: a host each to the poller
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
